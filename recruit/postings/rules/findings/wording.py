"""How words are looked for in texts people write: folded, clause by clause, and not where the clause says the opposite.

Patterns are written with accents. A text without any accents (as it is typed on some telephones) is read without them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
import re
import unicodedata

from recruit.postings.rules.codes import FindingRule, PostingItem
from recruit.postings.rules.content import TEXT_FIELDS, Content

# Marks of voiced kana are letters, not accents.
_KANA_MARKS = {"\u3099", "\u309a"}
_SENTENCE = re.compile(r"[。!?;\n]|\.(?=\s|$)")
# Letters without width, and blanks between Japanese letters: they hide words and say nothing.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACED_OUT = re.compile(r"(?<=[\u3040-\u30ff\u4e00-\u9fff]) +(?=[\u3040-\u30ff\u4e00-\u9fff])")
_CLAUSE = re.compile(r"[、,]")
# 違約金、保証金はありません: what is counted up belongs to one clause.
_COUNTED_UP = re.compile(
    r"((?:違約金|保証金|罰金|手数料|預り金|\bdeposits?|\bpenalt(?:y|ies)|\bfees?|\bdenda|\bjaminan|tiền cọc|tiền phạt"
    r"|パスポート|在留カード|旅券))[、,]\s*(?=(?:違約金|保証金|罰金|手数料|預り金|deposit|penalt|fee|denda|uang jaminan|tiền"
    r"|パスポート|在留カード|旅券|(?:or|and|atau|hay|hoặc)\b))"
)
# Tuyển nam, nữ: both are meant.
_BOTH = re.compile(
    r"\b(nam|nữ|pria|wanita|laki-laki|perempuan),\s*(?=(?:nam|nữ|pria|wanita|laki-laki|perempuan)\b)"
)
_TOPIC = re.compile(r"(は|も|として)[、,]")

# In which item of a position a text stands.
ITEM_OF_TEXT = {
    "title": PostingItem.JOB_TITLE,
    "duties": PostingItem.DUTIES_INITIAL,
    "duties_change_range": PostingItem.DUTIES_CHANGE_RANGE,
    "place": PostingItem.PLACE_INITIAL,
    "place_change_range": PostingItem.PLACE_CHANGE_RANGE,
    "more": PostingItem.DUTIES_INITIAL,
}


def without_accents(text: str) -> str:
    """Latin letters without their marks; kana keep theirs."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d"))
    kept = [letter for letter in letters if not unicodedata.combining(letter) or letter in _KANA_MARKS]
    return unicodedata.normalize("NFC", "".join(kept))


@dataclass(frozen=True)
class Wording:
    """Words that a rule looks for, and what in the same clause says that they are not meant so."""

    rule: FindingRule
    words: str
    unless: str = ""

    @cached_property
    def _with_accents(self) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
        return _compiled(self.words), _compiled(self.unless) if self.unless else None

    @cached_property
    def _plain(self) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
        unless = _compiled(without_accents(self.unless)) if self.unless else None
        return _compiled(without_accents(self.words)), unless

    def found_in(self, text: str) -> list[str]:
        """The words found, each once, in the order of the text."""
        found: dict[str, None] = {}
        for clause in clauses(text):
            words, unless = self._plain if without_accents(clause) == clause else self._with_accents
            for hit in words.finditer(clause):
                rest = f"{clause[: hit.start()]} {clause[hit.end() :]}"
                if unless is None or not unless.search(rest):
                    found[hit.group().strip()] = None
        return list(found)


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words, re.VERBOSE)


def clauses(text: str) -> Iterator[str]:
    """The clauses of a text, folded: no case, full width made half."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = unicodedata.normalize("NFC", _UNSEEN.sub("", folded))
    folded = _SPACED_OUT.sub("", folded)
    for sentence in _SENTENCE.split(folded):
        joined = _BOTH.sub(r"\1/", _TOPIC.sub(r"\1", _COUNTED_UP.sub(r"\1/", sentence)))
        yield from (clause.strip() for clause in _CLAUSE.split(joined) if clause.strip())


def texts_of(content: Content) -> Iterator[tuple[str, str, str]]:
    """Every text of a position that says something: its field, its language, the words."""
    for language, fields in content.get("texts", {}).items():
        for name in TEXT_FIELDS:
            if (fields.get(name) or "").strip():
                yield name, language, fields[name]
