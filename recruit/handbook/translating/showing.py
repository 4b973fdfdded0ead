"""What a thing that lacks a language is called on pages and in mails."""

from recruit.core.translating import Lack


def title_in(lack: Lack, language: str) -> tuple[str, str]:
    """What it is called in the reader's language or the nearest, and the language of that."""
    for code in (language, "en", lack.source_language, *lack.titles):
        if lack.titles.get(code):
            return lack.titles[code], code
    return lack.ref, ""
