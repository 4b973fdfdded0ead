"""What the mails about applications and offers say; the kinds themselves are in `mails.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from recruit.applications import queries
from recruit.applications.models import Application, Offer
from recruit.applications.rules import ENDED, ApplicationState
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.fairs.models import Meeting
from recruit.messages.kinds import Params
from recruit.organisations.queries import name_in
from recruit.postings import conditions
from recruit.postings.queries import moves_of
from recruit.postings.rules import MoveCause
from recruit.students.models import Student
from recruit.students.names import shown_name
from recruit.web.gate import page_url
from recruit.web.times import format_day, two_clocks


@dataclass(frozen=True)
class _About:
    """What every mail of this room names. `student` is how the student is addressed, `applicant` how a company reads it."""

    student: str
    applicant: str
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
        applicant=_for_company(student, language, whole=application.state not in ENDED),
        company=name_in(application.posting.organisation, language),
        position=words.fields.get("title", ""),
    )


def _for_company(student: Student, language: str, *, whole: bool) -> str:
    """As on the company's pages: in Japanese the reading first, with the name in the passport beside it."""
    name = shown_name(student, whole=whole)
    if language == "ja" and student.katakana and name.other and name.other != name.first:
        return _("%(reading)s (%(name)s)", reading=name.first, name=name.other)
    return name.first


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


def position_gone(params: Params, language: str) -> Mapping[str, Any]:
    """To the student: the position was closed over the head of its company."""
    application = application_of(params)
    about = _about(application, language)
    moves = [move.cause for move in moves_of(application.posting) if move.cause is not None]
    match moves[0] if moves else None:
        case MoveCause.UNANSWERED:
            why = _(
                "We asked %(company)s whether everything in the position is still right, and got no answer. So we have closed it.",
                company=about.company,
            )
        case MoveCause.SUSPENDED:
            why = _(
                "%(company)s does not take part at present, so its positions are off the list.",
                company=about.company,
            )
        case _:
            why = _("We have taken the position off the list, because something in it has to be cleared up.")
    return _mail(
        about,
        for_company=False,
        title=_("A position you applied for is closed"),
        paragraphs=[
            why,
            _(
                "You have done nothing wrong. Your application stays as it is, with the conditions that you read when you applied."
            ),
            _(
                "Nobody may ask you for money for it. If you hear nothing, or something worries you, write to us; you may also apply elsewhere at any time."
            ),
        ],
        **_mine(application),
    )


def invited(params: Params, language: str) -> Mapping[str, Any]:
    """To the student: after a conversation at a fair the company wants to go on."""
    application = application_of(params)
    about = _about(application, language)
    return _mail(
        about,
        for_company=False,
        title=_("%(company)s would like to go on with you", company=about.company),
        paragraphs=[
            _(
                "After your conversation at the fair %(company)s asks you to apply for the position below.",
                company=about.company,
            ),
            _(
                "You decide. Read the conditions first; your profile goes to the company only when you apply and agree."
            ),
        ],
        **_mine(application),
    )


def next_step(params: Params, language: str) -> Mapping[str, Any]:
    """To the student: the company wants to go on; it has several positions, or an application is there already."""
    meeting = session().scalar(select(Meeting).where(Meeting.public_id == params["meeting"]))
    if meeting is None:
        raise Missing
    student, company = meeting.student, name_in(meeting.organisation, language)
    about = _About(student.call_name or student.person.display_name, "", company, "")
    there = queries.live_application_at(student.id, meeting.company_id)
    if there is not None:
        more = _(
            "You have applied already, so there is nothing for you to do. The company tells you what comes next."
        )
        act = _mine(there)
    else:
        more = _("Its open positions stand on its page. If one of them suits you, apply there. You decide.")
        act = {
            "button": _("See the company and its positions"),
            "url": page_url("organisations.company", slug=meeting.organisation.slug, _external=True),
        }
    return _mail(
        about,
        for_company=False,
        title=_("%(company)s would like to go on with you", company=company),
        paragraphs=[_("That is what the company answered after your conversation at the fair."), more],
        **act,
    )


def invitation_lapsed(params: Params, language: str) -> Mapping[str, Any]:
    """To the student: the position was closed before the student applied."""
    application = application_of(params)
    about = _about(application, language)
    return _mail(
        about,
        for_company=False,
        title=_("A position of %(company)s was closed", company=about.company),
        paragraphs=[
            _(
                "%(company)s had asked you to apply for it after the fair. It takes no more applications now.",
                company=about.company,
            ),
            _("You have done nothing wrong. Other positions are open; your profile is kept."),
        ],
        button=_("See other positions"),
        url=page_url("postings.positions", _external=True),
    )


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
            _("%(name)s has applied. Please read the application and answer in time.", name=about.applicant)
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
    """To the company: the student has gone, or does not follow its invitation."""
    application = application_of(params)
    about = _about(application, language)
    if any(
        move.from_state is ApplicationState.INVITED and move.to_state is ApplicationState.WITHDRAWN
        for move in application.moves
    ):
        return _mail(
            about,
            for_company=True,
            title=_("%(name)s does not apply: %(position)s", name=about.applicant, position=about.position),
            paragraphs=[
                _(
                    "You had asked %(name)s to apply after the fair. The answer is no, thank you.",
                    name=about.applicant,
                )
            ],
            **_ours(application),
        )
    return _mail(
        about,
        for_company=True,
        title=_("An application was withdrawn: %(position)s", position=about.position),
        paragraphs=[
            _(
                "%(name)s has withdrawn the application. You no longer see the profile.",
                name=about.applicant,
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


def offer_open_again(params: Params, language: str) -> Mapping[str, Any]:
    """To the student: the company takes part again, and until when the offer may be answered now."""
    offer = offer_of(params)
    about = _about(offer.application, language)
    return _mail(
        about,
        for_company=False,
        title=_("You can answer the offer of %(company)s again", company=about.company),
        paragraphs=[
            _(
                "%(company)s takes part again, and its offer stands with the same conditions.",
                company=about.company,
            ),
            _("You have time until the day below. Nobody may hurry you, and nobody may ask you for money."),
        ],
        clocks=two_clocks(offer.answer_by_at, offer.zone),
        clocks_label=_("Answer by"),
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
        title=_("%(name)s has accepted your offer", name=about.applicant),
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
        title=_("%(name)s has declined your offer", name=about.applicant),
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
        title=_("Your offer to %(name)s has lapsed without an answer", name=about.applicant),
        paragraphs=[_("The application is with you again: you may make another offer, or end it.")],
        **_ours(offer.application),
    )
