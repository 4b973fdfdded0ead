"""A list beside the own students, with the words of every language at hand."""

from functools import cache

from flask_babel import force_locale

from recruit.core.locales import CODES
from recruit.core.visitor import Visitor
from recruit.students.roster import queries, rules
from recruit.students.rules import Confirmed, Major
from recruit.web.words import words_for


@cache
def words_of_majors() -> dict[Major, tuple[str, ...]]:
    """How each field of study is called in every language of the site, and its code."""
    found: dict[Major, list[str]] = {major: [str(major)] for major in Major}
    for language in CODES:
        with force_locale(language):
            for major, words in found.items():
                words.append(words_for(major))
    return {major: tuple(dict.fromkeys(words)) for major, words in found.items()}


def fitted(visitor: Visitor, roster: rules.Roster, otherwise: Confirmed) -> tuple[rules.Fitted, ...]:
    """Each line of the list with whom it fits among the visitor's own students, as they are now."""
    students = queries.own_students(visitor, words_of_majors())
    return rules.fitted(roster.lines, students, otherwise=otherwise)
