"""What published positions lack in the languages of the platform: everybody reads them."""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import lazyload

from recruit.core.db import session
from recruit.core.locales import CODES
from recruit.core.parts import rows_of
from recruit.core.translating import Lack, Lacking, Refs, Translatable, Whose, itself
from recruit.core.visitor import Visitor
from recruit.organisations.models import OrganisationText
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from recruit.postings.texts.queries import standings

KIND = "posting"


def _companies(refs: Refs) -> dict[int, dict[str, str]]:
    """The names of the companies of these positions by language: for the few that are shown, not where all are looked through."""
    found: dict[int, dict[str, str]] = {}
    if refs is not None:
        for key, language, name in session().execute(
            select(Posting.company_id, OrganisationText.language, OrganisationText.name)
            .join(OrganisationText, OrganisationText.organisation_id == Posting.company_id)
            .where(Posting.public_id.in_(refs))
            .order_by(OrganisationText.id)
        ):
            found.setdefault(key, {})[language] = name
    return found


def lacking(by: Visitor, _now: datetime, refs: Refs = None) -> Iterator[Lack]:
    """Published positions, language by language: only staff write them while they are published. Nothing for others."""
    if not by.is_staff:
        return
    published = (
        select(Posting).where(Posting.state == PostingState.PUBLISHED).options(lazyload(Posting.organisation))
    )
    companies = _companies(refs)
    for posting in rows_of(published, key=Posting.id, ref=Posting.public_id, refs=refs):
        known = standings(posting)
        titles = {text.language: text.title for text in posting.texts}
        for language in CODES:
            standing = known.get(language)
            if posting.source_language not in known or language == posting.source_language:
                continue
            if standing is None or not standing.is_shown:
                lacks = Lacking.MISSING
            elif standing.is_behind:
                lacks = Lacking.BEHIND
            elif standing.untranslated:
                lacks = Lacking.PARTLY
            else:
                continue
            yield Lack(
                kind=KIND,
                ref=posting.public_id,
                language=language,
                source_language=posting.source_language,
                titles=titles,
                lacking=lacks,
                whose=Whose.COORDINATORS,
                endpoint="postings.text_for_staff",
                values={"public_id": posting.public_id, "written_in": language},
                behind=standing.versions_behind if standing and lacks is Lacking.BEHIND else 0,
                # The original was saved then, if not later: no version of a text has a day of its own.
                since=posting.saved_at,
                of=companies.get(posting.company_id, {}),
            )


OWN_KIND = "own_posting"


def lacking_drafts(by: Visitor, _now: datetime, refs: Refs = None) -> Iterator[Lack]:
    """Translations that a company began in a position it is writing, and that the original has left behind or nobody has read:
    it alone writes them until staff publish it. Which languages it begins is its own matter. Nothing for others than staff.
    """
    if not by.is_staff:
        return
    drafts = (
        select(Posting).where(Posting.state == PostingState.DRAFT).options(lazyload(Posting.organisation))
    )
    companies = _companies(refs)
    for posting in rows_of(drafts, key=Posting.id, ref=Posting.public_id, refs=refs):
        for language, standing in standings(posting).items():
            if standing.is_original or (standing.is_shown and not standing.is_behind):
                continue
            yield Lack(
                kind=OWN_KIND,
                ref=posting.public_id,
                language=language,
                source_language=posting.source_language,
                titles={text.language: text.title for text in posting.texts},
                lacking=Lacking.BEHIND if standing.is_behind else Lacking.PARTLY,
                whose=Whose.COMPANY,
                endpoint="postings.text_for_staff",
                values={"public_id": posting.public_id, "written_in": language},
                behind=standing.versions_behind,
                since=posting.saved_at,
                of=companies.get(posting.company_id, {}),
            )


KINDS = (
    Translatable(KIND, _l("Positions"), lacking, heard_of={"posting": itself}),
    Translatable(
        OWN_KIND, _l("Positions that companies are writing"), lacking_drafts, heard_of={"posting": itself}
    ),
)
