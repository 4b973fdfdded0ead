"""Taking over what a student chose from a résumé file, by the moves of the profile itself."""

from collections.abc import Collection, Sequence
from datetime import datetime

from recruit.core.visitor import Visitor
from recruit.students import actions
from recruit.students.models import Education, Experience, Student
from recruit.students.papers.differences import Offer
from recruit.students.papers.rules import Offered
from recruit.students.rules import LICENCES, LanguageTest, StudentRefusal
from recruit.students.values import RESULT_FIELDS


def take_over(
    student: Student,
    offers: Sequence[Offer],
    chosen: Collection[str],
    *,
    language: str,
    by: Visitor,
    now: datetime,
) -> tuple[int, list[StudentRefusal]]:
    """Write the chosen offers into the profile; gives how many, and why parts of them could not be kept."""
    taken = [offer for offer in offers if offer.key in chosen]
    refusals: list[StudentRefusal] = []
    for offer in taken:
        refusals += _take(student, offer, language, by, now)
    return len(taken), list(dict.fromkeys(refusals))


def _take(
    student: Student, offer: Offer, language: str, by: Visitor, now: datetime
) -> Collection[StudentRefusal]:
    changes = dict(offer.changes)
    match offer.what:
        case Offered.EDUCATION:
            row = offer.row if isinstance(offer.row, Education) else None
            return actions.save_education(student, row, changes, by=by, now=now)[1].values()
        case Offered.EXPERIENCE:
            row = offer.row if isinstance(offer.row, Experience) else None
            if changes.get("words") and not changes.get("language"):
                changes["language"] = language
            return actions.save_experience(student, row, changes, by=by, now=now)[1].values()
        case Offered.RESULT:
            test = LanguageTest(offer.key.removeprefix("result-"))
            names = RESULT_FIELDS[test].names()
            named = {names[column]: value for column, value in changes.items() if column in names}
            return actions.save_results(student, named, by=by, now=now).values()
        case Offered.SKILLS | Offered.LICENCES:
            held = [row.skill for row in student.skills] + list(changes["skills"])
            if offer.what is Offered.SKILLS:
                actions.save_skills(student, held, {}, by=by, now=now)
            else:
                actions.save_licences(
                    student, [one for one in held if one in LICENCES], {}, {}, by=by, now=now
                )
            return ()
        case _:
            if "about" in changes and not changes.get("about_language"):
                changes["about_language"] = language
            return actions.save_profile(student, changes, by=by, now=now).values()
