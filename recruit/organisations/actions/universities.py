"""The known universities, loaded from the file that ships with the service."""

from datetime import datetime
import json
from typing import Any

from sqlalchemy import select

from recruit.core.db import session
from recruit.organisations.actions.companies import search_key_of
from recruit.organisations.models import Organisation, OrganisationText
from recruit.organisations.queries import UNIVERSITIES
from recruit.organisations.rules import OrganisationKind, OrganisationState

LOCAL_LANGUAGE = {"VN": "vi", "ID": "id"}


def load_universities(now: datetime) -> list[Organisation]:
    """Put the known universities into rows as `listed`, those that are not there yet; gives all of them, by address.

    What a university has changed itself since is left alone.
    """
    entries: list[dict[str, Any]] = json.loads(UNIVERSITIES.read_text(encoding="utf-8"))
    slugs = [entry["slug"] for entry in entries]
    known = set(session().scalars(select(Organisation.slug).where(Organisation.slug.in_(slugs))))
    session().add_all(_row(entry, now) for entry in entries if entry["slug"] not in known)
    session().flush()
    rows = session().scalars(
        select(Organisation).where(Organisation.slug.in_(slugs)).order_by(Organisation.slug)
    )
    return list(rows)


def _row(entry: dict[str, Any], now: datetime) -> Organisation:
    local = LOCAL_LANGUAGE.get(entry["country"], "en")
    names = {local: entry["names"]["local"], "en": entry["names"]["en"]}
    # Many a university has no name in Japanese that is in use; its English one is shown then.
    if "ja" in entry["names"]:
        names["ja"] = entry["names"]["ja"]
    organisation = Organisation(
        slug=entry["slug"],
        kind=OrganisationKind.UNIVERSITY,
        country=entry["country"],
        state=OrganisationState.LISTED,
        city=entry["city"],
        source=entry["source"],
        created_at=now,
        texts=[
            OrganisationText(
                language=language,
                name=name,
                source_language=None if language == local else local,
                source_version=None if language == local else 1,
            )
            for language, name in names.items()
        ],
    )
    # People look for "HUST" or "ITB" as often as for the whole name.
    organisation.search_key = search_key_of(organisation) + entry.get("short_name", "").casefold() + " "
    return organisation
