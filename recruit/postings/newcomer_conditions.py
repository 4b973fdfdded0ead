"""The conditions that newcomers ask about, and how a contract ends: coded, so that they are read in every language."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _, ngettext

from recruit.postings import rules
from recruit.postings.newcomer_words import SPOKEN
from recruit.postings.rules import (
    Content,
    FaithSupport,
    JapaneseLevel,
    LaterRole,
    LicenceSupport,
    PostingItem,
    SelectionStep,
    Surroundings,
    item,
)
from recruit.web.times import format_money
from recruit.web.words import words_for

# Name, label, value and what stands beside it.
Row = tuple[str, str, str, str]


def contract_rows(content: Content) -> list[Row]:
    """How a contract goes on and ends."""
    return [
        ("conversion", _("Change to a contract without end date"), _conversion(content), ""),
        ("ending", _("Retirement and leaving"), _ending(content), ""),
        ("discretionary", _("Discretionary working hours"), _discretion(content), ""),
    ]


def leave_in_detail(content: Content) -> str:
    """Days of paid leave and from when, and days for feasts."""
    leave = item(content, PostingItem.PAID_LEAVE) or {}
    parts = []
    if leave.get("days") is not None:
        parts.append(
            ngettext(
                "%(num)d day of paid leave in the first year",
                "%(num)d days of paid leave in the first year",
                leave["days"],
            )
        )
    if leave.get("after_months"):
        parts.append(ngettext("from %(num)d month on", "from %(num)d months on", leave["after_months"]))
    elif leave.get("after_months") == 0:
        parts.append(_("from the first day on"))
    if leave.get("faith_leave_days"):
        parts.append(
            ngettext(
                "%(num)d day a year for feasts of one's faith",
                "%(num)d days a year for feasts of one's faith",
                leave["faith_leave_days"],
            )
        )
    return _(", ").join(parts)


def newcomer_rows(content: Content) -> list[Row]:
    """What newcomers ask first."""
    return [
        ("japanese_offer", _("Japanese at the time of the offer"), _code(content, PostingItem.LANGUAGE_OFFER, JapaneseLevel), ""),
        ("training", _("Training on site"), _training(content), ""),
        ("mentor", _("Somebody looks after newcomers"), _mentor(content), ""),
        ("licences", _("Support for licences"), _codes(content, PostingItem.LICENCE_SUPPORT, LicenceSupport), ""),
        ("later", _("After three years"), _later(content), ""),
        ("turnover", _("Graduates of the last three years"), _turnover(content), ""),
        ("overtime_last_year", _("Overtime last year"), _overtime_last_year(content), ""),
        ("surroundings", _("Climate and ways to work"), _codes(content, PostingItem.CLIMATE_NOTE, Surroundings), ""),
        ("faith", _("Prayer and food"), _codes(content, PostingItem.FAITH_NEEDS, FaithSupport), ""),
        ("selection", _("Steps of the selection"), _codes(content, PostingItem.SELECTION, SelectionStep), _answered(content)),
        ("contact", _("Questions are answered in"), _spoken(item(content, PostingItem.CONTACT) or []), ""),
    ]  # fmt: skip


def _code(content: Content, key: str, kind: type[Any]) -> str:
    code = item(content, key)
    return words_for(kind(code)) if code else ""


def _codes(content: Content, key: str, kind: type[Any]) -> str:
    return _(", ").join(words_for(kind(code)) for code in item(content, key) or [])


def _spoken(codes: list[str]) -> str:
    return _(", ").join(str(SPOKEN[code]) for code in codes)


def _conversion(content: Content) -> str:
    said: Mapping[str, Any] | None = item(content, PostingItem.INDEFINITE_CONVERSION)
    if not said:
        return ""
    if said.get("same_conditions"):
        return _("May be asked for after five years in all; the conditions stay the same")
    return _("May be asked for after five years in all; the notice says which conditions hold then")


def _ending(content: Content) -> str:
    said = item(content, PostingItem.RETIREMENT) or {}
    parts = [_("Retirement at %(age)s", age=said["age"])] if said.get("age") else []
    if said.get("until"):
        parts.append(_("employed anew until %(age)s", age=said["until"]))
    if said.get("notice_days") is not None:
        parts.append(
            ngettext(
                "who leaves says so %(num)d day before",
                "who leaves says so %(num)d days before",
                said["notice_days"],
            )
        )
    return _(", ").join(parts)


def _discretion(content: Content) -> str:
    said = item(content, PostingItem.DISCRETIONARY)
    if not said:
        return ""
    return ngettext(
        "%(num)d hour a day is counted, however long the work takes",
        "%(num)d hours a day are counted, however long the work takes",
        said["hours"],
    )


def _training(content: Content) -> str:
    said = item(content, PostingItem.TRAINING)
    if said is None:
        return ""
    if not said["months"]:
        return _("None")
    parts = [ngettext("%(num)d month", "%(num)d months", said["months"])]
    if said.get("same") is not None:
        parts.append(
            _("the same as Japanese colleagues") if said["same"] else _("other than Japanese colleagues")
        )
    return _(", ").join(parts)


def _mentor(content: Content) -> str:
    said = item(content, PostingItem.MENTOR)
    if said is None:
        return ""
    if not said:
        return _("No")
    spoken = _spoken(said["languages"])
    return _("Yes, speaks %(languages)s", languages=spoken) if spoken else _("Yes")


def _later(content: Content) -> str:
    said = item(content, PostingItem.CAREER_3Y) or {}
    parts = [words_for(LaterRole(said["role"]))] if said.get("role") else []
    if said.get("pay_yen"):
        parts.append(_("base pay %(amount)s a month", amount=format_money(said["pay_yen"])))
    return _(", ").join(parts)


def _turnover(content: Content) -> str:
    said = item(content, PostingItem.TURNOVER_3Y)
    if said is None:
        return ""
    return _("%(hired)s hired, %(left)s of them left since", hired=said["hired"], left=said["left"])


def _overtime_last_year(content: Content) -> str:
    hours = item(content, PostingItem.OVERTIME_AVG_PREV)
    if hours is None:
        return ""
    return ngettext("about %(num)d hour a month", "about %(num)d hours a month", hours)


def _answered(content: Content) -> str:
    days = rules.answer_days(content)
    return ngettext("Answer within %(num)d day", "Answer within %(num)d days", days)
