"""The conditions of a position or an offer as a reader sees them: coded things in the reader's language, texts in theirs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from babel.dates import get_month_names
from flask_babel import get_locale, gettext as _, ngettext

from recruit.core.locales import BY_CODE
from recruit.organisations.rules import Prefecture, nearest_language
from recruit.postings import rules
from recruit.postings.newcomer_conditions import contract_rows, leave_in_detail, newcomer_rows
from recruit.postings.rules import (
    AllowanceKind,
    CompanyCost,
    Content,
    EmploymentKind,
    HousingKind,
    Insurance,
    JapaneseLevel,
    PostingItem,
    Renewal,
    RenewalCriterion,
    RestPattern,
    Smoking,
    WorkKind,
    item,
)
from recruit.postings.rules.codes import Driving
from recruit.students.rules import Major
from recruit.web.gate import current_language
from recruit.web.times import format_day, format_money
from recruit.web.words import words_for


@dataclass(frozen=True)
class Condition:
    """One ruled row. `lang` marks a value that is not in the reader's language; `was` is what the posting said."""

    name: str
    label: str
    value: str
    aside: str = ""
    lang: str | None = None
    aside_lang: str | None = None
    differs: bool = False
    was: str = ""

    @property
    def language_name(self) -> str:
        """What the language of a foreign value calls itself."""
        return name_of_language(self.lang) if self.lang else ""


@dataclass(frozen=True)
class Words:
    """The texts of a position for one reader: those of `language`, and from another where that says nothing.

    `elsewhere` names the language of every field that is not in `language`.
    """

    language: str
    fields: Mapping[str, str]
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    def lang_of(self, name: str) -> str | None:
        """The language to mark one field with, where it is not the reader's."""
        code = self.elsewhere.get(name, self.language)
        return code if self.fields.get(name) and code != current_language() else None

    @property
    def lang(self) -> str | None:
        """The language to mark the title with."""
        return self.lang_of("title")

    @property
    def language_name(self) -> str:
        return name_of_language(self.language)


def name_of_language(code: str) -> str:
    """What a language calls itself."""
    return BY_CODE[code].name if code in BY_CODE else code


def words_of(content: Content, language: str | None = None) -> Words:
    """The texts in the reader's language, or in the nearest in which the position is written; field by field."""
    texts, source = content.get("texts") or {}, content.get("source_language", "ja")
    code = nearest_language(texts.keys(), language or current_language())
    if code is None:
        return Words(source, {})
    fields, elsewhere = {}, {}
    for name in rules.TEXT_FIELDS:
        # Half a translation hides nothing: what it leaves out is read in the original.
        written = next(
            (one for one in (code, source, "en", *texts) if texts.get(one, {}).get(name, "").strip()), code
        )
        fields[name] = texts[code].get(name, "") if written == code else texts[written][name]
        if written != code:
            elsewhere[name] = written
    return Words(code, fields, elsewhere)


def conditions_of(
    content: Content, *, without: Collection[str] = (), before: Content | None = None
) -> list[Condition]:
    """All rows in the order of reading, empty ones left out. `before` marks what is not as it was there."""
    changed = set(rules.differences(before, content)) if before is not None else set()
    earlier = {row.name: row for row in _rows(before)} if before is not None and changed else {}
    found = []
    for row in _rows(content):
        if row.name in without or not row.value:
            continue
        if row.name not in changed:
            found.append(row)
            continue
        was = earlier[row.name].value if row.name in earlier else ""
        found.append(replace(row, differs=True, was=was or _("nothing stated")))
    return found


