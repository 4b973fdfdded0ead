"""A book ready to be set: its chapters as trees, its facts as numbered notes, and all words around them in its language."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
import hashlib
import json
import logging
from typing import Any

from flask import current_app
from flask_babel import force_locale, gettext as _, pgettext
from werkzeug.routing import BuildError

from recruit.core import clock, files
from recruit.core.errors import Missing
from recruit.core.facts import Fact, facts_on
from recruit.core.publishers import publisher_of, source_in
from recruit.core.texts import best_title
from recruit.handbook import marks, queries
from recruit.handbook.figures.queries import content_of_figure, shown_in
from recruit.handbook.figures.rules import Shown, Size
from recruit.handbook.glossary import Explained, terms_of
from recruit.handbook.models import Book
from recruit.handbook.printing.tree import Node, blocks_of
from recruit.handbook.rendering import words_around
from recruit.handbook.shown import PAGES, length_of, shown_value
from recruit.web.times import format_day

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Picture:
    """A picture as a file of a book."""

    file: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Printed:
    """A book in one language. `contents` is plain data: title, edition, words, chapters, facts and terms."""

    book: Book
    language: str
    made_at: datetime
    contents: dict[str, Any]
    read: Callable[[str, str, int], tuple[bytes, str]] | None = None

    def pictures(self, width: int) -> dict[str, Picture]:
        """The pictures of its chapters by the name of their nodes, none wider than that. One that cannot be read is left out:
        then its description stands there.
        """
        found: dict[str, Picture] = {}
        for chapter in self.contents["chapters"]:
            for node in _figures_in(chapter["blocks"]):
                if self.read is None or not node["width"] or node["name"] in found:
                    continue
                try:
                    content, media_type = self.read(chapter["slug"], node["key"], width)
                except (Missing, files.FileDamaged, files.StoreUnreachable, ValueError):
                    log.exception("a picture is missing in a book", extra={"picture": node["name"]})
                    continue
                ending = "jpg" if media_type == "image/jpeg" else "png"
                found[node["name"]] = Picture(f"{node['name']}.{ending}", media_type, content)
        return found

    @property
    def hash(self) -> str:
        """The same for the same contents."""
        return hashlib.sha256(json.dumps(self.contents, sort_keys=True).encode()).hexdigest()

    @property
    def name(self) -> str:
        """The name of a file of it, without ending."""
        return f"{self.book.slug}-{self.language}"


def printed(book: Book, language: str, *, on: date) -> Printed:
    """A book with every chapter published in that language. Raises Missing where there is none."""
    texts = queries.texts_in(book, language)
    if not texts:
        raise Missing
    bodies = [one.version.body for one in texts]
    keys = [key for body in bodies for key in marks.keys_of_facts(body)]
    facts = facts_on(set(keys), on)
    numbers = {
        key: place for place, key in enumerate((key for key in dict.fromkeys(keys) if key in facts), start=1)
    }
    marked = terms_of({key for body in bodies for key in marks.keys_of_terms(body)})
    terms = {key: one.explained(language, book.source_language) for key, one in marked.items()}
    slugs = {one.chapter.slug for one in texts}
    addresses = queries.chapters_by_address(book)
    made_at = max(
        (one.version.publish_at for one in texts if one.version.publish_at),
        default=datetime(2000, 1, 1, tzinfo=UTC),
    )

    made_on = clock.day_in(made_at, "Asia/Tokyo")
    lengths = {key: length_of(one) for key, one in facts.items()}

    def word(key: str) -> str:
        return terms[key].word if key in terms else "–"

    values = {key: shown_value(one, language) for key, one in facts.items()}

    def blocks(source: str) -> list[Node]:
        source = marks.with_addresses(source, addresses)
        said = tuple(
            (key, values[key], numbers[key], lengths[key])
            for key in marks.keys_of_facts(source)
            if key in values
        )
        worded = tuple((key, word(key)) for key in marks.keys_of_terms(source))
        found = json.loads(_parsed(source, said, worded))
        _give_addresses(found, language, slugs)
        return found

    chapters, notes = [], {}
    for text in texts:
        shown = shown_in(text.chapter, text.version.body)
        easy, rest = marks.easy_and_rest(text.version.body)
        chapters.append(
            {
                "slug": text.chapter.slug,
                "number": text.chapter.position,
                "title": text.title,
                "easy": blocks(easy),
                "blocks": blocks(rest),
            }
        )
        if "(figure:" in marks.clean(text.version.body):
            _give_sizes(chapters[-1], shown)
        worded = marks.TERM.sub(lambda match: match[2] or word(match[1]), f"{rest}\n{easy}")
        for key in marks.keys_of_facts(text.version.body):
            if key in facts and key not in notes:
                notes[key] = words_around(key, worded, values)
    with force_locale(language):
        contents = {
            "lang": language,
            "title": best_title(book.titles, language)[0],
            "edition": _("Edition of %(day)s", day=format_day(made_on)),
            "note": book.notes.get(language) or "",
            "words": _words(),
            "chapters": chapters,
            "facts": [_fact(facts[key], place, notes[key], language) for key, place in numbers.items()],
            "terms": _glossary(terms.values()),
        }
    by_slug = {one.chapter.slug: one.chapter for one in texts}
    return Printed(
        book,
        language,
        made_at,
        contents,
        lambda slug, key, width: content_of_figure(by_slug[slug], key, width=width),
    )


@lru_cache(maxsize=256)
def _parsed(
    source: str, facts: tuple[tuple[str, str, int, float | None], ...], words: tuple[tuple[str, str], ...]
) -> str:
    """The blocks of a text, kept in the process by all that they are made of: when something changes, only what it touches is
    read anew. As words, because every book gives its own addresses to its own blocks.
    """
    values = {key: value for key, value, _number, _length in facts}
    numbers = {key: number for key, _value, number, _length in facts}
    lengths = {key: length for key, _value, _number, length in facts}
    blocks = blocks_of(source, values, numbers, dict(words).__getitem__, lengths)
    return json.dumps(blocks, ensure_ascii=False)


def _figures_in(tree: Any) -> Iterator[Node]:
    if isinstance(tree, list):
        for one in tree:
            yield from _figures_in(one)
    elif isinstance(tree, dict):
        if tree.get("kind") == "figure":
            yield tree
        for one in tree.values():
            yield from _figures_in(one)


def _give_sizes(chapter: Node, shown: Mapping[str, Shown]) -> None:
    """Every picture gets `name`, by which its file is called, and its size on a screen; zero where it is not known."""
    for node in _figures_in([chapter["easy"], chapter["blocks"]]):
        found = shown.get(node["key"])
        size = found.middle if found else Size(0, 0)
        node |= {"name": f"{chapter['slug']}-{node['key']}", "width": size.width, "height": size.height}


def _words() -> dict[str, str]:
    return {
        "advice": _("This is not legal advice. Small numbers lead to the sources at the end of the book."),
        "contents": _("Contents"),
        "facts": _("Figures and their sources"),
        "terms": _("Terms of this book"),
        "figure": _("Figure"),
        "value": _("Value"),
        "from": _("Holds from"),
        "checked": _("Checked on"),
        "source": _("Source"),
        "uncertain": _("an estimate"),
        "must": pgettext("notice", "Must"),
        "careful": pgettext("notice", "Careful"),
        "form": pgettext("notice", "Form"),
        "sources": _("Sources"),
        "source_of": _("Source: %(name)s", name="{name}"),
        "easy": "やさしい日本語",
    }


def _fact(one: Fact, number: int, words: str, language: str) -> dict[str, Any]:
    source, source_language = source_in(one.source_name, language)
    return {
        "number": number,
        "words": words,
        "value": shown_value(one, language),
        "from": format_day(one.valid_from_on),
        "checked": format_day(one.checked_on),
        "unverified": "" if one.verified else _("check with the office named"),
        "publisher": publisher_of(one.source, language),
        "source": source or one.source,
        "source_language": source_language,
        "address": one.source,
    }


def _glossary(terms: Iterable[Explained]) -> list[list[str]]:
    return sorted(([one.word, one.meaning] for one in terms), key=lambda row: row[0].casefold())


def _give_addresses(tree: Any, language: str, chapters: set[str]) -> None:
    """Every link gets `address`: a chapter of this book by `#slug`, the rest whole; empty where there is none."""
    if isinstance(tree, list):
        for one in tree:
            _give_addresses(one, language, chapters)
        return
    if not isinstance(tree, dict):
        return
    if tree.get("kind") == "link":
        tree["address"] = _address(tree["sort"], tree["target"], language, chapters)
    for one in tree.values():
        _give_addresses(one, language, chapters)


def _address(sort: str, target: str, language: str, chapters: set[str]) -> str:
    if sort == "chapter":
        return f"#{target}" if target in chapters else ""
    if sort == "address":
        return target if target.startswith(("https://", "http://", "mailto:", "tel:")) else ""
    endpoint, values = PAGES.get(target, (target, {})) if sort == "page" else ("handbook.forms", {})
    # Never the host that a request claims, and the same without a request: the file is kept for everybody.
    base: str = current_app.extensions["recruit.settings"].base_url
    try:
        path = current_app.url_map.bind("").build(endpoint, {"lang": language, **values})
    except BuildError:
        return ""
    return f"{base}{path}#{target}" if sort == "form" else f"{base}{path}"
