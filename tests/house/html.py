"""What must hold for every page, read as a strict reader reads it."""

from collections.abc import Iterator
import gzip
from pathlib import Path
import re
from typing import Any
from urllib.parse import urlsplit

import html5lib
from html5lib.html5parser import ParseError

MOST_BYTES = 100 * 1024
_XHTML = "{http://www.w3.org/1999/xhtml}"
_NEEDS_LABEL = ("input", "select", "textarea")
_NEEDS_NONE = ("hidden", "submit", "button", "reset", "image")


def tag_of(element: Any) -> str:
    """The element's name without its namespace; "" for comments."""
    return element.tag.replace(_XHTML, "") if isinstance(element.tag, str) else ""


def read(text: str) -> Any:
    """The tree of a page that has not one mistake in its marks."""
    return html5lib.HTMLParser(strict=True).parse(text)


def faults(text: str, static: Path) -> list[str]:
    """What is wrong with a page."""
    try:
        tree = read(text)
    except ParseError as error:
        return [f"not valid HTML: {error}"]
    elements = [element for element in tree.iter() if tag_of(element)]
    found = [*_of_the_whole(tree, elements), *_of_controls(tree, elements), *_of_style_and_script(elements)]
    weight = weight_of(text, elements, static)
    if weight > MOST_BYTES:
        found.append(f"weighs {weight // 1024} KB")
    return found


def _of_the_whole(tree: Any, elements: list[Any]) -> Iterator[str]:
    yield from _of_headings(tree, elements)
    yield from _of_names(elements)


def _of_headings(tree: Any, elements: list[Any]) -> Iterator[str]:
    if not tree.get("lang"):
        yield "html has no lang"
    titles = [element for element in elements if tag_of(element) == "title"]
    title = "".join(titles[0].itertext()).strip() if titles else ""
    if not title or title.startswith("|"):
        yield f"no title of its own: {title!r}"
    headings = [element for element in elements if tag_of(element) == "h1"]
    if len(headings) != 1:
        yield f"{len(headings)} h1"
    elif not "".join(headings[0].itertext()).strip():
        yield "the h1 is empty"
    level = 0
    for element in elements:
        if re.fullmatch(r"h[1-6]", tag_of(element)):
            now = int(tag_of(element)[1])
            if now > level + 1:
                yield f"h{now} follows h{level}: {''.join(element.itertext()).strip()[:40]}"
            level = now


def _of_names(elements: list[Any]) -> Iterator[str]:
    ids = [element.get("id") for element in elements if element.get("id")]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        yield f"id {twice!r} is there twice"
    for element in elements:
        for attribute in ("aria-describedby", "aria-labelledby", "for", "aria-controls"):
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"{attribute} names {name!r}, which is not on the page"
        address = element.get("href") or ""
        if tag_of(element) == "a" and address.startswith("#") and address[1:] not in ids:
            yield f"a link leads to {address}, which is not on the page"
        if tag_of(element) == "img" and element.get("alt") is None:
            yield f"a picture without alt: {element.get('src')}"


def _of_controls(tree: Any, elements: list[Any]) -> Iterator[str]:
    labelled = {element.get("for") for element in elements if tag_of(element) == "label"}
    inside = {
        id(control)
        for label in elements
        if tag_of(label) == "label"
        for control in label.iter()
        if tag_of(control) in _NEEDS_LABEL
    }
    for element in elements:
        if (
            tag_of(element) not in _NEEDS_LABEL
            or element.get("type") in _NEEDS_NONE
            or element.get("aria-hidden") == "true"
        ):
            continue
        if not (
            element.get("id") in labelled
            or id(element) in inside
            or element.get("aria-label")
            or element.get("aria-labelledby")
        ):
            yield f"no label: {tag_of(element)} {element.get('name')}"


def _of_style_and_script(elements: list[Any]) -> Iterator[str]:
    for element in elements:
        tag = tag_of(element)
        if element.get("style") is not None:
            yield f"style attribute on {tag}"
        for name in element.attrib:
            if isinstance(name, str) and name.startswith("on"):
                yield f"{name} on {tag}"
        if tag == "style":
            yield "style element"
        if (
            tag == "script"
            and not element.get("src")
            and element.get("type") not in ("application/ld+json", "application/json")
        ):
            yield "inline script"
        for address in _assets(element, tag):
            if urlsplit(address).netloc or not address.startswith(("/", "data:", "#")):
                yield f"{tag} is fetched from {address}"


def _assets(element: Any, tag: str) -> list[str]:
    found = [element.get(name) for name in ("src", "srcset", "poster", "data") if tag not in ("a", "form")]
    if tag == "link" and element.get("rel") not in ("alternate", "canonical", "next", "prev"):
        found.append(element.get("href"))
    return [address for address in found if address]


_weights: dict[str, int] = {}


def weight_of(text: str, elements: list[Any], static: Path) -> int:
    """Bytes on the wire for a reader who comes for the first time: page, sheets and scripts, packed."""
    total = len(gzip.compress(text.encode()))
    for element in elements:
        address = element.get("src") if tag_of(element) == "script" else None
        if tag_of(element) == "link" and element.get("rel") == "stylesheet":
            address = element.get("href")
        if not address:
            continue
        path = urlsplit(address).path.removeprefix("/static/")
        if path not in _weights:
            _weights[path] = len(gzip.compress((static / path).read_bytes()))
        total += _weights[path]
    return total
