"""The forms of the company handbook to download: Word documents to write in and workbooks that work things out.

No form asks for more than it needs; none holds anything about a person. What is in them is in `texts/` and `index.json`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
import json
from pathlib import Path

from recruit.core.facts import Fact
from recruit.core.texts import best_title
from recruit.handbook.paper_forms import (
    cost_sheet,
    self_check,
    sheets,
    start_calendar,
    take_home,
    texts,
    word,
)

# The day on which the forms were last read through. Facts checked later make the edition later.
EDITION = date(2026, 11, 26)
_INDEX = Path(__file__).parent / "index.json"
_FOOTERS = {
    "ja": "外国人技術者を迎える会社のハンドブック　{day}版　法律相談ではありません",
    "en": "Handbook for companies that welcome engineers from abroad · edition of {day} · not legal advice",
    "id": "Buku panduan perusahaan penerima insinyur asing · edisi {day} · bukan nasihat hukum",
    "vi": "Cẩm nang cho công ty tiếp nhận kỹ sư nước ngoài · bản ngày {day} · không phải tư vấn pháp lý",
}


class Kind(StrEnum):
    WORD = "docx"
    SHEET = "xlsx"

    @property
    def media_type(self) -> str:
        return word.MEDIA_TYPE if self is Kind.WORD else sheets.MEDIA_TYPE


@dataclass(frozen=True)
class Form:
    """A form to download.

    `languages` are those it is made in; a form in two languages has Japanese beside each of them. `pages` is how many A4 pages
    it is, `chapters` are the slugs of the chapters that lead to it, `facts` the dated facts it states.
    """

    key: str
    kind: Kind
    pages: int
    chapters: tuple[str, ...]
    languages: tuple[str, ...]
    titles: Mapping[str, str]
    purposes: Mapping[str, str]
    facts: frozenset[str]

    @property
    def is_in_two_languages(self) -> bool:
        return "ja" not in self.languages

    def title_in(self, language: str) -> str:
        """What stands on the form itself."""
        own = best_title(self.titles, language)[0]
        return f"{self.titles['ja']} / {own}" if self.is_in_two_languages else own


_SHEETS = {
    module.KEY: module.FACTS | texts.facts_in(module.KEY)
    for module in (cost_sheet, self_check, start_calendar, take_home)
}


def _read() -> Mapping[str, Form]:
    return {
        row["key"]: Form(
            key=row["key"],
            kind=Kind(row["kind"]),
            pages=row["pages"],
            chapters=tuple(row["chapters"]),
            languages=tuple(row["languages"]),
            titles=row["titles"],
            purposes=row["purposes"],
            facts=_SHEETS[row["key"]] if row["key"] in _SHEETS else texts.facts_in(row["key"]),
        )
        for row in json.loads(_INDEX.read_text(encoding="utf-8"))
    }


FORMS: Mapping[str, Form] = _read()


def edition_of(form: Form, facts: Mapping[str, Fact]) -> date:
    """The day of a form's edition: when it or one of its facts was last checked."""
    return max([EDITION, *(facts[key].checked_on for key in form.facts if key in facts)])


def make(key: str, language: str, facts: Mapping[str, Fact]) -> bytes:
    """The file of a form in one of its languages; `facts` are those it states (`Form.facts`). The same to the byte every time."""
    form = FORMS[key]
    made_on = edition_of(form, facts)
    words = texts.Words(language, facts)
    footer = _FOOTERS[language].format(day=made_on.isoformat())
    title = form.title_in(language)
    if form.kind is Kind.WORD:
        return word.document(
            title, tuple(texts.blocks_of(key, words)), language=language, footer=footer, made_on=made_on
        )
    book = sheets.Book(title, language=language, footer=footer, made_on=made_on)
    fills: Mapping[str, Callable[[], None]] = {
        cost_sheet.KEY: lambda: cost_sheet.fill(book, words, facts),
        self_check.KEY: lambda: self_check.fill(book, words),
        start_calendar.KEY: lambda: start_calendar.fill(book, words, facts),
        take_home.KEY: lambda: take_home.fill(book, words, take_home.reckoned_for(made_on)),
    }
    fills[key]()
    return book.content()