def _rows(content: Content) -> list[Condition]:
    words = words_of(content)
    text, place_text = words.fields, words.fields.get("place", "")
    return [
        Condition("contract", _("Contract"), contract_line(content), _renewal(content)),
        Condition("kind", _("Kind of work"), words_for(WorkKind(content["work_kind"]))),
        Condition("duties", _("Duties at the start"), text.get("duties", ""), lang=words.lang_of("duties")),
        Condition(
            "duties_change",
            _("Range of change of duties"),
            text.get("duties_change_range", ""),
            lang=words.lang_of("duties_change_range"),
        ),
        Condition(
            "place",
            _("Place of work at the start"),
            place_text or words_for(Prefecture(content["prefecture"])),
            words_for(Prefecture(content["prefecture"])) if place_text else "",
            lang=words.lang_of("place"),
        ),
        Condition("place_change", _("Range of change of the place of work"), text.get("place_change_range", ""), lang=words.lang_of("place_change_range")),
        Condition("hours", _("Working hours and breaks"), _hours(content)),
        Condition("overtime", _("Overtime work"), _overtime(content), _caps(content)),
        Condition("days_off", _("Days off"), _days_off(content), _pattern(content)),
        Condition("leave", _("Paid leave and home leave"), _leave(content), leave_in_detail(content)),
        Condition("base_pay", _("Base pay"), _month(content.get("base_pay_yen"))),
        Condition("allowances", _("Allowances"), _(", ").join(allowance_line(row) for row in allowance_rows(content)) or _none(content)),
        Condition("fixed_overtime", _("Fixed overtime pay"), _fixed_overtime(content)),
        Condition("bonus", _("Pay rises and bonus"), _bonus(content)),
        Condition("pay_days", _("Pay day"), _pay_days(content), _pay_counted(content)),
        Condition("housing", _("Housing offered"), _housing(content), _housing_more(content)),
        Condition("costs", _("Costs paid by the company"), _codes(content, PostingItem.COSTS_BY_COMPANY, CompanyCost)),
        Condition("probation", _("Probation"), _probation(content)),
        *(Condition(*row) for row in contract_rows(content)),
        Condition("insurance", _("Insurance of employees"), _codes(content, PostingItem.INSURANCE, Insurance)),
        Condition("smoking", _("Protection from tobacco smoke"), _code(content, PostingItem.SMOKING, Smoking)),
        Condition("japanese", _("Japanese on arrival"), words_for(JapaneseLevel(content["japanese_level"])), _japanese_more(content)),
        Condition("majors", _("Majors asked for"), _(", ").join(words_for(Major(code)) for code in content["majors"]) or _("Any major")),
        Condition("driving", _("Driving licence"), _code(content, PostingItem.DRIVING, Driving)),
        *(Condition(*row) for row in newcomer_rows(content)),
        Condition("more", _("Good to know"), text.get("more", ""), lang=words.lang_of("more")),
    ]  # fmt: skip


def contract_line(content: Content) -> str:
    """Kind and length of the contract."""
    kind = item(content, PostingItem.CONTRACT_TERM)
    if not kind:
        return ""
    months = item(content, "contract_months")
    words = words_for(EmploymentKind(kind))
    if kind == EmploymentKind.FIXED_TERM and months:
        return _(
            "%(kind)s, %(length)s", kind=words, length=ngettext("%(num)d month", "%(num)d months", months)
        )
    return words


def _renewal(content: Content) -> str:
    renewal = item(content, PostingItem.RENEWAL)
    if not renewal or item(content, PostingItem.CONTRACT_TERM) != EmploymentKind.FIXED_TERM:
        return ""
    parts = [words_for(Renewal(renewal["kind"]))]
    if renewal.get("criteria"):
        named = _(", ").join(words_for(RenewalCriterion(code)) for code in renewal["criteria"])
        parts.append(_("Decided by: %(criteria)s", criteria=named))
    cap = item(content, PostingItem.RENEWAL_CAP) or {}
    if cap.get("years"):
        parts.append(ngettext("At most %(num)d year in all", "At most %(num)d years in all", cap["years"]))
    elif cap:
        parts.append(_("No limit of renewals"))
    return ". ".join(parts)


def _probation(content: Content) -> str:
    probation = item(content, PostingItem.PROBATION)
    if probation is None:
        return ""
    if not probation["months"]:
        return _("None")
    length = ngettext("%(num)d month", "%(num)d months", probation["months"])
    if probation.get("pay_yen"):
        return _("%(length)s, base pay %(pay)s", length=length, pay=format_money(probation["pay_yen"]))
    return _("%(length)s, same conditions", length=length)


def _hours(content: Content) -> str:
    times = item(content, PostingItem.START_END_BREAK)
    if not times:
        return ""
    rest = ngettext("break of %(num)d minute", "break of %(num)d minutes", times["break_minutes"])
    return _("%(starts)s–%(ends)s, %(rest)s", starts=times["starts"], ends=times["ends"], rest=rest)


def _overtime(content: Content) -> str:
    overtime = item(content, PostingItem.OVERTIME)
    if overtime is None:
        return ""
    if not overtime["mean_hours"]:
        return _("None")
    return ngettext("about %(num)d hour a month", "about %(num)d hours a month", overtime["mean_hours"])


def _caps(content: Content) -> str:
    overtime = item(content, PostingItem.OVERTIME) or {}
    if not overtime.get("cap_month"):
        return ""
    return _(
        "At most %(month)s hours a month and %(year)s hours a year",
        month=overtime["cap_month"],
        year=overtime.get("cap_year") or rules.OVERTIME_CAP_YEAR,
    )


def _days_off(content: Content) -> str:
    holidays = item(content, PostingItem.HOLIDAYS)
    return ngettext("%(num)d day a year", "%(num)d days a year", holidays["days"]) if holidays else ""


def _pattern(content: Content) -> str:
    pattern = (item(content, PostingItem.HOLIDAYS) or {}).get("pattern")
    return words_for(RestPattern(pattern)) if pattern else ""


