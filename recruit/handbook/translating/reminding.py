"""The mail to a company whose page, or a position it is writing, lacks a language that it alone can write."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from recruit.core import clock
from recruit.core.db import session
from recruit.core.each import each_by_itself
from recruit.core.errors import Missing
from recruit.core.locales import BY_CODE
from recruit.core.translating import Lack, Whose, known, those_now
from recruit.handbook.translating.models import TranslationLack
from recruit.handbook.translating.rules import (
    READER,
    REMINDERS_COUNT,
    is_enough,
    mark_of_lacks,
    reminded_at,
    week_of,
)
from recruit.handbook.translating.showing import title_in
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.models import Mail
from recruit.messages.rules import MailGroup
from recruit.organisations import queries as organisations
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.postings.models import Posting
from recruit.web.gate import page_url
from recruit.web.words import words_for

LANGUAGES = "company_languages"
_ZONE = "Asia/Tokyo"
# In one turn; the others wait for the next one.
_MOST = 200


def remind(now: datetime) -> int:
    """Queue it for the owners of each company that lacks something, for the next Monday morning; gives how many companies."""
    week, told = week_of(now, _ZONE), _told(now)
    due = [ref for ref in _companies() if week.isoformat() not in told.get(ref, {})]
    return each_by_itself(
        "languages of companies",
        due[:_MOST],
        lambda ref: _tell(ref, week, list(told.get(ref, {}).values()), now),
    )


def _told(now: datetime) -> dict[str, dict[str, str]]:
    """By company what it was told of, by week, the newest first, as far as that counts."""
    found: dict[str, dict[str, str]] = {}
    for ref, params in session().execute(
        select(Mail.subject_ref, Mail.params)
        .where(Mail.kind == LANGUAGES, Mail.queued_at > now - REMINDERS_COUNT)
        .order_by(Mail.id.desc())
    ):
        found.setdefault(ref, {})[params["week"]] = params["mark"]
    return found


def _companies() -> Sequence[str]:
    """Approved companies of which something is kept as lacking."""
    page = select(TranslationLack.ref).where(TranslationLack.whose == Whose.COMPANY)
    draft = select(Posting.company_id).where(Posting.public_id.in_(page))
    return (
        session()
        .scalars(
            select(Organisation.public_id)
            .where(
                Organisation.state == OrganisationState.APPROVED,
                Organisation.public_id.in_(page) | Organisation.id.in_(draft),
            )
            .order_by(Organisation.id)
        )
        .all()
    )


def lacks_of(company: Organisation, now: datetime) -> list[Lack]:
    """What it lacks that it alone can write, as of now."""
    drafts = set(session().scalars(select(Posting.public_id).where(Posting.company_id == company.id)))
    found = those_now({"company_page": {company.public_id}, "own_posting": drafts}, READER, now)
    return [lack for lack in found.values() if lack.whose is Whose.COMPANY]


def _tell(company_ref: str, week: date, told: Sequence[str], now: datetime) -> int:
    company = organisations.organisation_by_ref(company_ref)
    lacks = lacks_of(company, now) if company else []
    mark = mark_of_lacks(lacks)
    if company is None or not lacks or is_enough(told, mark):
        return 0
    owners = organisations.addresses_of_owners(company.id)
    for person, email in owners:
        queue(
            LANGUAGES,
            to_address=email,
            to_ref=person.public_id,
            language=person.language,
            zone=person.zone,
            params={"company": company_ref, "week": week.isoformat(), "mark": mark},
            unique_key=f"{LANGUAGES}:{week}:{company_ref}:{person.public_id}",
            now=now,
            due_at=reminded_at(week, person.zone),
            subject_kind="organisation",
            subject_ref=company_ref,
        )
    return bool(owners)


def _lacks(params: Params, now: datetime) -> tuple[Organisation, list[Lack]]:
    company = organisations.organisation_by_ref(params["company"])
    if company is None:
        raise Missing
    return company, lacks_of(company, now) if company.state is OrganisationState.APPROVED else []


def _context(params: Params, language: str) -> Mapping[str, Any]:
    company, lacks = _lacks(params, clock.now())
    if not lacks:
        raise Missing
    rows: dict[tuple[str, str], list[str]] = {}
    for lack in lacks:
        state = f"{BY_CODE[lack.language].name}: {words_for(lack.lacking)}"
        rows.setdefault((lack.kind, lack.ref), []).append(state)
    named = {(lack.kind, lack.ref): lack for lack in lacks}
    is_page = any(lack.kind == "company_page" for lack in lacks)
    return {
        "organisation_name": organisations.name_in(company, language),
        "rows": [
            (
                f"{title_in(named[key], language)[0]} ({known()[key[0]].name})",
                "; ".join(states),
            )
            for key, states in rows.items()
        ],
        "is_page": is_page,
        "url": page_url("organisations.page" if is_page else "postings.of_company", _external=True),
    }


def _still_wanted(params: Params, now: datetime) -> bool:
    return bool(_lacks(params, now)[1])


KINDS = (
    MailKind(
        name=LANGUAGES,
        room="organisations",
        template="handbook/mail/company_languages",
        context=_context,
        still_wanted=_still_wanted,
        group=MailGroup.ORGANISATIONS,
    ),
)
