"""An empty field that must be filled says one thing, not two."""

from flask import Flask
from flask_babel import force_locale
import pytest
from wtforms import BooleanField, DateField, RadioField
from wtforms.fields import DateTimeLocalField
from wtforms.fields.choices import SelectChoice

from recruit.web.forms import Form, Required


class DayForm(Form):
    """A day and an hour that must be given, a box that must be ticked, and one of two that must be chosen."""

    day = DateField("Day", [Required()])
    at = DateTimeLocalField("At", [Required()])
    agreed = BooleanField("Agreed", [Required()])
    side = RadioField(
        "Side", [Required()], choices=[SelectChoice("left", "Left"), SelectChoice("right", "Right")]
    )


@pytest.mark.parametrize(
    ("typed", "day"),
    [("", ["Please fill this in."]), ("yesterday", ["Not a valid date value."])],
)
def test_an_empty_day_has_one_fault(app: Flask, typed: str, day: list[str]) -> None:
    with app.test_request_context("/en/", method="POST", data={"day": typed, "at": ""}), force_locale("en"):
        form = DayForm()
        assert not form.is_fine()
        assert [str(error) for error in form.errors["day"]] == day
        assert [str(error) for error in form.errors["at"]] == ["Please fill this in."]
        assert [str(error) for error in form.errors["agreed"]] == ["Please tick the box."]
        assert [str(error) for error in form.errors["side"]] == ["Please choose one."]
