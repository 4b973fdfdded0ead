"""What the mails about applications and offers say; the kinds themselves are in `mails.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from recruit.applications import queries
from recruit.applications.models import Application, Offer
from recruit.applications.rules import ApplicationState
from recruit.core.errors import Missing
from recruit.messages.kinds import Params
from recruit.organisations.queries import name_in
from recruit.postings import conditions
from recruit.web.gate import page_url
from recruit.web.times import format_day, two_clocks


@dataclass(frozen=True)
class _About:
    """What every mail of this room names."""

    student: str
    company: str
    position: str


def application_of(params: Params) -> Application:
    """The application a mail is about."""
    found = queries.application_by_ref(params["application"])
    if found is None:
        raise Missing
    return found


def offer_of(params: Params) -> Offer:
    """The offer a mail is about."""
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


def receipt(params: Params, language: str) -> Mapping[str, Any]:
    """To the student: it has arrived."""
    application = application_of(params)
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


def notice(params: Params, language: str) -> Mapping[str, Any]:
    """To the company: somebody waits."""
    application = application_of(params)
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


def moved(params: Params, language: str) -> Mapping[str, Any]:
    """To the student: what the company did."""
    application = application_of(params)
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


def withdrawn(params: Params, language: str) -> Mapping[str, Any]:
    """To the company: the student has gone."""
    application = application_of(params)
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


def offer_made(params: Params, language: str) -> Mapping[str, Any]:
    """To the student: an offer, and until when to answer."""
    offer = offer_of(params)
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


def accepted_for_student(params: Params, language: str) -> Mapping[str, Any]:
    """To the student: what comes after the acceptance."""
    offer = offer_of(params)
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


def accepted_for_company(params: Params, language: str) -> Mapping[str, Any]:
    """To the company: the offer is accepted."""
    offer = offer_of(params)
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


def declined(params: Params, language: str) -> Mapping[str, Any]:
    """To the company: the offer is declined."""
    offer = offer_of(params)
    about = _about(offer.application, language)
    return _mail(
        about,
        for_company=True,
        title=_("%(name)s has declined your offer", name=about.student),
        paragraphs=[_("The application is with you again: you may make another offer, or end it.")],
        **_ours(offer.application),
    )


def lapsed_for_student(params: Params, language: str) -> Mapping[str, Any]:
    """To the student: the last day has passed."""
    offer = offer_of(params)
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


def lapsed_for_company(params: Params, language: str) -> Mapping[str, Any]:
    """To the company: the last day has passed."""
    offer = offer_of(params)
    about = _about(offer.application, language)
    return _mail(
        about,
        for_company=True,
        title=_("Your offer to %(name)s has lapsed without an answer", name=about.student),
        paragraphs=[_("The application is with you again: you may make another offer, or end it.")],
        **_ours(offer.application),
    )
