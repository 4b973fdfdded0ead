"""Positions for tests: what a whole one says, drafts and published ones."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

from recruit.core import clock
from recruit.core.db import session, writing
from recruit.core.visitor import Membership, Role, Via, Visitor
from recruit.organisations.models import Organisation
from recruit.postings import actions
from recruit.postings.models import Posting

STAFF = Visitor(via=Via.SIGN_IN, person_ref="staff", roles=frozenset({Role.COORDINATOR}))


def whole_content(**changes: Any) -> dict[str, Any]:
    """A position that states everything that the law asks for; `changes` replace items, texts (by "ja") or columns."""
    content: dict[str, Any] = {
        "work_kind": "civil_site_management",
        "prefecture": "hokkaido",
        "majors": ["civil", "transport"],
        "japanese_level": "N3",
        "base_pay_yen": 225_000,
        "fixed_overtime_yen": None,
        "fixed_overtime_hours": None,
        "openings": 2,
        "start_month": "2027-04-01",
        "closes_at": (clock.now() + timedelta(days=60)).isoformat(),
        "source_language": "ja",
        "items": {
            "employer_type": "direct",
            "site_labour_declared": True,
            "interpreting_main": False,
            "contract_term": "regular",
            "probation": {"months": 3, "pay_yen": None},
            "start_end_break": {"starts": "08:00", "ends": "17:00", "break_minutes": 90},
            "overtime": {"mean_hours": 22, "cap_month": 45, "cap_year": 360},
            "holidays": {"days": 115, "pattern": "company_calendar"},
            "allowances": [{"kind": "site", "yen": 15_000, "for_all": True}],
            "fixed_ot": 0,
            "insurance": ["health", "pension", "accident", "employment"],
            "smoking": "no_smoking",
            "housing": {"kind": "company_flat", "yen": 15_000, "furnished": True, "internet": True},
            "costs_by_company": ["coe", "flight"],
            "fees_to_worker": 0,
        },
        "texts": {
            "ja": {
                "title": "土木施工管理",
                "duties": "写真・出来形・工程表の管理、測量補助",
                "duties_change_range": "会社の定める技術業務",
                "place": "旭川市内の現場",
                "place_change_range": "北海道内の現場",
                "more": "",
            }
        },
    }
    content = deepcopy(content)
    for key, value in changes.items():
        if key == "texts":
            content["texts"] |= value
        elif key in content:
            content[key] = value
        else:
            content["items"][key] = value
    return content


def acting_for(company: Organisation, rights: str = "owner") -> Visitor:
    """Somebody of that company, without a row of their own."""
    acting = Membership(company.id, company.public_id, "company", company.slug, rights, "approved")
    return Visitor(via=Via.SIGN_IN, person_ref="member", memberships=(acting,), acting=acting)


def make_draft(company: Organisation, **changes: Any) -> Posting:
    """A draft of that company."""
    with writing():
        return actions.create_posting(whole_content(**changes), by=acting_for(company), now=clock.now())


def make_submitted(company: Organisation, **changes: Any) -> Posting:
    """A position that waits for staff."""
    posting = make_draft(company, **changes)
    with writing():
        actions.submit_posting(posting, by=acting_for(company), now=clock.now())
    return posting


def make_published(company: Organisation, **changes: Any) -> Posting:
    """A position that everybody reads."""
    posting = make_submitted(company, **changes)
    with writing():
        actions.publish_posting(posting, by=STAFF, now=clock.now())
    session().expire(posting)
    return posting
