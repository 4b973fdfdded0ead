"""How facts are said in a language, and by which address a heading is reached."""

from datetime import date
import re

from flask_babel import force_locale

from recruit.core.facts import Fact
from recruit.core.models import DatedFact
from recruit.core.text import slug_of
from recruit.web.times import format_day

# Names for pages that need more than the name of an endpoint.
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "accounts.register_company": ("accounts.register", {"kind": "company"}),
    "accounts.register_student": ("accounts.register", {"kind": "student"}),
}
# What stands on the page of a chapter beside its headings.
_TAKEN = frozenset({"main", "menu", "words", "helpful", "easy-words", "changed-since"})


def anchor_of(heading: str, place: int) -> str:
    """By which address a heading is reached; `place` counts the headings of the chapter from 1."""
    anchor = slug_of(heading) or "part"
    is_taken = anchor in _TAKEN or anchor.startswith(("fact-", "term-"))
    return f"{anchor}-{place}" if is_taken or not slug_of(heading) else anchor


def shown_value(fact: Fact | DatedFact, language: str) -> str:
    """A fact's value as that language writes numbers, days, and from how much to how much."""
    number = fact.value
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", number):
        with force_locale(language):
            return format_day(date.fromisoformat(number))
    if re.fullmatch(r"\d{4,}", number):
        grouped = f"{int(number):,}"
        return grouped.replace(",", ".") if language in ("id", "vi") else grouped
    if re.fullmatch(r"\d+-\d+", number):
        return number.replace("-", "〜" if language == "ja" else "–")
    if language in ("id", "vi") and re.fullmatch(r"\d+\.\d+", number):
        return number.replace(".", ",")
    return number


def length_of(fact: Fact) -> float | None:
    """How long a fact is as a bar; None where it is no single number."""
    return float(fact.value) if re.fullmatch(r"\d{1,15}(\.\d{1,6})?", fact.value) else None
