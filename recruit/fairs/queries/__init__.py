"""Reads of fairs, by who asks."""

from recruit.fairs.queries.companies import (
    FairStudent,
    fair_for_company,
    fairs_for_company,
    meeting_of_company,
    meetings_of_company,
    own_booth,
    students_at_fair,
)
from recruit.fairs.queries.everybody import (
    CompanyAtFair,
    booths_at,
    positions_by_company,
    published_timetable,
    wishes_until_and_companies,
)
from recruit.fairs.queries.staff import (
    Pair,
    booth_for_staff,
    booths_for_staff,
    fair_event_for_staff,
    fairs_for_staff,
    marks_by_pair,
    meetings_for_staff,
    names_for_staff,
    newest_timetable,
    timetable_for_staff,
    wish_counts,
)
from recruit.fairs.queries.students import (
    StudentAtFair,
    companies_that_asked,
    meetings_of_student,
    own_wishes,
    seat_at_fair,
)

__all__ = [
    "CompanyAtFair",
    "FairStudent",
    "Pair",
    "StudentAtFair",
    "booth_for_staff",
    "booths_at",
    "booths_for_staff",
    "companies_that_asked",
    "fair_event_for_staff",
    "fair_for_company",
    "fairs_for_company",
    "fairs_for_staff",
    "marks_by_pair",
    "meeting_of_company",
    "meetings_for_staff",
    "meetings_of_company",
    "meetings_of_student",
    "names_for_staff",
    "newest_timetable",
    "own_booth",
    "own_wishes",
    "positions_by_company",
    "published_timetable",
    "seat_at_fair",
    "students_at_fair",
    "timetable_for_staff",
    "wish_counts",
    "wishes_until_and_companies",
]
