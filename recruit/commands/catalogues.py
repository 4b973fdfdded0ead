"""The catalogues of the interface: collect messages, put translations in, find what does not fit, make a pseudo-language."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
import json
from pathlib import Path
import re
import tomllib

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from recruit.core.locales import CODES, PSEUDO
from recruit.core.settings import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "translations"
TEMPLATE = FOLDER / "messages.pot"
TARGETS = tuple(code for code in CODES if code != "en")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[0-9.]*[a-z]|\{\{[^}]*\}\}|%%")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-z]+;|&#\d+;")
# They change with every run and say nothing about the texts.
_DATED = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Project-Id-Version): .*\n',
    re.MULTILINE,
)

Key = tuple[str, str]


def path_of(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def key_of(message: Message) -> Key:
    """Context and singular: what makes a message one of its kind."""
    single = message.id[0] if isinstance(message.id, list | tuple) else message.id
    return message.context or "", single


def messages_of(catalogue: Catalog) -> Iterator[Message]:
    """All messages but the header."""
    return (message for message in catalogue if message.id)


# ---------------------------------------------------------------------------------------------- extract


def extracted() -> Catalog:
    """A catalogue of every message of the sources."""
    with (PROJECT_ROOT / "pyproject.toml").open("rb") as file:
        mappings = tomllib.load(file)["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {
        mapping["pattern"]: {
            name: str(value) for name, value in mapping.items() if name not in ("pattern", "method")
        }
        for mapping in mappings
    }
    template = Catalog(project="recruit", charset="utf-8", fuzzy=False)
    found = extract_from_dir(PROJECT_ROOT, methods, options, KEYWORDS, comment_tags=("translators:",))
    for file, line, message, comments, context in found:
        template.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return template


def written(catalogue: Catalog) -> bytes:
    """As a file: sorted, without places, dates and wrapping, so that a change shows as what it is."""
    catalogue.header_comment = "# Words of the interface. See TRANSLATING.md."
    store = BytesIO()
    write_po(store, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    return _DATED.sub(b"", store.getvalue())


def read(file: Path, language: str | None = None) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale=language, charset="utf-8")


def read_or_begin(language: str) -> Catalog:
    """The catalogue of a language; a new one with one plural form where there is none."""
    file = path_of(language)
    if file.exists():
        return read(file, language)
    begun = Catalog(locale=language, project="recruit", charset="utf-8", fuzzy=False)
    begun.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
    return begun


def update(template: Catalog) -> dict[str, int]:
    """Bring every catalogue to the messages of the template; what is no longer there goes. Returns how many lack words."""
    lacking = {}
    for language in TARGETS:
        catalogue = read_or_begin(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        save(catalogue, language)
        lacking[language] = sum(1 for message in messages_of(catalogue) if not has_words(message))
    return lacking


def save(catalogue: Catalog, language: str) -> None:
    file = path_of(language)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(written(catalogue))


def has_words(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, list | tuple) else bool(message.string)


# ---------------------------------------------------------------------------------------------- fill


@dataclass
class Filled:
    """What became of the translations in JSON files."""

    put_in: int
    unknown: list[str]
    contradictions: list[str]


def fill(files: Sequence[Path]) -> Filled:
    """Put translations into the catalogues. A file maps a message (or `context::message`) to its words by language."""
    words: dict[str, dict[str, str]] = {}
    contradictions = []
    for file in files:
        for name, by_language in json.loads(file.read_text(encoding="utf-8")).items():
            known = words.setdefault(name, {})
            for language, text in by_language.items():
                if known.setdefault(language, text) != text:
                    contradictions.append(
                        f"{file.name}: {language}: {name!r} is {text!r} here and {known[language]!r} before"
                    )
    put_in = 0
    used: set[str] = set()
    for language in TARGETS:
        catalogue = read_or_begin(language)
        for message in messages_of(catalogue):
            context, single = key_of(message)
            name = f"{context}::{single}" if context else single
            text = words.get(name, {}).get(language)
            if name in words:
                used.add(name)
            if not text:
                continue
            message.string = (text,) * catalogue.num_plurals if message.pluralizable else text
            message.flags.discard("fuzzy")
            put_in += 1
        save(catalogue, language)
    return Filled(put_in, sorted(words.keys() - used), contradictions)


# ---------------------------------------------------------------------------------------------- check


def problems(template: Catalog | None = None) -> list[str]:
    """One sentence for everything that is stale, missing or does not fit; `template` as for `write_pseudo`."""
    template = template or extracted()
    found = []
    if not TEMPLATE.exists() or TEMPLATE.read_bytes() != written(template):
        found.append("translations/messages.pot is behind the sources; run: recruit translations extract")
    wanted = {key_of(message): message for message in messages_of(template)}
    for language in TARGETS:
        if not path_of(language).exists():
            found.append(f"{language}: there is no catalogue")
            continue
        found += [
            f"{language}: {problem}" for problem in problems_of(read(path_of(language), language), wanted)
        ]
    return found


def problems_of(catalogue: Catalog, wanted: Mapping[Key, Message]) -> list[str]:
    """What is wrong with one language."""
    found = []
    have = {key_of(message): message for message in messages_of(catalogue)}
    if catalogue.num_plurals != 1:
        found.append(f"Plural-Forms says {catalogue.num_plurals} forms, this language has one")
    found += [f"{_shown(key)} is not in the catalogue" for key in wanted.keys() - have.keys()]
    found += [f"{_shown(key)} is no longer in the sources" for key in have.keys() - wanted.keys()]
    for key in sorted(wanted.keys() & have.keys()):
        message = have[key]
        if message.fuzzy:
            found.append(f"{_shown(key)} is fuzzy")
        if not has_words(message):
            found.append(f"{_shown(key)} has no translation")
            continue
        found += [f"{_shown(key)}: {problem}" for problem in misfits(message)]
    return sorted(found)


def misfits(message: Message) -> list[str]:
    """Placeholders and tags that the translation lost, gained or broke."""
    found = []
    # The plural of the source has every placeholder; the singular may say "one" in words.
    source = message.id[-1] if isinstance(message.id, list | tuple) else message.id
    for text in message.string if isinstance(message.string, list | tuple) else [message.string]:
        if text is None:
            continue
        for what, pattern in (("placeholders", _PLACEHOLDER), ("tags", _TAG)):
            there = sorted(hit.group() for hit in pattern.finditer(source))
            here = sorted(hit.group() for hit in pattern.finditer(text))
            # A name may be said twice in one language and once in another; tags come in pairs and are counted.
            if (set(there) != set(here)) if what == "placeholders" else (there != here):
                found.append(f"{what} are {here or 'none'} instead of {there or 'none'}")
        if "python-format" in message.flags and "%" in _PLACEHOLDER.sub("", text):
            found.append("a lone % must be written %%")
        elif "%" in text and "%" not in source:
            # A template puts values into every message, also into one without placeholders.
            found.append("a % that the source does not have would stop the page; write it in words")
    return found


def _shown(key: Key) -> str:
    context, single = key
    short = single if len(single) <= 60 else single[:57] + "…"
    return f"“{short}”" + (f" ({context})" if context else "")


# ---------------------------------------------------------------------------------------------- pseudo

_ACCENTS = str.maketrans("aceinouyzAEIOU", "áçéîñóúÿžÅÉÎÖÛ")
_KEPT = re.compile(f"({_PLACEHOLDER.pattern}|{_TAG.pattern}|https?://\\S+|\\{{[^}}]*\\}})")


def pseudo_words(text: str) -> str:
    """The text with accents, in brackets; placeholders, tags and addresses as they are.

    >>> pseudo_words("Sign in as <b>%(name)s</b>")
    '⟦Sîgñ îñ ás <b>%(name)s</b>⟧'
    """
    parts, place = [], 0
    for kept in _KEPT.finditer(text):
        parts += [text[place : kept.start()].translate(_ACCENTS), kept.group()]
        place = kept.end()
    return "⟦" + "".join(parts) + text[place:].translate(_ACCENTS) + "⟧"


def write_pseudo(folder: Path, template: Catalog | None = None) -> int:
    """Compile the pseudo-language into a folder of catalogues; whatever shows without brackets is not translated.

    `template` is what `extracted()` gave, where the caller has it already.
    """
    catalogue = Catalog(locale=PSEUDO, charset="utf-8", fuzzy=False)
    # A copy: the messages are taken over as they are and written to below, and the caller reads its own again.
    catalogue.update(deepcopy(template) if template else extracted(), no_fuzzy_matching=True)
    count = 0
    for message in messages_of(catalogue):
        if isinstance(message.id, list | tuple):
            message.string = tuple(
                pseudo_words(message.id[min(form, 1)]) for form in range(catalogue.num_plurals)
            )
        else:
            message.string = pseudo_words(message.id)
        count += 1
    target = folder / PSEUDO / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    with (target / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    (target / "messages.po").write_bytes(written(catalogue))
    return count
