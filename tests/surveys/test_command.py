"""`recruit followups tick`: once, at a given instant, never ahead of time in production."""

from dataclasses import replace
from datetime import date

from click.testing import CliRunner
from flask import Flask
import pytest

from recruit.core.settings import Mode
from recruit.surveys.commands import tick
from tests.factories import surveys as make
from tests.mail import Outbox


def test_it_does_what_is_due_at_that_instant(app: Flask, outbox: Outbox) -> None:
    placement = make.make_hire(starts_on=date(2026, 11, 20))
    with app.app_context():
        assert CliRunner().invoke(tick, []).exit_code == 0
        assert outbox.mails == []
        # Friday the 27th, nine o'clock in Tokyo.
        for instant in ("2026-11-26T23:59:00Z", "2026-11-27T09:00:00+09:00", "2026-11-27T09:00:00+09:00"):
            assert CliRunner().invoke(tick, ["--at", instant]).exit_code == 0
    assert outbox.kinds == ["survey_invitation"]
    assert make.states_of(placement)["w1"] == "queued"


@pytest.mark.parametrize(
    ("instant", "words"), [("soon", "not an instant"), ("2027-01-01T00:00:00Z", "future")]
)
def test_it_says_in_one_line_what_is_wrong(app: Flask, instant: str, words: str) -> None:
    settings = app.extensions["recruit.settings"]
    app.extensions["recruit.settings"] = replace(settings, mode=Mode.PRODUCTION)
    try:
        with app.app_context():
            result = CliRunner().invoke(tick, ["--at", instant])
    finally:
        app.extensions["recruit.settings"] = settings
    assert result.exit_code == 1
    assert words in result.output
    assert result.output.count("\n") == 1
