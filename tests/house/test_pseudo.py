"""The pseudo-language: every page, read in a language in which each translated word stands in ⟦brackets⟧."""

from collections.abc import Iterator
import json
import re
from typing import Any

from babel.messages.catalog import Catalog
from sqlalchemy import String, Text, select

from recruit.commands import catalogues
from recruit.core.db import Base, Database
from recruit.core.locales import CODES, PSEUDO
from recruit.handbook.paper_forms.texts import FOLDER as PAPER_FORMS
from recruit.surveys.forms import RESERVED_LABELS
from tests.house import html, places
from tests.house.walking import House

OPEN, CLOSE = "⟦", "⟧"
# Where one sentence cannot go on from the element before.
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside body button caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
        "head header legend li main nav ol optgroup option p section select summary svg table tbody td text th thead title "
        "tr ul",
    )
)
SAID_IN_ATTRIBUTES = ("alt", "title", "aria-label", "placeholder")
# Two of these in one piece of text make it an English sentence.
SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the is are was were you your to of and with this that not have has will can for from by please we our if",
    )
)
WORD = re.compile(r"[A-Za-z]+")


def interface_texts(source_messages: Catalog) -> frozenset[str]:
    """What the sources say, cut at placeholders and tags: sentences and phrases of at least two words."""
    pieces = set()
    for message in catalogues.messages_of(source_messages):
        for text in message.id if isinstance(message.id, list | tuple) else (message.id,):
            for piece in re.split(r"%\(\w+\)[a-z]|</?[a-z][^>]*>|\n", text):
                words = " ".join(piece.split()).strip(" .,:;")
                if len(WORD.findall(words)) >= 3:
                    pieces.add(words)
    return frozenset(pieces)


def outside_brackets(tree: Any) -> Iterator[str]:
    """Pieces of text that no catalogue gave, without what rows hold in a language of their own."""
    depth = 0
    # What a page is called may come from a row too; there a title has no `lang` of its own.
    named = {
        " ".join("".join(element.itertext()).split())
        for element in tree.iter()
        if html.tag_of(element) not in ("", "html") and element.get("lang") is not None
    }

    def cut(text: str) -> str:
        nonlocal depth
        kept = []
        for letter in text:
            if letter == OPEN:
                depth += 1
            elif letter == CLOSE:
                depth = max(0, depth - 1)
            elif depth == 0:
                kept.append(letter)
        return " ".join("".join(kept).split())

    def walk(element: Any, *, own_language: bool) -> Iterator[str]:
        nonlocal depth
        tag = html.tag_of(element)
        if tag in ("script", "style"):
            return
        here = (
            own_language
            or (tag != "html" and element.get("lang") is not None)
            or element.get("translate") == "no"
        )
        is_block = tag.rpartition("}")[2] in BLOCKS
        if is_block:
            depth = 0
        if not here:
            for name in SAID_IN_ATTRIBUTES:
                before, depth = depth, 0
                yield cut(element.get(name) or "")
                depth = before
        text = cut(element.text or "")
        if tag == "title" and text.partition(" | ")[0].rstrip(" |") in named:
            return
        if not here:
            yield text
        for child in element:
            if html.tag_of(child):
                yield from walk(child, own_language=here)
            rest = cut(child.tail or "")
            if not here:
                yield rest
        if is_block:
            depth = 0

    yield from (piece for piece in walk(tree, own_language=False) if WORD.search(piece))


# Between the parts of a line: marks, the number of a chapter, the name of a language.
NO_PART = re.compile(r"[·→|]|(?:^|\s)/\s|(?:^|\s)\d+:?\s|\((?:日本語|English|Bahasa Indonesia|Tiếng Việt)\)")


def english_in(piece: str, known: frozenset[str]) -> bool:
    """Whether a piece of text is a sentence of ours that went past the catalogue, or looks like one."""
    words = {word.lower() for word in WORD.findall(piece)}
    if len(words & SMALL_WORDS) >= 2:
        return True
    return piece.strip(" .,:;") in known


