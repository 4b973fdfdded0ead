"""A position as programs read it. `describing.py` says the same as a schema; a test holds the one against the other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recruit.core.locales import CODES
from recruit.organisations.models import Company, Organisation
from recruit.organisations.rules import Prefecture
from recruit.postings import queries
from recruit.postings.api.coding import all_coded, coded
from recruit.postings.api.newcomer_shapes import newcomers_shape
from recruit.postings.feed import changed_on
from recruit.postings.job_posting import written_by_people
from recruit.postings.models import Posting
from recruit.postings.rules import (
    TEXT_FIELDS,
    AllowanceKind,
    CompanyCost,
    Content,
    Driving,
    EmploymentKind,
    HousingKind,
    Insurance,
    JapaneseLevel,
    PostingItem,
    Renewal,
    RestPattern,
    Smoking,
    WorkKind,
    item,
)
from recruit.students.rules import Major
from recruit.web.gate import whole_url


def _pages(endpoint: str, slug: str) -> dict[str, str]:
    return {code: whole_url(endpoint, slug=slug, lang=code) for code in CODES}


def position_shape(posting: Posting, company: Company | None, *, now: datetime) -> dict[str, Any]:
    """All that everybody may know of a position."""
    content = written_by_people(posting, queries.content_of(posting))
    is_open = posting.closes_at is None or posting.closes_at >= now
    return {
        "slug": posting.slug,
        "state": "open" if is_open else "closed",
        "pages": _pages("postings.position", posting.slug),
        "verify_code": posting.verify_code,
        "published_at": _instant(posting.opens_at),
        "closes_at": _instant(posting.closes_at),
        "changed_at": _instant(changed_on(posting)),
        "company": _company(posting.organisation, company),
        "work": coded(WorkKind, posting.work_kind),
        "prefecture": coded(Prefecture, posting.prefecture),
        "majors": all_coded(Major, content["majors"]),
        "japanese_on_arrival": coded(JapaneseLevel, posting.japanese_level),
        "japanese_after_two_years": coded(JapaneseLevel, item(content, PostingItem.LANGUAGE_TARGET)),
        "openings": posting.openings,
        "starts_in": posting.start_month.strftime("%Y-%m") if posting.start_month else None,
        "contract": _contract(content),
        "pay": _pay(content),
        "hours": _hours(content),
        "housing": _housing(item(content, PostingItem.HOUSING)),
        "costs_paid_by_company": all_coded(CompanyCost, item(content, PostingItem.COSTS_BY_COMPANY) or ()),
        "fees_to_worker_yen": 0,
        "insurance": all_coded(Insurance, item(content, PostingItem.INSURANCE) or ()),
        "smoking": coded(Smoking, item(content, PostingItem.SMOKING)),
        "newcomers": newcomers_shape(content),
        "driving": coded(Driving, item(content, PostingItem.DRIVING)),
        "source_language": content["source_language"],
        "texts": _texts(posting, content),
    }


def _instant(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant else None


def _company(organisation: Organisation, company: Company | None) -> dict[str, Any]:
    return {
        "slug": organisation.slug,
        "pages": _pages("organisations.company", organisation.slug),
        "corporate_number": organisation.corporate_number,
        "names": {text.language: text.name for text in organisation.texts if text.origin != "machine"},
        "staff": company.staff_count if company else None,
        "staff_from_abroad": company.foreign_staff_count if company else None,
    }


def _contract(content: Content) -> dict[str, Any]:
    probation = item(content, PostingItem.PROBATION) or {}
    renewal = item(content, PostingItem.RENEWAL) or {}
    ending = item(content, PostingItem.RETIREMENT) or {}
    return {
        "kind": coded(EmploymentKind, item(content, PostingItem.CONTRACT_TERM)),
        "months": item(content, "contract_months"),
        "renewal": coded(Renewal, renewal.get("kind")),
        "probation_months": probation.get("months"),
        "probation_base_pay_yen": probation.get("pay_yen"),
        "renewal_at_most_years": (item(content, PostingItem.RENEWAL_CAP) or {}).get("years"),
        "retirement_age": ending.get("age"),
        "employed_anew_until_age": ending.get("until"),
        "notice_days": ending.get("notice_days"),
    }


def _pay(content: Content) -> dict[str, Any]:
    fixed = None
    if content["fixed_overtime_yen"] and content["fixed_overtime_hours"]:
        fixed = {"yen": content["fixed_overtime_yen"], "hours": content["fixed_overtime_hours"]}
    bonus = item(content, PostingItem.RAISE_BONUS) or {}
    return {
        "base_yen_a_month": content["base_pay_yen"],
        "allowances": [
            {
                "kind": coded(AllowanceKind, row["kind"]),
                "yen": row["yen"],
                "for_all": bool(row["for_all"]),
                "from_month": row.get("from_month"),
                "to_month": row.get("to_month"),
            }
            for row in item(content, PostingItem.ALLOWANCES) or ()
        ],
        "fixed_overtime": fixed,
        "rises_every_year": bonus.get("raises"),
        "bonuses_a_year": bonus.get("times"),
    }


def _hours(content: Content) -> dict[str, Any]:
    times = item(content, PostingItem.START_END_BREAK) or {}
    overtime = item(content, PostingItem.OVERTIME) or {}
    days = item(content, PostingItem.HOLIDAYS) or {}
    leave = item(content, PostingItem.PAID_LEAVE) or {}
    return {
        "starts": times.get("starts"),
        "ends": times.get("ends"),
        "break_minutes": times.get("break_minutes"),
        "overtime_hours_a_month": overtime.get("mean_hours"),
        "overtime_at_most_a_month": overtime.get("cap_month"),
        "overtime_at_most_a_year": overtime.get("cap_year"),
        "days_off_a_year": days.get("days"),
        "days_off_pattern": coded(RestPattern, days.get("pattern")),
        "discretionary_hours_a_day": (item(content, PostingItem.DISCRETIONARY) or {}).get("hours"),
        "paid_leave_days": leave.get("days"),
        "paid_leave_after_months": leave.get("after_months"),
        "home_leave_days": leave.get("home_leave_days"),
        "faith_leave_days": leave.get("faith_leave_days"),
    }


def _housing(said: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not said:
        return None
    return {
        "kind": coded(HousingKind, said["kind"]),
        "yen": said.get("yen"),
        "furnished": said.get("furnished"),
        "internet": said.get("internet"),
        "minutes_to_work": said.get("minutes"),
    }


def _texts(posting: Posting, content: Content) -> dict[str, Any]:
    """What the company wrote, by language. A translation of an older version of the source says so."""
    rows = {text.language: text for text in posting.texts}
    source = rows.get(content["source_language"])
    found: dict[str, Any] = {}
    for code, text in content["texts"].items():
        row = rows.get(code)
        made_from = row.source_version if row else None
        found[code] = {
            **{field: text.get(field, "") for field in TEXT_FIELDS},
            "is_source": code == content["source_language"],
            "is_behind": bool(source and made_from and made_from < source.version),
        }
    return found
