import pytest

from recruit.core.facts import FactFault, why_not_value


@pytest.mark.parametrize(
    ("before", "unit", "fine", "wrong", "fault"),
    [
        (
            "1226",
            "yen_per_hour",
            ["1300"],
            ["1,300", "1300.5", "¥1300", "１３００", ""],
            FactFault.NO_WHOLE_NUMBER,
        ),
        ("10", "percent", ["11", "10.5"], ["10%", "10,5", "nan"], FactFault.NO_NUMBER),
        ("88.7", "percent", ["90", "90.25"], ["-1", "1e9", "about 90"], FactFault.NO_NUMBER),
        ("2027-04-01", "day", ["2028-02-29"], ["2028", "April"], FactFault.NO_DAY),
        ("1-3", "months", ["2", "2-4"], ["2027-02-29"], FactFault.NO_SUCH_DAY),
        ("2027-04-01", "day", [], ["2027-02-29"], FactFault.NO_SUCH_DAY),
    ],
)
def test_a_value_stays_of_the_kind_that_pages_reckon_with(before, unit, fine, wrong, fault):
    assert [value for value in fine if why_not_value(value, before, unit)] == []
    assert {value: why_not_value(value, before, unit) for value in wrong} == dict.fromkeys(wrong, fault)
