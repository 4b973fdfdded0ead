"""What everybody may know of a fair: who takes part, with which positions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import joinedload

from recruit.core.db import UtcDateTime, session
from recruit.fairs.booths.models import BoothPosition, FairBooths
from recruit.fairs.models import Booth, Fair, Timetable
from recruit.fairs.proposing.rules import AGREED
from recruit.fairs.rules import BoothState, TimetableState
from recruit.organisations.models import Company, Organisation, OrganisationText
from recruit.organisations.rules import OrganisationState, Prefecture
from recruit.postings.models import Posting, PostingText
from recruit.postings.rules import PostingState


@dataclass(slots=True)
class NameOfCompany:
    """What a company is called in one language."""

    language: str
    name: str
    origin: str
    source_language: str | None


@dataclass(frozen=True)
class CompanyAtFair:
    """A company that takes part, as the fair's page lists it."""

    company_id: int
    number: str
    slug: str
    trades: Sequence[str]
    prefecture: Prefecture | None
    staff_count: int | None
    texts: list[NameOfCompany]


# The most visited page of the house asks these, so they are built once and read columns, not rows with all their words.
_COMPANIES = (
    select(
        Fair.wishes_until,
        FairBooths.rules,
        Booth.id,
        Booth.company_id,
        Booth.number,
        Organisation.slug,
        Company.trades,
        Company.prefecture,
        Company.staff_count,
        OrganisationText.language,
        OrganisationText.name,
        OrganisationText.origin,
        OrganisationText.source_language,
    )
    .outerjoin(FairBooths, FairBooths.fair_id == Fair.event_id)
    .outerjoin(Booth, and_(Booth.fair_id == Fair.event_id, Booth.state == BoothState.CONFIRMED))
    .outerjoin(
        Organisation,
        and_(Organisation.id == Booth.company_id, Organisation.state == OrganisationState.APPROVED),
    )
    .outerjoin(Company, Company.organisation_id == Organisation.id)
    .outerjoin(OrganisationText, OrganisationText.organisation_id == Organisation.id)
    .where(Fair.event_id == bindparam("event_id"))
    .order_by(Booth.number, Booth.id, OrganisationText.language)
)
# `place` is that of a position which the company shows at this fair, of the others it is None.
_POSITIONS = (
    select(Posting.company_id, Posting.slug, PostingText.language, PostingText.title, BoothPosition.place)
    .join(PostingText, PostingText.posting_id == Posting.id)
    .outerjoin(Booth, and_(Booth.company_id == Posting.company_id, Booth.fair_id == bindparam("event_id")))
    .outerjoin(
        BoothPosition, and_(BoothPosition.booth_id == Booth.id, BoothPosition.posting_id == Posting.id)
    )
    .where(
        Posting.company_id.in_(bindparam("companies", expanding=True)),
        Posting.state == PostingState.PUBLISHED,
        or_(Posting.closes_at.is_(None), Posting.closes_at >= bindparam("now", type_=UtcDateTime())),
        PostingText.origin != "machine",
    )
    .order_by(BoothPosition.place, Posting.id, PostingText.id)
)


@dataclass(frozen=True)
class FairForAll:
    """What everybody reads of a fair: until when wishes are made (None where the event is none), by which rules booths are
    given (None where staff have set nothing), who takes part.
    """

    wishes_until: datetime | None
    rules: Sequence[str] | None
    companies: list[CompanyAtFair]


def fair_for_all(event_id: int) -> FairForAll:
    """One statement."""
    until: datetime | None = None
    rules: Sequence[str] | None = None
    found: dict[int, CompanyAtFair] = {}
    for row in session().execute(_COMPANIES, {"event_id": event_id}):
        until, rules, booth_id, company_id, number, slug, trades, prefecture, staff_count, *text = row
        # Without a slug there is no booth, or its company is not approved any more.
        if slug is None:
            continue
        company = found.get(booth_id)
        if company is None:
            company = found[booth_id] = CompanyAtFair(
                company_id, number, slug, trades or (), prefecture, staff_count, []
            )
        if text[0] is not None:
            company.texts.append(NameOfCompany(*text))
    return FairForAll(until, rules, list(found.values()))


def booths_at(fair: Fair) -> list[Booth]:
    """The confirmed booths of approved companies, by booth number."""
    rows = session().scalars(
        select(Booth)
        .join(Organisation, Organisation.id == Booth.company_id)
        .options(joinedload(Booth.organisation).joinedload(Organisation.company))
        .where(
            Booth.fair_id == fair.event_id,
            Booth.state == BoothState.CONFIRMED,
            Organisation.state == OrganisationState.APPROVED,
        )
        .order_by(Booth.number, Booth.id)
    )
    return list(rows)


def positions_by_company(
    company_ids: Iterable[int], *, event_id: int, now: datetime
) -> dict[int, dict[str, dict[str, str]]]:
    """Open positions: company → slug → language → title. One statement, however many companies.

    A company that has chosen what it shows at this fair has these alone, in its order.
    """
    rows = session().execute(_POSITIONS, {"companies": list(company_ids), "event_id": event_id, "now": now})
    chosen: dict[int, dict[str, dict[str, str]]] = {}
    others: dict[int, dict[str, dict[str, str]]] = {}
    for company_id, slug, language, title, place in rows:
        found = others if place is None else chosen
        found.setdefault(company_id, {}).setdefault(slug, {})[language] = title
    return {**others, **chosen}


def arranged_timetable(fair_id: int) -> Timetable | None:
    """The published timetable that was made of wishes: after it they count no more. One that both sides agreed on is none."""
    found = published_timetable(fair_id)
    return None if found is None or found.method == AGREED else found


def published_timetable(fair_id: int) -> Timetable | None:
    """The timetable that counts; there is at most one."""
    return session().scalar(
        select(Timetable).where(Timetable.fair_id == fair_id, Timetable.state == TimetableState.PUBLISHED)
    )
