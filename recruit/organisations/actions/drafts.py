"""Moves of a registration that is not sent yet: what was typed is kept as it was typed, faults and all."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from recruit.core.db import database, session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.organisations import queries
from recruit.organisations.models import CompanyDraft

# Far more than any field takes; what is longer is cut off here and blamed at its field.
_LONGEST = 4000


def keep_draft(typed: Mapping[str, Sequence[str]], *, by: Visitor, now: datetime) -> CompanyDraft:
    """Keep what was typed into these fields; what stands in the others stays."""
    if by.person_id is None:
        raise Missing
    # Two devices that begin in the same second write into one draft, one after the other.
    insert = (sqlite if database().is_sqlite else postgresql).insert(CompanyDraft)
    session().execute(
        insert.values(person_id=by.person_id, typed={}, begun_at=now, changed_at=now).on_conflict_do_nothing(
            index_elements=["person_id"]
        )
    )
    draft = (
        session()
        .scalars(
            select(CompanyDraft)
            .where(CompanyDraft.person_id == by.person_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        .one()
    )
    kept = {name: [value.replace("\0", "")[:_LONGEST] for value in values] for name, values in typed.items()}
    draft.typed = {**draft.typed, **kept}
    draft.changed_at = now
    session().flush()
    return draft


def drop_draft(*, by: Visitor) -> None:
    """Throw away what was kept. Pressed twice, nothing more happens."""
    draft = queries.draft_of(by)
    if draft is not None:
        session().delete(draft)
        session().flush()
