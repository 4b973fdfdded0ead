"""Construction permits (建設業許可): how their numbers are written, and when they end.

A permit is given by the minister (offices in several prefectures) or by one prefecture's governor, as a general (般) or a
special (特) one, or both. The number in brackets is the year of the era in which it was last given; it changes with each
renewal. Source: 建設業法 (Construction Business Act) art. 3: given by whom (1), for five years at a time (3); its ordinance
(施行規則) art. 5: a renewal is asked for at least 30 days before the end.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
import re
import unicodedata

from recruit.organisations.rules import Prefecture

HOLDS_YEARS = 5
RENEWAL_ASKED_BEFORE = timedelta(days=30)
# The company is reminded so long before the end: the prefectures take in renewals from about then on.
REMINDED_BEFORE = timedelta(days=90)
# The year before Reiwa 1.
_BEFORE_REIWA = 2018
_BEFORE_HEISEI = 1988
# An era number above this can only be Heisei's: Reiwa has not come so far.
_FIRST_ONLY_HEISEI = 25
_LAST_OF_HEISEI = 31

GOVERNORS: dict[Prefecture, str] = {
    Prefecture.HOKKAIDO: "北海道",
    Prefecture.AOMORI: "青森県",
    Prefecture.IWATE: "岩手県",
    Prefecture.MIYAGI: "宮城県",
    Prefecture.AKITA: "秋田県",
    Prefecture.YAMAGATA: "山形県",
    Prefecture.FUKUSHIMA: "福島県",
    Prefecture.IBARAKI: "茨城県",
    Prefecture.TOCHIGI: "栃木県",
    Prefecture.GUNMA: "群馬県",
    Prefecture.SAITAMA: "埼玉県",
    Prefecture.CHIBA: "千葉県",
    Prefecture.TOKYO: "東京都",
    Prefecture.KANAGAWA: "神奈川県",
    Prefecture.NIIGATA: "新潟県",
    Prefecture.TOYAMA: "富山県",
    Prefecture.ISHIKAWA: "石川県",
    Prefecture.FUKUI: "福井県",
    Prefecture.YAMANASHI: "山梨県",
    Prefecture.NAGANO: "長野県",
    Prefecture.GIFU: "岐阜県",
    Prefecture.SHIZUOKA: "静岡県",
    Prefecture.AICHI: "愛知県",
    Prefecture.MIE: "三重県",
    Prefecture.SHIGA: "滋賀県",
    Prefecture.KYOTO: "京都府",
    Prefecture.OSAKA: "大阪府",
    Prefecture.HYOGO: "兵庫県",
    Prefecture.NARA: "奈良県",
    Prefecture.WAKAYAMA: "和歌山県",
    Prefecture.TOTTORI: "鳥取県",
    Prefecture.SHIMANE: "島根県",
    Prefecture.OKAYAMA: "岡山県",
    Prefecture.HIROSHIMA: "広島県",
    Prefecture.YAMAGUCHI: "山口県",
    Prefecture.TOKUSHIMA: "徳島県",
    Prefecture.KAGAWA: "香川県",
    Prefecture.EHIME: "愛媛県",
    Prefecture.KOCHI: "高知県",
    Prefecture.FUKUOKA: "福岡県",
    Prefecture.SAGA: "佐賀県",
    Prefecture.NAGASAKI: "長崎県",
    Prefecture.KUMAMOTO: "熊本県",
    Prefecture.OITA: "大分県",
    Prefecture.MIYAZAKI: "宮崎県",
    Prefecture.KAGOSHIMA: "鹿児島県",
    Prefecture.OKINAWA: "沖縄県",
}
_DASHES = re.compile("[‐‑‒–—−ーｰ]")
_NUMBER = re.compile(
    r"""(?P<giver>\D*?)(?:知事|大臣)(?:の?許可)?
    \(?(?P<kinds>[般特](?:[・,、/-]?[般特])?)-?(?P<year>\d{1,2}|元)\)?
    -?(?P<office>[石渡檜後空上留宗網胆日十釧根オ振]?)-?第?(?P<number>\d{1,6})号?""",
    re.VERBOSE,
)


class PermitKind(StrEnum):
    """A special permit is needed to give large parts of the work to others."""

    GENERAL = "general"
    SPECIAL = "special"


_SIGNS = {PermitKind.GENERAL: "般", PermitKind.SPECIAL: "特"}


@dataclass(frozen=True)
class Permit:
    """What a permit's number says. `governor_of` is None where the minister gave it; `year` is one of our calendar; `office`
    is the letter of the branch office in Hokkaido.
    """

    governor_of: Prefecture | None
    kinds: tuple[PermitKind, ...]
    year: int
    number: int
    office: str = ""

    def written(self) -> str:
        """As it is written on the company's board.

        >>> Permit(None, (PermitKind.SPECIAL,), 2023, 123).written()
        '国土交通大臣許可（特-5）第123号'
        """
        giver = f"{GOVERNORS[self.governor_of]}知事" if self.governor_of else "国土交通大臣"
        kinds = "・".join(_SIGNS[kind] for kind in self.kinds)
        era_year = self.year - (_BEFORE_REIWA if self.year > _BEFORE_REIWA else _BEFORE_HEISEI)
        return f"{giver}許可（{kinds}-{era_year}）{self.office}第{self.number}号"


def permit_in(typed: str) -> Permit | None:
    """The permit that somebody typed, in full width or half, with or without brackets and words; None: not to be read.

    >>> permit_in("愛知県知事 (般・特－４) 第 ０１２３４５ 号").written()
    '愛知県知事許可（般・特-4）第12345号'
    """
    # Where nothing but a space parts the year from the number, it stands for the sign between them.
    plain = "".join(re.sub(r"(?<=\d)\s+(?=\d)", "第", unicodedata.normalize("NFKC", typed)).split())
    found = _NUMBER.fullmatch(_DASHES.sub("-", plain).replace("[", "(").replace("]", ")"))
    if found is None:
        return None
    giver = found["giver"]
    by_minister = giver in ("国土交通", "国交", "国土交通省", "") and "大臣" in plain
    governor_of = _prefecture_called(giver)
    if by_minister == (governor_of is not None) or not int(found["number"]):
        return None
    if found["office"] and governor_of is not Prefecture.HOKKAIDO:
        return None
    era_year = 1 if found["year"] == "元" else int(found["year"])
    if not 0 < era_year <= _LAST_OF_HEISEI:
        return None
    before = _BEFORE_HEISEI if era_year >= _FIRST_ONLY_HEISEI else _BEFORE_REIWA
    kinds = tuple(kind for kind in PermitKind if _SIGNS[kind] in found["kinds"])
    return Permit(governor_of, kinds, before + era_year, int(found["number"]), found["office"])


def _prefecture_called(giver: str) -> Prefecture | None:
    for prefecture, name in GOVERNORS.items():
        if giver in (name, name[:-1]):
            return prefecture
    return None


@dataclass(frozen=True)
class PermitEnd:
    """The last day a permit holds. Known to the day, or only that it lies between two days (from the year in its number)."""

    earliest: date
    latest: date

    @property
    def is_exact(self) -> bool:
        return self.earliest == self.latest


def end_of_permit(permit: Permit | None, until: date | None) -> PermitEnd | None:
    """When the permit ends: on the day the company names, else as far as the year in the number tells.

    The year is a financial year (April to March), so what was given in it ends in the twelve months five years later.
    """
    if until is not None:
        return PermitEnd(until, until)
    if permit is None:
        return None
    first = date(permit.year + HOLDS_YEARS, 3, 31)
    return PermitEnd(first, date(permit.year + HOLDS_YEARS + 1, 3, 31))


def agrees(permit: Permit, until: date) -> bool:
    """Whether a last day fits the year in the number. In a calendar year's count instead of a financial one's it fits too."""
    return date(permit.year + HOLDS_YEARS - 1, 12, 31) <= until <= date(permit.year + HOLDS_YEARS + 1, 3, 31)


class PermitStanding(StrEnum):
    HOLDS = "holds"
    ENDS_SOON = "ends_soon"
    MAY_HAVE_ENDED = "may_have_ended"
    ENDED = "ended"


def standing(end: PermitEnd, today: date) -> PermitStanding:
    """How a permit stands on a day. Who never named the last day is asked for it as soon as it may be near."""
    if today > end.latest:
        return PermitStanding.ENDED
    if today > end.earliest:
        return PermitStanding.MAY_HAVE_ENDED
    return PermitStanding.ENDS_SOON if end.earliest - today <= REMINDED_BEFORE else PermitStanding.HOLDS
