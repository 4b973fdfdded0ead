"""Names as passports print them, in plain Python."""

import unicodedata

from recruit.students.rules.codes import StudentRefusal

# Academic and religious titles are written before and behind Indonesian names but do not stand in the passport.
_TITLES = frozenset(
    {
        "S.T.",
        "ST.",
        "M.T.",
        "S.ARS.",
        "A.MD.",
        "A.MD.T.",
        "S.TR.T.",
        "IR.",
        "H.",
        "HJ.",
        "DRS.",
        "DR.",
        "LNU",
        "FNU",
    }
)


def passport_form(name: str) -> str:
    """A name in the letters of the passport's machine-readable lines, as a proposal: NGUYỄN Văn Đức → NGUYEN VAN DUC."""
    plain = name.replace("Đ", "D").replace("đ", "d").replace("’", "'")
    marks_gone = "".join(
        letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter)
    )
    return " ".join(marks_gone.upper().split())


def why_not_name_passport(name: str) -> StudentRefusal | None:
    """Why a name cannot stand so in a passport; one name alone is fine, it is common in Indonesia."""
    words = name.upper().replace(",", " ").split()
    if any(word in _TITLES for word in words):
        return StudentRefusal.NAME_HAS_TITLE
    letters = [letter for letter in name if letter not in " -'."]
    if not letters or not all(letter.isascii() and letter.isalpha() for letter in letters):
        return StudentRefusal.NAME_NOT_LATIN
    return None


def why_not_katakana(text: str) -> StudentRefusal | None:
    """Katakana, the long-vowel mark, and the marks between words; nothing else."""
    fits = bool(text.strip(" ・゠=")) and all(
        "ァ" <= letter <= "ヺ" or letter in "ー・゠= \u3000" for letter in text
    )
    return None if fits else StudentRefusal.KATAKANA_NOT_KATAKANA
