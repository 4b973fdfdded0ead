from flask import Flask
import pytest
from werkzeug.datastructures import MultiDict
from wtforms.validators import NumberRange

from recruit.web.forms import Form, WholeNumberField


class Capital(Form):
    yen = WholeNumberField("Capital", [NumberRange(min=0)])


@pytest.mark.parametrize(
    "typed", ["50000000", "50,000,000", "50.000.000", "50 000 000", "５０，０００，０００", "50,000,000円"]
)
def test_people_may_type_marks_and_units(app: Flask, typed: str) -> None:
    with app.test_request_context("/en/account/sign-in"):
        form = Capital(MultiDict({"yen": typed}))
        assert form.yen.data == 50_000_000


@pytest.mark.parametrize(
    ("typed", "yen"),
    [
        ("５，０００万円", 50_000_000),
        ("1億5,000万円", 150_000_000),
        ("10億円", 1_000_000_000),
        ("22.5万円", 225_000),
        ("22万5,000", 225_000),
        ("３か月", 3),
        ("120日", 120),
    ],
)
def test_sums_and_units_are_read_as_japanese_writes_them(app: Flask, typed: str, yen: int) -> None:
    with app.test_request_context("/en/account/sign-in"):
        assert Capital(MultiDict({"yen": typed})).yen.data == yen


@pytest.mark.parametrize(
    "typed",
    [
        "1.5",
        "1,5",
        "12.34",
        "1.0000",
        "1,000.000",
        "1.000,5",
        "1..000",
        "ba",
        "5人円x",
        "万",
        "0.00001万",
        "1.23456万",
        "1万2万",
    ],
)
def test_what_is_no_whole_number_is_said_beside_the_field_and_kept(app: Flask, typed: str) -> None:
    with app.test_request_context("/en/account/sign-in"):
        form = Capital(MultiDict({"yen": typed}))
        assert not form.validate()
        assert form.yen.data is None
        assert len(form.yen.errors) == 1
        assert typed in form.yen.errors[0]
        assert f'value="{typed}"' in str(form.yen())


def test_the_box_takes_what_its_hint_shows(app: Flask) -> None:
    with app.test_request_context("/en/account/sign-in"):
        assert 'type="text"' in str(Capital().yen())
