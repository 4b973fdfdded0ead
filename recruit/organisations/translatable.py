"""What the pages of companies lack in the languages of the platform."""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from recruit.core.locales import CODES
from recruit.core.parts import rows_of
from recruit.core.translating import Lack, Lacking, Refs, Translatable, Whose, itself
from recruit.core.visitor import Visitor
from recruit.organisations import texts
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.organisations.texts import TextState

KIND = "company_page"
_LACKING = {
    TextState.MISSING: Lacking.MISSING,
    TextState.PARTLY: Lacking.PARTLY,
    TextState.BEHIND: Lacking.BEHIND,
}


def lacking(by: Visitor, _now: datetime, refs: Refs = None) -> Iterator[Lack]:
    """Pages of approved companies whose Japanese says something. Only the company writes its page. Nothing for others."""
    if not by.is_staff:
        return
    approved = (
        select(Organisation)
        .where(
            Organisation.kind == OrganisationKind.COMPANY, Organisation.state == OrganisationState.APPROVED
        )
        .options(selectinload(Organisation.texts))
    )
    for company in rows_of(approved, key=Organisation.id, ref=Organisation.public_id, refs=refs):
        source = texts.row_in(company, texts.SOURCE_LANGUAGE)
        if source is None or not any(getattr(source, part) for part in texts.PARTS):
            continue
        for language in CODES:
            lacks = _LACKING.get(texts.state_of(company, language))
            if lacks is None or language == texts.SOURCE_LANGUAGE:
                continue
            row = texts.row_in(company, language)
            yield Lack(
                kind=KIND,
                ref=company.public_id,
                language=language,
                source_language=texts.SOURCE_LANGUAGE,
                titles={text.language: text.name for text in company.texts},
                lacking=lacks,
                whose=Whose.COMPANY,
                endpoint="organisations.organisation",
                values={"public_id": company.public_id},
                behind=source.version - (row.source_version or 0) if row and lacks is Lacking.BEHIND else 0,
            )


KINDS = (Translatable(KIND, _l("Pages of companies"), lacking, heard_of={"organisation": itself}),)
