"""The shipped step table is whole: a graph without circles, every language, every field, every document named."""

from datetime import date
from graphlib import TopologicalSorter
import json
from pathlib import Path
from typing import Any

import pytest

from recruit.core.locales import CODES
from recruit.students.documents.rules import names_identity_paper

FOLDER = Path(__file__).parents[2] / "recruit" / "arrivals" / "steps"
STEPS: list[dict[str, Any]] = json.loads((FOLDER / "steps.json").read_text(encoding="utf-8"))
DOCUMENTS: dict[str, dict[str, str]] = json.loads((FOLDER / "documents.json").read_text(encoding="utf-8"))
BY_KEY = {step["key"]: step for step in STEPS}
OWNERS = {"student", "company", "staff", "university", "support"}
CONDITIONS = {"always", "before_offer", "country:VN", "country:ID", "first_year_end", "family", "leaving"}
FIELDS = {
    "key",
    "version",
    "owners",
    "lead_days",
    "depends_on",
    "applies_when",
    "needed_for_start",
    "anchor",
    "offset_days",
    "documents",
    "source",
    "valid_from_on",
    "valid_to_on",
    "checked_on",
    "verified",
    "texts",
}
OPTIONAL = {"due_rule", "not_longer_after"}


def test_keys_are_unique_and_without_gaps() -> None:
    assert [step["key"] for step in STEPS] == [f"S{number:02}" for number in range(1, len(STEPS) + 1)]


def test_graph_has_no_circle_and_names_only_known_steps() -> None:
    graph = {step["key"]: step["depends_on"] for step in STEPS}
    assert {key for keys in graph.values() for key in keys} <= set(graph)
    order = list(TopologicalSorter(graph).static_order())
    assert sorted(order) == sorted(graph)


def test_what_the_start_waits_for_is_itself_needed_for_the_start() -> None:
    for step in STEPS:
        if step["needed_for_start"]:
            for key in step["depends_on"]:
                assert BY_KEY[key]["needed_for_start"] or BY_KEY[key]["applies_when"] == "before_offer", (
                    step["key"],
                    key,
                )


def test_critical_path_is_as_long_as_the_procedure_is_known_to_take() -> None:
    """From papers at home to the visa about four to five months."""

    def days(key: str) -> int:
        return BY_KEY[key]["lead_days"] + max(
            (days(before) for before in BY_KEY[key]["depends_on"]), default=0
        )

    path = ("S09", "S13", "S14", "S15", "S18")
    assert 110 <= sum(BY_KEY[key]["lead_days"] for key in path) <= 150
    assert days("S23") >= days("S18")


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step["key"])
def test_step_is_complete(step: dict[str, Any]) -> None:
    assert FIELDS <= set(step) <= FIELDS | OPTIONAL
    assert step["owners"] and set(step["owners"]) <= OWNERS
    assert step["applies_when"] in CONDITIONS
    assert step["anchor"] in {"offer_accepted", "start", "arrival", "end"}
    assert step["offset_days"] is None or isinstance(step["offset_days"], int)
    assert step["lead_days"] >= 0
    assert set(step["documents"]) <= set(DOCUMENTS)
    assert date.fromisoformat(step["valid_from_on"]) <= date.fromisoformat(step["checked_on"])
    assert step["source"] == "" or step["source"].startswith("https://")
    assert not (step["verified"] and not step["source"]), "a verified step names its source"
    assert list(step["texts"]) == list(CODES)
    for text in step["texts"].values():
        assert 4 <= len(text["title"]) <= 90
        assert len(text["explanation"]) >= 30


def test_a_step_is_due_after_what_it_waits_for() -> None:
    for step in STEPS:
        for key in step["depends_on"]:
            before = BY_KEY[key]
            if before["anchor"] == step["anchor"] and None not in (
                before["offset_days"],
                step["offset_days"],
            ):
                assert before["offset_days"] <= step["offset_days"], (step["key"], key)


# Papers that say who somebody is, or that show the number or the permission of one person.
OF_IDENTITY = {
    "passport",
    "identity_card",
    "residence_card",
    "my_number",
    "visa",
    "certificate_of_eligibility",
}


def _comes_after_the_offer(key: str) -> bool:
    """Whether the step is the accepting of the offer, or waits for it, by whatever way."""
    return key == "S06" or any(_comes_after_the_offer(before) for before in BY_KEY[key]["depends_on"])


def _is_at_work(step: dict[str, Any]) -> bool:
    """Whether its day is the arrival, the first day of work, or later."""
    return step["anchor"] != "offer_accepted" and step["offset_days"] is not None and step["offset_days"] >= 0


def test_no_paper_of_identity_is_asked_for_before_an_offer_is_accepted() -> None:
    named = {code for code, labels in DOCUMENTS.items() if names_identity_paper(*labels.values())}
    assert named <= OF_IDENTITY <= set(DOCUMENTS)
    for step in STEPS:
        asks = set(step["documents"]) & OF_IDENTITY
        words = [text for texts in step["texts"].values() for text in texts.values()]
        if step["applies_when"] == "before_offer":
            assert not asks and not names_identity_paper(*words), step["key"]
        elif asks:
            assert _is_at_work(step) or _comes_after_the_offer(step["key"]), step["key"]


def test_every_document_has_a_label_in_every_language_and_is_asked_for() -> None:
    assert set(DOCUMENTS) == {code for step in STEPS for code in step["documents"]}
    for labels in DOCUMENTS.values():
        assert list(labels) == list(CODES)
        assert all(labels.values())
