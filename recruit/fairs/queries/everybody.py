"""What everybody may know of a fair: who takes part, with which positions."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, lazyload

from recruit.core.db import session
from recruit.fairs.models import Booth, Fair, Timetable
from recruit.fairs.rules import BoothState, TimetableState
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.postings.models import Posting, PostingText
from recruit.postings.rules import PostingState


def fair_and_booths(event_id: int) -> tuple[Fair | None, list[Booth]]:
    """The fair part of an event and its confirmed booths, by booth number. Two statements."""
    rows = (
        session()
        .execute(
            select(Fair, Booth)
            .outerjoin(Booth, and_(Booth.fair_id == Fair.event_id, Booth.state == BoothState.CONFIRMED))
            .outerjoin(Organisation, Organisation.id == Booth.company_id)
            .options(lazyload(Fair.event), joinedload(Booth.organisation).joinedload(Organisation.company))
            .where(
                Fair.event_id == event_id,
                or_(Booth.id.is_(None), Organisation.state == OrganisationState.APPROVED),
            )
            .order_by(Booth.number, Booth.id)
        )
        .all()
    )
    if not rows:
        # Every booth may belong to a company that is not approved any more.
        return session().get(Fair, event_id), []
    return rows[0][0], [booth for _fair, booth in rows if booth is not None]


def booths_at(fair: Fair) -> list[Booth]:
    """The confirmed booths of approved companies, by booth number."""
    return fair_and_booths(fair.event_id)[1]


def positions_by_company(
    company_ids: Iterable[int], *, now: datetime
) -> dict[int, dict[str, dict[str, str]]]:
    """Open positions: company → slug → language → title. One statement, however many companies."""
    rows = session().execute(
        select(Posting.company_id, Posting.slug, PostingText.language, PostingText.title)
        .join(PostingText, PostingText.posting_id == Posting.id)
        .where(
            Posting.company_id.in_(list(company_ids)),
            Posting.state == PostingState.PUBLISHED,
            or_(Posting.closes_at.is_(None), Posting.closes_at >= now),
            PostingText.origin != "machine",
        )
        .order_by(Posting.id, PostingText.id)
    )
    found: dict[int, dict[str, dict[str, str]]] = {}
    for company_id, slug, language, title in rows:
        found.setdefault(company_id, {}).setdefault(slug, {})[language] = title
    return found


def published_timetable(fair_id: int) -> Timetable | None:
    """The timetable that counts; there is at most one."""
    return session().scalar(
        select(Timetable).where(Timetable.fair_id == fair_id, Timetable.state == TimetableState.PUBLISHED)
    )
