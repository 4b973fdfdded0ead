"""Lists of universities: reading them, and whom a line speaks of."""

from datetime import date
import io
import zipfile

import pytest
import xlsxwriter

from recruit.core.errors import Refused
from recruit.core.uploads import UploadRefusal, workbooks
from recruit.students.roster import rules
from recruit.students.roster.reading import read
from recruit.students.roster.rules import (
    MOST_LINES,
    Column,
    Fit,
    LineFault,
    OwnStudent,
    RosterLine,
    RosterRefusal,
)
from recruit.students.rules import Confirmed
from tests.house import places

VIETNAMESE = "Mã SV;Họ và tên;Email;Ngành;Ngày tốt nghiệp;Tình trạng\n1;Nguyễn Văn Đức;DUC@uni.example;Cầu đường;30/06/2027;Đang học\n"
DUC = RosterLine(2, "Nguyễn Văn Đức", "duc@uni.example", "1", "Cầu đường", (2027, 6), Confirmed.ENROLLED)


def workbook(*sheets, formula=None):
    store = io.BytesIO()
    book = xlsxwriter.Workbook(store, {"strings_to_formulas": False})
    for rows in sheets:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    if formula:
        sheet.write_formula(*formula)
    book.close()
    return store.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_a_list_is_read_however_a_spreadsheet_wrote_it(encoding, mark):
    content = VIETNAMESE.replace(";", mark).encode(encoding)
    assert read("ds.csv", content).lines == (DUC,)


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Full name,E-mail,Graduation,Status", "Budi,b@uni.example,2027-06,Graduated"),
        ("NIM,Nama Lengkap,Surel,Bulan Lulus,Status Mahasiswa", ",Budi,b@uni.example,6/2027,LULUS"),
        ("Họ đệm,Tên,Thư điện tử,Tốt nghiệp,Trạng thái", ",Budi,b@uni.example,06-2027,đã tốt nghiệp"),
        ("氏名,メールアドレス,卒業予定年月,在籍状況", "Budi,b@uni.example,2027年6月,卒業"),
    ],
)
def test_titles_and_states_of_four_languages_are_understood(head, row):
    (line,) = read("list.csv", f"Khoa Xây dựng\n\n{head}\n{row}\n".encode()).lines
    assert (line.line, line.name, line.email, line.graduates, line.status) == (
        4, "Budi", "b@uni.example", (2027, 6), Confirmed.GRADUATED,
    )  # fmt: skip


def test_japanese_files_of_excel_are_read():
    content = "氏名,専攻\n山田太郎,土木工学\n".encode("cp932")
    assert [line.name for line in read("名簿.csv", content).lines] == ["山田太郎"]


@pytest.mark.parametrize(
    "words",
    [
        "Ho ten\nNguyÔn V¨n §øc\n".encode("latin-1"),  # TCVN3
        "Ho ten\nNguyeãn Vaên Ñöùc\n".encode("latin-1"),  # VNI
        "Ho ten\nNguyê\u0303n Văn Đư\u0301c\n".encode("cp1258"),
    ],
)
def test_old_vietnamese_letters_are_refused_with_the_reason(words):
    with pytest.raises(Refused) as refused:
        read("ds.csv", words)
    assert (refused.value.reason, refused.value.field) == (RosterRefusal.OLD_LETTERS, "file")


SHEET, WORDS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
# What the reader would hold in memory at once, and what it would work at for minutes.
SWOLLEN = {
    "much inside": ("xl/media/white.bin", bytes(60 * 1024 * 1024)),
    "more than a list needs": ("xl/media/noise.bin", bytes(9_000_000)),
    "one row without an end": (SHEET, b"<sheetData><row>" + b"<c/>" * 20_000 + b"</row></sheetData>"),
    "rows without an end": (SHEET, b"<sheetData>" + b"<row/>" * 1_000_001 + b"</sheetData>"),
    "words without an end": (WORDS, b"<sst>" + b"<si><t/></si>" * 500_001 + b"</sst>"),
    "a sheet of another name": ("xl/worksheets/sheet1.dat", b"<!DOCTYPE sst []><sst/>"),
}


