"""How a student is called on a page: katakana first in Japanese, the own writing elsewhere."""

from dataclasses import dataclass
import unicodedata

from flask_babel import get_locale, gettext

from recruit.students.katakana import BETWEEN_WORDS, propose_katakana
from recruit.students.models import Student

_LANGUAGE_OF = {"VN": "vi", "ID": "id"}
# đ, and the marks that of the languages read here only Vietnamese puts on letters: breve, hook, horn, dot below.
_VIETNAMESE = frozenset("đ\u0306\u0309\u031b\u0323")


@dataclass(frozen=True)
class ShownName:
    """The two lines of the part `person`. `other` is empty where there is nothing more to say."""

    first: str
    other: str
    first_lang: str | None
    other_lang: str | None


def shown_name(student: Student, *, whole: bool = True) -> ShownName:
    """The name for the reader of this page. Without `whole` only the name to be called by is given away, and of its language
    no more than its letters say: a card does not tell the nationality.
    """
    own_language = _LANGUAGE_OF.get(student.nationality)
    if not whole:
        own_language = _language_of_letters(student.call_name)
        called = student.call_name or gettext("(name not given)")
        kana = _called_in_katakana(student)
        if kana:
            return ShownName(kana, called, None, own_language)
        return ShownName(called, "", own_language if student.call_name else None, None)
    latin = student.name_local or student.name_passport
    if _reads_japanese() and student.katakana:
        return ShownName(student.katakana, student.name_passport or latin, None, own_language)
    first = latin or student.call_name or gettext("(name not given)")
    called = student.call_name if latin else ""
    return ShownName(first, called, own_language if latin else None, own_language)


def _language_of_letters(name: str) -> str | None:
    """Vietnamese where the letters say so; of others they say nothing."""
    return "vi" if _VIETNAMESE & set(unicodedata.normalize("NFD", name.casefold())) else None


def _reads_japanese() -> bool:
    locale = get_locale()
    return locale is not None and locale.language == "ja"


def _called_in_katakana(student: Student) -> str:
    """The word of the confirmed reading that is the name to be called by; empty where it is none of them."""
    if not (_reads_japanese() and student.call_name and student.katakana):
        return ""
    reading = propose_katakana(student.call_name, student.nationality)
    return reading if reading in student.katakana.split(BETWEEN_WORDS) else ""


def country_name(code: str) -> str:
    """The name of a country in the reader's language."""
    locale = get_locale()
    names = locale.territories if locale is not None else {}
    return names.get(code, code)


def language_name(code: str) -> str:
    """The name of a language in the reader's language."""
    locale = get_locale()
    names = locale.languages if locale is not None else {}
    return names.get(code, code)


def weekday_name(day: int) -> str:
    """The name of a day of the week, 0 being Monday, in the reader's language."""
    locale = get_locale()
    return str(locale.days["stand-alone"]["wide"][day]) if locale is not None else str(day)