def _leave(content: Content) -> str:
    leave = item(content, PostingItem.PAID_LEAVE) or {}
    days = leave.get("home_leave_days")
    if not days:
        return _("Paid leave by law") if leave else ""
    return ngettext(
        "Paid leave by law, and %(num)d day of home leave a year",
        "Paid leave by law, and %(num)d days of home leave a year",
        days,
    )


def _month(yen: int | None) -> str:
    return _("%(amount)s a month", amount=format_money(yen)) if yen else ""


def allowance_rows(content: Content) -> list[dict[str, Any]]:
    """The allowances as they were entered."""
    return item(content, PostingItem.ALLOWANCES) or []


def allowance_name(row: Mapping[str, Any]) -> str:
    """What an allowance is called, with its months where it is not paid all year."""
    name = words_for(AllowanceKind(row["kind"]))
    if row.get("from_month"):
        months = get_month_names("abbreviated", locale=get_locale() or "en")
        return _(
            "%(name)s (%(first)s–%(last)s)",
            name=name,
            first=months[row["from_month"]],
            last=months[row["to_month"]],
        )
    return name if row["for_all"] else _("%(name)s (for those it applies to)", name=name)


def allowance_line(row: Mapping[str, Any]) -> str:
    """Name and amount."""
    return f"{allowance_name(row)} {format_money(row['yen'])}"


def _none(content: Content) -> str:
    return _("None") if item(content, PostingItem.ALLOWANCES) is not None else ""


def _fixed_overtime(content: Content) -> str:
    fixed = item(content, PostingItem.FIXED_OT)
    if fixed is None:
        return ""
    if not fixed:
        return _("None: every hour of overtime is paid")
    return _(
        "%(amount)s for %(hours)s hours; more hours are paid on top",
        amount=format_money(content.get("fixed_overtime_yen") or 0),
        hours=content.get("fixed_overtime_hours") or 0,
    )


def _bonus(content: Content) -> str:
    said = item(content, PostingItem.RAISE_BONUS)
    if not said:
        return ""
    parts = [_("Pay rise every year")] if said.get("raises") else []
    if said.get("times"):
        parts.append(ngettext("bonus %(num)d time a year", "bonus %(num)d times a year", said["times"]))
    return _(", ").join(parts)


def _pay_days(content: Content) -> str:
    said = item(content, PostingItem.PAY_METHOD)
    if not said:
        return ""
    if said.get("next_month"):
        return _("On day %(day)s of the next month, by bank transfer", day=said["pay_day"])
    return _("On day %(day)s of the same month, by bank transfer", day=said["pay_day"])


def _pay_counted(content: Content) -> str:
    day = (item(content, PostingItem.PAY_METHOD) or {}).get("closing_day")
    if not day:
        return ""
    return (
        _("Counted up to the last day of the month") if day == 31 else _("Counted up to day %(day)s", day=day)
    )


def _housing(content: Content) -> str:
    housing = item(content, PostingItem.HOUSING)
    if not housing:
        return ""
    kind = HousingKind(housing["kind"])
    if kind in (HousingKind.COMPANY_FLAT, HousingKind.DORMITORY) and housing.get("yen") == 0:
        return _("%(kind)s, free of charge", kind=words_for(kind))
    if kind in (HousingKind.COMPANY_FLAT, HousingKind.DORMITORY) and housing.get("yen") is not None:
        return _(
            "%(kind)s, you pay %(amount)s a month", kind=words_for(kind), amount=format_money(housing["yen"])
        )
    if kind is HousingKind.RENT_ALLOWANCE and housing.get("yen"):
        return _("%(kind)s, %(amount)s a month", kind=words_for(kind), amount=format_money(housing["yen"]))
    return words_for(kind)


def _housing_more(content: Content) -> str:
    housing = item(content, PostingItem.HOUSING) or {}
    parts = [_("furnished")] if housing.get("furnished") else []
    parts += [_("internet")] if housing.get("internet") else []
    if housing.get("minutes") is not None:
        parts.append(ngettext("%(num)d minute to work", "%(num)d minutes to work", housing["minutes"]))
    return _(", ").join(parts)


def _code(content: Content, key: str, kind: type[Any]) -> str:
    code = item(content, key)
    return words_for(kind(code)) if code else ""


def _codes(content: Content, key: str, kind: type[Any]) -> str:
    return _(", ").join(words_for(kind(code)) for code in item(content, key) or [])


def _japanese_more(content: Content) -> str:
    target = item(content, PostingItem.LANGUAGE_TARGET)
    return _("After two years: %(level)s", level=words_for(JapaneseLevel(target))) if target else ""


def start_words(content: Content) -> str:
    """The month of joining."""
    month = content.get("start_month")
    return format_day(date.fromisoformat(month), "month") if month else ""
