"""Why each rule is there, as data: how grave it is, where it is written, and since when.

The names of laws are the Japanese ones, for they are found by them. `is_verified` says that the page behind the address
was read on `checked_on`; the others stand on the law as it is known and are to be read at the address.
"""

from dataclasses import dataclass
from datetime import date

from recruit.postings.rules.codes import FindingRule, Severity

_EGOV = "https://laws.e-gov.go.jp/law/"
CHECKED_ON = date(2026, 11, 25)


@dataclass(frozen=True)
class Source:
    """A place in a law or an official page: its name, where to read it, and since when it has held."""

    name: str
    url: str
    valid_from_on: date
    checked_on: date = CHECKED_ON
    is_verified: bool = False
    language: str = "ja"


@dataclass(frozen=True)
class Ground:
    """How grave a rule's findings are, and where the rule is written."""

    severity: Severity
    sources: tuple[Source, ...]


def _law(number: str, name: str, since: str) -> Source:
    return Source(name, f"{_EGOV}{number}", date.fromisoformat(since))


def _standards(article: str, since: str = "1947-09-01") -> Source:
    return _law("322AC0000000049", f"労働基準法{article}", since)


def _security(article: str, since: str = "1947-12-01") -> Source:
    return _law("322AC0000000141", f"職業安定法{article}", since)


_HELLO_WORK = Source(
    "ハローワーク「労働法等に関する解説」",
    "https://www.hellowork.mhlw.go.jp/enterprise/laborlaw.html",
    date(2019, 4, 1),
    is_verified=True,
)
_APRIL_2024 = Source(
    "厚生労働省「募集時等に明示すべき労働条件が追加されます」",
    "https://www.mhlw.go.jp/content/001114155.pdf",
    date(2024, 4, 1),
    is_verified=True,
)
_FOREIGN_STAFF = Source(
    "外国人労働者の雇用管理の改善等に関して事業主が適切に対処するための指針",
    "https://www.japaneselawtranslation.go.jp/ja/notices/view/128",
    date(2007, 10, 1),
    is_verified=True,
)
_ENTRY = _law(
    "402M50000010016",
    "出入国管理及び難民認定法第七条第一項第二号の基準を定める省令（技術・人文知識・国際業務）",
    "2015-04-01",
)
_STATUS = Source(
    "出入国在留管理庁「在留資格『技術・人文知識・国際業務』」",
    "https://www.moj.go.jp/isa/applications/status/gijinkoku.html",
    date(2015, 4, 1),
)
_HELPING = _law("326CO0000000319", "出入国管理及び難民認定法第73条の2（不法就労助長）", "1990-06-01")
_LANGUAGE = Source(
    "カテゴリー3・4の対人業務に求められる言語能力の証明（2026年4月15日から）",
    "https://www.ey.com/ja_jp/technical/immigration-news/2026/immigration-news-04-09",
    date(2026, 4, 15),
    date(2026, 11, 22),
    is_verified=True,
)
_CAPS = "2024-04-01"


def _blocks(*sources: Source) -> Ground:
    return Ground(Severity.BLOCKING, sources)


def _asks(*sources: Source) -> Ground:
    return Ground(Severity.REVIEW, sources)