def bomb(name, content):
    store = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["Name"], ["Budi"]]))) as made,
        zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for entry in made.infolist():
            if entry.filename != name:
                packed.writestr(entry.filename, made.read(entry))
        packed.writestr(name, content)
    return store.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", UploadRefusal.EMPTY),
        ("a.csv", b"\xef\xbb\xbf\r\n", UploadRefusal.EMPTY),
        ("a.txt", "\r\n\r\n".encode("utf-16"), UploadRefusal.EMPTY),
        ("a.txt", "Họ tên\tEmail\r\n".encode("utf-16"), RosterRefusal.NO_LINES),
        ("a.csv", b"x" * (rules.MOST_BYTES + 1), UploadRefusal.TOO_LARGE),
        ("a.csv", b"one,two\nthree,four\n", RosterRefusal.NO_HEAD),
        ("a.csv", b"Name,Email\n,\n", RosterRefusal.NO_LINES),
        ("a.csv", b"Name\n" + b"Budi Santoso\n" * (MOST_LINES + 1), RosterRefusal.TOO_MANY_LINES),
        ("a.csv", b"Name\nBu\0di\n", RosterRefusal.NOT_A_TABLE),
        ("a.csv", b"Name\n" + b"B" * 140_000, RosterRefusal.NOT_A_TABLE),
        ("a.csv", b"%PDF-1.7\n", RosterRefusal.NOT_TAKEN),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", RosterRefusal.NOT_TAKEN),
        ("a.xlsx", b"Name\nBudi\n", UploadRefusal.KIND_NOT_TAKEN),
        ("a.csv", b"PK\x03\x04 and nothing", UploadRefusal.KIND_NOT_TAKEN),
    ],
)
def test_what_is_no_list_is_refused(name, content, reason):
    with pytest.raises(Refused) as refused:
        read(name, content)
    assert refused.value.reason is reason


@pytest.mark.parametrize("how", SWOLLEN)
def test_a_workbook_that_swells_is_not_read(how, monkeypatch):
    monkeypatch.setattr("openpyxl.load_workbook", None)
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 8 * 1024 * 1024)
    with pytest.raises(Refused) as refused:
        read("a.xlsx", bomb(*SWOLLEN[how]))
    assert refused.value.reason is UploadRefusal.TOO_MUCH_INSIDE


def test_the_example_has_lines_of_every_kind():
    content = (places.ROOT / "docs/examples/roster-huce.csv").read_bytes()
    roster = read("roster-huce.csv", content)
    assert [one.fault for one in roster.bad] == [
        LineFault.NOT_AN_ADDRESS,
        LineFault.NOT_A_MONTH,
        LineFault.STATUS_UNKNOWN,
    ]
    assert [one.line for one in roster.lines] == [4, 5, 6, 7, 8, 9]


def test_a_workbook_is_read_without_working_anything_out():
    content = workbook(
        [["Cover"]],
        [["Name", "Graduation"], ["Siti", "2027-06"], ["=HYPERLINK(1)", ""]],
        formula=(3, 0, '=WEBSERVICE("http://x.example")', None, "Ani"),
    )
    found = [(line.line, line.name) for line in read("a.xlsx", content).lines]
    assert found == [(2, "Siti"), (3, "=HYPERLINK(1)"), (4, "Ani")]


def test_faults_name_the_line_the_column_and_what_stands_there():
    content = (
        "Name,Email,Graduation,Status\n"
        "Budi,a@uni.example,,\n"
        ",x@uni.example,,\n"
        "=1+1,,,\n"
        "Budi,nonsense,,\n"
        "Budi,,13/2027,\n"
        "Budi,,31/02/2027,\n"
        "Budi,,,dropped out\n"
        "Budi,A@uni.example,,\n"
        f"{'B' * 201},,,\n"
    )
    roster = read("a.csv", content.encode())
    assert [line.line for line in roster.lines] == [2]
    assert [(bad.line, bad.column, bad.fault) for bad in roster.bad] == [
        (3, Column.NAME, LineFault.NO_NAME),
        (4, Column.NAME, LineFault.NO_NAME),
        (5, Column.EMAIL, LineFault.NOT_AN_ADDRESS),
        (6, Column.GRADUATES, LineFault.NOT_A_MONTH),
        (7, Column.GRADUATES, LineFault.NOT_A_MONTH),
        (8, Column.STATUS, LineFault.STATUS_UNKNOWN),
        (9, Column.EMAIL, LineFault.TWICE),
        (10, Column.NAME, LineFault.TOO_LONG),
    ]
    assert roster.bad[6].other_line == 2
    assert roster.bad[2].typed == "nonsense"


