"""The rows of a comparison: coded values in the reader's language, texts in theirs, and whether the positions differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from recruit.postings import conditions, rules
from recruit.postings.fit_words import short_of
from recruit.postings.models import Posting
from recruit.postings.queries import content_of
from recruit.postings.rules import Content, Fit
from recruit.postings.rules.take_home import MOST_RENT
from recruit.postings.take_home import finds_own_home, left_of, own_rent, rent_allowance
from recruit.web.jinja import name_of
from recruit.web.times import format_money
from recruit.web.words import words_for

# Long texts stay on the position's own page: side by side nobody reads them.
_LEFT_OUT = frozenset({"more"})


@dataclass(frozen=True)
class Value:
    """What one position says; `lang` marks words that are not in the reader's language. Empty: it says nothing."""

    words: str
    aside: str = ""
    lang: str | None = None
    aside_lang: str | None = None


NOTHING = Value("")


@dataclass(frozen=True)
class Row:
    """One condition over all positions."""

    name: str
    label: str
    values: list[Value]

    @property
    def differs(self) -> bool:
        return len({(value.words, value.aside) for value in self.values}) > 1


@dataclass(frozen=True)
class Column:
    """One position as it heads its column. On a phone the label stands before every value, so no two are the same."""

    label: str
    posting: Posting
    content: Content
    words: conditions.Words


def columns_of(postings: Sequence[Posting]) -> list[Column]:
    """The positions with their contents and texts."""
    contents = [content_of(posting) for posting in postings]
    words = [conditions.words_of(content) for content in contents]
    names = [name_of(posting.organisation) for posting in postings]
    labels: list[str] = []
    for name, one in zip(names, words, strict=True):
        label = name if names.count(name) == 1 else f"{name} · {one.fields.get('title', '')}"
        same = sum(earlier == label or earlier.startswith(f"{label} (") for earlier in labels)
        labels.append(f"{label} ({same + 1})" if same else label)
    return [Column(*parts) for parts in zip(labels, postings, contents, words, strict=True)]


def rows_of(columns: Sequence[Column], fits: Mapping[int, Fit], *, now: datetime) -> list[Row]:
    """All rows that at least one position says something in: money first, then the conditions in their order."""
    rows = [
        Row("gross", _("Pay every month"), [Value(_gross(one.content)) for one in columns]),
        Row(
            "left",
            _("Left for you in the first year (estimate)"),
            [_left(one.content, now) for one in columns],
        ),
        Row("start", _("Month of joining"), [Value(conditions.start_words(one.content)) for one in columns]),
        Row("prefecture", _("Prefecture"), [Value(words_for(one.posting.prefecture)) for one in columns]),
    ]
    if fits:
        fit_values = [Value(short_of(fits[one.posting.id])) for one in columns]
        rows.append(Row("fit", _("Does it suit you?"), fit_values))
    said = [{row.name: row for row in conditions.conditions_of(one.content)} for one in columns]
    # Every position gives its conditions in the same order; what one leaves out another may say.
    for name, label in _names(said):
        found = [one.get(name) for one in said]
        rows.append(
            Row(
                name,
                label,
                [Value(row.value, row.aside, row.lang, row.aside_lang) if row else NOTHING for row in found],
            )
        )
    return [row for row in rows if any(value.words for value in row.values)]


def _names(said: Sequence[Mapping[str, conditions.Condition]]) -> list[tuple[str, str]]:
    order: dict[str, str] = {}
    for one in sorted(said, key=len, reverse=True):
        for name, row in one.items():
            order.setdefault(name, row.label)
    return [(name, label) for name, label in order.items() if name not in _LEFT_OUT]


def _gross(content: Content) -> str:
    base_pay = content.get("base_pay_yen")
    if not base_pay:
        return ""
    fixed = content.get("fixed_overtime_yen") or 0
    return format_money(rules.monthly_pay(base_pay, rules.allowances_of(content), fixed))


def _left(content: Content, now: datetime) -> Value:
    left = left_of(content, now=now)
    if left is None:
        return NOTHING
    if not finds_own_home(content):
        return Value(
            format_money(left),
            _("after what the company takes for the home") if own_rent(content) else _("the home is free"),
        )
    most = rent_allowance(content, MOST_RENT)
    if not most:
        return Value(format_money(left), _("without rent, which you still pay"))
    return Value(
        format_money(left),
        _("without rent, which you still pay; the company adds up to %(amount)s", amount=format_money(most)),
    )