GROUNDS: dict[FindingRule, Ground] = {
    FindingRule.ITEM_MISSING: _blocks(_security("第5条の3"), _HELLO_WORK),
    FindingRule.APRIL_2024: _blocks(
        _APRIL_2024, _law("322M40002000012", "職業安定法施行規則第4条の2", "2024-04-01")
    ),
    FindingRule.CHANGE_RANGE_VAGUE: _asks(_APRIL_2024),
    FindingRule.MINIMUM_WAGE: _blocks(_law("334AC0000000137", "最低賃金法第4条", "1959-07-10")),
    FindingRule.MINIMUM_WAGE_OLD: _asks(_law("334AC0000000137", "最低賃金法第14条", "1959-07-10")),
    FindingRule.PROBATION_PAY: _asks(_law("334AC0000000137", "最低賃金法第7条", "2008-07-01")),
    FindingRule.FIXED_OVERTIME: _blocks(_standards("第37条", "2023-04-01")),
    FindingRule.EXCESS_NOT_PAID: _blocks(_standards("第37条", "2023-04-01"), _security("第5条の3")),
    FindingRule.OVERTIME_CAP: _asks(_standards("第36条第3項～第5項", _CAPS)),
    FindingRule.OVERTIME_BEYOND: _blocks(_standards("第36条第5項・第6項", _CAPS)),
    FindingRule.BREAK_SHORT: _blocks(_standards("第34条")),
    FindingRule.LONG_WEEK: _blocks(_standards("第32条・第32条の4", "1997-04-01")),
    FindingRule.LONG_DAY: _asks(_standards("第32条第2項・第32条の4", "1997-04-01")),
    FindingRule.FEW_DAYS_OFF: _asks(_standards("第32条・第35条", "1997-04-01")),
    FindingRule.CONTRACT_LENGTH: _blocks(_security("第5条の3"), _standards("第15条")),
    FindingRule.CONTRACT_LONG: _asks(_standards("第14条", "2004-01-01")),
    FindingRule.RENEWAL_CRITERIA: _blocks(_APRIL_2024),
    FindingRule.INSURANCE_OF_WORK: _blocks(
        _law("322AC0000000050", "労働者災害補償保険法第3条", "1975-04-01"),
        _law("349AC0000000116", "雇用保険法第5条", "1975-04-01"),
    ),
    FindingRule.INSURANCE_OF_HEALTH: _asks(
        _law("211AC0000000070", "健康保険法第3条", "1927-01-01"),
        _law("329AC0000000115", "厚生年金保険法第6条", "1954-05-01"),
    ),
    FindingRule.SMOKING_INDOORS: _asks(_law("414AC0000000103", "健康増進法第29条", "2020-04-01")),
    FindingRule.FEES: _blocks(_security("第39条")),
    FindingRule.DISPATCH: _asks(_law("360AC0000000088", "労働者派遣法第4条", "1986-07-01")),
    FindingRule.LIMITING_SEX: _blocks(
        _law("347AC0000000113", "男女雇用機会均等法第5条", "2007-04-01"), _HELLO_WORK
    ),
    FindingRule.LIMITING_AGE: _blocks(
        _law("341AC0000000132", "労働施策総合推進法第9条", "2007-10-01"), _HELLO_WORK
    ),
    FindingRule.LIMITING_NATIONALITY: _blocks(_security("第3条"), _standards("第3条")),
    FindingRule.LIMITING_FAITH: _asks(_security("第3条"), _standards("第3条")),
    FindingRule.MONEY_WORDS: _blocks(_standards("第16条・第17条"), _security("第39条")),
    FindingRule.PAPERS_KEPT: _blocks(_FOREIGN_STAFF),
    FindingRule.LEAVING_FORBIDDEN: _blocks(
        _standards("第5条"), _law("129AC0000000089", "民法第627条・第628条", "1898-07-16")
    ),
    FindingRule.OVERTIME_UNPAID: _blocks(_standards("第37条", "2023-04-01")),
    FindingRule.NO_PAID_LEAVE: _blocks(_standards("第39条", "2019-04-01")),
    FindingRule.PAY_DEDUCTION: _asks(_standards("第24条第1項")),
    FindingRule.SITE_LABOUR: _blocks(_STATUS, _HELPING),
    FindingRule.LABOUR_WORDS: _asks(_STATUS, _HELPING),
    FindingRule.DUTIES_VAGUE: _asks(_STATUS, _security("第5条の3")),
    FindingRule.SITE_TRAINING: _asks(_STATUS),
    FindingRule.INTERPRETING: _asks(_LANGUAGE),
    FindingRule.DEGREE_FIT: _asks(_ENTRY, _STATUS),
}
