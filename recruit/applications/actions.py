"""Moves of applications and offers. Every change of state is a compare-and-set with a row in the history."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from recruit.accounts.actions import give_consent
from recruit.accounts.queries import live_consent
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.applications import queries, rules
from recruit.applications.events import (
    ApplicationEnded,
    ApplicationMoved,
    ApplicationSubmitted,
    InvitationLapsed,
    OfferAccepted,
    OfferDeclined,
    OfferLapsed,
    OfferMade,
    OfferOpenAgain,
    StudentInvited,
)
from recruit.applications.models import Application, ApplicationMove, Offer
from recruit.applications.rules import ApplicationRefusal, ApplicationState, CameFrom, OfferState
from recruit.core import audit
from recruit.core.clock import day_in
from recruit.core.db import changes_one, refuse_on, session
from recruit.core.errors import Missing, Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.organisations.rules import OrganisationState
from recruit.postings import rules as posting_rules
from recruit.postings.actions import hold
from recruit.postings.models import Posting
from recruit.postings.queries import newest_version
from recruit.postings.rules import PostingState
from recruit.students.models import Student

TOKYO = "Asia/Tokyo"

refuse_on("uq_application_live", Refused(ApplicationRefusal.ALREADY_APPLIED))


def submit_application(
    student: Student,
    posting: Posting,
    *,
    agrees: bool,
    letter: str = "",
    seen: str = "",
    language: str,
    by: Visitor,
    now: datetime,
) -> Application:
    """A student applies. The position as it stands now is frozen in; the agreement is kept in the words shown.

    `seen` is the number of the version that the student had before them, where that is known; another one is refused.
    """
    if student.person_id != by.person_id:
        raise Missing
    # Who closes the position comes before, or after the application has arrived.
    hold(posting)
    version = newest_version(posting)
    if version is not None and seen and seen != str(version.number):
        raise Refused(ApplicationRefusal.POSTING_CHANGED)
    refusal = rules.why_not_submit(
        is_open=version is not None
        and posting.state is PostingState.PUBLISHED
        and posting.organisation.state is OrganisationState.APPROVED
        and (posting.closes_at is None or posting.closes_at >= now),
        missing=queries.missing_parts(student),
        has_live=queries.live_application(student, posting) is not None,
        agrees=agrees,
    )
    if refusal or version is None:
        needs = ApplicationRefusal.CONSENT_NEEDED
        raise Refused(
            refusal or ApplicationRefusal.POSTING_CLOSED, field="agrees" if refusal is needs else None
        )
    told = {
        "posting_version_id": version.id,
        "letter": letter,
        "letter_language": language if letter else "",
        "submitted_at": now,
        "answer_by_at": _answer_by(version.content, now),
    }
    application = queries.invitation(student, posting)
    before = application.state if application else None
    if application is not None:
        _change(application, ApplicationState.SUBMITTED, **told)
    else:
        meeting = queries.wanted_meeting(student.id, posting.company_id)
        application = Application(
            student_id=student.id,
            posting_id=posting.id,
            state=ApplicationState.SUBMITTED,
            came_from=CameFrom.MEETING if meeting else CameFrom.POSTING,
            meeting_id=meeting.id if meeting else None,
            **told,
        )
        session().add(application)
    # Two clicks at once both come here: the index keeps one, and its refusal says so.
    session().flush()
    recipient = (Purpose.PROFILE_TO_COMPANY, RecipientKind.ORGANISATION)
    company_ref = posting.organisation.public_id
    if live_consent(student.person_id, *recipient, company_ref) is None:
        give_consent(
            student.person,
            *recipient,
            language=language,
            way="application",
            recipient_ref=company_ref,
            by=by,
            now=now,
        )
    _remember(application, before, ApplicationState.SUBMITTED, "", by, now)
    _note("application.submitted", application, by, now)
    announce(ApplicationSubmitted(application_id=application.id, by=by, now=now))
    return application


def invite(
    student: Student, posting: Posting, *, meeting_id: int, by: Visitor, now: datetime
) -> Application | None:
    """After a conversation at a fair the company asks a student to apply. Nothing is shown by it: the student decides.

    None where nothing comes of it: the position takes no applications, or there is one (or an invitation) already.
    """
    version = newest_version(posting)
    is_open = posting.state is PostingState.PUBLISHED and (
        posting.closes_at is None or posting.closes_at >= now
    )
    if version is None or not is_open:
        return None
    # Two answers of one company about one student wait here for each other.
    session().execute(select(Student.id).where(Student.id == student.id).with_for_update())
    if queries.live_application(student, posting) or queries.invitation(student, posting):
        return None
    application = Application(
        student_id=student.id,
        posting_id=posting.id,
        posting_version_id=version.id,
        state=ApplicationState.INVITED,
        came_from=CameFrom.MEETING,
        meeting_id=meeting_id,
        submitted_at=now,
    )
    session().add(application)
    session().flush()
    _remember(application, None, ApplicationState.INVITED, "", by, now)
    _note("application.invited", application, by, now)
    announce(StudentInvited(application_id=application.id, by=by, now=now))
    return application


def lapse_invitation(application: Application, *, by: Visitor, now: datetime) -> None:
    """The position was closed before the student applied. What has been sent goes on; closed twice is closed."""
    if application.state is not ApplicationState.INVITED:
        return
    _set(application, ApplicationState.LAPSED, by=by, now=now)
    _note("application.lapsed", application, by, now)
    announce(InvitationLapsed(application_id=application.id, by=by, now=now))


def move(
    application: Application, after: ApplicationState, *, reason: str = "", by: Visitor, now: datetime
) -> None:
    """The company moves an application on, or ends it. Moved there already: nothing more happens."""
    if application.state is after:
        return
    if after not in rules.moves_of_company(application.state):
        raise Refused(ApplicationRefusal.MOVE_NOT_POSSIBLE, field="to")
    _set(application, after, reason=reason, by=by, now=now)
    _note("application.moved", application, by, now, change=str(after))
    announce(ApplicationMoved(application_id=application.id, by=by, now=now))
    if after is ApplicationState.NOT_CHOSEN:
        announce(ApplicationEnded(application_id=application.id, by=by, now=now))


def withdraw(application: Application, *, by: Visitor, now: datetime) -> None:
    """The student takes the application back; an open offer is declined with it."""
    if application.student.person_id != by.person_id:
        raise Missing
    if application.state is ApplicationState.WITHDRAWN:
        return
    if not rules.may_move(application.state, ApplicationState.WITHDRAWN):
        raise Refused(ApplicationRefusal.MOVE_NOT_POSSIBLE)
    session().execute(
        update(Offer)
        .where(Offer.application_id == application.id, Offer.state == OfferState.MADE)
        .values(state=OfferState.DECLINED, answered_at=now)
        .execution_options(synchronize_session="fetch")
    )
    _set(application, ApplicationState.WITHDRAWN, by=by, now=now)
    _note("application.withdrawn", application, by, now)
    announce(ApplicationEnded(application_id=application.id, by=by, now=now))


def keep_longer(application: Application, *, agrees: bool, by: Visitor, now: datetime) -> None:
    """The student lets the company see an ended application for longer, for a later position; or no longer does."""
    if application.student.person_id != by.person_id:
        raise Missing
    if not rules.may_be_kept_longer(application.state, unseen_since=application.unseen_since):
        raise Refused(ApplicationRefusal.MOVE_NOT_POSSIBLE)
    application.longer_agreed_at = now if agrees else None
    session().flush()
    _note("application.kept_longer", application, by, now, change="agreed" if agrees else "taken back")


def make_offer(
    application: Application,
    *,
    conditions: Mapping[str, Any],
    planned_start_on: date,
    answer_by_on: date,
    by: Visitor,
    now: datetime,
) -> Offer:
    """The company makes an offer. Its conditions are frozen, and what differs from the position is kept by name."""
    answer_by_at = posting_rules.deadline_of(answer_by_on)
    refusal = rules.why_not_offer(
        application.state,
        answer_by_at=answer_by_at,
        answer_by_on=answer_by_on,
        planned_start_on=planned_start_on,
        now=now,
    )
    if refusal:
        fields = {
            ApplicationRefusal.ANSWER_DAY_TOO_SOON: "answer_by_on",
            ApplicationRefusal.START_TOO_SOON: "planned_start_on",
        }
        raise Refused(refusal, field=fields.get(refusal))
    _set(application, ApplicationState.OFFERED, by=by, now=now)
    earlier = session().scalar(select(func.count()).where(Offer.application_id == application.id)) or 0
    offer = Offer(
        application_id=application.id,
        number=earlier + 1,
        conditions=dict(conditions),
        differences=posting_rules.differences(application.posting_version.content, conditions),
        planned_start_on=planned_start_on,
        answer_by_at=answer_by_at,
        zone=TOKYO,
        state=OfferState.MADE,
        made_at=now,
    )
    session().add(offer)
    session().flush()
    _note_offer("offer.made", offer, by, now)
    announce(OfferMade(offer_id=offer.id, by=by, now=now))
    return offer


def accept_offer(offer: Offer, *, ends: Collection[str] = (), by: Visitor, now: datetime) -> None:
    """The student accepts. The own applications named in `ends` (public ids) end with it, no others."""
    _demand_own(offer, by)
    # Who suspends the company comes before, or after the acceptance.
    hold(offer.application.posting)
    refusal = rules.why_not_accept(
        offer.state, offer.answer_by_at, company_stopped=_is_stopped(offer), now=now
    )
    if refusal:
        raise Refused(refusal)
    _change_offer(offer, OfferState.ACCEPTED, now=now)
    _set(offer.application, ApplicationState.HIRED, by=by, now=now)
    _note_offer("offer.accepted", offer, by, now)
    for other in queries.other_live_applications(offer.application):
        if other.public_id in ends:
            withdraw(other, by=by, now=now)
    announce(OfferAccepted(offer_id=offer.id, by=by, now=now))


def decline_offer(offer: Offer, *, by: Visitor, now: datetime) -> None:
    """The student declines. The application goes back to the company, which may make another offer or end it."""
    _demand_own(offer, by)
    refusal = rules.why_not_decline(
        offer.state, offer.answer_by_at, company_stopped=_is_stopped(offer), now=now
    )
    if refusal:
        raise Refused(refusal)
    _change_offer(offer, OfferState.DECLINED, now=now)
    _set(offer.application, ApplicationState.IN_REVIEW, by=by, now=now)
    _note_offer("offer.declined", offer, by, now)
    announce(OfferDeclined(offer_id=offer.id, by=by, now=now))


def lapse_offer(offer: Offer, *, by: Visitor, now: datetime) -> bool:
    """The last day has passed. False where somebody has settled the offer in the meantime, and while it cannot be accepted."""
    hold(offer.application.posting)
    if offer.state is not OfferState.MADE or now <= offer.answer_by_at or _is_stopped(offer):
        return False
    _change_offer(offer, OfferState.LAPSED, now=now)
    _set(offer.application, ApplicationState.IN_REVIEW, by=by, now=now)
    _note_offer("offer.lapsed", offer, by, now)
    announce(OfferLapsed(offer_id=offer.id, by=by, now=now))
    return True


def open_offer_again(offer: Offer, *, by: Visitor, now: datetime) -> None:
    """The suspension of its company is lifted: the student may accept again, and has at least as long as for a new offer."""
    day = rules.answer_day_after_stop(day_in(offer.answer_by_at, offer.zone), day_in(now, offer.zone))
    later = posting_rules.deadline_of(day)
    waiting = update(Offer).where(Offer.id == offer.id, Offer.state == OfferState.MADE)
    if not changes_one(waiting.values(answer_by_at=later)):
        return
    session().refresh(offer)
    _note_offer("offer.open_again", offer, by, now)
    announce(OfferOpenAgain(offer_id=offer.id, by=by, now=now))


def _is_stopped(offer: Offer) -> bool:
    return offer.application.posting.organisation.state is OrganisationState.SUSPENDED


def _demand_own(offer: Offer, by: Visitor) -> None:
    if offer.application.student.person_id != by.person_id:
        raise Missing


def _change_offer(offer: Offer, after: OfferState, *, now: datetime) -> None:
    answered = (
        update(Offer)
        .where(Offer.id == offer.id, Offer.state == OfferState.MADE)
        .values(state=after, answered_at=None if after is OfferState.LAPSED else now)
    )
    if not changes_one(answered):
        raise Refused(ApplicationRefusal.OFFER_NOT_OPEN)
    session().refresh(offer, ["state", "answered_at"])


def _set(
    application: Application, after: ApplicationState, *, reason: str = "", by: Visitor, now: datetime
) -> None:
    before = application.state
    if not rules.may_move(before, after):
        raise Refused(ApplicationRefusal.MOVE_NOT_POSSIBLE)
    waits = after in (ApplicationState.IN_REVIEW, ApplicationState.INTERVIEW)
    answer_by_at = _answer_by(application.posting_version.content, now) if waits else None
    _change(application, after, answer_by_at=answer_by_at)
    _remember(application, before, after, reason, by, now)


def _change(application: Application, after: ApplicationState, **values: Any) -> None:
    """Compare and set; who comes second is refused."""
    moved = (
        update(Application)
        .where(Application.id == application.id, Application.state == application.state)
        .values(state=after, **values)
    )
    if not changes_one(moved):
        raise Refused(ApplicationRefusal.MOVE_NOT_POSSIBLE)
    session().refresh(application, ["state", *values])


def _answer_by(content: Mapping[str, Any], now: datetime) -> datetime:
    """Companies promise an answer within days; the promise runs anew with every step they take."""
    return posting_rules.deadline_of(day_in(now, TOKYO) + timedelta(days=posting_rules.answer_days(content)))


def _remember(
    application: Application,
    before: ApplicationState | None,
    after: ApplicationState,
    reason: str,
    by: Visitor,
    now: datetime,
) -> None:
    session().add(
        ApplicationMove(
            application_id=application.id,
            from_state=before,
            to_state=after,
            at=now,
            by_ref=by.person_ref or str(by.via),
            reason=reason,
        )
    )
    session().flush()
    session().expire(application, ["moves"])


def _note(action: str, application: Application, by: Visitor, now: datetime, change: str = "") -> None:
    audit.record(
        action, by=by, now=now, subject_kind="application", subject_ref=application.public_id, change=change
    )


def _note_offer(action: str, offer: Offer, by: Visitor, now: datetime) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="offer",
        subject_ref=offer.public_id,
        change=", ".join(offer.differences) if action == "offer.made" else "",
    )
