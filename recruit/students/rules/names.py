"""Names as passports print them, in plain Python."""

import unicodedata

from recruit.students.rules.codes import StudentAdvice, StudentRefusal

# Academic and religious titles are written beside Indonesian names; passports print them only rarely.
_TITLES = frozenset(
    ["S.T.", "ST.", "M.T.", "S.ARS.", "A.MD.", "A.MD.T.", "S.TR.T.", "IR.", "H.", "HJ.", "DRS.", "DR."]
)
_FILLERS = frozenset({"LNU", "FNU"})


def passport_form(name: str) -> str:
    """A name in the letters of the passport's machine-readable lines, as a proposal: NGUYỄN Văn Đức → NGUYEN VAN DUC."""
    plain = name.replace("Đ", "D").replace("đ", "d").replace("’", "'")
    marks_gone = "".join(
        letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter)
    )
    return " ".join(marks_gone.upper().split())


def why_not_name_passport(name: str) -> StudentRefusal | None:
    """Why a name cannot stand so in a passport; one name alone is fine, it is common in Indonesia."""
    letters = [letter for letter in name if letter not in " -'.,"]
    fits = bool(letters) and all(letter.isascii() and letter.isalpha() for letter in letters)
    return None if fits else StudentRefusal.NAME_NOT_LATIN


def advice_on_name_passport(name: str) -> StudentAdvice | None:
    """What to ask about a name that may differ from the passport: a difference delays the visa."""
    words = name.upper().replace(",", " ").split()
    if any(word in _FILLERS for word in words):
        return StudentAdvice.FILLER_IN_NAME
    if any(word in _TITLES for word in words):
        return StudentAdvice.TITLE_IN_NAME
    return StudentAdvice.NAME_TWICE if len(words) == 2 and words[0] == words[1] else None


def why_not_katakana(text: str) -> StudentRefusal | None:
    """Katakana, the long-vowel mark, and the marks between words; nothing else."""
    fits = bool(text.strip(" ・゠=")) and all(
        "ァ" <= letter <= "ヺ" or letter in "ー・゠= \u3000" for letter in text
    )
    return None if fits else StudentRefusal.KATAKANA_NOT_KATAKANA
