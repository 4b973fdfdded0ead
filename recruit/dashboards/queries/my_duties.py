"""What waits for a student or a hire, from the rows of `my_rows`."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from recruit.accounts.models import User
from recruit.accounts.rules import ContactKind
from recruit.accounts.ways.queries import confirmed_since, own_ways
from recruit.accounts.ways.rules import asks_again_at
from recruit.applications.models import Application, Interview, Offer
from recruit.applications.rules import LIVE, InterviewState, OfferState
from recruit.arrivals.models import PlanStep
from recruit.core.db import session
from recruit.core.texts import best_text
from recruit.core.visitor import Visitor
from recruit.dashboards.queries.my_rows import Meetings, SignUps, name_of, title_of
from recruit.dashboards.queries.public import ComingFair
from recruit.dashboards.rules import Duty, StudentAct, end_of
from recruit.events.models import Registration
from recruit.events.rules import COMING_STATES, RegistrationState, where_of
from recruit.fairs.models import Fair, Wish
from recruit.fairs.proposing.queries import waiting_for_answer
from recruit.fairs.proposing.rules import both_sides_propose
from recruit.fairs.rules import MeetingState, Side
from recruit.placements.models import Placement
from recruit.placements.rules import AT_WORK
from recruit.placements.stay.queries import days_of
from recruit.placements.stay.rules import TO_RENEW, renewal_of
from recruit.students.models import Student
from recruit.students.queries import facts_of
from recruit.students.rules import ProfilePart, ProfileUse, missing_for
from recruit.surveys.basis import Asking
from recruit.surveys.models import Contact
from recruit.surveys.queries.agreeing import hire_of

TOKYO = "Asia/Tokyo"
MEETINGS_SOON = timedelta(days=14)
_TO_COME = (MeetingState.PLANNED, MeetingState.MOVED)
# Papers are handed in elsewhere and later: a profile without them is not in the way of anything yet.
_PAPERS = {ProfilePart.TRANSCRIPT, ProfilePart.GRADUATION_PAPER}


def address_duty(visitor: Visitor) -> list[Duty]:
    confirmed_at = session().scalar(select(User.confirmed_at).where(User.id == visitor.user_id))
    return [] if confirmed_at else [Duty(StudentAct.CONFIRM_ADDRESS)]


def offer_duties(offers: Sequence[Offer], applications: dict[int, Application], language: str) -> list[Duty]:
    duties = []
    for offer in offers:
        if offer.state is OfferState.MADE:
            name, written_in = name_of(applications[offer.application_id].posting.organisation, language)
            duties.append(
                Duty(
                    StudentAct.ANSWER_OFFER,
                    by_at=offer.answer_by_at,
                    zone=offer.zone,
                    ref=offer.public_id,
                    name=name,
                    name_language=written_in,
                )
            )
    return duties


def seat_duties(registrations: Sequence[Registration], language: str, now: datetime) -> list[Duty]:
    duties = []
    for registration in registrations:
        until = registration.offered_until_at
        if registration.state is RegistrationState.OFFERED and until and until > now:
            title, written_in = title_of(registration.event, language)
            duties.append(
                Duty(
                    StudentAct.TAKE_SEAT,
                    by_at=until,
                    zone=registration.event.zone,
                    ref=f"{where_of(registration.event.kind)}/{registration.event.slug}",
                    name=title,
                    name_language=written_in,
                )
            )
    return duties


def interview_duties(
    interviews: Sequence[Interview], applications: dict[int, Application], language: str, now: datetime
) -> list[Duty]:
    duties = []
    for interview in interviews:
        application = applications[interview.application_id]
        name, written_in = name_of(application.posting.organisation, language)
        if interview.state is InterviewState.PROPOSED and application.state in LIVE:
            duties.append(
                Duty(
                    StudentAct.CHOOSE_INTERVIEW,
                    ref=application.public_id,
                    name=name,
                    name_language=written_in,
                )
            )
        elif interview.state is InterviewState.AGREED and interview.starts_at and interview.starts_at > now:
            duties.append(
                Duty(
                    StudentAct.GO_TO_INTERVIEW,
                    by_at=interview.starts_at,
                    zone=interview.zone,
                    ref=application.public_id,
                    name=name,
                    name_language=written_in,
                )
            )
    return duties


def meeting_duties(
    meetings: Meetings,
    registrations: SignUps,
    language: str,
    now: datetime,
) -> list[Duty]:
    """One duty for each fair: the first meeting still to come, and how many there are."""
    events = {registration.event_id: registration.event for registration, _fair in registrations}
    coming: dict[int, list[datetime]] = {}
    for meeting, starts_at, fair_id in meetings:
        if meeting.state in _TO_COME and now < starts_at <= now + MEETINGS_SOON and fair_id in events:
            coming.setdefault(fair_id, []).append(starts_at)
    duties = []
    for fair_id, times in coming.items():
        event = events[fair_id]
        title, written_in = title_of(event, language)
        duties.append(
            Duty(
                StudentAct.GO_TO_MEETINGS,
                count=len(times),
                by_at=times[0],
                zone=event.zone,
                ref=event.slug,
                name=title,
                name_language=written_in,
            )
        )
    return duties


def reach_duties(visitor: Visitor, now: datetime) -> list[Duty]:
    """Whoever is hired says how to be found: at first, and again before it goes stale."""
    points = own_ways(visitor)
    since = confirmed_since(points)
    if all(point.kind in (ContactKind.MAIL, ContactKind.MAIL_TO_CONFIRM) for point in points):
        return [Duty(StudentAct.SAY_HOW_TO_REACH, count=0)]
    if since is None or asks_again_at(since) <= now:
        return [Duty(StudentAct.SAY_HOW_TO_REACH)]
    return []


def survey_duties(contacts: Sequence[Contact]) -> list[Duty]:
    return [
        Duty(
            StudentAct.ANSWER_SURVEY,
            by_at=end_of(contact.close_on, contact.zone),
            zone=contact.zone,
            day_only=True,
            ref=contact.public_id,
        )
        for contact in contacts[:1]
    ]


def agreement_duties(visitor: Visitor, now: datetime) -> list[Duty]:
    """Whoever is hired, and has to be asked whether we may ask, has not answered yet."""
    waits = hire_of(visitor, now).asking is Asking.WAITS
    return [Duty(StudentAct.SAY_WHETHER_ASKED)] if waits else []


def time_duties(student: Student | None, now: datetime) -> list[Duty]:
    """Times that companies have proposed and that wait for an answer."""
    if student is None:
        return []
    return [
        Duty(
            StudentAct.ANSWER_TIMES,
            count=one.count,
            by_at=one.answer_by_at,
            zone=one.zone,
            ref=one.slug,
        )
        for one in waiting_for_answer(now, student_id=student.id)
    ]


def agreeing_duties(
    registrations: SignUps, meetings: Meetings, language: str, now: datetime, *, operator_may: bool
) -> list[Duty]:
    """Fairs to come at which the student has a seat and no meeting yet, and both sides agree on times."""
    meets = {fair_id for meeting, _starts_at, fair_id in meetings if meeting.state in _TO_COME}
    duties = []
    for registration, fair in registrations:
        event = registration.event
        has_seat = registration.state is RegistrationState.SIGNED_UP
        coming = event.state in COMING_STATES and event.starts_at > now
        if (
            fair is None
            or not has_seat
            or not coming
            or _is_arranged(fair, operator_may=operator_may)
            or fair.event_id in meets
        ):
            continue
        title, written_in = title_of(event, language)
        duties.append(
            Duty(
                StudentAct.AGREE_ON_TIMES,
                by_at=event.starts_at,
                zone=event.zone,
                ref=event.slug,
                name=title,
                name_language=written_in,
            )
        )
    return duties


def _is_arranged(fair: Fair, *, operator_may: bool) -> bool:
    return not both_sides_propose(operator_may=operator_may, fair_arranges=fair.arranging, method=None)


def wish_duties(
    student: Student | None,
    registrations: SignUps,
    language: str,
    now: datetime,
    *,
    operator_may: bool,
) -> list[Duty]:
    """Fairs at which the student has a seat, may still say whom to meet, and has not."""
    open_fairs = {
        fair.event_id: (registration, fair)
        for registration, fair in registrations
        if fair is not None
        and registration.state is RegistrationState.SIGNED_UP
        and fair.wishes_until > now
        and _is_arranged(fair, operator_may=operator_may)
    }
    if student is None or not open_fairs:
        return []
    said = dict(
        session()
        .execute(
            select(Wish.fair_id, func.count())
            .where(Wish.student_id == student.id, Wish.side == Side.STUDENT, Wish.fair_id.in_(open_fairs))
            .group_by(Wish.fair_id)
        )
        .all()
    )
    duties = []
    for fair_id, (registration, fair) in open_fairs.items():
        if not said.get(fair_id):
            title, written_in = title_of(registration.event, language)
            duties.append(
                Duty(
                    StudentAct.GIVE_WISHES,
                    by_at=fair.wishes_until,
                    zone=registration.event.zone,
                    ref=registration.event.slug,
                    name=title,
                    name_language=written_in,
                )
            )
    return duties


def profile_duties(student: Student | None) -> list[Duty]:
    if student is None:
        return [Duty(StudentAct.COMPLETE_PROFILE, count=0)]
    missing = [part for part in missing_for(ProfileUse.FAIR, facts_of(student)) if part not in _PAPERS]
    return [Duty(StudentAct.COMPLETE_PROFILE, count=len(missing))] if missing else []


def first_duties(fairs: Sequence[ComingFair]) -> list[Duty]:
    """Where somebody begins who has nothing running: a fair that takes sign-ups, and the positions."""
    open_fairs = [
        Duty(
            StudentAct.SIGN_UP_FOR_FAIR,
            by_at=fair.sign_up_until,
            zone=fair.zone,
            ref=fair.slug,
            name=fair.title,
            name_language=fair.title_language,
        )
        for fair in fairs
        if fair.is_open
    ]
    return [*open_fairs[:1], Duty(StudentAct.LOOK_AT_POSITIONS)]


def step_duties(step: PlanStep | None, behind: Sequence[PlanStep], language: str) -> list[Duty]:
    """The open step of the procedure that is the person's own, and those that only wait to be ticked off."""
    to_tick_off = [Duty(StudentAct.TICK_OFF_STEPS, count=len(behind))] if behind else []
    if step is None:
        return to_tick_off
    text = best_text(step.step_rule.texts, language)
    return [
        Duty(
            StudentAct.DO_STEP,
            by_at=end_of(step.due_on, TOKYO),
            zone=TOKYO,
            day_only=True,
            ref=step.public_id,
            name=text.title if text else step.step_rule.key,
            name_language=text.language if text else "",
        ),
        *to_tick_off,
    ]


def stay_duties(placement: Placement, today: date) -> list[Duty]:
    """A stay that ends soon or has ended, and days of the stay that nobody has entered for somebody at work."""
    days = days_of(placement)
    if days.until_on is not None and renewal_of(days, today) in TO_RENEW:
        by_at = end_of(days.until_on, TOKYO)
        # Who has applied waits for the new card, not for a day.
        has_applied = days.applied_on is not None
        return [
            Duty(
                StudentAct.RENEW_STAY,
                count=0 if has_applied else 1,
                by_at=None if has_applied else by_at,
                zone=TOKYO,
                day_only=True,
            )
        ]
    unknown = placement.state in AT_WORK and (days.end_is_unknown or days.arrived_on is None)
    return [Duty(StudentAct.SAY_STAY)] if unknown else []
