"""Degrees and grades, in plain Python."""

from decimal import Decimal

from recruit.students.rules.codes import EducationLevel, GradeScale, StudentRefusal

# Engineers from abroad need a university degree; shorter courses go to an immigration expert before the interview.
UNIVERSITY_DEGREES = frozenset(
    {
        EducationLevel.BACHELOR,
        EducationLevel.APPLIED_BACHELOR,
        EducationLevel.ENGINEER,
        EducationLevel.ARCHITECT,
        EducationLevel.MASTER,
        EducationLevel.DOCTOR,
    }
)
# The scales that are numbers; a class in words has no most.
GRADE_MOST = {
    GradeScale.FOUR: Decimal(4),
    GradeScale.FIVE: Decimal(5),
    GradeScale.TEN: Decimal(10),
    GradeScale.HUNDRED: Decimal(100),
}


def needs_degree_check(level: EducationLevel) -> bool:
    """Whether an immigration expert should look at the degree before an interview is planned."""
    return level not in UNIVERSITY_DEGREES


def why_not_grade(grade: Decimal, scale: GradeScale) -> StudentRefusal | None:
    """Why a number does not fit its scale. A class in words is no number: `GRADE_MOST` does not have it."""
    return None if 0 <= grade <= GRADE_MOST[scale] else StudentRefusal.GRADE_OUTSIDE_SCALE
