"""Rows of every room for the pages that cross rooms: the smallest that hold together."""

from datetime import date, datetime, timedelta

from recruit.accounts.models import Person, User
from recruit.applications.models import Application, ApplicationMove, Offer
from recruit.applications.rules import ApplicationState, OfferState
from recruit.arrivals.models import Plan, PlanStep, StepRule, StepRuleText
from recruit.arrivals.rules import StepOwner, StepState
from recruit.core.db import writing
from recruit.events.models import Event, EventText, Registration
from recruit.events.rules import EventKind, EventState, RegistrationState
from recruit.fairs.models import Booth, Fair, FairSlot, Meeting, Timetable
from recruit.fairs.rules import BoothState, MeetingState, TimetableState
from recruit.organisations.models import Company, Membership, Organisation, OrganisationText
from recruit.organisations.rules import OrganisationKind, OrganisationState, Prefecture, Rights
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import PlacementFactKind, PlacementSource, PlacementState, SaidBy
from recruit.postings.models import Posting, PostingText, PostingVersion
from recruit.postings.rules import JapaneseLevel, PostingState, WorkKind
from recruit.students.models import Disclosure, Education, Student
from recruit.students.rules import DisclosureReason, DisclosureScope, EducationLevel, Major


def make_organisation(
    slug: str,
    now: datetime,
    *,
    kind: OrganisationKind = OrganisationKind.COMPANY,
    state: OrganisationState = OrganisationState.APPROVED,
    country: str = "JP",
    name: str = "",
) -> Organisation:
    with writing() as rows:
        found = Organisation(
            slug=slug,
            kind=kind,
            country=country,
            state=state,
            created_at=now,
            texts=[OrganisationText(language="ja", name=name or slug)],
        )
        rows.add(found)
        rows.flush()
        if kind is OrganisationKind.COMPANY:
            rows.add(Company(organisation_id=found.id, prefecture=Prefecture.TOKYO))
    return found


def join(user: User, organisation: Organisation, now: datetime, rights: Rights = Rights.OWNER) -> None:
    with writing() as rows:
        rows.add(
            Membership(person_id=user.person_id, organisation_id=organisation.id, rights=rights, begun_at=now)
        )


def make_student(user: User, now: datetime, *, university: Organisation | None = None) -> Student:
    with writing() as rows:
        student = Student(
            person_id=user.person_id,
            name_passport="TRAN MINH DUC",
            call_name="Đức",
            search_key=" tran minh duc ",
            saved_at=now,
        )
        if university:
            student.educations = [
                Education(
                    university_id=university.id, degree=EducationLevel.BACHELOR, major=next(iter(Major))
                )
            ]
        rows.add(student)
    return student


def disclose(student: Student, organisation: Organisation, now: datetime) -> None:
    with writing() as rows:
        rows.add(
            Disclosure(
                student_id=student.id,
                organisation_id=organisation.id,
                scope=DisclosureScope.PROFILE,
                reason=DisclosureReason.UNIVERSITY,
                from_at=now,
            )
        )


def make_fair(
    slug: str, now: datetime, *, days: int = 30, wishes_days: int = 10, state: EventState = EventState.OPEN
) -> Event:
    starts_at = now + timedelta(days=days)
    with writing() as rows:
        event = Event(
            slug=slug,
            kind=EventKind.FAIR,
            state=state,
            zone="Asia/Ho_Chi_Minh",
            country="VN",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=8),
            sign_up_until=starts_at - timedelta(days=5),
            seats=100,
            saved_at=now,
            texts=[EventText(language="en", title=f"Fair {slug}", place="Hanoi")],
        )
        rows.add(event)
        rows.flush()
        rows.add(
            Fair(
                event_id=event.id,
                wishes_until=now + timedelta(days=wishes_days),
                slots=[FairSlot(number=0, starts_at=starts_at)],
            )
        )
    return event


def sign_up(
    user: User, event: Event, now: datetime, state: RegistrationState = RegistrationState.SIGNED_UP
) -> Registration:
    with writing() as rows:
        found = Registration(
            event_id=event.id,
            person_id=user.person_id,
            state=state,
            place_in_line=1,
            offered_until_at=now + timedelta(days=2) if state is RegistrationState.OFFERED else None,
            ticket_code=f"T{event.id:05}{user.id:05}",
            language="en",
            signed_up_at=now,
        )
        rows.add(found)
    return found


