"""A proposal for how a Vietnamese or Indonesian name is written in katakana; the person decides.

Vietnamese follows the northern reading and the spellings in use at Japanese offices (グエン, チャン, ファム); Indonesian is
read as it is spelled. The proposal is only a start: bank, pension office and pay slip then keep one spelling. On what the
rules rest stands in docs/names.md; `tests/students/given_names.json` has what they make of two hundred given names of each
country.
"""

import re
import unicodedata

BETWEEN_WORDS = "・"
_VOWELS = "aiueo"
_PLAIN = dict(zip(_VOWELS, "アイウエオ", strict=True))


def _row(syllables: str) -> dict[str, str]:
    return dict(zip(_VOWELS, syllables.split(), strict=True))


_ROWS = {
    "": _row("ア イ ウ エ オ"),
    "b": _row("バ ビ ブ ベ ボ"),
    "ch": _row("チャ チ チュ チェ チョ"),
    "d": _row("ダ ディ ドゥ デ ド"),
    "f": _row("ファ フィ フ フェ フォ"),
    "g": _row("ガ ギ グ ゲ ゴ"),
    "h": _row("ハ ヒ フ ヘ ホ"),
    "j": _row("ジャ ジ ジュ ジェ ジョ"),
    "k": _row("カ キ ク ケ コ"),
    "l": _row("ラ リ ル レ ロ"),
    "m": _row("マ ミ ム メ モ"),
    "n": _row("ナ ニ ヌ ネ ノ"),
    "ng": _row("ンガ ンギ ング ンゲ ンゴ"),
    "ngg": _row("ンガ ンギ ング ンゲ ンゴ"),
    "ny": _row("ニャ ニ ニュ ニェ ニョ"),
    "p": _row("パ ピ プ ペ ポ"),
    "s": _row("サ シ ス セ ソ"),
    "sh": _row("シャ シ シュ シェ ショ"),
    "t": _row("タ ティ トゥ テ ト"),
    "v": _row("ヴァ ヴィ ヴ ヴェ ヴォ"),
    "w": _row("ワ ウィ ウ ウェ ウォ"),
    "y": _row("ヤ イ ユ イェ ヨ"),
    "z": _row("ザ ジ ズ ゼ ゾ"),
}

# Longest first: the first that fits is the initial of the syllable.
_VIETNAMESE_INITIALS = (
    ("ngh", "g"),
    ("ng", "g"),
    ("nh", "ny"),
    ("gh", "g"),
    ("ch", "ch"),
    ("kh", "k"),
    ("ph", "f"),
    ("th", "t"),
    ("tr", "ch"),
    ("đ", "d"),
    ("d", "z"),
    ("b", "b"),
    ("c", "k"),
    ("g", "g"),
    ("h", "h"),
    ("k", "k"),
    ("l", "l"),
    ("m", "m"),
    ("n", "n"),
    ("p", "p"),
    ("q", "k"),
    ("r", "l"),
    ("s", "s"),
    ("t", "t"),
    ("v", "v"),
    ("x", "s"),
)
_VIETNAMESE_FINALS = (
    ("ng", "ン"),
    ("nh", "ン"),
    ("ch", "ック"),
    ("n", "ン"),
    ("m", "ム"),
    ("c", "ック"),
    ("t", "ット"),
    ("p", "ップ"),
)
# Spellings in use that the rules would make longer.
_VIETNAMESE_KNOWN = {"lê": "レ", "thị": "ティ", "đỗ": "ド"}
# Passports print no marks: the names in which a plain D stands for Đ far more often than for D, and the ones above.
_VIETNAMESE_MARKED = {
    "dai": "đại",
    "dam": "đàm",
    "dang": "đặng",
    "dao": "đào",
    "dat": "đạt",
    "dien": "điền",
    "dinh": "đinh",
    "do": "đỗ",
    "doan": "đoàn",
    "dong": "đông",
    "duc": "đức",
    "le": "lê",
    "thi": "thị",
}

_INDONESIAN_INITIALS = (
    ("ngg", "ngg"),
    ("ng", "ng"),
    ("ny", "ny"),
    ("sy", "sh"),
    ("sh", "sh"),
    ("ch", "ch"),
    ("tj", "ch"),
    ("dj", "j"),
    ("dh", "d"),
    ("bh", "b"),
    ("kh", "h"),
    ("ph", "f"),
    ("th", "t"),
    ("c", "ch"),
    ("q", "k"),
    ("r", "l"),
    *((letter, letter) for letter in "bdfghjklmnpstvwyz"),
)
# A consonant with no vowel behind it, within a word.
_ALONE = {
    "b": "ブ",
    "ch": "フ",
    "d": "ド",
    "f": "フ",
    "g": "グ",
    "h": "フ",
    "j": "ジ",
    "k": "ク",
    "l": "ル",
    "m": "ム",
    "n": "ン",
    "ng": "ン",
    "ngg": "ング",
    "ny": "ニ",
    "p": "プ",
    "s": "ス",
    "sh": "シュ",
    "t": "ト",
    "v": "フ",
    "w": "ウ",
    "y": "イ",
    "z": "ズ",
}
# The same at the end of a word, where it differs: the h of Fatimah is hardly heard.
_AT_THE_END = {"h": "", "k": "ック", "p": "ップ", "t": "ット"}
# Before y and a vowel these keep to themselves: Mulyani is ムルヤニ, Surya スルヤ, but Prasetyo プラセティヨ.
_APART_FROM_Y = frozenset("flr")
_WRITTEN_ONCE = frozenset("dlr")