def own(ref="duc", names=("Nguyễn Văn Đức", "NGUYEN VAN DUC"), **values):
    facts = {
        "email": f"{ref}@home.example",
        "majors": ("Cầu đường", "road"),
        "graduates_on": date(2027, 6, 1),
        "confirmed": Confirmed.NO,
        **values,
    }
    return OwnStudent(f"e-{ref}", ref, names, **facts)


def line(name="Duc Nguyen Van", number=2, **values):
    return RosterLine(number, name, **values)


CASES = {
    "the address, whatever the name": (
        [line("Somebody Else", email="duc@home.example")], [own()], [(Fit.BY_MAIL, "duc")],
    ),
    "name in another order and month": ([line(graduates=(2027, 6))], [own()], [(Fit.BY_NAME, "duc")]),
    "name and field of study": ([line(major="cau duong")], [own()], [(Fit.BY_NAME, "duc")]),
    "the name alone": ([line()], [own()], [(Fit.CHOOSE, "duc")]),
    "the name, but another month": (
        [line(major="road", graduates=(2028, 6))], [own()], [(Fit.CHOOSE, "duc")],
    ),
    "two of one name, the month decides": (
        [line(graduates=(2027, 6))], [own(), own("duc2", graduates_on=date(2028, 6, 1))], [(Fit.BY_NAME, "duc")],
    ),
    "two of one name and month": ([line(graduates=(2027, 6))], [own(), own("duc2")], [(Fit.CHOOSE, "duc")]),
    "who has an address on another line is no candidate": (
        [line("X Y", email="duc@home.example"), line(number=3, graduates=(2027, 6))],
        [own()],
        [(Fit.BY_MAIL, "duc"), (Fit.NOT_HERE, None)],
    ),
    "two lines for one person": (
        [line(graduates=(2027, 6)), line(number=3, graduates=(2027, 6))],
        [own()],
        [(Fit.CHOOSE, "duc"), (Fit.CHOOSE, "duc")],
    ),
    "nobody": ([line("Trần Thị Hoa", email="hoa@home.example")], [own()], [(Fit.NOT_HERE, None)]),
    "confirmed already": (
        [line(email="duc@home.example")], [own(confirmed=Confirmed.ENROLLED)], [(Fit.DONE, "duc")],
    ),
    "enrolled once, graduated now": (
        [line(email="duc@home.example", status=Confirmed.GRADUATED)],
        [own(confirmed=Confirmed.ENROLLED)],
        [(Fit.BY_MAIL, "duc")],
    ),
    "who has graduated was enrolled": (
        [line(email="duc@home.example")], [own(confirmed=Confirmed.GRADUATED)], [(Fit.DONE, "duc")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_whom_a_line_speaks_of(case):
    lines, students, expected = CASES[case]
    found = rules.fitted(lines, students, otherwise=Confirmed.ENROLLED)
    assert [(one.fit, one.candidates[0].student_ref if one.candidates else None) for one in found] == expected


def test_of_two_studies_of_one_person_the_line_means_the_one_with_its_month():
    bachelor, master = own(), own()
    master = OwnStudent(
        "e-master", "duc", master.names, master.email, master.majors, date(2029, 6, 1), Confirmed.NO
    )
    for month, expected in (((2027, 6), "e-duc"), ((2029, 6), "e-master"), (None, "e-master")):
        lines = [line(email="duc@home.example", graduates=month)]
        (found,) = rules.fitted(lines, [bachelor, master], otherwise=Confirmed.ENROLLED)
        assert found.candidates[0].education_ref == expected


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (None, None),
        (date(2026, 11, 25), None),
        (date(2026, 11, 26), RosterRefusal.DAY_AHEAD),
        (date(1949, 12, 31), RosterRefusal.DAY_TOO_EARLY),
    ],
)
def test_the_day_of_a_confirmation(day, reason):
    assert rules.why_not_day(day, date(2026, 11, 25)) is reason
