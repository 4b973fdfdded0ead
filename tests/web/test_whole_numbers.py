from flask import Flask
import pytest
from werkzeug.datastructures import MultiDict

from recruit.web.forms import Form, WholeNumberField


class Capital(Form):
    yen = WholeNumberField("Capital")


@pytest.mark.parametrize(
    "typed", ["50000000", "50,000,000", "50.000.000", "50 000 000", "５０，０００，０００", "50,000,000円"]
)
def test_people_may_type_marks_and_units(app: Flask, typed: str) -> None:
    with app.test_request_context("/en/account/sign-in"):
        form = Capital(MultiDict({"yen": typed}))
        assert form.yen.data == 50_000_000


@pytest.mark.parametrize(
    "typed", ["1.5", "1,5", "12.34", "1.0000", "1,000.000", "1.000,5", "1..000", "ba", "5人円x"]
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
