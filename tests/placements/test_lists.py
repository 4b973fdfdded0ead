"""Lists of hires: which files are read, and the sentence for each row that is not."""

from datetime import date
import io
from pathlib import Path
import zipfile

from openpyxl import Workbook
import pytest

from recruit.core.uploads.workbooks import MOST_IN_ROW
from recruit.placements import lists
from recruit.placements.rules import EmployerSize, ExitKind
from recruit.placements.words import ROW_FAULTS

DEMO = Path(__file__).parents[1] / "fixtures" / "retention" / "hires_demo.csv"
HEAD = ",".join(lists.REQUIRED)
GOOD = "H1,VN,small,2024-04-01,2024-03-20,,"


def workbook(*, cells: int, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """One row of so many cells, as small as a file can say it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", "<worksheet><row>" + "<c/>" * cells + "</row></worksheet>")
    return held.getvalue()


def read(*rows: str, head: str = HEAD) -> lists.HireList:
    return lists.read("hires.csv", "\n".join([head, *rows]).encode())


def test_the_demonstration_list_is_read_whole() -> None:
    found = lists.read(DEMO.name, DEMO.read_bytes())
    assert len(found.rows) == 30
    assert found.bad == ()
    assert found.rows[0].exit_kind is ExitKind.MOVED_EMPLOYER_JAPAN
    assert found.rows[5].company_size == EmployerSize.MID_SIZE
    assert (found.rows[-1].hire_id, found.rows[-1].registered_date) == ("H30", date(2025, 10, 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_encodings_of_spreadsheets(encoding: str) -> None:
    text = f"{HEAD},name\r\n{GOOD},山田 太郎\r\n"
    assert lists.read("hires.csv", text.encode(encoding)).rows[0].name == "山田 太郎"


def test_a_workbook_is_read_with_its_days() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(lists.REQUIRED))
    sheet.append([7, "ID", "mid_size", date(2024, 4, 1), "2024/3/20", None, None])
    store = io.BytesIO()
    book.save(store)
    row = lists.read("Hires.XLSX", store.getvalue()).rows[0]
    assert (row.hire_id, row.hire_date, row.registered_date) == ("7", date(2024, 4, 1), date(2024, 3, 20))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("H1,vi,small,2024-04-01,2024-03-20,,", "line 2, country: “vi” is not known; did you mean VN?"),
        (
            "H1,VN,midsize,2024-04-01,2024-03-20,,",
            "line 2, company_size: “midsize” is not known; did you mean mid_size?",
        ),
        (
            "H1,VN,small,2024-02-30,2024-03-20,,",
            "line 2, hire_date: “2024-02-30” is not a day such as 2024-04-01",
        ),
        (
            "H1,VN,small,2024-04-01,2024-03-20,2024-03-31,contract_end",
            "line 2, last_working_day: 2024-03-31 lies before the hire on 2024-04-01",
        ),
        (
            "H1,VN,small,2024-04-01,2024-03-20,,contract_end",
            "line 2, exit_type: says that the person left, but last_working_day is empty",
        ),
        (",VN,small,2024-04-01,2024-03-20,,", "line 2, hire_id: every hire needs a number of its own"),
        (f"{'9' * 81},VN,small,2024-04-01,2024-03-20,,", "line 2, hire_id: is longer than 80 characters"),
        ("H1", "line 2, hire_date: “” is not a day such as 2024-04-01"),
    ],
)
def test_a_bad_row_is_named_with_what_would_help(row: str, sentence: str) -> None:
    found = read(row, "H2" + GOOD[2:])
    assert [str(bad) for bad in found.bad] == [sentence]
    # What a row is refused for names all that the sentence on the page names.
    assert all(str(ROW_FAULTS[bad.fault]) % bad.said for bad in found.bad)
    assert [good.hire_id for good in found.rows] == ["H2"]


def test_a_row_twice_and_an_address_that_is_none() -> None:
    found = read(f"{GOOD},a@b.example", f"{GOOD},", f"H2{GOOD[2:]},nobody", head=f"{HEAD},email")
    assert [str(bad) for bad in found.bad] == [
        "line 3, hire_id: H1 stands on line 2 already",
        "line 4, email: “nobody” is not an e-mail address",
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"hire_id,country\nH1,VN\n", "line 1: the columns company_size, hire_date"),
        ("a.csv", b"", "line 1: the columns hire_id"),
        ("a.csv", b"\x81\xff\xfe\xfd", "neither UTF-8 nor CP932"),
        ("a.xlsx", b"not a workbook", "the file is not a workbook"),
        ("a.xlsx", workbook(cells=MOST_IN_ROW + 1), "unpacks to more"),
        ("a.xlsx", workbook(cells=1, packing=zipfile.ZIP_BZIP2), "unpacks to more"),
        ("a.csv", b"x" * (lists.LARGEST_FILE + 1), "larger than 10 MB"),
    ],
)
def test_a_file_that_is_no_list(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(lists.NotAList, match=sentence):
        lists.read(name, content)
