"""Mail kinds of applications and offers: who hears what, in the own language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from recruit.applications import queries
from recruit.applications.events import (
    ApplicationEnded,
    ApplicationMoved,
    ApplicationSubmitted,
    OfferAccepted,
    OfferDeclined,
    OfferLapsed,
    OfferMade,
)
from recruit.applications.models import Application, ApplicationMove, Offer
from recruit.applications.rules import ApplicationState, OfferState
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.events.queries import address_of
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.organisations.queries import name_in
from recruit.postings import conditions
from recruit.postings.queries import addresses_of_editors
from recruit.web.gate import page_url
from recruit.web.times import format_day, two_clocks


@dataclass(frozen=True)
class _About:
    """What every mail of this room names."""

    student: str
    company: str
    position: str


def _application(params: Params) -> Application:
    found = queries.application_by_ref(params["application"])
    if found is None:
        raise Missing
    return found


def _offer(params: Params) -> Offer:
    found = queries.offer_by_ref(params["offer"])
    if found is None:
        raise Missing
    return found


def _about(application: Application, language: str) -> _About:
    student = application.student
    words = conditions.words_of(application.posting_version.content, language)
    return _About(
        student=student.call_name or student.person.display_name,
        company=name_in(application.posting.organisation, language),
        position=words.fields.get("title", ""),
    )


def _mail(about: _About, *, for_company: bool, **more: Any) -> dict[str, Any]:
    base = {"paragraphs": [], "clocks": None, "clocks_label": "", "words": "", "rows": []}
    return base | {"about": about, "for_company": for_company} | more


def _mine(application: Application) -> dict[str, str]:
    return {
        "button": _("Open your application"),
        "url": page_url("applications.my_application", public_id=application.public_id, _external=True),
    }


def _ours(application: Application) -> dict[str, str]:
    return {
        "button": _("Open the application"),
        "url": page_url("applications.of_company", public_id=application.public_id, _external=True),
    }


# ------------------------------------------------------------------------------------------------ applications


def _receipt(params: Params, language: str) -> Mapping[str, Any]:
    application = _application(params)
    about = _about(application, language)
    return _mail(
        about,
        for_company=False,
        title=_("Your application has arrived at %(company)s", company=about.company),
        paragraphs=[_("The company can now read your profile. It has promised an answer by this day.")],
        clocks=two_clocks(application.answer_by_at, "Asia/Tokyo") if application.answer_by_at else None,
        clocks_label=_("The company answers by"),
        **_mine(application),
    )


def _notice(params: Params, language: str) -> Mapping[str, Any]:
    application = _application(params)
    about = _about(application, language)
    return _mail(
        about,
        for_company=True,
        title=_("A new application: %(position)s", position=about.position),
        paragraphs=[
            _("%(name)s has applied. Please read the application and answer in time.", name=about.student)
        ],
        clocks=two_clocks(application.answer_by_at, "Asia/Tokyo") if application.answer_by_at else None,
        clocks_label=_("Answer by"),
        **_ours(application),
    )


def _moved(params: Params, language: str) -> Mapping[str, Any]:
    application = _application(params)
    about, state = _about(application, language), ApplicationState(params["state"])
    if state is ApplicationState.NOT_CHOSEN:
        title = _("The answer of %(company)s to your application", company=about.company)
        paragraphs = [
            _(
                "Thank you for applying. This time the company has decided not to go on with your application."
            ),
            _("This is no judgement of you as an engineer. The company no longer sees your profile here."),
            _(
                "Other companies are looking for people. Your profile is kept, so the next application is short."
            ),
        ]
        act = {"button": _("See other positions"), "url": page_url("postings.positions", _external=True)}
    elif state is ApplicationState.INTERVIEW:
        title = _("%(company)s would like to interview you", company=about.company)
        paragraphs = [
            _("What the company writes about the day stands below. If nothing stands there, it follows soon.")
        ]
        act = _mine(application)
    else:
        title = _("%(company)s is reading your application", company=about.company)
        paragraphs = [_("Your papers are being read. Below you see until when the company answers.")]
        act = _mine(application)
    return _mail(
        about,
        for_company=False,
        title=title,
        paragraphs=paragraphs,
        words=_words_to_student(application, state),
        clocks=two_clocks(application.answer_by_at, "Asia/Tokyo") if application.answer_by_at else None,
        clocks_label=_("The company answers by"),
        **act,
    )


def _words_to_student(application: Application, state: ApplicationState) -> str:
    return next((move.reason for move in reversed(application.moves) if move.to_state is state), "")


def _withdrawn(params: Params, language: str) -> Mapping[str, Any]:
    application = _application(params)
    about = _about(application, language)
    return _mail(
        about,
        for_company=True,
        title=_("An application was withdrawn: %(position)s", position=about.position),
        paragraphs=[
            _(
                "%(name)s has withdrawn the application. You no longer see the profile.",
                name=about.student,
            )
        ],
        **_ours(application),
    )


# ------------------------------------------------------------------------------------------------ offers


def _offer_made(params: Params, language: str) -> Mapping[str, Any]:
    offer = _offer(params)
    about = _about(offer.application, language)
    return _mail(
        about,
        for_company=False,
        title=_("%(company)s offers you work", company=about.company),
        paragraphs=[
            _(
                "Read the conditions in your language. What differs from the position you applied for is marked."
            ),
            _("You have time until the day below. Nobody may hurry you, and nobody may ask you for money."),
        ],
        clocks=two_clocks(offer.answer_by_at, offer.zone),
        clocks_label=_("Answer by"),
        rows=[(_("Planned first working day"), format_day(offer.planned_start_on, "long"))],
        button=_("Read the offer"),
        url=page_url("applications.my_offer", public_id=offer.public_id, _external=True),
    )


def _accepted_for_student(params: Params, language: str) -> Mapping[str, Any]:
    offer = _offer(params)
    about = _about(offer.application, language)
    return _mail(
        about,
        for_company=False,
        title=_("You have accepted the offer of %(company)s", company=about.company),
        paragraphs=[
            _("Congratulations! Next come the papers for your status of residence. We show you every step."),
        ],
        rows=[(_("Planned first working day"), format_day(offer.planned_start_on, "long"))],
        button=_("See what comes next"),
        url=page_url("arrivals.mine", _external=True),
    )


def _accepted_for_company(params: Params, language: str) -> Mapping[str, Any]:
    offer = _offer(params)
    about = _about(offer.application, language)
    return _mail(
        about,
        for_company=True,
        title=_("%(name)s has accepted your offer", name=about.student),
        paragraphs=[_("The steps until the first working day are planned. Some of them are yours.")],
        rows=[(_("Planned first working day"), format_day(offer.planned_start_on, "long"))],
        button=_("See your hires"),
        url=page_url("placements.of_company", _external=True),
    )


def _declined(params: Params, language: str) -> Mapping[str, Any]:
    offer = _offer(params)
    about = _about(offer.application, language)
    return _mail(
        about,
        for_company=True,
        title=_("%(name)s has declined your offer", name=about.student),
        paragraphs=[_("The application is with you again: you may make another offer, or end it.")],
        **_ours(offer.application),
    )


def _lapsed_for_student(params: Params, language: str) -> Mapping[str, Any]:
    offer = _offer(params)
    about = _about(offer.application, language)
    return _mail(
        about,
        for_company=False,
        title=_("The offer of %(company)s has lapsed", company=about.company),
        paragraphs=[
            _(
                "The last day to answer has passed. Your application is with the company again; it may offer anew."
            )
        ],
        **_mine(offer.application),
    )


def _lapsed_for_company(params: Params, language: str) -> Mapping[str, Any]:
    offer = _offer(params)
    about = _about(offer.application, language)
    return _mail(
        about,
        for_company=True,
        title=_("Your offer to %(name)s has lapsed without an answer", name=about.student),
        paragraphs=[_("The application is with you again: you may make another offer, or end it.")],
        **_ours(offer.application),
    )


def _is_live(params: Params, _now: datetime) -> bool:
    return _application(params).state not in (ApplicationState.NOT_CHOSEN, ApplicationState.WITHDRAWN)


def _is_still_there(params: Params, _now: datetime) -> bool:
    return _application(params).state is ApplicationState(params["state"])


def _waits(params: Params, _now: datetime) -> bool:
    return _offer(params).state is OfferState.MADE


def _kind(name: str, context: Callable[..., Mapping[str, Any]], **more: Any) -> MailKind:
    return MailKind(
        name,
        "applications",
        "applications/mail/news",
        context,
        group=MailGroup.APPLICATIONS,
        **more,
    )


KINDS = (
    _kind("application_receipt", _receipt, still_wanted=_is_live),
    _kind("application_notice", _notice, still_wanted=_is_live),
    _kind("application_moved", _moved, still_wanted=_is_still_there),
    _kind("application_withdrawn", _withdrawn),
    _kind("offer_made", _offer_made, still_wanted=_waits),
    _kind("offer_accepted_student", _accepted_for_student),
    _kind("offer_accepted_company", _accepted_for_company),
    _kind("offer_declined", _declined),
    _kind("offer_lapsed_student", _lapsed_for_student),
    _kind("offer_lapsed_company", _lapsed_for_company),
)


# ------------------------------------------------------------------------------------------------ reactions


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
