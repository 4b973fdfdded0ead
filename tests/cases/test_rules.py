"""When somebody must act, who may see what, and which questionnaire rules have a sentence."""

from datetime import UTC, datetime, timedelta

import pytest

from recruit.cases import rules, words
from recruit.cases.queries import relevant_items
from recruit.cases.rules import AlertRule, CaseRefusal, CaseState, HelpKind, Level, ReportKind
from recruit.surveys import forms

FRIDAY = datetime(2026, 11, 27, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("level", "rule", "waits"),
    [
        (Level.RED, "danger_now", timedelta(hours=1)),
        (Level.RED, "violence", timedelta(hours=24)),
        (Level.ORANGE, "unpaid_wages", timedelta(days=4)),
        (Level.YELLOW, "stay_low", timedelta(days=14)),
    ],
)
def test_weekends_count_for_red_alone(level: Level, rule: str, waits: timedelta) -> None:
    assert rules.due_at(level, FRIDAY, rule=rule) - FRIDAY == waits


def test_the_worse_level_wins() -> None:
    assert rules.more_urgent(Level.YELLOW, Level.RED) is Level.RED
    assert rules.more_urgent(Level.ORANGE, Level.YELLOW) is Level.ORANGE
    assert rules.level_of_report(ReportKind.MONEY_ASKED) is Level.RED


@pytest.mark.parametrize(
    ("state", "owner", "by", "refusal"),
    [
        (CaseState.IN_HAND, 1, 1, None),
        (CaseState.IN_HAND, 1, 2, CaseRefusal.NOT_THE_OWNER),
        (CaseState.OPEN, None, None, CaseRefusal.NOT_THE_OWNER),
        (CaseState.CLOSED, 1, 1, CaseRefusal.MOVE_NOT_POSSIBLE),
    ],
)
def test_only_the_owner_closes(
    state: CaseState, owner: int | None, by: int | None, refusal: CaseRefusal | None
) -> None:
    assert rules.why_not_closed(state, owner_id=owner, by_id=by) is refusal


@pytest.mark.parametrize(
    ("officer", "coordinator", "owner", "by", "sees"),
    [
        (True, False, None, 7, True),
        (False, True, 7, 7, True),
        (False, False, 7, 7, False),
        (False, True, None, None, False),
        (False, True, 8, 7, False),
    ],
)
def test_single_answers_are_for_officers_and_the_coordinator_who_has_the_case(
    officer: bool, coordinator: bool, owner: int | None, by: int | None, sees: bool
) -> None:
    assert (
        rules.may_see_answers(
            is_retention_officer=officer, is_coordinator=coordinator, owner_id=owner, by_id=by
        )
        is sees
    )


def test_levels_and_rules_of_questionnaires_are_known_here() -> None:
    assert {str(level) for level in forms.Level} == {str(level) for level in Level}
    shipped = forms.load_shipped()
    named = {rule.rule for form in shipped for item in form.items for rule in item.alerts}
    named |= {scale.alert.rule for form in shipped for scale in form.scales if scale.alert}
    assert named <= set(AlertRule)
    assert set(words.ALERT_RULES) == set(AlertRule)
    assert set(words.HELP_KINDS) == set(HelpKind)


def test_a_sum_shows_the_answers_it_is_made_of() -> None:
    form = next(form for form in forms.load_shipped() if form.key == "hire_m6")
    shown = [item.name for item in relevant_items(form, {"lonely"})]
    assert shown == ["lonely_companion", "lonely_left_out", "lonely_isolated"]
    assert [item.name for item in relevant_items(form, {"stay_low"})] == ["q_stay12"]
