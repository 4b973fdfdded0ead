"""Mail kinds of applications and offers: who hears what, in the own language."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from recruit.applications import mail_texts, queries
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
from recruit.applications.rules import ApplicationState, OfferState
from recruit.core.db import session
from recruit.events.queries import address_of
from recruit.fairs.models import Meeting
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.postings.events import PostingClosed
from recruit.postings.queries import addresses_of_editors
from recruit.postings.rules import MoveCause, PostingState


def _is_live(params: Params, _now: datetime) -> bool:
    return mail_texts.application_of(params).state not in (
        ApplicationState.NOT_CHOSEN,
        ApplicationState.WITHDRAWN,
        ApplicationState.LAPSED,
    )


def _is_still_there(params: Params, _now: datetime) -> bool:
    return mail_texts.application_of(params).state is ApplicationState(params["state"])


def _waits(params: Params, _now: datetime) -> bool:
    return mail_texts.offer_of(params).state is OfferState.MADE


def _kind(name: str, context: Callable[..., Mapping[str, Any]], **more: Any) -> MailKind:
    return MailKind(
        name,
        "applications",
        "applications/mail/news",
        context,
        group=MailGroup.APPLICATIONS,
        **more,
    )


def _is_invited(params: Params, _now: datetime) -> bool:
    return mail_texts.application_of(params).state is ApplicationState.INVITED


def _is_gone(params: Params, now: datetime) -> bool:
    application = mail_texts.application_of(params)
    return _is_live(params, now) and application.posting.state is not PostingState.PUBLISHED


KINDS = (
    _kind("application_invited", mail_texts.invited, still_wanted=_is_invited),
    _kind("meeting_next_step", mail_texts.next_step),
    _kind("invitation_lapsed", mail_texts.invitation_lapsed),
    _kind("position_gone", mail_texts.position_gone, still_wanted=_is_gone),
    _kind("application_receipt", mail_texts.receipt, still_wanted=_is_live),
    _kind("application_notice", mail_texts.notice, still_wanted=_is_live),
    _kind("application_moved", mail_texts.moved, still_wanted=_is_still_there),
    _kind("application_withdrawn", mail_texts.withdrawn),
    _kind("offer_made", mail_texts.offer_made, still_wanted=_waits),
    _kind("offer_open_again", mail_texts.offer_open_again, still_wanted=_waits),
    _kind("offer_accepted_student", mail_texts.accepted_for_student),
    _kind("offer_accepted_company", mail_texts.accepted_for_company),
    _kind("offer_declined", mail_texts.declined),
    _kind("offer_lapsed_student", mail_texts.lapsed_for_student),
    _kind("offer_lapsed_company", mail_texts.lapsed_for_company),
)


# ------------------------------------------------------------------------------------------------ reactions


def tell_invited(event: StudentInvited) -> None:
    """The student learns that the company wants to go on, and what to do."""
    application = session().get_one(Application, event.application_id)
    _tell_student("application_invited", application, application, event.now)


def tell_next_step(meeting: Meeting, *, now: datetime) -> None:
    """The student learns that the company wants to go on, where no single position follows from it."""
    person = meeting.student.person
    queue(
        "meeting_next_step",
        to_address=address_of(person.id),
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"meeting": meeting.public_id},
        unique_key=f"meeting_next_step:{meeting.public_id}",
        now=now,
        subject_kind="meeting",
        subject_ref=meeting.public_id,
    )


def tell_position_gone(event: PostingClosed) -> None:
    """Who has applied and waits learns that the position was closed over the head of its company, and what that means."""
    if event.cause not in (MoveCause.UNANSWERED, MoveCause.SUSPENDED, MoveCause.BY_STAFF):
        return
    for application in queries.waiting_for(event.posting_id):
        _tell_student("position_gone", application, application, event.now, f":{int(event.now.timestamp())}")


def tell_lapsed(event: InvitationLapsed) -> None:
    """The student learns that the position was closed."""
    application = session().get_one(Application, event.application_id)
    _tell_student("invitation_lapsed", application, application, event.now)


def send_receipt_and_notice(event: ApplicationSubmitted) -> None:
    """The student learns that it has arrived, the company that somebody waits."""
    application = session().get_one(Application, event.application_id)
    _tell_student("application_receipt", application, application, event.now)
    _tell_company("application_notice", application, application, event.now)


def tell_moved(event: ApplicationMoved) -> None:
    """The student learns what the company did."""
    application = session().get_one(Application, event.application_id)
    # The same state may come again after a declined offer: the count of moves tells the occasions apart.
    moves = session().scalar(
        select(func.count()).where(ApplicationMove.application_id == event.application_id)
    )
    _tell_student("application_moved", application, application, event.now, f":{moves}")


def tell_withdrawn(event: ApplicationEnded) -> None:
    """The company learns that a student has gone; when the company ends it, the move has been told already."""
    application = session().get_one(Application, event.application_id)
    if application.state is ApplicationState.WITHDRAWN:
        _tell_company("application_withdrawn", application, application, event.now)


def tell_offer_made(event: OfferMade) -> None:
    """The student learns of the offer and until when to answer."""
    offer = session().get_one(Offer, event.offer_id)
    _tell_student("offer_made", offer.application, offer, event.now)


def tell_offer_open_again(event: OfferOpenAgain) -> None:
    """The student learns that the offer may be accepted again, and until when. It may happen twice, with another last day."""
    offer = session().get_one(Offer, event.offer_id)
    _tell_student("offer_open_again", offer.application, offer, event.now, f":{int(event.now.timestamp())}")


def tell_offer_accepted(event: OfferAccepted) -> None:
    """Both sides learn what comes next."""
    offer = session().get_one(Offer, event.offer_id)
    _tell_student("offer_accepted_student", offer.application, offer, event.now)
    _tell_company("offer_accepted_company", offer.application, offer, event.now)


def tell_offer_declined(event: OfferDeclined) -> None:
    """The company learns that its offer was declined."""
    offer = session().get_one(Offer, event.offer_id)
    _tell_company("offer_declined", offer.application, offer, event.now)


def tell_offer_lapsed(event: OfferLapsed) -> None:
    """Both sides learn that the last day has passed."""
    offer = session().get_one(Offer, event.offer_id)
    _tell_student("offer_lapsed_student", offer.application, offer, event.now)
    _tell_company("offer_lapsed_company", offer.application, offer, event.now)


def _subject(about: Application | Offer) -> dict[str, Any]:
    name = "offer" if isinstance(about, Offer) else "application"
    params: dict[str, str] = {name: about.public_id}
    if isinstance(about, Application):
        params["state"] = str(about.state)
    return {"params": params, "subject_kind": name, "subject_ref": about.public_id}


def _tell_student(
    kind: str, application: Application, about: Application | Offer, now: datetime, occasion: str = ""
) -> None:
    person = application.student.person
    queue(
        kind,
        to_address=address_of(person.id),
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        unique_key=f"{kind}:{about.public_id}{occasion}",
        now=now,
        **_subject(about),
    )


def _tell_company(kind: str, application: Application, about: Application | Offer, now: datetime) -> None:
    for person, email in addresses_of_editors(application.posting.company_id):
        queue(
            kind,
            to_address=email,
            to_ref=person.public_id,
            language=person.language,
            zone=person.zone,
            unique_key=f"{kind}:{about.public_id}:{person.public_id}",
            now=now,
            **_subject(about),
        )
