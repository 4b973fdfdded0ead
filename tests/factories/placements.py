"""Hires for tests: at work, expected, gone; and an accepted offer to open one from."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from recruit.accounts.actions.consents import row_of_words
from recruit.accounts.actions.people import add_person
from recruit.accounts.consents import hash_of
from recruit.accounts.models import Consent, Person, User
from recruit.accounts.queries import live_consent
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.applications.models import Application, Offer
from recruit.applications.rules import OfferState
from recruit.core import clock
from recruit.core.db import new_public_id, session, writing
from recruit.core.visitor import Membership as ActingFor, Visitor
from recruit.organisations.models import Company, Membership, Organisation, OrganisationText
from recruit.organisations.rules import OrganisationKind, OrganisationState, Prefecture, Rights
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import ExitKind, PlacementFactKind, PlacementSource, PlacementState, SaidBy
from recruit.postings.models import Posting, PostingVersion
from recruit.postings.rules import JapaneseLevel, PostingState, WorkKind
from recruit.students.models import Student
from tests.people import visitor_of

_number = count(1)
# Before everything that tests tell.
LONG_AGO = datetime(2015, 1, 1, tzinfo=UTC)


def make_company(name: str = "山田建設", *, staff_count: int = 120) -> Organisation:
    """An approved company."""
    company = Organisation(
        slug=f"hiring-company-{next(_number)}",
        kind=OrganisationKind.COMPANY,
        country="JP",
        state=OrganisationState.APPROVED,
        created_at=clock.now(),
        company=Company(staff_count=staff_count, trades=[], support=[]),
        texts=[OrganisationText(language="ja", name=name)],
    )
    with writing() as rows:
        rows.add(company)
    return company


def make_member(user: User, company: Organisation, rights: Rights = Rights.RECRUITER) -> Visitor:
    """Let a user act for the company; gives the visitor this user then is."""
    with writing() as rows:
        rows.add(
            Membership(
                person_id=user.person_id, organisation_id=company.id, rights=rights, begun_at=clock.now()
            )
        )
    acting = ActingFor(company.id, company.public_id, "company", company.slug, rights, "approved")
    plain = visitor_of(user)
    return Visitor(
        via=plain.via,
        person_id=plain.person_id,
        person_ref=plain.person_ref,
        user_id=plain.user_id,
        memberships=(acting,),
        acting=acting,
    )


def add_placement(
    *,
    employer: Organisation | None = None,
    person: Person | None = None,
    starts_on: date = date(2026, 4, 1),
    registered_on: date | None = None,
    ended_on: date | None = None,
    exit_kind: ExitKind | None = None,
    expected: bool = False,
    country: str = "VN",
    size: str = "",
    name: str = "Lê Văn Bình",
    agrees: bool = True,
) -> Placement:
    """A hire with the facts it rests on, who has agreed to be asked (unless not); inside `writing()`."""
    registered = registered_on or starts_on - timedelta(days=30)
    if person is None:
        person = add_person(display_name=name, language="vi", now=clock.now())
    placement = Placement(
        person_id=person.id,
        source=PlacementSource.STAFF,
        source_key=f"test-{next(_number)}",
        state=PlacementState.EXPECTED
        if expected
        else PlacementState.LEFT
        if ended_on
        else PlacementState.WORKING,
        planned_start_on=starts_on,
        started_on=None if expected else starts_on,
        ended_on=ended_on,
        exit_kind=exit_kind or (ExitKind.UNKNOWN if ended_on else None),
        registered_on=registered,
        employer_id=employer.id if employer else None,
        employer_size=size,
        country=country,
        channel="staff",
        facts=[_fact(PlacementFactKind.PLANNED_START, starts_on, registered)],
    )
    if not expected:
        placement.facts.append(_fact(PlacementFactKind.STARTED, starts_on, max(starts_on, registered)))
    if ended_on:
        known_on = max(ended_on, registered)
        placement.facts.append(_fact(PlacementFactKind.ENDED, ended_on, known_on, str(placement.exit_kind)))
    session().add(placement)
    session().flush()
    if agrees:
        agree_to_surveys(person, LONG_AGO)
    return placement


def agree_to_surveys(person: Person, at: datetime) -> None:
    """Agreed to be asked at that time, without news of it and without a receipt."""
    purpose = Purpose.FOLLOW_UP
    if live_consent(person.id, purpose, RecipientKind.OPERATOR) is None:
        words = row_of_words(purpose, "vi", "JP")
        session().add(
            Consent(
                public_id=new_public_id(),
                person_id=person.id,
                purpose=purpose,
                recipient_kind=RecipientKind.OPERATOR,
                recipient_ref="",
                country="JP",
                consent_text_id=words.id,
                words_hash=hash_of(words.body),
                given_at=at,
                way="page",
            )
        )
        session().flush()


def make_placement(**named: Any) -> Placement:
    """`add_placement` in a `writing()` of its own."""
    with writing():
        return add_placement(**named)


def _fact(kind: PlacementFactKind, valid_on: date, known_on: date, value: str = "") -> PlacementFact:
    return PlacementFact(
        fact=kind,
        value=value or valid_on.isoformat(),
        valid_on=valid_on,
        known_at=datetime.combine(known_on, time(9), ZoneInfo("Asia/Tokyo")),
        said_by_kind=SaidBy.STAFF,
    )


def make_accepted_offer(user: User, company: Organisation, *, planned_start_on: date, now: datetime) -> Offer:
    """An offer this student has accepted, with the application and the position behind it."""
    with writing() as rows:
        student = Student(
            person_id=user.person_id, nationality="VN", name_passport="NGUYEN THI AN", saved_at=now
        )
        posting = Posting(
            slug=f"position-{next(_number)}",
            company_id=company.id,
            state=PostingState.PUBLISHED,
            work_kind=next(iter(WorkKind)),
            prefecture=next(iter(Prefecture)),
            japanese_level=next(iter(JapaneseLevel)),
            saved_at=now,
        )
        rows.add_all([student, posting])
        rows.flush()
        version = PostingVersion(posting_id=posting.id, number=1, content={}, published_at=now)
        rows.add(version)
        rows.flush()
        application = Application(
            student_id=student.id, posting_id=posting.id, posting_version_id=version.id, submitted_at=now
        )
        rows.add(application)
        rows.flush()
        offer = Offer(
            application_id=application.id,
            conditions={},
            planned_start_on=planned_start_on,
            answer_by_at=now,
            state=OfferState.ACCEPTED,
            made_at=now,
            answered_at=now,
        )
        rows.add(offer)
    return offer
