"""What happened to one person across rooms. For staff who see to hires; nothing of an answer is read here."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.accounts.merging.models import PersonMerge
from recruit.accounts.models import AddressChange, Consent, Person
from recruit.accounts.requests.models import DataRequest
from recruit.accounts.rules import Purpose
from recruit.applications.models import Application, Offer
from recruit.arrivals.models import Plan, PlanStep
from recruit.arrivals.rules import StepState
from recruit.cases.models import Case
from recruit.cases.queries import cases_known_of
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.texts import best_text
from recruit.core.visitor import Visitor
from recruit.dashboards.queries.people import FoundPerson
from recruit.dashboards.rules import Happening, HappeningKind, newest_first
from recruit.events.models import CheckIn, Event, Registration
from recruit.fairs.models import FairSlot, Meeting, Timetable
from recruit.fairs.rules import TimetableState
from recruit.messages.kinds import known_kinds
from recruit.messages.models import Mail
from recruit.messages.words import of_kind
from recruit.organisations.models import Membership, Organisation
from recruit.placements.models import Placement
from recruit.postings.models import Posting
from recruit.students.models import Student
from recruit.surveys.models import Contact
from recruit.surveys.rules import ContactKind, ContactState
from recruit.surveys.words import WAVES


def timeline_of(visitor: Visitor, found: FoundPerson, language: str) -> list[Happening]:
    """Everything that happened to this person, the newest first. The number of statements does not depend on how much.

    What the visitor may not know of is not there: cases of others, mails of cases, and requests at a desk that is not theirs.
    """
    if not visitor.sees_hires:
        raise Missing
    sees_all_cases, cases = cases_known_of(visitor, found.person.id)
    return newest_first(
        [
            *_account(found),
            *_consents(found.person, language),
            *(_requests(found.person) if visitor.is_coordinator else ()),
            *_cases(cases),
            *_mails(found.person, sees_all_cases=sees_all_cases),
            *_memberships(found.person, language),
            *_events(found.person, language),
            *(_meetings(found.student, language) if found.student else ()),
            *(_applications(found.student, language) if found.student else ()),
            *_placements(found.person, language),
        ]
    )


def _account(found: FoundPerson) -> Iterator[Happening]:
    yield Happening(found.person.created_at, HappeningKind.REGISTERED)
    if found.user and found.user.confirmed_at:
        yield Happening(found.user.confirmed_at, HappeningKind.CONFIRMED)
    if found.user:
        changes = select(AddressChange).where(
            AddressChange.user_id == found.user.id, AddressChange.done_at.is_not(None)
        )
        for change in session().scalars(changes.order_by(AddressChange.id)):
            if change.done_at:
                yield Happening(change.done_at, HappeningKind.ADDRESS_CHANGED)
    merges = select(PersonMerge).where(
        or_(PersonMerge.kept_id == found.person.id, PersonMerge.merged_id == found.person.id),
        PersonMerge.undone_at.is_(None),
    )
    for merge in session().scalars(merges.order_by(PersonMerge.id)):
        yield Happening(merge.at, HappeningKind.PUT_TOGETHER)


def _consents(person: Person, language: str) -> Iterator[Happening]:
    rows = session().execute(
        select(Consent, Organisation)
        .outerjoin(
            Organisation, and_(Organisation.public_id == Consent.recipient_ref, Consent.recipient_ref != "")
        )
        .where(Consent.person_id == person.id)
        .order_by(Consent.id)
    )
    for consent, organisation in rows:
        name = _named(organisation, language)
        purpose = Purpose(consent.purpose)
        yield Happening(consent.given_at, HappeningKind.CONSENTED, *name, purpose)
        if consent.withdrawn_at:
            yield Happening(consent.withdrawn_at, HappeningKind.CONSENT_WITHDRAWN, *name, purpose)


def _requests(person: Person) -> Iterator[Happening]:
    query = select(DataRequest).where(DataRequest.person_id == person.id).order_by(DataRequest.id)
    for one in session().scalars(query):
        number, path = one.number or "", f"/staff/requests/{one.public_id}"
        yield Happening(one.received_at or one.asked_at, HappeningKind.REQUESTED, number, "", one.kind, path)
        if one.decided_at:
            yield Happening(one.decided_at, HappeningKind.REQUEST_ANSWERED, number, "", one.outcome, path)


def _cases(cases: Sequence[Case]) -> Iterator[Happening]:
    """That there is one, and no more: not even its level, which may give an answer away."""
    for case in cases:
        path = f"/staff/cases/{case.public_id}"
        yield Happening(case.opened_at, HappeningKind.CASE_OPENED, path=path)
        if case.closed_at:
            yield Happening(case.closed_at, HappeningKind.CASE_CLOSED, path=path)


def _mails(person: Person, *, sees_all_cases: bool) -> Iterator[Happening]:
    of_cases = {kind.name for kind in known_kinds() if kind.room == "cases"}
    query = select(Mail).where(Mail.to_ref == person.public_id)
    if not sees_all_cases:
        query = query.where(Mail.kind.not_in(of_cases))
    for mail in session().scalars(query.order_by(Mail.id)):
        at = mail.handed_over_at or mail.due_at
        yield Happening(at, HappeningKind.MAIL, of_kind(mail.kind), "", mail.state)


def _named(organisation: Organisation | None, language: str) -> tuple[str, str]:
    text = best_text(organisation.texts, language) if organisation else None
    return (text.name, text.language) if text else (organisation.slug if organisation else "", "")


def _memberships(person: Person, language: str) -> Iterator[Happening]:
    for held in session().scalars(
        select(Membership)
        .where(Membership.person_id == person.id)
        .options(joinedload(Membership.organisation))
        .order_by(Membership.id)
    ):
        name, written_in = _named(held.organisation, language)
        path = f"/staff/organisations/{held.organisation.public_id}"
        yield Happening(held.begun_at, HappeningKind.MEMBER, name, written_in, held.rights, path)
        if held.ended_at:
            yield Happening(held.ended_at, HappeningKind.MEMBER_ENDED, name, written_in, None, path)


def _titled(event: Event, language: str) -> tuple[str, str]:
    text = best_text(event.texts, language)
    return (text.title, text.language) if text else (event.slug, "")


def _events(person: Person, language: str) -> Iterator[Happening]:
    registrations = {
        row.id: row
        for row in session().scalars(
            select(Registration)
            .where(Registration.person_id == person.id)
            .options(joinedload(Registration.event))
            .order_by(Registration.id)
        )
    }
    for row in registrations.values():
        path = f"/staff/fairs/{row.event.slug}"
        yield Happening(
            row.signed_up_at, HappeningKind.SIGNED_UP, *_titled(row.event, language), row.state, path
        )
    for seen in session().scalars(
        select(CheckIn).where(CheckIn.registration_id.in_(registrations)).order_by(CheckIn.id)
    ):
        event = registrations[seen.registration_id].event
        yield Happening(
            seen.at,
            HappeningKind.CHECKED_IN,
            *_titled(event, language),
            None,
            f"/staff/fairs/{event.slug}",
        )


def _meetings(student: Student, language: str) -> Iterator[Happening]:
    rows = session().execute(
        select(Meeting, FairSlot.starts_at)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .join(FairSlot, (FairSlot.fair_id == Timetable.fair_id) & (FairSlot.number == Meeting.slot))
        .where(Meeting.student_id == student.id, Timetable.state == TimetableState.PUBLISHED)
        .options(joinedload(Meeting.organisation))
        .order_by(Meeting.id)
    )
    for meeting, starts_at in rows:
        state = meeting.outcome or meeting.state
        yield Happening(starts_at, HappeningKind.MEETING, *_named(meeting.organisation, language), state)


def _applications(student: Student, language: str) -> Iterator[Happening]:
    applications = {
        row.id: row
        for row in session().scalars(
            select(Application)
            .where(Application.student_id == student.id)
            .options(
                joinedload(Application.posting).joinedload(Posting.organisation),
                selectinload(Application.moves),
            )
            .order_by(Application.id)
        )
    }
    for row in applications.values():
        name = _named(row.posting.organisation, language)
        yield Happening(row.submitted_at, HappeningKind.APPLIED, *name)
        for move in row.moves:
            if move.from_state is not None:
                yield Happening(move.at, HappeningKind.APPLICATION_MOVED, *name, move.to_state)
    for offer in session().scalars(
        select(Offer).where(Offer.application_id.in_(applications)).order_by(Offer.id)
    ):
        name = _named(applications[offer.application_id].posting.organisation, language)
        yield Happening(offer.made_at, HappeningKind.OFFER_MADE, *name)
        if offer.answered_at:
            yield Happening(offer.answered_at, HappeningKind.OFFER_ANSWERED, *name, offer.state)


def _placements(person: Person, language: str) -> Iterator[Happening]:
    placements = {
        row.id: row
        for row in session().scalars(
            select(Placement)
            .where(Placement.person_id == person.id)
            .options(joinedload(Placement.employer), selectinload(Placement.facts))
            .order_by(Placement.id)
        )
    }
    for row in placements.values():
        name = _named(row.employer, language)
        path = f"/staff/placements/{row.public_id}"
        for fact in row.facts:
            yield Happening(
                fact.known_at, HappeningKind.PLACEMENT_FACT, *name, fact.fact, path, on=fact.valid_on
            )
    steps = session().scalars(
        select(PlanStep)
        .join(Plan)
        .where(Plan.placement_id.in_(placements), PlanStep.state == StepState.DONE)
        .order_by(PlanStep.id)
    )
    for step in steps:
        text = best_text(step.step_rule.texts, language)
        title, written_in = (text.title, text.language) if text else (step.step_rule.key, "")
        at = step.done_at or _midnight_of(step)
        yield Happening(at, HappeningKind.STEP_DONE, title, written_in)
    contacts = session().scalars(
        select(Contact)
        .where(
            Contact.placement_id.in_(placements),
            # Reminders that an answer made needless never were anything that happened.
            or_(Contact.kind != ContactKind.REMINDER, Contact.state != ContactState.CANCELLED),
        )
        .order_by(Contact.id)
    )
    for contact in contacts:
        at = contact.sent_at or contact.opens_at
        yield Happening(
            at,
            HappeningKind.CONTACT,
            str(WAVES.get(contact.wave.key, contact.wave.key)),
            "",
            contact.state,
            on=contact.due_on,
        )


def _midnight_of(step: PlanStep) -> datetime:
    return datetime.combine(step.due_on, time(), tzinfo=UTC)
