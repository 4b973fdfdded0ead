"""What the rules of fit say, in sentences: what holds, what is missing, what can be done about it."""

from dataclasses import dataclass

from flask_babel import gettext as _, lazy_gettext as _l, ngettext

from recruit.postings.rules import Fit
from recruit.postings.rules.fit import PAPERS_TAKE_MONTHS, FitRule, JapaneseFrom, Reason, Verdict
from recruit.students.rules import ProfileSection
from recruit.web.gate import page_url
from recruit.web.times import format_day
from recruit.web.words import words_for

# Pages of the profile, by section.
_PAGES = {
    ProfileSection.STUDIES: "students.studies",
    ProfileSection.LANGUAGES: "students.languages",
    ProfileSection.LICENCES: "students.licences",
    ProfileSection.WISHES: "students.wishes",
}
# For lists: what is not met, in a word or two.
SHORT = {
    FitRule.MAJOR: _l("your major"),
    FitRule.STUDIES: _l("studies and work belong together"),
    FitRule.DEGREE: _l("a university degree"),
    FitRule.JAPANESE: _l("Japanese on arrival"),
    FitRule.GRADUATION: _l("time from graduation to the start"),
    FitRule.DRIVING: _l("a driving licence"),
    FitRule.WORK_WISH: _l("the work you wish"),
    FitRule.PLACE_WISH: _l("the place you wish"),
    FitRule.START_WISH: _l("the month you could start in"),
}


@dataclass(frozen=True)
class Line:
    """One reason as it is read. `state` is the shape in a list; `href` leads to where the profile says it."""

    state: str
    words: str
    more: str
    href: str
    link: str


def lines_of(reasons: list[Reason], fit: Fit) -> list[Line]:
    """The reasons in words."""
    return [_line(reason, fit) for reason in reasons]


def short_of(fit: Fit) -> str:
    """One line for a list: what the position asks for and the profile does not have, or that all of it is there."""
    missing = [str(SHORT[one.rule]) for one in fit.asked_reasons if one.verdict is Verdict.OPEN]
    if missing:
        return _("Still open for you: %(what)s.", what=_(", ").join(missing))
    if any(one.verdict is Verdict.UNKNOWN for one in fit.asked_reasons):
        return _("Your profile does not say yet whether all that is asked for is there.")
    return _("All that is asked for is in your profile.")


def _line(reason: Reason, fit: Fit) -> Line:
    words, more = _SENTENCES[reason.rule](reason, fit)
    if reason.is_met:
        return Line("done", words, more, "", "")
    is_unknown = reason.verdict is Verdict.UNKNOWN
    return Line(
        "todo" if is_unknown else "open",
        words,
        more,
        page_url(_PAGES[reason.section]),
        _("Fill this in") if is_unknown else _("Look at this in your profile"),
    )


def _major(reason: Reason, fit: Fit) -> tuple[str, str]:
    if not fit.asked.majors:
        return _("Every major is welcome."), ""
    if reason.is_met:
        return _("Your major is among those asked for."), ""
    if reason.verdict is Verdict.UNKNOWN:
        return _("Your profile does not name your major yet."), ""
    more = _("You may apply all the same; say in your letter what connects you with this work.")
    return _("Your major is not among those asked for."), more


def _studies(reason: Reason, fit: Fit) -> tuple[str, str]:
    kind = words_for(fit.asked.work_kind)
    if reason.is_met:
        return _("Studies like yours lead to this work: %(work)s.", work=kind), ""
    if reason.verdict is Verdict.UNKNOWN:
        return _("Whether your studies lead to this work can be said once your major is known."), ""
    more = _(
        "Immigration looks at the subjects you have taken. Please ask the company or us before you apply."
    )
    return _("Studies like yours do not usually lead to this work: %(work)s.", work=kind), more


def _degree(reason: Reason, _fit: Fit) -> tuple[str, str]:
    if reason.is_met:
        return _("You have or will have a university degree."), ""
    if reason.verdict is Verdict.UNKNOWN:
        return _("Your profile does not name your degree yet."), ""
    more = _("An expert for immigration should look at your degree before an interview.")
    return _("Your degree is not certain to be enough for an engineer's status of residence."), more