def shipped_texts() -> Iterator[str]:
    """English texts of what ships as data in every language: questionnaires, steps, help lines, consents."""

    def within(value: Any, *, is_english: bool) -> Iterator[str]:
        if isinstance(value, str) and is_english:
            yield value
        elif isinstance(value, dict):
            for name, inner in value.items():
                yield from within(inner, is_english=is_english or name == "en")
        elif isinstance(value, list):
            for inner in value:
                yield from within(inner, is_english=is_english)

    for file in places.SOURCES.rglob("*.json"):
        # A paper form comes in the languages that it names itself (tests/handbook/test_paper_forms.py).
        if file.parent == PAPER_FORMS:
            continue
        yield from within(json.loads(file.read_text(encoding="utf-8")), is_english=False)
    yield from (texts["en"] for texts in RESERVED_LABELS.values())


def texts_of_rows(house: House) -> Iterator[str]:
    """What rows say in English: names and texts that somebody wrote, in tables with a row for each language."""
    database: Database = house.app.extensions["recruit.database"]
    for table in Base.metadata.sorted_tables:
        if "language" not in table.c or not table.name.endswith("_text"):
            continue
        columns = [column for column in table.c if isinstance(column.type, String | Text)]
        with database.engine.connect() as connection:
            for row in connection.execute(select(*columns).where(table.c.language == "en")):
                yield from (str(value) for value in row if value)


def test_every_word_of_the_interface_is_translated(house: House, source_messages: Catalog) -> None:
    known = interface_texts(source_messages)
    content = " ".join(" \n ".join([*shipped_texts(), *texts_of_rows(house)]).split())
    found = []
    for page in house.fullest_pages.values():
        address = house.in_language(page.address, PSEUDO)
        if address == page.address:
            continue
        shown = house.look(page.account, address)
        if page.endpoint == "handbook.whole_book" and shown.leads_to.startswith(f"/{PSEUDO}/handbook/"):
            # No book is written in this language: its page, which is asked too, lists those it is written in.
            continue
        if shown.status != page.status:
            found.append(f"{page.account} {address} answers {shown.status} {shown.broke}")
            continue
        assert OPEN in shown.text, address
        found += [
            f"{page.account} {address}: {piece[:90]}"
            for piece in outside_brackets(html.read(shown.text))
            for part in NO_PART.split(piece)
            if english_in(part.strip(), known) and part.strip(" :,") not in content
        ]
    assert not found, "\n".join(found)


def test_what_ships_in_english_ships_in_every_language() -> None:
    lacking = []
    for file in places.SOURCES.rglob("*.json"):
        # A paper form comes in the languages that it names itself (tests/handbook/test_paper_forms.py).
        if file.parent == PAPER_FORMS:
            continue
        for where, texts in by_language(json.loads(file.read_text(encoding="utf-8"))):
            # A name is a name in every language.
            if where.endswith("/names"):
                continue
            gone = [code for code in CODES if not texts.get(code)]
            if gone:
                lacking.append(f"{file.relative_to(places.ROOT)}{where}: {', '.join(gone)}")
    assert not lacking, "\n".join(lacking)


def by_language(value: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every place of a file that holds one text in several languages."""
    if isinstance(value, dict):
        if isinstance(value.get("en"), str) and len(value) > 1:
            yield where, value
            return
        for name, inner in value.items():
            yield from by_language(inner, f"{where}/{name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from by_language(inner, f"{where}/{place}")


def test_the_search_for_english_finds_it() -> None:
    page = (
        '<!doctype html><html lang="eo"><head><title>This is a text of the company. | ⟦Ńáme⟧</title></head><body><h1>⟦Sîgñ <b>Kim</b> îñ⟧</h1>'
        '<p>This is not translated.</p><p lang="en">This is a text of the company.</p><p>Kajima Corporation</p>'
        '<p>Sign in again soon</p><img alt="What you see is the road"></body></html>'
    )
    known = frozenset({"Sign in again soon"})
    pieces = list(outside_brackets(html.read(page)))
    assert "Kim" not in pieces
    assert [piece for piece in pieces if english_in(piece, known)] == [
        "This is not translated.", "Sign in again soon", "What you see is the road",
    ]  # fmt: skip
