"""Reading a university's list: CSV as Excel writes it in four countries, or a workbook. Nothing in it is run or trusted."""

from collections.abc import Iterable, Sequence
import csv
from datetime import date, datetime
import io
import re
import unicodedata
import zipfile

from email_validator import EmailNotValidError, validate_email

from recruit.core import uploads
from recruit.core.errors import Refused
from recruit.core.text import fold, one_line
from recruit.core.uploads import FileKind, workbooks
from recruit.students.roster.rules import (
    MOST_BYTES,
    MOST_LINES,
    BadLine,
    Column,
    LineFault,
    Roster,
    RosterLine,
    RosterRefusal,
)
from recruit.students.rules import Confirmed

_MOST_COLUMNS = 60
# Titles, logos and the name of the faculty stand above the head.
_HEAD_WITHIN = 15
_LONGEST = {Column.NAME: 200, Column.EMAIL: 254, Column.NUMBER: 40, Column.MAJOR: 200}
_TITLES: dict[Column, tuple[str, ...]] = {
    Column.NAME: (
        "name", "full name", "student name", "name of student", "nama", "nama lengkap", "nama mahasiswa", "ho ten", "ho va ten",
        "ho ten sinh vien", "ho va ten sinh vien", "ten sinh vien", "氏名", "名前", "学生氏名", "お名前",
    ),
    Column.FAMILY_NAME: (
        "family name", "surname", "last name", "nama belakang", "nama keluarga", "ho", "ho dem", "ho lot", "ho va dem",
        "ho va ten dem", "ho va ten lot", "姓",
    ),
    Column.GIVEN_NAME: ("given name", "first name", "nama depan", "ten", "名"),
    Column.EMAIL: (
        "email", "e mail", "mail", "email address", "e mail address", "surel", "alamat email", "alamat surel", "thu dien tu",
        "dia chi email", "email sinh vien", "メール", "メールアドレス", "電子メール",
    ),
    Column.NUMBER: (
        "student number", "student id", "student no", "id number", "nim", "npm", "nrp", "nomor induk mahasiswa", "mssv",
        "ma sv", "ma sinh vien", "ma so sinh vien", "学籍番号", "学生番号",
    ),
    Column.MAJOR: (
        "major", "programme", "program", "study programme", "study program", "field of study", "department", "jurusan",
        "program studi", "prodi", "nganh", "nganh hoc", "chuyen nganh", "nganh dao tao", "khoa", "専攻", "学科", "学部",
    ),
    Column.GRADUATES: (
        "graduation", "graduation month", "graduation date", "date of graduation", "graduates", "month of graduation",
        "expected graduation", "kelulusan", "tanggal lulus", "bulan lulus", "tanggal kelulusan", "bulan kelulusan",
        "tot nghiep", "ngay tot nghiep", "thang tot nghiep", "thoi gian tot nghiep", "卒業", "卒業月", "卒業年月", "卒業日",
        "卒業予定", "卒業予定年月",
    ),
    Column.STATUS: (
        "status", "student status", "enrolment", "enrollment", "status mahasiswa", "keterangan", "tinh trang", "trang thai",
        "tinh trang hoc tap", "在籍状況", "在籍", "状態", "区分",
    ),
}  # fmt: skip
_STATUSES: dict[Confirmed, tuple[str, ...]] = {
    Confirmed.ENROLLED: (
        "enrolled", "active", "studying", "student", "aktif", "mahasiswa aktif", "terdaftar", "dang hoc", "con hoc", "sinh vien",
        "在学", "在学中", "在籍", "在籍中",
    ),
    Confirmed.GRADUATED: (
        "graduated", "graduate", "alumni", "alumnus", "lulus", "lulusan", "sarjana", "tot nghiep", "da tot nghiep", "卒業",
        "卒業生", "卒業済", "卒業済み", "修了",
    ),
}  # fmt: skip


def _plain(words: str) -> str:
    """A title or a status as it is compared: folded, without punctuation."""
    return " ".join(re.findall(r"\w+", fold(words).replace("_", " ")))


