"""What somebody typed, cut into the things that are asked for. Plain Python.

Japanese has no spaces: a sentence is cut at the names of terms and at runs of kanji and katakana, as far as these stand in
the books. What is left of it – particles, endings, the words of asking – says nothing about a chapter. Indonesian and
English words are found in other forms, and one mistyped letter of a long word leads to the word that the books have.
"""

from collections.abc import Callable, Collection, Mapping
import re

_KANJI = "\u3400-\u9fff々〆"
_JAPANESE = re.compile(f"[\u3041-\u30ff{_KANJI}]")
_IN_KANJI = re.compile(f"[{_KANJI}]")
_HIRAGANA = re.compile("[\u3041-\u309f]")
_WORD = re.compile(rf"[\u30a0-\u30ff]+|[^\W\d_\u3041-\u30ff{_KANJI}]+")
_RUN = re.compile(rf"[{_KANJI}]+|[\u30a0-\u30ff]+|[\u3041-\u309f]+|[a-z0-9]+")
# So many things are looked for at most, each of so many letters at most.
MOST_PIECES, LONGEST_PIECE, SHORTEST_IN_KATAKANA = 8, 12, 4
# Words of asking, folded. Outside of Japanese they are left out only where others are left.
_WORDS_OF_ASKING = {
    "ja": "私 僕 方 時 事 為 所 下 教 知 言 思 欲 出来 必要 場合 方法",
    "en": "a an the of to in on for and or is are am do does did i my me you your we our it its be can will must should"
    " when how what where which who why there if as at by from with about",
    "id": "di ke dari yang dan atau untuk apa apakah bagaimana kapan berapa saya kamu anda kami itu ini dengan pada adalah akan",
    "vi": "la va cua cho toi ban thi ma o khi nao bao lau gi nhu co khong se duoc can phai lam sao em minh",
}
_ASKING = frozenset(word for words in _WORDS_OF_ASKING.values() for word in words.split())
_EDGES = " ?!.,;:()[]{}<>/\"'“”‘’«»「」『』、。・…"

# The longest first.
_PREFIXES = (
    "meny",
    "meng",
    "peny",
    "peng",
    "mem",
    "men",
    "pem",
    "pen",
    "per",
    "ber",
    "ter",
    "me",
    "pe",
    "di",
    "ke",
    "se",
)
_SUFFIXES = ("kannya", "annya", "kan", "nya", "lah", "kah", "an", "i")
# What may stand before the root of an Indonesian word: its first letter goes where a prefix takes it (tulis, menulis).
BEFORE_A_ROOT = f"(?:{'|'.join(_PREFIXES)})?[tkps]?"
SHORTEST_ROOT = 4

_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KANA_LETTERS = "".join(chr(code) for code in range(0x3041, 0x3097)) + "ー"


def words_of(asked: str) -> list[str]:
    """The words between spaces, without the signs around them."""
    return [word for one in asked.split() if (word := one.strip(_EDGES))]


def asks(word: str) -> bool:
    """Whether a word, folded, only asks and says nothing of what is asked for."""
    return word in _ASKING


def is_japanese(word: str) -> bool:
    return _JAPANESE.search(word) is not None


def pieces_of(
    word: str, folded: str, names: Mapping[str, Collection[str]], stands: Callable[[str], bool]
) -> list[tuple[str, bool]]:
    """A word without spaces as the things it names, folded, each with whether it is the one kanji of a verb, behind which its
    ending stands. `names` by their first letter; `stands`: whether the books have these letters.
    """
    # Katakana and hiragana are one when folded; here they part words.
    plain = word if len(word) == len(folded) else folded
    found: list[tuple[str, bool]] = []
    at = 0
    while at < len(folded):
        name = _name_at(folded, at, names)
        if name:
            found.append((name, False))
            at += len(name)
            continue
        run = _RUN.match(plain.casefold(), at)
        if run is None:
            at += 1
            continue
        end = next((one for one in range(at + 1, run.end()) if _name_at(folded, one, names)), run.end())
        found += _pieces_of_run(plain, folded, at, end, stands)
        at = end
    said = [one for one in dict.fromkeys(found) if not asks(one[0]) and not one[0].startswith("何")]
    return said[:MOST_PIECES]


