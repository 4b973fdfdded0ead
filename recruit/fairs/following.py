"""What fairs do when something happens elsewhere (see `reactions.py`)."""

from contextlib import suppress

from sqlalchemy import select

from recruit.accounts.actions import Agreeing, end_consent, give_consent, give_consents
from recruit.accounts.events import ConsentWithdrawn
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.events.events import (
    PutOnWaitingList,
    SeatAsked,
    SeatCalledOff,
    SeatGiven,
    SeatOffered,
    SeatPassedOn,
    SeatRefused,
    SignedUp,
    SignedUpTogether,
    SignUpCancelled,
)
from recruit.events.models import Event, Registration
from recruit.events.rules import COMING_STATES, EventKind, RegistrationState
from recruit.fairs import actions, disclosures
from recruit.fairs.actions.unseen import end_with_unseen as end_unseen
from recruit.fairs.events import BoothConfirmed, BoothWithdrawn, MeetingAnswered
from recruit.fairs.models import Booth, Fair, Meeting, Timetable
from recruit.fairs.rules import BoothState, Outcome
from recruit.organisations.events import OrganisationSuspended
from recruit.students.actions import not_taken_back
from recruit.students.events import ProfileTakenBack
from recruit.students.models import Disclosure, Student
from recruit.students.rules import DisclosureReason


def keep_agreement(event: SignedUp | PutOnWaitingList | SeatAsked) -> None:
    """The sign-up is the agreement that the companies of the fair see the profile: kept in the words the page showed."""
    registration = session().get_one(Registration, event.registration_id)
    of_event = session().get_one(Event, registration.event_id)
    to = (Purpose.FAIR_COMPANIES, RecipientKind.ORGANISATION)
    if of_event.kind is not EventKind.FAIR:
        return
    # Agreed already: there is nothing to add.
    with suppress(Refused):
        give_consent(
            registration.person,
            *to,
            recipient_ref=of_event.public_id,
            language=event.language or registration.language,
            way="fair",
            by=event.by,
            now=event.now,
        )


def show_student(event: SignedUp | SeatOffered | SeatGiven) -> None:
    """Who has a seat at a fair is seen by the companies there, as the page said before the sign-up."""
    registration = session().get_one(Registration, event.registration_id)
    of_event = session().get_one(Event, registration.event_id)
    if of_event.kind is EventKind.FAIR:
        disclosures.begin(of_event.id, of_event.slug, Registration.id == registration.id, now=event.now)


def keep_agreements(event: SignedUpTogether) -> None:
    """`keep_agreement` for several at once."""
    of_event = session().get_one(Event, event.event_id)
    if of_event.kind is EventKind.FAIR:
        give_consents(
            [
                Agreeing(one.by.person_id, one.by, one.language or one.by.language or "en")
                for one in event.newcomers
                if one.by.person_id is not None
            ],
            Purpose.FAIR_COMPANIES,
            RecipientKind.ORGANISATION,
            recipient_ref=of_event.public_id,
            way="fair",
            now=event.now,
        )


def show_newcomers(event: SignedUpTogether) -> None:
    """`show_student` for several at once."""
    of_event = session().get_one(Event, event.event_id)
    seated = [one.ref for one in event.newcomers if one.state is RegistrationState.SIGNED_UP]
    if seated and of_event.kind is EventKind.FAIR:
        disclosures.begin(of_event.id, of_event.slug, Registration.public_id.in_(seated), now=event.now)


def show_students_to(event: BoothConfirmed) -> None:
    """A company whose booth is confirmed sees everybody who has a seat, but who had ended it for this company."""
    booth = session().get_one(Booth, event.booth_id)
    of_event = session().get_one(Event, booth.fair_id)
    still = not_taken_back(Student.id, booth.company_id, DisclosureReason.FAIR, of_event.slug)
    disclosures.begin(of_event.id, of_event.slug, Booth.id == booth.id, still, now=event.now)


def forget_student(event: SignUpCancelled | SeatCalledOff | SeatRefused | SeatPassedOn) -> None:
    """Without a seat nothing is shown any more; wishes are dropped, and so are planned meetings."""
    registration = session().get_one(Registration, event.registration_id)
    of_event = session().get_one(Event, registration.event_id)
    student_id = session().scalar(select(Student.id).where(Student.person_id == registration.person_id))
    fair = session().get(Fair, of_event.id)
    if student_id is None or of_event.kind is not EventKind.FAIR:
        return
    # First what was planned, so that nothing is left for the end of the agreement to end.
    if fair is not None:
        actions.drop_wishes_of(student_id, fair.event_id)
        actions.drop_pins_of(student_id, fair.event_id)
        actions.drop_meetings_of(student_id, fair, by=event.by, now=event.now)
    disclosures.end(of_event.slug, Disclosure.student_id == student_id, now=event.now)
    end_consent(
        registration.person_id,
        Purpose.FAIR_COMPANIES,
        RecipientKind.ORGANISATION,
        of_event.public_id,
        by=event.by,
        now=event.now,
    )


def drop_meetings_at(event: BoothWithdrawn) -> None:
    """The company does not come: what was planned with it does not take place. Runs after what both sides had agreed on."""
    booth = session().get_one(Booth, event.booth_id)
    actions.drop_meetings_at(booth, session().get_one(Fair, booth.fair_id), by=event.by, now=event.now)


def end_with_unseen(event: ProfileTakenBack | ConsentWithdrawn) -> None:
    """Whoever takes the profile back from companies of a fair does not meet them there."""
    if isinstance(event, ProfileTakenBack):
        end_unseen(session().get_one(Student, event.student_id), by=event.by, now=event.now)
    elif event.purpose is Purpose.FAIR_COMPANIES:
        student = session().scalar(select(Student).where(Student.person_id == event.person_id))
        if student is not None:
            whose = Visitor(person_id=event.person_id, person_ref=event.person_ref)
            end_unseen(student, by=whose, now=event.at)


def hide_after_no(event: MeetingAnswered) -> None:
    """The company does not go on: the fair is no longer a reason to see this student. Other reasons stay."""
    meeting = session().get_one(Meeting, event.meeting_id)
    if meeting.outcome is not Outcome.NO:
        return
    timetable = session().get_one(Timetable, meeting.timetable_id)
    of_event = session().get_one(Event, timetable.fair_id)
    disclosures.end(
        of_event.slug,
        Disclosure.student_id == meeting.student_id,
        Disclosure.organisation_id == meeting.company_id,
        now=event.now,
    )


def withdraw_booths(event: OrganisationSuspended) -> None:
    """A suspended company takes part in no coming fair."""
    booths = (
        session()
        .scalars(
            select(Booth)
            .join(Event, Event.id == Booth.fair_id)
            .where(
                Booth.company_id == event.organisation_id,
                Booth.state != BoothState.WITHDRAWN,
                Event.state.in_(COMING_STATES),
                Event.ends_at > event.now,
            )
            .order_by(Booth.id)
        )
        .all()
    )
    for booth in booths:
        actions.withdraw_booth(booth, by=event.by, now=event.now)
