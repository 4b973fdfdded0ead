"""What a chapter's Markdown holds beyond Markdown: dated facts, terms, links into book and platform, callouts, timelines.

Plain Python: pages, files and the check of a text read the same marks from here.

| mark | what it is |
| --- | --- |
| `{{fact:key}}` | the value of a dated fact |
| `{{term:key}}`, `{{term:key|words}}` | a term of the glossary, by its own word or by others |
| `[words](page:endpoint)` | a page of the platform |
| `[words](chapter:slug)` | another chapter of the book |
| `[words](form:key)` | a form to download |
| `> **[must]** …` | a callout: must, careful, form or source |
| `> **[easy]** …` | the summary in plain Japanese, at the beginning |
| a fenced block `timeline` | lines `duration | what happens`; a `?` after the duration says that it is uncertain |
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
import re

FACT = re.compile(r"\{\{fact:([a-z0-9_]+)\}\}")
TERM = re.compile(r"\{\{term:([a-z0-9_]+)(?:\|([^{}|]+))?\}\}")
LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\((page|chapter|form):([A-Za-z0-9_.-]+)\)")
CALLOUT = re.compile(r"^> \*\*\[([a-z]+)\]\*\*(.*)$")
FENCE = re.compile(r"^```timeline[ \t]*\n(.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE)
CALLOUTS = ("must", "careful", "form", "source")
EASY = "easy"


@dataclass(frozen=True)
class Span:
    """A line of a timeline: how long, whether that is uncertain, and what happens. Facts are still marks."""

    duration: str
    uncertain: bool
    what: str


def keys_of_facts(body: str) -> list[str]:
    """The facts a text states, each once, in the order in which they first stand."""
    return list(dict.fromkeys(FACT.findall(body)))


def keys_of_terms(body: str) -> list[str]:
    """The terms a text marks, each once, in the order in which they first stand."""
    return list(dict.fromkeys(key for key, _words in TERM.findall(body)))


def easy_and_rest(body: str) -> tuple[str, str]:
    """The summary in plain Japanese as Markdown without its quotation marks (empty if there is none), and the text after it."""
    lines = body.lstrip("\n").split("\n")
    if not lines[0].startswith(f"> **[{EASY}]**"):
        return "", body
    end = next((place for place, line in enumerate(lines) if not line.startswith(">")), len(lines))
    quoted = [line.removeprefix(">").removeprefix(" ") for line in lines[:end]]
    quoted[0] = quoted[0].removeprefix(f"**[{EASY}]**").lstrip()
    return "\n".join(quoted).strip(), "\n".join(lines[end:]).lstrip("\n")


def chapters_named(body: str) -> set[str]:
    """The chapters that the links of a text name."""
    return {target for _words, kind, target in LINK.findall(body) if kind == "chapter"}


def with_addresses(body: str, now: Mapping[str, str]) -> str:
    """The text with its links to chapters by the addresses they have now; `now` by what they may be called."""

    def led_on(match: re.Match[str]) -> str:
        words, kind, target = match.groups()
        return f"[{words}](chapter:{now.get(target, target)})" if kind == "chapter" else match[0]

    return LINK.sub(led_on, body)


def spans_of(block: str) -> Iterator[Span]:
    """The lines of one timeline; a line without a bar is what happens, with no duration."""
    for line in block.splitlines():
        if not line.strip():
            continue
        duration, bar, what = line.partition("|")
        if not bar:
            duration, what = "", line
        duration = duration.strip()
        uncertain = duration.endswith(("?", "？"))
        yield Span(duration.rstrip("?？ "), uncertain, what.strip())


def plain(body: str) -> str:
    """The words of a text without its marks, as a reader would say them aloud; facts become a dash."""
    body = FACT.sub("–", TERM.sub(lambda match: match[2] or "", body))
    return re.sub(r"\]\([^)]*\)|[*\[\]>_`#|]", "", body)


def bare(words: str) -> str:
    """Words without the signs of Markdown, on one line; marks of facts and terms are words by then."""
    words = re.sub(r"^\s*>\s?|\*\*\[[a-z]+\]\*\*|^\s*(?:#+|[-*]( \[ \])?|\d+\.)\s", "", words)
    words = re.sub(r"\|[-:| ]+\||(?<= )[>-] (\[ \] )?|#{2,} ", " ", words)
    words = re.sub(r"\]\([^)]*\)|[*\[\]_`|]", " ", words)
    return " ".join(words.split())
