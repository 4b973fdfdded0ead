"""What a draft may begin with: an earlier position, or a sample without its numbers."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, time
from typing import Any

from flask_babel import force_locale
from werkzeug.datastructures import MultiDict

from recruit.organisations.rules import Prefecture
from recruit.organisations.words import PREFECTURE
from recruit.postings.drafts.samples import SAMPLES
from recruit.postings.forms import STEPS, values_of
from recruit.postings.rules import TEXT_FIELDS, Content

# What only the company knows: its numbers, and what it declares. A sample leaves these open.
_OWN = frozenset(
    {
        "base_pay_yen", "fixed_overtime_yen", "fixed_overtime_hours", "excess_paid", "starts", "ends", "break_minutes",
        "overtime_hours", "overtime_cap_month", "overtime_cap_year", "days_off", "home_leave_days", "probation_months",
        "bonus_times", "pay_day", "pay_next_month", "housing_yen", "furnished", "internet", "site_labour_declared",
        "interpreting_main", "openings", "answer_days", "employer_type", "insurance", "smoking", "retirement_age", "reemployed_until",
        "notice_days", "paid_leave_days", "paid_leave_after", "faith_leave_days", "surroundings", "faith", "mentor",
        "mentor_languages", "licence_support", "training_months", "training_same", "later_role", "housing_minutes",
        "contact_languages",
    }
)  # fmt: skip


def from_earlier(content: Content, *, today: date) -> dict[str, Any]:
    """A copy of an earlier position; days that are over are left out."""
    copied = deepcopy(dict(content))
    copied["closes_at"] = None
    if copied.get("start_month") and date.fromisoformat(copied["start_month"]) <= today:
        copied["start_month"] = None
    return copied


def sample_titles() -> dict[str, str]:
    """The samples by their kind of work, with the title that each has."""
    return {sample["work_kind"]: sample["texts"]["ja"][0] for sample in SAMPLES}


def from_sample(
    work_kind: str, prefecture: Prefecture | None, city: str
) -> tuple[dict[str, Any], dict[str, list[str]]] | None:
    """A sample as a draft, and what of it waits for the company's numbers; None where there is no such sample."""
    sample = next((one for one in SAMPLES if one["work_kind"] == work_kind), None)
    if sample is None:
        return None
    there = prefecture or Prefecture(sample["prefecture"])
    with force_locale("ja"):
        place = city or f"{PREFECTURE[there]}内"
    whole = {**sample, "prefecture": str(there), "source_language": "ja"}
    whole["texts"] = {code: _words(words, place) for code, words in sample["texts"].items()}
    sent = MultiDict(_sent(values_of(whole)))
    content: dict[str, Any] = {"source_language": "ja", "items": {}, "texts": deepcopy(whole["texts"])}
    filled = [kind(formdata=sent, meta={"csrf": False}) for kind in STEPS.values()]
    for form in filled:
        form.validate()
        form.write(content)
    left: dict[str, list[str]] = {}
    for form in filled:
        left |= form.left_over(content)
    return content, left


def _words(words: tuple[str, ...], place: str) -> dict[str, str]:
    return {field: text.format(place=place) for field, text in zip(TEXT_FIELDS, words, strict=True)}


def _sent(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The values as a browser would send them, without what is the company's own."""
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        if name in _OWN or (name.startswith("allowance_yen_")) or value in (None, "", False):
            continue
        if isinstance(value, list):
            pairs += [(name, str(one)) for one in value]
        else:
            pairs.append(
                (name, f"{value:%H:%M}" if isinstance(value, time) else "y" if value is True else str(value))
            )
    return pairs
