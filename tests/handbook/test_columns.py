import pytest

from recruit.handbook.columns import numbers_in

NAMES = [[name] for name in ("1", "2", "3", "4", "5")]


@pytest.mark.parametrize(
    ("cells", "is_column", "right"),
    [
        (["360,000", "約 12 %", "¥1,200", "−14.392", "**"], True, [True] * 5),
        (["5–10", "–", "", "共通", "225,000円"], True, [True] * 5),
        # A sentence among numbers is read from its beginning.
        (["12.805", "299", "Menurut tabel kantor pajak", "30.000", "73.361"], True, [True, True, False, True, True]),
        (["600,000", "a word", "two words", "70,000", "more words"], False, [False] * 5),
        (["31 March 2027", "30 days", "08:30", "5 → 15", "276,000 × 12"], False, [False] * 5),
        (["–", "", "—", "-", "―"], False, [False] * 5),
    ],
)  # fmt: skip
def test_a_column_of_numbers_stands_at_the_right(cells, is_column, right):
    found = numbers_in([[*name, cell] for name, cell in zip(NAMES, cells, strict=True)])
    assert found.columns == [False, is_column]
    assert found.cells == [[False, one] for one in right]


def test_whoever_writes_a_table_may_say_which_columns_hold_numbers():
    rows = [["12", "a sentence that is longer than a word", "1,200"], ["13", "more", "900"]]
    found = numbers_in(rows, ["number", "number", "words"])
    assert found.columns == [True, True, False]
    assert found.cells == [[True, True, False]] * 2
