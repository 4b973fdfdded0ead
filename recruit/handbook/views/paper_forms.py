"""The forms of the company handbook: the list of them, and each as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.errors import Missing
from recruit.core.facts import Fact, facts_on
from recruit.core.locales import BY_CODE
from recruit.handbook import queries
from recruit.handbook.models import Book, Chapter
from recruit.handbook.paper_forms import FORMS, Form, edition_of, make
from recruit.handbook.views.room import room
from recruit.web.gate import current_language
from recruit.web.locks import anybody

# The book that the forms belong to.
BOOK = "company-handbook"


@dataclass(frozen=True)
class Listed:
    """A form on the list: the chapters that lead to it, and its files as (language, size in kilobytes)."""

    form: Form
    chapters: list[Chapter]
    files: list[tuple[str, int]]


@room.get("/handbook/forms", lock=anybody, kept=True)
def forms() -> ResponseReturnValue:
    """All forms, in the order in which they are needed."""
    book = next((book for book in queries.shelf() if book.slug == BOOK), None)
    facts = facts_on({key for form in FORMS.values() for key in form.facts}, clock.today_in("Asia/Tokyo"))
    return render_template(
        "handbook/forms.html",
        book=book,
        listed=[_listed(form, book, facts) for form in FORMS.values()],
        edition=max(edition_of(form, facts) for form in FORMS.values()),
        by_code=BY_CODE,
    )


@room.get("/handbook/forms/<form>.<extension>", lock=anybody, kept=True)
def form(form: str, extension: str) -> ResponseReturnValue:
    """One form as a file, in `?language=`, else in the reader's language or the first it is made in."""
    found = FORMS.get(form)
    if found is None or found.kind != extension:
        raise Missing
    language = request.args.get("language") or _nearest(found)
    if language not in found.languages:
        raise Missing
    facts = facts_on(found.facts, clock.today_in("Asia/Tokyo"))
    response = Response(_file_of(found, language, facts), content_type=found.kind.media_type)
    name = found.title_in(language).replace("/", "-")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{found.key}-{language}.{found.kind}"; '
        f"filename*=UTF-8''{quote(f'{name}.{found.kind}', safe='')}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _nearest(form: Form) -> str:
    language = current_language()
    return language if language in form.languages else form.languages[0]


def _listed(form: Form, book: Book | None, facts: dict[str, Fact]) -> Listed:
    chapters = [chapter for chapter in book.chapters if chapter.slug in form.chapters] if book else []
    files = [(language, -(-len(_file_of(form, language, facts)) // 1024)) for language in form.languages]
    return Listed(form, chapters, files)


def _file_of(form: Form, language: str, facts: Mapping[str, Fact]) -> bytes:
    return _made(form.key, language, tuple(facts[key] for key in sorted(form.facts) if key in facts))


@lru_cache(maxsize=128)
def _made(key: str, language: str, facts: tuple[Fact, ...]) -> bytes:
    """A form follows from its facts alone. All of them take half a second, and the list asks for all of them."""
    return make(key, language, {fact.key: fact for fact in facts})
