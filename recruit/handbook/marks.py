"""What a chapter's Markdown holds beyond Markdown: dated facts, terms, links into book and platform, callouts, timelines, steps.

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
| a fenced block `steps` | lines `what is done | who does it | how long`; how long may be left out, and uncertain |
| a fenced block `bars` | lines `words | a fact`: the facts are drawn as bars, each as long as its number |
| `![description](figure:key "caption | source")` | a picture of the chapter, on a line of its own |
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
import re

FACT = re.compile(r"\{\{fact:([a-z0-9_]+)\}\}")
TERM = re.compile(r"\{\{term:([a-z0-9_]+)(?:\|([^{}|]+))?\}\}")
# So many signs or bracketed words: what is longer is no link, and takes no time.
LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\]){1,400})\]\((page|chapter|form):([A-Za-z0-9_.-]+)\)")
CALLOUT = re.compile(r"^> \*\*\[([a-z]+)\]\*\*(.*)$")
# A line with such signs ends it, whatever follows them: what is never closed takes no time.
FENCE = re.compile(r"^```(timeline|steps|bars)[ \t]*\n((?:(?!```).*\n)*)```[ \t]*$", re.MULTILINE)
_FIGURE = r'!\[([^\[\]\n]*)\]\(figure:([a-z0-9-]+)(?:[ \t]+"([^"\n]*)")?\)'
FIGURE = re.compile(rf"^{_FIGURE}[ \t]*$", re.MULTILINE)
# What a fact or a term in words becomes before Markdown is read.
_LED = re.compile(r"\[([^\[\]]*)\]\(#(?:fact|term)-[a-z0-9_]+\)")
_LAST_OF_PLANES = "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17)
)
_NO_SIGNS = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000\ue001\ufdd0-\ufdef{_LAST_OF_PLANES}]"
)
READING = re.compile(r"([\u4e00-\u9fff々]+)（([\u3041-\u3096ー]+)）")
CALLOUTS = ("must", "careful", "form", "source")
EASY = "easy"


@dataclass(frozen=True)
class Span:
    """A line of a timeline: how long, whether that is uncertain, and what happens. Facts are still marks."""

    duration: str
    uncertain: bool
    what: str


@dataclass(frozen=True)
class Step:
    """A line of steps: what is done, who does it, how long it takes (empty where that is not said), and whether that is
    uncertain. Facts are still marks.
    """

    what: str
    who: str
    duration: str
    uncertain: bool


@dataclass(frozen=True)
class Bar:
    """A line of drawn numbers: what it is about, the words in which its number stands, and the fact that is its length
    (empty where there is none). Facts are still marks.
    """

    about: str
    words: str
    fact: str


@dataclass(frozen=True)
class Figure:
    """A picture as a text shows it. Facts are still marks."""

    description: str
    key: str
    caption: str
    source: str


def clean(body: str) -> str:
    """A text without signs that no page, file or paper can hold."""
    return _NO_SIGNS.sub("", body)


def unled(words: str) -> str:
    """Words without the links that facts and terms have become: inside of another link, and in what is shown as typed."""
    return _LED.sub(r"\1", words)


def figure_in(match: re.Match[str]) -> Figure:
    """What a match of FIGURE says."""
    caption, *source = re.split(r"(?:^|\s)\|\s", match[3] or "", maxsplit=1)
    return Figure(match[1].strip(), match[2], caption.strip(), "".join(source).strip())


def figure_mark(figure: Figure) -> str:
    """A figure as it is written in a text."""
    words = " | ".join(filter(None, (figure.caption, figure.source)))
    if figure.source and not figure.caption:
        words = f"| {figure.source}"
    return f"![{figure.description}](figure:{figure.key}" + (f' "{words}")' if words else ")")


def keys_of_figures(body: str) -> list[str]:
    """The pictures a text shows, each once, in the order in which they first stand."""
    return list(dict.fromkeys(match[2] for match in FIGURE.finditer(body)))


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
        yield Span(*_duration(duration), what.strip())


def steps_of(block: str) -> Iterator[Step]:
    """The lines of one block of steps."""
    for line in block.splitlines():
        if line.strip():
            what, who, *duration = (*line.split("|", 2), "")[:3]
            yield Step(what.strip(), who.strip(), *_duration("".join(duration)))


def _duration(words: str) -> tuple[str, bool]:
    """How long something takes, and whether that is uncertain."""
    words = words.strip()
    return words.rstrip("?？ "), words.endswith(("?", "？"))


def bars_of(block: str) -> Iterator[Bar]:
    """The lines of one block of bars; a line without a bar is what it is about, with no number."""
    for line in block.splitlines():
        if not line.strip():
            continue
        about, _bar, words = line.partition("|")
        fact = FACT.search(words)
        yield Bar(about.strip(), words.strip(), fact[1] if fact else "")


def shares_of(lengths: Sequence[float | None]) -> list[float | None]:
    """Each length in hundredths of the longest."""
    longest = max((one for one in lengths if one), default=0.0)
    return [None if one is None else round(100 * one / longest, 1) if longest else 0.0 for one in lengths]


def plain(body: str) -> str:
    """The words of a text without its marks, as a reader would say them aloud; facts become a dash."""
    body = re.sub(_FIGURE, _words_of_figure, body)
    body = FACT.sub("–", TERM.sub(lambda match: match[2] or "", body))
    return re.sub(r"\]\([^)\]]*\)|[*\[\]>_`#|]", "", body)


def readings_in(words: str) -> Iterator[tuple[str, str]]:
    """Words in kanji, each with the reading of three letters or more that stands behind it in brackets.

    >>> list(readings_in("準備（じゅんび）をします。目（め）"))
    [('準備', 'じゅんび')]
    """
    return ((match[1], match[2]) for match in READING.finditer(words) if len(match[2]) > 2)


def bare(words: str) -> str:
    """Words without the signs of Markdown, on one line; marks of facts and terms are words by then."""
    words = re.sub(_FIGURE, _words_of_figure, words)
    words = re.sub(r"^\s*>\s?|\*\*\[[a-z]+\]\*\*|^\s*(?:#+|[-*]( \[ \])?|\d+\.)\s", "", words)
    words = re.sub(r"\|[-:| ]+\||(?<= )[>-] (\[ \] )?|#{2,} ", " ", words)
    words = re.sub(r"\]\([^)\]]*\)|[*\[\]`]", "", words)
    words = re.sub(r"[_|]", " ", words)
    return " ".join(words.split())


def _words_of_figure(match: re.Match[str]) -> str:
    figure = figure_in(match)
    return " ".join(filter(None, (figure.description, figure.caption, figure.source)))
