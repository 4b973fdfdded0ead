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
