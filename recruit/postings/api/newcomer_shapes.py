"""What newcomers ask first, as programs read it."""

from typing import Any

from recruit.postings.api.coding import all_coded, coded
from recruit.postings.rules import (
    Content,
    FaithSupport,
    JapaneseLevel,
    LaterRole,
    LicenceSupport,
    PostingItem,
    SelectionStep,
    Surroundings,
    answer_days,
    item,
)


def newcomers_shape(content: Content) -> dict[str, Any]:
    """Training, somebody to ask, licences, the years after, and how a company chooses."""
    training = item(content, PostingItem.TRAINING) or {}
    mentor = item(content, PostingItem.MENTOR)
    later = item(content, PostingItem.CAREER_3Y) or {}
    turnover = item(content, PostingItem.TURNOVER_3Y) or {}
    return {
        "japanese_at_offer": coded(JapaneseLevel, item(content, PostingItem.LANGUAGE_OFFER)),
        "training_months": training.get("months"),
        "training_as_for_japanese": training.get("same"),
        "has_mentor": None if mentor is None else bool(mentor),
        "mentor_languages": list((mentor or {}).get("languages", ())),
        "licence_support": all_coded(LicenceSupport, item(content, PostingItem.LICENCE_SUPPORT) or ()),
        "role_after_three_years": coded(LaterRole, later.get("role")),
        "base_yen_a_month_after_three_years": later.get("pay_yen"),
        "graduates_hired_in_three_years": turnover.get("hired"),
        "graduates_left_of_these": turnover.get("left"),
        "overtime_hours_a_month_last_year": item(content, PostingItem.OVERTIME_AVG_PREV),
        "surroundings": all_coded(Surroundings, item(content, PostingItem.CLIMATE_NOTE) or ()),
        "faith_support": all_coded(FaithSupport, item(content, PostingItem.FAITH_NEEDS) or ()),
        "selection": all_coded(SelectionStep, item(content, PostingItem.SELECTION) or ()),
        "answer_within_days": answer_days(content),
        "languages_of_questions": list(item(content, PostingItem.CONTACT) or ()),
    }
