"""Kana in Latin letters as people type them, so that one finds the other: plain Hepburn, long vowels not marked."""

import re

_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}  # fmt: skip
_LATIN = {
    kana: begin + vowel for begin, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)
}
_LATIN |= {
    "し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu", "や": "ya", "ゆ": "yu", "よ": "yo",
    "わ": "wa", "ゐ": "i", "ゑ": "e", "を": "o", "ん": "n", "ゔ": "vu",
}  # fmt: skip
_SMALL = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_SMALL_VOWELS = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}
# Runs of at least two, hiragana (as text is folded) and the mark of long vowels.
KANA_RUN = re.compile(r"[ぁ-ゖー]{2,}")
_LONG = re.compile(r"ou|oo|uu")


def plain_vowels(latin: str) -> str:
    """Long vowels written out made short: kyouei and kyoei are one word."""
    return _LONG.sub(lambda found: found.group()[0], latin)


def latin_of(kana: str) -> str:
    """Hiragana in Latin letters.

    >>> latin_of("きょうえい"), latin_of("ほっかいどう"), latin_of("まっちゃ"), latin_of("ふぃりぴん")
    ('kyoei', 'hokkaido', 'matcha', 'firipin')
    """
    latin, doubles = "", False
    for letter in kana:
        if letter == "っ":
            doubles = True
            continue
        if letter == "ー":
            continue
        if letter in _SMALL and latin.endswith("i"):
            # しゃ is sha, きゃ is kya.
            softly = latin.endswith(("shi", "chi", "ji"))
            latin = latin[:-1] + ("" if softly else "y") + _SMALL[letter]
            continue
        if letter in _SMALL_VOWELS and latin:
            latin = latin[:-1] + _SMALL_VOWELS[letter]
            continue
        said = _LATIN.get(letter, "")
        if doubles and said:
            latin += "t" if said.startswith("ch") else said[0]
        latin, doubles = latin + said, False
    return plain_vowels(latin)


def latin_words(folded: str) -> list[str]:
    """The kana of a folded text in Latin letters, run by run."""
    return [latin for run in KANA_RUN.findall(folded) if len(latin := latin_of(run)) > 1]
