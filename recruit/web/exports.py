"""Files for spreadsheets: CSV that Excel reads as UTF-8, and XLSX. No cell becomes a formula."""

from collections.abc import Iterable, Sequence
import csv
import io

from flask import Response
import xlsxwriter

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A download with a byte order mark, so that Excel in Japan reads Vietnamese names right."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return _download(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", name + ".csv")


def xlsx_file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A workbook of one sheet with its first row frozen. Rows go through one by one: ten thousand need no more memory than ten
    (what is written lies in a nameless temporary file meanwhile).
    """
    store = io.BytesIO()
    book = xlsxwriter.Workbook(
        store, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.write_row(0, 0, [str(title) for title in head], bold)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(
            number,
            0,
            [
                "" if value is None else value if isinstance(value, int | float) else str(value)
                for value in row
            ],
        )
    book.close()
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _download(store.getvalue(), media_type, name + ".xlsx")


def _download(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