def _japanese(reason: Reason, fit: Fit) -> tuple[str, str]:
    wanted, own = words_for(fit.asked.japanese), fit.profile.japanese
    basis = {
        JapaneseFrom.TABLE: _("Read from the CEFR level of your test."),
        JapaneseFrom.OWN_VIEW: _("By your own view; a test result counts for more."),
    }.get(own.read_from, "")
    if reason.is_met:
        return _("Your Japanese is enough: %(wanted)s.", wanted=wanted), basis
    if reason.verdict is Verdict.UNKNOWN:
        return _(
            "Your profile says nothing about your Japanese yet; wanted on arrival is %(wanted)s.",
            wanted=wanted,
        ), ""
    words = _(
        "Japanese: you have %(have)s, wanted on arrival is %(wanted)s.",
        have=words_for(own.level),
        wanted=wanted,
    )
    more = _("The level counts on arrival; you may still be learning when you apply.")
    return words, f"{basis} {more}" if basis else more


def _graduation(reason: Reason, fit: Fit) -> tuple[str, str]:
    start = format_day(fit.asked.starts_on, "month")
    if reason.verdict is Verdict.UNKNOWN or reason.months is None:
        return _(
            "Your profile does not say when you graduate; the work begins in %(month)s.", month=start
        ), ""
    if reason.is_met:
        return _("You graduate in time for the start in %(month)s.", month=start), ""
    if reason.months < 0:
        more = _("Please ask the company whether a later start is possible.")
        return _("The work begins in %(month)s, before you graduate.", month=start), more
    words = ngettext(
        "There is %(num)d month between your graduation and the start.",
        "There are %(num)d months between your graduation and the start.",
        reason.months,
    )
    more = ngettext(
        "Certificates, residence papers and visa usually take %(num)d month or more.",
        "Certificates, residence papers and visa usually take %(num)d months or more.",
        PAPERS_TAKE_MONTHS,
    )
    return words, more


def _driving(reason: Reason, fit: Fit) -> tuple[str, str]:
    asked = words_for(fit.asked.driving) if fit.asked.driving else ""
    if reason.is_met:
        return _("Driving licence: %(asked)s.", asked=asked), ""
    more = _("A licence of your country can be changed into a Japanese one; this takes some months.")
    return _("A Japanese driving licence is asked for on joining."), more


def _work_wish(reason: Reason, fit: Fit) -> tuple[str, str]:
    kind = words_for(fit.asked.work_kind)
    if reason.is_met:
        return _("It is work you wish for: %(work)s.", work=kind), ""
    if reason.verdict is Verdict.UNKNOWN:
        return _("Your profile does not say yet which work you wish for."), ""
    return _("It is not among the work you wish for: %(work)s.", work=kind), ""


def _place_wish(reason: Reason, fit: Fit) -> tuple[str, str]:
    place = words_for(fit.asked.prefecture)
    if reason.is_met:
        return _("It is where you wish to work: %(place)s.", place=place), ""
    if reason.verdict is Verdict.UNKNOWN:
        return _("Your profile does not say yet where you wish to work."), ""
    return _("It is not among the prefectures you wish for: %(place)s.", place=place), ""


def _start_wish(reason: Reason, fit: Fit) -> tuple[str, str]:
    start, own = format_day(fit.asked.starts_on, "month"), format_day(fit.profile.may_start_on, "month")
    if reason.is_met:
        return _("You could start by then: %(month)s.", month=start), ""
    if reason.verdict is Verdict.UNKNOWN:
        return _("Your profile does not say yet from when you could start."), ""
    return _("The work begins in %(month)s; you could start from %(own)s.", month=start, own=own), ""


_SENTENCES = {
    FitRule.MAJOR: _major,
    FitRule.STUDIES: _studies,
    FitRule.DEGREE: _degree,
    FitRule.JAPANESE: _japanese,
    FitRule.GRADUATION: _graduation,
    FitRule.DRIVING: _driving,
    FitRule.WORK_WISH: _work_wish,
    FitRule.PLACE_WISH: _place_wish,
    FitRule.START_WISH: _start_wish,
}
