"""Applications as readers see them: titles, stages of the board, days that are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _, ngettext, pgettext

from recruit.applications import rules
from recruit.applications.models import Application
from recruit.applications.queries import Applicant
from recruit.applications.rules import ApplicationState, OfferState, RoadStep
from recruit.core.clock import day_in
from recruit.organisations.queries import name_in
from recruit.postings import conditions
from recruit.postings.conditions import Words
from recruit.students.models import Student
from recruit.students.names import shown_name
from recruit.students.queries import main_education
from recruit.students.rules import LanguageTest
from recruit.students.shown_facts import facts_for
from recruit.web.gate import current_language, visitor
from recruit.web.times import format_day
from recruit.web.words import words_for

TOKYO = "Asia/Tokyo"
# From here on a deadline is drawn as the company's turn.
SOON_DAYS = 7
SHAPES = {
    ApplicationState.INVITED: "here",
    ApplicationState.SUBMITTED: "waiting",
    ApplicationState.IN_REVIEW: "waiting",
    ApplicationState.INTERVIEW: "waiting",
    ApplicationState.OFFERED: "here",
    ApplicationState.HIRED: "done",
    ApplicationState.NOT_CHOSEN: "none",
    ApplicationState.WITHDRAWN: "none",
    ApplicationState.LAPSED: "none",
}
OFFER_SHAPES = {
    OfferState.MADE: "here",
    OfferState.ACCEPTED: "done",
    OfferState.DECLINED: "none",
    OfferState.WITHDRAWN: "none",
    OfferState.LAPSED: "none",
}


@dataclass(frozen=True)
class Stage:
    """A column of the board."""

    key: str
    title: str
    rows: list[Applicant]
    nobody: str


def position_words(application: Application) -> Words:
    """The texts of the position as the student saw it."""
    return conditions.words_of(application.posting_version.content)


def stages(rows: Sequence[Applicant]) -> list[Stage]:
    """The five columns, in the order in which people go through them."""
    state = ApplicationState
    columns = (
        ("applied", _("Applied"), (state.INVITED, state.SUBMITTED), _("Nobody at the moment. New applications stand here first.")),
        ("review", words_for(state.IN_REVIEW), (state.IN_REVIEW,), _("Nobody. Here stand those whose papers you read.")),
        ("interview", words_for(state.INTERVIEW), (state.INTERVIEW,), _("Nobody. Here stand those whom you want to meet.")),
        ("offer", _("Offer"), (state.OFFERED, state.HIRED), _("Nobody. Here stand offers and those who accepted one.")),
        ("ended", pgettext("stage", "Ended"), rules.ENDED, _("Nobody. We write a polite answer in the student's language for you.")),
    )  # fmt: skip
    return [
        Stage(key, title, [row for row in rows if row.application.state in states], nobody)
        for key, title, states, nobody in columns
    ]


def due_words(row: Applicant, now: datetime) -> tuple[str, str]:
    """Shape and words of what is due: the company's answer, the student's, or what became of it."""
    application, offer = row.application, row.offer
    if application.state is ApplicationState.HIRED:
        day = format_day(offer.answered_at, "short") if offer and offer.answered_at else ""
        return "done", _("Accepted on %(day)s", day=day) if day else words_for(application.state)
    if application.state in rules.ENDED:
        return "none", words_for(application.state)
    if application.state is ApplicationState.INVITED:
        return "waiting", _("Invited: the student decides whether to apply")
    if row.answer_by_at is None:
        return "planned", words_for(application.state)
    day = format_day(day_in(row.answer_by_at, TOKYO), "short")
    if application.state is ApplicationState.OFFERED:
        return "waiting", _("The student answers by %(day)s", day=day)
    left = (day_in(row.answer_by_at, TOKYO) - day_in(now, TOKYO)).days
    if row.answer_by_at < now:
        return "late", ngettext("late by %(num)d day", "late by %(num)d days", max(-left, 1))
    if left == 0:
        return "here", _("today")
    words = ngettext("until %(day)s, %(num)d day left", "until %(day)s, %(num)d days left", left, day=day)
    return ("here" if left <= SOON_DAYS else "planned"), words


def levels_of(student: Student) -> list[str]:
    """Language levels in one line each, tests first named."""
    found = []
    for result in student.language_results:
        level = result.level if result.test is LanguageTest.JLPT else words_for(result.cefr)
        found.append(f"{words_for(result.test)} {level}".strip())
    return found


def studies_of(student: Student, language: str) -> list[str]:
    """University and major, in the reader's language."""
    education = main_education(student)
    if education is None:
        return []
    university = education.university
    name = name_in(university, language) if university else education.university_name
    return [part for part in (name, words_for(education.major)) if part]


def about_students() -> dict[str, Any]:
    """What the page about a student calls."""
    return {
        "shown_name": shown_name,
        "facts_shown": lambda student, whole: facts_for(
            visitor(), student, whole=whole, language=current_language()
        ),
    }


def road(steps: Sequence[RoadStep]) -> list[dict[str, str]]:
    """The stations as the part draws them."""
    return [
        {
            "state": step.state,
            "title": words_for(step.station),
            "when": format_day(step.at, "short") if step.at else "",
        }
        for step in steps
    ]
