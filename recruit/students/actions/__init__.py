"""The moves of student profiles, by noun."""

from recruit.students.actions.disclosures import (
    begin_disclosure,
    carry_over,
    choose_company,
    end_all_for,
    end_disclosure,
    end_for_consent,
    end_own,
    show_to_all_companies,
    show_to_new_company,
    show_to_university,
)
from recruit.students.actions.educations import confirm_education
from recruit.students.actions.profiles import change_visibility, open_profile, save_profile

__all__ = [
    "begin_disclosure",
    "carry_over",
    "change_visibility",
    "choose_company",
    "confirm_education",
    "end_all_for",
    "end_disclosure",
    "end_for_consent",
    "end_own",
    "open_profile",
    "save_profile",
    "show_to_all_companies",
    "show_to_new_company",
    "show_to_university",
]
