from flask import Flask
import pytest
from werkzeug.datastructures import MultiDict

from recruit.web.forms import Form, WholeNumberField


class Capital(Form):
    yen = WholeNumberField("Capital")


@pytest.mark.parametrize("typed", ["50000000", "50,000,000", "５０，０００，０００", "50,000,000円"])
def test_people_may_type_marks_and_units(app: Flask, typed: str) -> None:
    with app.test_request_context("/en/account/sign-in"):
        form = Capital(MultiDict({"yen": typed}))
        assert form.yen.data == 50_000_000


def test_the_box_takes_what_its_hint_shows(app: Flask) -> None:
    with app.test_request_context("/en/account/sign-in"):
        assert 'type="text"' in str(Capital().yen())