def propose_katakana(name: str, country: str) -> str | None:
    """A name in katakana, words in the order given with ・ between; None where no rule fits (then the person writes it).

    `country` is the ISO code of the country whose reading is used. Vietnamese marks are used where they are written.

    >>> propose_katakana("Nguyễn Văn Đức", "VN")
    'グエン・ヴァン・ドゥック'
    >>> propose_katakana("Siti Rahayu", "ID")
    'シティ・ラハユ'
    """
    read = {"VN": vietnamese_word, "ID": indonesian_word}.get(country)
    plain = unicodedata.normalize("NFC", name).lower()
    for mark in "’‘`":
        plain = plain.replace(mark, "'")
    words = [word for word in re.split(r"[\s.,-]+", plain) if word.strip("'")]
    if read is None or not words:
        return None
    if country == "VN" and all(word.isascii() for word in words):
        words = [_VIETNAMESE_MARKED.get(word, word) for word in words]
    kana = [read(word) for word in words]
    return None if None in kana else BETWEEN_WORDS.join(word for word in kana if word)


def vietnamese_word(word: str) -> str | None:
    """One Vietnamese syllable in small letters, with or without marks; None for what is no Vietnamese syllable."""
    if word in _VIETNAMESE_KNOWN:
        return _VIETNAMESE_KNOWN[word]
    bare = _without_marks(word)
    initial, rest = _vietnamese_initial(bare)
    final, kana_final = next(
        ((end, kana) for end, kana in _VIETNAMESE_FINALS if rest.endswith(end)), ("", "")
    )
    vowels = rest.removesuffix(final) if final else rest
    if not vowels or any(letter not in "aiueoy" for letter in vowels):
        return None
    # yê and uyê are written with a letter that is not heard (Yến keeps it at the beginning of the word).
    vowels = vowels.replace("uye", "ue").replace("y", "i")
    if final == "nh" and vowels.endswith("a"):
        vowels += "i"
    kana = _ROWS[initial][vowels[0]] + "".join(_PLAIN[letter] for letter in vowels[1:])
    return kana + kana_final if kana_final or len(vowels) > 1 else kana + "ー"


def _vietnamese_initial(bare: str) -> tuple[str, str]:
    # In Giang and Gia the i only marks the sound of the G; in Gin it is the vowel too.
    if bare.startswith("gi"):
        return ("z", bare[2:]) if bare[2:3] and bare[2] in "aueo" else ("z", bare[1:])
    for spelling, row in _VIETNAMESE_INITIALS:
        if bare.startswith(spelling):
            return row, bare.removeprefix(spelling)
    return "", bare


def _without_marks(word: str) -> str:
    """Tones and vowel marks do not show in katakana; only Đ is another letter."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def indonesian_word(word: str) -> str | None:
    """One Indonesian word in small letters; None where it holds a letter that is not read in Indonesian."""
    if "'" in word:
        # The mark parts two syllables: Nur'aini is read nur-aini.
        parts = [indonesian_word(part) for part in word.split("'") if part]
        return None if None in parts else "".join(part for part in parts if part)
    # The spelling before 1972 lives on in names: Soeharto, Noer.
    rest = _without_marks(word).replace("oe", "u").replace("x", "ks")
    # The ie of Arief and Latief is a long i.
    rest = rest.removesuffix("ief") + "if" if rest.endswith("ief") else rest
    if not rest or any(letter not in "abcdefghijklmnopqrstuvwyz" for letter in rest):
        return None
    kana = ""
    while rest:
        if rest[0] in _VOWELS:
            kana, rest = kana + _PLAIN[rest[0]], rest[1:]
            continue
        if len(rest) > 1 and rest[0] == rest[1]:
            # A doubled consonant is heard before a vowel; at the end of a word it is a single one.
            if len(rest) > 2 and rest[0] not in _WRITTEN_ONCE:
                kana += "ン" if rest[0] in "mn" else "ッ"
            rest = rest[1:]
        spelling, row = next(pair for pair in _INDONESIAN_INITIALS if rest.startswith(pair[0]))
        step, taken = _indonesian_syllable(row, rest[len(spelling) :])
        kana, rest = kana + step, rest[len(spelling) + taken :]
    return kana


def _indonesian_syllable(row: str, behind: str) -> tuple[str, int]:
    """The kana of a consonant, and how many of the letters behind it they use up."""
    vowel = behind[:1]
    if vowel and vowel in _VOWELS:
        return _ROWS[row][vowel], 1
    if vowel == "y" and row in _APART_FROM_Y and behind[1:2] and behind[1] in _VOWELS:
        return _ALONE[row], 0
    if vowel == "y" and row != "y":
        # At the end of a word y is the vowel i (Rizky); before a vowel it is heard after it (Cahya, Prasetyo).
        return _ROWS[row]["i"], 0 if behind[1:2] and behind[1] in _VOWELS else 1
    if row == "d" and behind.startswith("wi"):
        return "ドゥイ", 2
    if row == "m" and vowel and vowel in "bp":
        return "ン", 0
    if behind or row not in _AT_THE_END:
        return _ALONE[row], 0
    return _AT_THE_END[row], 0