def make_meeting(
    event: Event,
    student: Student,
    company: Organisation,
    now: datetime,
    *,
    state: MeetingState = MeetingState.PLANNED,
) -> Meeting:
    with writing() as rows:
        timetable = Timetable(fair_id=event.id, number=1, state=TimetableState.PUBLISHED, asked_at=now)
        rows.add(timetable)
        rows.add(Booth(fair_id=event.id, company_id=company.id, state=BoothState.CONFIRMED, asked_at=now))
        rows.flush()
        meeting = Meeting(
            timetable_id=timetable.id,
            student_id=student.id,
            company_id=company.id,
            slot=0,
            table_number=0,
            state=state,
            answer_by_at=now + timedelta(days=3) if state is MeetingState.HELD else None,
        )
        rows.add(meeting)
    return meeting


def make_position(
    company: Organisation, slug: str, now: datetime, state: PostingState = PostingState.PUBLISHED
) -> Posting:
    with writing() as rows:
        posting = Posting(
            slug=slug,
            company_id=company.id,
            state=state,
            work_kind=next(iter(WorkKind)),
            prefecture=Prefecture.TOKYO,
            japanese_level=next(iter(JapaneseLevel)),
            closes_at=now + timedelta(days=60),
            saved_at=now,
            texts=[PostingText(language="ja", title=slug)],
        )
        rows.add(posting)
    return posting


def apply(
    student: Student,
    posting: Posting,
    now: datetime,
    state: ApplicationState = ApplicationState.SUBMITTED,
) -> Application:
    with writing() as rows:
        version = PostingVersion(posting_id=posting.id, number=student.id, content={}, published_at=now)
        rows.add(version)
        rows.flush()
        application = Application(
            student_id=student.id,
            posting_id=posting.id,
            posting_version_id=version.id,
            state=state,
            submitted_at=now,
            answer_by_at=now + timedelta(days=7),
        )
        rows.add(application)
        rows.flush()
        rows.add(
            ApplicationMove(
                application_id=application.id,
                from_state=ApplicationState.SUBMITTED,
                to_state=state,
                at=now,
                by_ref="x",
            )
        )
    return application


def make_offer(
    application: Application, now: datetime, state: OfferState = OfferState.MADE, *, days: int = 10
) -> Offer:
    with writing() as rows:
        offer = Offer(
            application_id=application.id,
            conditions={},
            planned_start_on=date(2027, 6, 1),
            answer_by_at=now + timedelta(days=days),
            state=state,
            made_at=now,
            answered_at=now if state is not OfferState.MADE else None,
        )
        rows.add(offer)
    return offer


def make_placement(
    person: Person,
    company: Organisation | None,
    key: str,
    *,
    state: PlacementState = PlacementState.EXPECTED,
    planned_start_on: date | None = date(2027, 6, 1),
    started_on: date | None = None,
    ended_on: date | None = None,
    registered_on: date = date(2024, 1, 1),
    now: datetime | None = None,
) -> Placement:
    with writing() as rows:
        placement = Placement(
            person_id=person.id,
            source=PlacementSource.STAFF,
            source_key=key,
            state=state,
            planned_start_on=planned_start_on,
            started_on=started_on,
            ended_on=ended_on,
            registered_on=registered_on,
            employer_id=company.id if company else None,
        )
        rows.add(placement)
        rows.flush()
        if started_on and now:
            rows.add(
                PlacementFact(
                    placement_id=placement.id,
                    fact=PlacementFactKind.STARTED,
                    value=started_on.isoformat(),
                    valid_on=started_on,
                    known_at=now,
                    said_by_kind=SaidBy.COMPANY,
                )
            )
    return placement


def make_plan(
    placement: Placement, steps: list[tuple[str, StepOwner, StepState, date]], now: datetime
) -> Plan:
    with writing() as rows:
        plan = Plan(placement_id=placement.id, wished_start_on=date(2027, 6, 1), scheduled_at=now)
        rows.add(plan)
        rows.flush()
        for key, owner, state, due_on in steps:
            rule = StepRule(
                key=key,
                owners=[str(owner)],
                valid_from_on=date(2020, 1, 1),
                checked_on=date(2026, 1, 1),
                texts=[StepRuleText(language="en", title=f"Step {key}", explanation="Do it.")],
            )
            rows.add(rule)
            rows.flush()
            rows.add(
                PlanStep(
                    plan_id=plan.id,
                    step_rule_id=rule.id,
                    owner=owner,
                    start_on=due_on,
                    due_on=due_on,
                    state=state,
                    done_at=now if state is StepState.DONE else None,
                )
            )
    return plan
