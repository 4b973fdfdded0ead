"""A report as files: PDF and XLSX, byte for byte the same for the same edition and the same data."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC
import io
from typing import Any

from flask import current_app, g
from flask_babel import force_locale, gettext as _
import xlsxwriter

from recruit.retention.pictures import on_paper
from recruit.retention.report.contents import contents_of
from recruit.retention.report.figures import Yearly
from recruit.retention.report.sections import Contents, Section
from recruit.web.exports import harmless
from recruit.web.pdf import pdf_of, printable

_WIDTH_OF_NAMES, _WIDTH_OF_FIGURES, _WIDTH_OF_WORDS = 42, 24, 110


@contextmanager
def in_language(language: str) -> Generator[None]:
    """Words, days and names of things in the language of the report, whoever asks for it."""
    before = g.get("language")
    g.language = language
    try:
        with force_locale(language):
            yield
    finally:
        g.language = before


def as_pdf(report: Yearly, language: str) -> bytes:
    """The report on paper. Raises Busy, PaperFailed."""
    with in_language(language):
        return pdf_of(_source(), _data(contents_of(report), language), made_at=report.edition.known_by)


def _source() -> str:
    loader, environment = current_app.jinja_loader, current_app.jinja_env
    if loader is None:
        raise RuntimeError("the application has no templates")
    return "\n".join(
        loader.get_source(environment, file)[0] for file in ("parts/paper.typ", "retention/report.typ")
    )


def _data(contents: Contents, language: str) -> dict[str, Any]:
    return {
        "lang": language,
        "title": contents.title,
        "subtitle": contents.subtitle,
        "answer": contents.answer,
        "facts": [[printable(name), printable(words)] for name, words in contents.facts],
        "sections": [_section(one) for one in contents.sections],
        "foot": _("%(title)s. %(subtitle)s", title=contents.title, subtitle=contents.subtitle),
    }


def _section(one: Section) -> dict[str, Any]:
    return {
        "title": one.title,
        "paragraphs": [printable(words) for words in one.paragraphs],
        "drawing": None if one.drawing is None else on_paper(one.drawing),
        "drawing_words": _("%(title)s. The table has the same figures.", title=one.title),
        "head": [printable(words) for words in one.grid.head] if one.grid else [],
        "rows": [[printable(words) for words in row] for row in one.grid.rows] if one.grid else [],
        "of_words": one.grid.of_words if one.grid else 1,
        "notes": [printable(words) for words in one.notes],
    }  # fmt: skip


def as_xlsx(report: Yearly, language: str) -> bytes:
    """The same in a workbook: a sheet of what it rests on, and one for each part."""
    with in_language(language):
        contents = contents_of(report)
        first = _("Report")
    store = io.BytesIO()
    book = xlsxwriter.Workbook(
        store, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    made_at = report.edition.known_by.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": contents.title, "subject": contents.subtitle, "created": made_at})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    large = book.add_format({"bold": True, "font_size": 14})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(first)
    sheet.set_column(0, 0, _WIDTH_OF_NAMES)
    sheet.set_column(1, 1, _WIDTH_OF_WORDS)
    sheet.write_string(0, 0, contents.title, large)
    for place, words in enumerate((contents.subtitle, contents.answer), start=1):
        sheet.write_string(place, 0, words)
    for place, (name, words) in enumerate(contents.facts, start=4):
        sheet.write_string(place, 0, name, wrapped)
        sheet.write_string(place, 1, words, wrapped)
    for place, section in enumerate(contents.sections, start=1):
        sheet = book.add_worksheet(f"{place} {section.title}"[:31])
        sheet.set_column(0, 0, _WIDTH_OF_NAMES)
        sheet.set_column(1, 9, _WIDTH_OF_FIGURES)
        _write(sheet, section, large, bold, wrapped)
    book.close()
    return store.getvalue()


def _write(sheet: Any, section: Section, large: Any, bold: Any, wrapped: Any) -> None:
    sheet.write_string(0, 0, section.title, large)
    row = 1
    for words in section.paragraphs:
        sheet.write_string(row, 0, words)
        row += 1
    if section.grid is not None:
        row += 1
        for column, words in enumerate(section.grid.head):
            sheet.write_string(row, column, words, bold)
        for line in section.grid.rows:
            row += 1
            for column, words in enumerate(line):
                sheet.write_string(row, column, str(harmless(words)), wrapped)
        row += 1
    for words in section.notes:
        row += 1
        sheet.write_string(row, 0, words)


def name_of(report: Yearly, language: str) -> str:
    """The name of the file, without its ending."""
    return f"retention-report-{report.edition.year}-{report.edition.readers}-{language}"
