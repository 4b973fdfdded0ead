"""Lists of hires from files: reading rows, and one sentence for each row that cannot be taken. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
import csv
from dataclasses import dataclass
from datetime import date, datetime
import difflib
from enum import StrEnum
import io
from typing import Any

from email_validator import EmailNotValidError, validate_email

from recruit.core.clock import today_in
from recruit.core.errors import Refused
from recruit.core.locales import CODES
from recruit.core.uploads.workbooks import must_be_readable
from recruit.placements.rules import EmployerSize, ExitKind

REQUIRED = (
    "hire_id",
    "country",
    "company_size",
    "hire_date",
    "registered_date",
    "last_working_day",
    "exit_type",
)
OPTIONAL = (
    "name",
    "email",
    "language",
    "employer_corporate_number",
    "position",
    "arrival_date",
    "stay_until",
)
# The countries the programme knows of; a list of hires from elsewhere is a mistake until somebody adds the country.
COUNTRIES = frozenset(
    {
        "VN",
        "ID",
        "PH",
        "MM",
        "NP",
        "BD",
        "IN",
        "LK",
        "TH",
        "MN",
        "KH",
        "LA",
        "CN",
        "KR",
        "TW",
        "MY",
        "UZ",
        "PK",
    }
)
LARGEST_FILE = 10 * 1024 * 1024
# What people write instead of the two letters: the language's code, the three letters, the name.
_SPELLINGS = {
    "VN": ("vi", "vnm", "vietnam", "viet nam", "việt nam", "ベトナム"),
    "ID": ("idn", "indonesia", "インドネシア"),
    "PH": ("tl", "phl", "philippines", "フィリピン"),
    "MM": ("mmr", "myanmar", "ミャンマー"),
    "NP": ("ne", "npl", "nepal", "ネパール"),
    "BD": ("bn", "bgd", "bangladesh", "バングラデシュ"),
    "IN": ("hi", "india", "インド"),
    "LK": ("si", "lka", "sri lanka", "スリランカ"),
    "TH": ("tha", "thailand", "タイ"),
    "MN": ("mng", "mongolia", "モンゴル"),
    "KH": ("km", "khm", "cambodia", "カンボジア"),
    "CN": ("zh", "chn", "china", "中国"),
    "KR": ("ko", "kor", "korea", "韓国"),
}
_COUNTRY_OF = {spelling: country for country, spellings in _SPELLINGS.items() for spelling in spellings}
LONGEST_ID = 80
# What `stay_until` says in place of a day of somebody whose stay has no end; an empty cell says nothing.
NO_END = "no_end"
_NO_END_SPELLINGS = frozenset(
    {NO_END, "no end", "無期限", "tanpa batas waktu", "không thời hạn", "không xác định thời hạn"}
)


@dataclass(frozen=True)
class HireRow:
    """One hire of a list, checked. `line` counts from 1, the head included, as a person sees it in a spreadsheet."""

    line: int
    hire_id: str
    country: str
    company_size: str
    hire_date: date
    registered_date: date
    last_working_day: date | None
    exit_kind: ExitKind | None
    name: str = ""
    email: str = ""
    language: str = ""
    employer_corporate_number: str = ""
    position: str = ""
    arrived_on: date | None = None
    stay_until_on: date | None = None
    stay_has_no_end: bool = False


class RowFault(StrEnum):
    """Why a row cannot be taken."""

    NUMBER_MISSING = "row_number_missing"
    NUMBER_TOO_LONG = "row_number_too_long"
    STANDS_ALREADY = "row_stands_already"
    ENDS_BEFORE_HIRE = "row_ends_before_hire"
    LEFT_WITHOUT_DAY = "row_left_without_day"
    ARRIVAL_TO_COME = "row_arrival_to_come"
    STAY_BEFORE_ARRIVAL = "row_stay_before_arrival"
    STAY_TOO_LONG = "row_stay_too_long"
    NOT_AN_ADDRESS = "row_not_an_address"
    NOT_A_DAY = "row_not_a_day"
    MEANS_ANOTHER = "row_means_another"
    NOT_KNOWN = "row_not_known"


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be taken, and why: a sentence in English for whoever runs a command, and what `said` of the row the
    sentence in the reader's language names.
    """

    line: int
    column: str
    fault: RowFault
    sentence: str
    said: Mapping[str, str]

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.sentence}"


