"""Reads the data blocks of a page as others do: a browser's parser, a processor of linked data, and the vocabulary."""

from collections.abc import Iterator, Mapping
import json
from typing import Any

import html5lib
import msgspec_schemaorg.models as vocabulary
from pyld import jsonld

SCHEMA = "https://schema.org/"
HTML = "{http://www.w3.org/1999/xhtml}"


def blocks_of(page: str) -> list[dict[str, Any]]:
    """The data blocks of a page, as a browser's parser finds them."""
    scripts = html5lib.parse(page, treebuilder="etree").iter(f"{HTML}script")
    return [json.loads(one.text) for one in scripts if one.get("type") == "application/ld+json"]


def expanded(block: Mapping[str, Any]) -> dict[str, Any]:
    """The block as a processor of linked data reads it; the one context it names is the vocabulary."""

    def load(address: str, _options: object) -> dict[str, Any]:
        assert address == SCHEMA
        return {"contextUrl": None, "documentUrl": address, "document": {"@context": {"@vocab": SCHEMA}}}

    [found] = jsonld.expand(dict(block), {"documentLoader": load})
    return found


def unknown_words(block: Mapping[str, Any]) -> list[str]:
    """Types and properties that the vocabulary does not have, or not for that type."""
    wrong = []
    for node in _nodes_in(expanded(block)):
        [kind] = node["@type"]
        struct = vars(vocabulary).get(kind.removeprefix(SCHEMA))
        known = set(struct.__struct_fields__) if struct else set()
        wrong += [f"{kind} {key}" for key in node if key[0] != "@" and key.removeprefix(SCHEMA) not in known]
    return wrong


def _nodes_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every thing that has a type."""
    if isinstance(value, list):
        for one in value:
            yield from _nodes_in(one)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for one in value.values():
            yield from _nodes_in(one)


def single(node: Mapping[str, Any], name: str) -> Any:
    """The single value of a property."""
    [found] = node[SCHEMA + name]
    return found.get("@value", found)