_COLUMN_OF = {_plain(title): column for column, titles in _TITLES.items() for title in titles}
_STATUS_OF = {_plain(word): status for status, words in _STATUSES.items() for word in words}
# Letters of TCVN3, VNI or Windows-1258, read as Japanese: half-width kana or a kanji right beside a Latin letter.
_OLD_LETTERS = re.compile(r"[A-Za-z][\uff61-\uff9f]|[\uff61-\uff9f][A-Za-z]|[a-z][\u3400-\u9fff]")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?(?:[日月]|[T ]00:00.*)?")
_YEAR_LAST = re.compile(r"(?:(\d{1,2})\s*[-/.]\s*)?(\d{1,2})\s*[-/.]\s*(\d{4})")


def read(name: str, content: bytes) -> Roster:
    """Read a file that somebody sent. Raises Refused with a RosterRefusal or an UploadRefusal, on the field `file`."""
    try:
        return _roster(_rows_of(name, content))
    except Refused as refusal:
        refusal.field = "file"
        raise


def _rows_of(name: str, content: bytes) -> list[list[str]]:
    if content.startswith(b"PK") or name.lower().endswith(".xlsx"):
        received = uploads.receive(
            content, name=name, taken=frozenset({FileKind.XLSX}), most_bytes=MOST_BYTES
        )
        return _rows_of_workbook(received.content)
    if len(content) > MOST_BYTES:
        raise Refused(uploads.UploadRefusal.TOO_LARGE)
    if not content.strip():
        raise Refused(uploads.UploadRefusal.EMPTY)
    # Old workbooks (.xls), PDF and pictures are no text, whatever their name says.
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8", b"GIF8", b"{\\rtf")):
        raise Refused(RosterRefusal.NOT_TAKEN)
    text = _text_of(content)
    if not text.strip():
        # Nothing but a mark of the encoding, and empty lines.
        raise Refused(uploads.UploadRefusal.EMPTY)
    return _rows_of_text(text)


def _text_of(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        # What Excel calls "Unicode text".
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise Refused(RosterRefusal.NOT_A_TABLE) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp932")
    except UnicodeDecodeError:
        raise Refused(RosterRefusal.OLD_LETTERS) from None
    if _OLD_LETTERS.search(text):
        raise Refused(RosterRefusal.OLD_LETTERS)
    return text


def _rows_of_text(text: str) -> list[list[str]]:
    if "\0" in text:
        raise Refused(RosterRefusal.NOT_A_TABLE)
    begin = text[:20_000]
    marks = sorted(",;\t", key=lambda mark: -_columns_known(_split(begin, mark)[:_HEAD_WITHIN]))
    return _split(text, marks[0])


def _split(text: str, mark: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            rows.append(row[:_MOST_COLUMNS])
            if len(rows) > MOST_LINES * 2:
                break
    except csv.Error:
        raise Refused(RosterRefusal.NOT_A_TABLE) from None
    return rows


def _columns_known(rows: Iterable[Sequence[str]]) -> int:
    return max((len(_columns_of(row)) for row in rows), default=0)


def _rows_of_workbook(content: bytes) -> list[list[str]]:
    """The first sheet that has a head. Values only: a formula counts as what the program that wrote it last worked out."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load, and only needed for workbooks

    workbooks.must_be_readable(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            # What the sheet says of its own size is not believed.
            sheet.reset_dimensions()
            rows = [
                [_cell(value) for value in row]
                for row in sheet.iter_rows(
                    max_row=MOST_LINES + _HEAD_WITHIN + 1, max_col=_MOST_COLUMNS, values_only=True
                )
            ]
            if _columns_known(rows[:_HEAD_WITHIN]):
                return rows
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, SyntaxError, TypeError, AttributeError):
        raise Refused(RosterRefusal.NOT_A_TABLE) from None
    return []


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _columns_of(row: Sequence[str]) -> dict[Column, int]:
    """Which cell of a head is what; empty where nobody is named. The first of two alike counts."""
    found: dict[Column, int] = {}
    for place, title in enumerate(row):
        column = _COLUMN_OF.get(_plain(title[:100]))
        if column is not None:
            found.setdefault(column, place)
    return found if Column.NAME in found or Column.GIVEN_NAME in found else {}


def _roster(rows: Sequence[Sequence[str]]) -> Roster:
    head = next((place for place, row in enumerate(rows[:_HEAD_WITHIN]) if _columns_of(row)), None)
    if head is None:
        raise Refused(RosterRefusal.NO_HEAD)
    columns = _columns_of(rows[head])
    lines: list[RosterLine] = []
    bad: list[BadLine] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        values = {column: _clean(row[place]) for column, place in columns.items() if place < len(row)}
        if not any(values.values()):
            continue
        if len(lines) + len(bad) >= MOST_LINES:
            raise Refused(RosterRefusal.TOO_MANY_LINES)
        try:
            line = _line(number, values)
            if line.email and line.email in seen:
                raise _Fault(Column.EMAIL, line.email, LineFault.TWICE, seen[line.email])
        except _Fault as fault:
            bad.append(BadLine(number, fault.column, fault.typed, fault.fault, fault.other_line))
            continue
        if line.email:
            seen[line.email] = number
        lines.append(line)
    if not lines and not bad:
        raise Refused(RosterRefusal.NO_LINES)
    return Roster(tuple(lines), tuple(bad))


class _Fault(Exception):
    def __init__(self, column: Column, typed: str, fault: LineFault, other_line: int = 0) -> None:
        super().__init__(fault)
        self.column, self.typed, self.fault, self.other_line = column, typed[:80], fault, other_line


def _clean(typed: str) -> str:
    """One line without signs that are not to be seen; what begins with = stays the text it is."""
    seen = "".join(sign for sign in typed if unicodedata.category(sign)[0] != "C" or sign in "\t\n\r")
    return one_line(seen)


def _line(number: int, values: dict[Column, str]) -> RosterLine:
    name = values.get(Column.NAME) or ""
    parts = (values.get(Column.FAMILY_NAME), values.get(Column.GIVEN_NAME))
    if not name or (Column.NAME not in values and any(parts)):
        name = " ".join(part for part in parts if part)
    for column, longest in _LONGEST.items():
        typed = name if column is Column.NAME else values.get(column, "")
        if len(typed) > longest:
            raise _Fault(column, typed, LineFault.TOO_LONG)
    if not any(sign.isalpha() for sign in name):
        raise _Fault(Column.NAME, name, LineFault.NO_NAME)
    return RosterLine(
        line=number,
        name=name,
        email=_email(values.get(Column.EMAIL, "")),
        number=values.get(Column.NUMBER, ""),
        major=values.get(Column.MAJOR, ""),
        graduates=_month(values.get(Column.GRADUATES, "")),
        status=_status(values.get(Column.STATUS, "")),
    )


def _email(typed: str) -> str:
    if not typed:
        return ""
    try:
        checked = validate_email(
            typed, check_deliverability=False, allow_smtputf8=False, test_environment=True
        )
    except EmailNotValidError:
        raise _Fault(Column.EMAIL, typed, LineFault.NOT_AN_ADDRESS) from None
    return checked.normalized.lower()


def _month(typed: str) -> tuple[int, int] | None:
    """2027-06, 2027年6月, 6/2027, 30/06/2027: in these countries the day stands before the month."""
    plain = unicodedata.normalize("NFKC", typed)
    if not plain:
        return None
    first, last = _YEAR_FIRST.fullmatch(plain), _YEAR_LAST.fullmatch(plain)
    if first:
        year, month, day = int(first[1]), int(first[2]), int(first[3] or 1)
    elif last:
        year, month, day = int(last[3]), int(last[2]), int(last[1] or 1)
    else:
        raise _Fault(Column.GRADUATES, typed, LineFault.NOT_A_MONTH)
    try:
        date(year, month, day)
    except ValueError:
        raise _Fault(Column.GRADUATES, typed, LineFault.NOT_A_MONTH) from None
    if not 1950 <= year <= 2100:
        raise _Fault(Column.GRADUATES, typed, LineFault.NOT_A_MONTH)
    return year, month


def _status(typed: str) -> Confirmed | None:
    if not typed:
        return None
    found = _STATUS_OF.get(_plain(typed))
    if found is None:
        raise _Fault(Column.STATUS, typed, LineFault.STATUS_UNKNOWN)
    return found