@dataclass(frozen=True)
class HireList:
    """What a file holds: the rows that can be taken and those that cannot."""

    rows: tuple[HireRow, ...]
    bad: tuple[BadRow, ...]


class ListFault(StrEnum):
    """Why a file as a whole cannot be read."""

    TOO_LARGE = "too_large"
    COLUMNS_MISSING = "columns_missing"
    NOT_CSV = "not_csv"
    NOT_TEXT = "not_text"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    NOT_A_WORKBOOK = "not_a_workbook"


class NotAList(Exception):
    """The file as a whole cannot be read; the sentence says why, in English for whoever runs a command."""

    def __init__(self, fault: ListFault, sentence: str, *, missing: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.fault, self.missing = fault, tuple(missing)


def read(name: str, content: bytes, *, latest_stay: date | None = None) -> HireList:
    """Read a CSV (UTF-8, UTF-8 with a byte order mark, CP932) or XLSX file. Raises NotAList.

    `latest_stay`: no stay ends later by the law; None where nothing is known of it.
    """
    if len(content) > LARGEST_FILE:
        raise NotAList(ListFault.TOO_LARGE, f"the file is larger than {LARGEST_FILE // 1024 // 1024} MB")
    raw = _xlsx_rows(content) if name.lower().endswith(".xlsx") else _csv_rows(content)
    head, *body = raw or [[]]
    columns = [str(cell).strip().lower() for cell in head]
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        raise NotAList(
            ListFault.COLUMNS_MISSING,
            f"line 1: the columns {', '.join(missing)} are missing",
            missing=missing,
        )
    today = today_in("Asia/Tokyo")
    rows: list[HireRow] = []
    bad: list[BadRow] = []
    seen: dict[str, int] = {}
    for line, cells in enumerate(body, start=2):
        # A row may be shorter than the head: spreadsheets leave out empty cells at its end.
        values = dict.fromkeys(columns, "") | dict(
            zip(columns, (str(cell).strip() for cell in cells), strict=False)
        )
        if not any(values.values()):
            continue
        try:
            row = _row(line, values, today, latest_stay)
        except _Fault as fault:
            bad.append(BadRow(line, fault.column, fault.fault, fault.sentence, fault.said))
            continue
        if row.hire_id in seen:
            said = {"typed": row.hire_id, "other": str(seen[row.hire_id])}
            sentence = f"{row.hire_id} stands on line {seen[row.hire_id]} already"
            bad.append(BadRow(line, "hire_id", RowFault.STANDS_ALREADY, sentence, said))
            continue
        seen[row.hire_id] = line
        rows.append(row)
    return HireList(tuple(rows), tuple(bad))


class _Fault(Exception):
    def __init__(self, column: str, fault: RowFault, sentence: str, **said: object) -> None:
        super().__init__(sentence)
        self.column, self.fault, self.sentence = column, fault, sentence
        self.said = {name: str(value) for name, value in said.items()}


def _csv_rows(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return list(csv.reader(io.StringIO(text, newline="")))
        except csv.Error as error:
            raise NotAList(ListFault.NOT_CSV, f"the file is not a CSV file ({error})") from error
    raise NotAList(ListFault.NOT_TEXT, "line 1: the file is neither UTF-8 nor CP932 text")


def _xlsx_rows(content: bytes) -> list[list[str]]:
    import zipfile  # noqa: PLC0415 - only needed for workbooks

    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load, and only needed for workbooks

    too_large = NotAList(ListFault.UNPACKS_TOO_LARGE, "the workbook unpacks to more than can be read")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            # Spreadsheets pack in no other way, and the others unpack without a bound.
            if any(
                part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
                for part in parts.infolist()
            ):
                raise too_large
        must_be_readable(content)
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
    except Refused as refusal:
        raise too_large from refusal
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise NotAList(ListFault.NOT_A_WORKBOOK, "the file is not a workbook") from error
    return [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _row(line: int, values: Mapping[str, str], today: date, latest_stay: date | None) -> HireRow:
    hire_id = values["hire_id"]
    if not hire_id:
        raise _Fault("hire_id", RowFault.NUMBER_MISSING, "every hire needs a number of its own")
    if len(hire_id) > LONGEST_ID:
        raise _Fault(
            "hire_id", RowFault.NUMBER_TOO_LONG, f"is longer than {LONGEST_ID} characters", most=LONGEST_ID
        )
    hired, registered = _day("hire_date", values), _day("registered_date", values)
    last_day = _day("last_working_day", values) if values["last_working_day"] else None
    if last_day is not None and last_day < hired:
        raise _Fault(
            "last_working_day",
            RowFault.ENDS_BEFORE_HIRE,
            f"{last_day} lies before the hire on {hired}",
            typed=last_day,
            other=hired,
        )
    kind = _one_of("exit_type", values["exit_type"], ExitKind) if values["exit_type"] else None
    if kind is not None and last_day is None:
        raise _Fault(
            "exit_type",
            RowFault.LEFT_WITHOUT_DAY,
            "says that the person left, but last_working_day is empty",
        )
    if last_day is not None and kind is None:
        kind = ExitKind.UNKNOWN
    arrived = _day("arrival_date", values) if values.get("arrival_date") else None
    has_no_end = values.get("stay_until", "").casefold() in _NO_END_SPELLINGS
    stay_until = _day("stay_until", values) if values.get("stay_until") and not has_no_end else None
    if arrived is not None and arrived > today:
        raise _Fault(
            "arrival_date",
            RowFault.ARRIVAL_TO_COME,
            f"{arrived} has not come yet; leave it empty until the person is here",
            typed=arrived,
        )
    if stay_until is not None and arrived is not None and stay_until <= arrived:
        raise _Fault(
            "stay_until",
            RowFault.STAY_BEFORE_ARRIVAL,
            f"{stay_until} does not lie after the arrival on {arrived}",
            typed=stay_until,
            other=arrived,
        )
    if stay_until is not None and latest_stay is not None and stay_until > latest_stay:
        raise _Fault(
            "stay_until",
            RowFault.STAY_TOO_LONG,
            f"{stay_until} is later than any period of stay can end ({latest_stay}); for a stay without an end write {NO_END}",
            typed=stay_until,
            other=latest_stay,
            code=NO_END,
        )
    email = values.get("email", "")
    if email:
        try:
            email = validate_email(
                email, check_deliverability=False, allow_smtputf8=False, test_environment=True
            ).normalized.lower()
        except EmailNotValidError:
            raise _Fault(
                "email", RowFault.NOT_AN_ADDRESS, f"“{email}” is not an e-mail address", typed=email
            ) from None
    language = values.get("language", "").lower()
    if language and language not in CODES:
        raise _guess("language", language, CODES)
    return HireRow(
        line=line,
        hire_id=hire_id,
        country=_country(values["country"]),
        company_size=_one_of("company_size", values["company_size"], EmployerSize),
        hire_date=hired,
        registered_date=registered,
        last_working_day=last_day,
        exit_kind=kind,
        name=values.get("name", "")[:200],
        email=email,
        language=language,
        employer_corporate_number=values.get("employer_corporate_number", ""),
        position=values.get("position", ""),
        arrived_on=arrived,
        stay_until_on=stay_until,
        stay_has_no_end=has_no_end,
    )


def _day(column: str, values: Mapping[str, str]) -> date:
    text = values[column].replace("/", "-")
    try:
        year, month, day = (int(part) for part in text.split("-"))
        return date(year, month, day)
    except ValueError:
        raise _Fault(
            column,
            RowFault.NOT_A_DAY,
            f"“{values[column]}” is not a day such as 2024-04-01",
            typed=values[column],
        ) from None


def _country(text: str) -> str:
    if text in COUNTRIES:
        return text
    raise _guess("country", text, COUNTRIES, meant=_COUNTRY_OF.get(text.casefold(), ""))


def _one_of(column: str, text: str, kind: type[ExitKind] | type[EmployerSize]) -> Any:
    try:
        return kind(text)
    except ValueError:
        raise _guess(column, text, list(kind)) from None


def _guess(column: str, text: str, known: Iterable[str], *, meant: str = "") -> _Fault:
    by_folded = {str(word).casefold(): str(word) for word in sorted(known)}
    near = difflib.get_close_matches(text.casefold(), by_folded, n=1, cutoff=0.6)
    meant = meant or (by_folded[near[0]] if near else "")
    if meant:
        words = f"“{text}” is not known; did you mean {meant}?"
        return _Fault(column, RowFault.MEANS_ANOTHER, words, typed=text, other=meant)
    all_known = ", ".join(by_folded.values())
    words = f"“{text}” is not known; known are {all_known}"
    return _Fault(column, RowFault.NOT_KNOWN, words, typed=text, other=all_known)
