"""The moves of student profiles, by noun."""

from recruit.students.actions.disclosures import (
    begin_disclosure,
    carry_over,
    choose_company,
    end_all_for,
    end_disclosure,
    end_for_consent,
    end_own,
    not_taken_back,
    show_to_all_companies,
    show_to_new_company,
    show_to_university,
)
from recruit.students.actions.educations import (
    confirm_education,
    confirm_educations,
    remove_education,
    save_education,
    speaks_for_university,
)
from recruit.students.actions.experiences import (
    add_busy_time,
    remove_busy_time,
    remove_experience,
    save_experience,
)
from recruit.students.actions.languages import save_results
from recruit.students.actions.profiles import change_visibility, open_profile, save_profile
from recruit.students.actions.skills import save_licences, save_skills

__all__ = [
    "add_busy_time",
    "begin_disclosure",
    "carry_over",
    "change_visibility",
    "choose_company",
    "confirm_education",
    "confirm_educations",
    "end_all_for",
    "end_disclosure",
    "end_for_consent",
    "end_own",
    "not_taken_back",
    "open_profile",
    "remove_busy_time",
    "remove_education",
    "remove_experience",
    "save_education",
    "save_experience",
    "save_licences",
    "save_profile",
    "save_results",
    "save_skills",
    "show_to_all_companies",
    "show_to_new_company",
    "show_to_university",
    "speaks_for_university",
]
