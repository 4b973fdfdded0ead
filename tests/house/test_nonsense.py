"""What the sweep of bad input types into a form."""

from tests.house.forms import Paper
from tests.house.nonsense import rounds_for

PAGE = """<form method="post" action="/en/wishes">
<input name="rows-0-rank" inputmode="numeric"><input name="rows-1-rank" inputmode="numeric">
<input name="rank-AAAAAAAAAAAAAAAAAAAAAA" inputmode="numeric"><input name="rank-BBBBBBBBBBBBBBBBBBBBBB" inputmode="numeric">
<input name="seats" inputmode="numeric"><input name="tables" inputmode="numeric"><input name="day" type="date"></form>"""


def test_every_field_goes_far_beyond_alone_and_of_rows_that_are_alike_the_first() -> None:
    (form,) = Paper(PAGE).forms("/en/wishes")
    for name in ("far beyond", "beyond"):
        alone = [field for round_name, field in rounds_for(form) if round_name == name]
        assert sorted(alone) == ["day", "rank-AAAAAAAAAAAAAAAAAAAAAA", "rows-0-rank", "seats", "tables"]
