"""What a thing that lacks a language is called on pages and in mails."""

from collections.abc import Mapping

from recruit.core.translating import Lack


def title_in(lack: Lack, language: str) -> tuple[str, str]:
    """What it is called in the reader's language or the nearest, and the language of that."""
    return _nearest(lack.titles, lack, language) or (lack.ref, "")


def owner_in(lack: Lack, language: str) -> tuple[str, str]:
    """To whom or what it belongs, in the same way; empty where nobody says."""
    return _nearest(lack.of, lack, language) or ("", "")


def _nearest(words: Mapping[str, str], lack: Lack, language: str) -> tuple[str, str] | None:
    return next(
        ((words[code], code) for code in (language, "en", lack.source_language, *words) if words.get(code)),
        None,
    )