def _name_at(folded: str, at: int, names: Mapping[str, Collection[str]]) -> str:
    fitting = (name for name in names.get(folded[at], ()) if folded.startswith(name, at))
    return max(fitting, key=len, default="")


def _pieces_of_run(
    plain: str, folded: str, at: int, end: int, stands: Callable[[str], bool]
) -> list[tuple[str, bool]]:
    """What letters of one script ask for."""
    run = folded[at:end]
    if _HIRAGANA.match(plain, at):
        return []
    if not _IN_KANJI.match(plain, at):
        shortest = SHORTEST_IN_KATAKANA
        return [(one, False) for one in ([run] if run.isascii() else _standing(run, stands, shortest))]
    if len(run) > 1:
        return [(one, False) for one in _standing(run, stands, 2)]
    # What a name leaves of a longer word says nothing by itself.
    is_left_over = at > 0 and _IN_KANJI.match(plain, at - 1) is not None
    return [] if is_left_over else [(run, _HIRAGANA.match(plain, end) is not None)]


def _standing(run: str, stands: Callable[[str], bool], shortest: int) -> list[str]:
    """A run as the longest pieces that stand in the books; one of which the books have nothing stays whole, as it was typed."""
    found: list[str] = []
    at = 0
    while at <= len(run) - shortest:
        end = at + shortest - 1
        while end < len(run) and end - at < LONGEST_PIECE and stands(run[at : end + 1]):
            end += 1
        # Nothing ends with a long vowel where the word goes on.
        piece = run[at:end] if end == len(run) else run[at:end].rstrip("ー")
        if len(piece) >= shortest:
            found.append(piece)
            at = end
        else:
            at += 1
    return found or [run]


def roots_of(word: str, language: str) -> tuple[str, ...]:
    """What a word may be a form of: Indonesian prefixes and suffixes and English endings are optional.

    >>> roots_of("pembayaran", "id"), roots_of("contracts", "en"), roots_of("gaji", "id")
    (('pembayar', 'bayar', 'bayaran'), ('contract',), ())
    """
    if not word.isascii() or not word.isalpha():
        return ()
    if language != "id":
        endings = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))
        found = [word.removesuffix(end) + instead for end, instead in endings if word.endswith(end)]
    else:
        stems = [word, *(word.removesuffix(end) for end in _SUFFIXES if word.endswith(end))]
        prefix = next((one for one in _PREFIXES if word.startswith(one)), "")
        found = [*stems[1:], *(stem.removeprefix(prefix) for stem in reversed(stems) if prefix)]
    return tuple(dict.fromkeys(one for one in found if len(one) >= SHORTEST_ROOT and one != word))


def with_near_words(query: str, near: Callable[[str], str | None]) -> str:
    """What was typed with each long word changed for the one near it, where there is one."""
    return _WORD.sub(lambda match: near(match[0]) or match[0], " ".join(query.split()))


def may_be_mistyped(word: str) -> bool:
    """A long word, folded, in one script of few letters."""
    return re.fullmatch("[a-z]{5,24}|[\u3041-\u3096ー]{5,24}", word) is not None


def in_katakana(folded: str) -> str:
    """Folded kana as they are written where words are taken from other languages."""
    return "".join(chr(ord(one) + 96) if "\u3041" <= one <= "\u3096" else one for one in folded)


def near_word(word: str, known: Mapping[str, int]) -> str | None:
    """The most frequent of these words from which one letter too many, too few, wrong or changed with its neighbour leads to
    this one; None where there is none.

    >>> near_word("certifcate", {"certificate": 9, "certificates": 3})
    'certificate'
    """
    letters = _LATIN_LETTERS if word.isascii() else _KANA_LETTERS
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    near = {before + after[1:] for before, after in halves if after}
    near |= {before + after[1] + after[0] + after[2:] for before, after in halves if len(after) > 1}
    near |= {before + one + after[1:] for before, after in halves if after for one in letters}
    near |= {before + one + after for before, after in halves for one in letters}
    return max(
        (one for one in near if one in known and one != word), key=lambda one: (known[one], one), default=None
    )
