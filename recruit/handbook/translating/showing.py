"""What a thing that lacks a language is called on pages and in mails."""

from recruit.core.texts import best_title
from recruit.core.translating import Lack


def title_in(lack: Lack, language: str) -> tuple[str, str]:
    """What it is called in the reader's language or the nearest, and the language of that."""
    title, written_in = best_title(lack.titles, language, lack.source_language)
    return title or lack.ref, written_in


def owner_in(lack: Lack, language: str) -> tuple[str, str]:
    """To whom or what it belongs, in the same way; empty where nobody says."""
    return best_title(lack.of, language, lack.source_language)
