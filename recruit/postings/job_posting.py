"""A position as schema.org JobPosting, for search engines."""

from typing import Any

from recruit.core.clock import day_in
from recruit.organisations.queries import name_in
from recruit.organisations.rules import Prefecture
from recruit.postings import queries, rules
from recruit.postings.conditions import Condition, Words
from recruit.postings.models import Posting
from recruit.postings.rules import ISCO, EmploymentKind, PostingItem, WorkKind
from recruit.web.gate import current_language, whole_url
from recruit.web.words import words_for


def job_posting(posting: Posting, words: Words, rows: list[Condition]) -> dict[str, Any]:
    """The data block of a position's page; what is not known is left out."""
    content = queries.content_of(posting)
    hours = rules.item(content, PostingItem.START_END_BREAK)
    regular = rules.item(content, PostingItem.CONTRACT_TERM) != EmploymentKind.FIXED_TERM
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": words.fields.get("title", ""),
        "description": "\n".join(f"{row.label}: {row.value}" for row in rows),
        "inLanguage": words.language,
        "identifier": {"@type": "PropertyValue", "name": "verify code", "value": posting.verify_code},
        "datePosted": day_in(posting.opens_at, queries.TOKYO).isoformat() if posting.opens_at else None,
        "validThrough": posting.closes_at.isoformat() if posting.closes_at else None,
        "employmentType": ["FULL_TIME"] if regular else ["FULL_TIME", "TEMPORARY"],
        "occupationalCategory": ISCO[WorkKind(posting.work_kind)],
        "totalJobOpenings": posting.openings,
        "jobStartDate": posting.start_month.isoformat() if posting.start_month else None,
        "workHours": f"{hours['starts']}-{hours['ends']}" if hours else None,
        "directApply": True,
        "url": whole_url("postings.position", slug=posting.slug),
        "hiringOrganization": {
            "@type": "Organization",
            "name": name_in(posting.organisation, current_language()),
            "sameAs": whole_url("organisations.company", slug=posting.organisation.slug),
        },
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressRegion": words_for(Prefecture(posting.prefecture)),
                "addressCountry": "JP",
                "streetAddress": words.fields.get("place") or None,
            },
        },
        "baseSalary": _salary(posting.base_pay_yen),
    }
    return _without_nothing(found)


def _salary(base_pay_yen: int | None) -> dict[str, Any] | None:
    if not base_pay_yen:
        return None
    value = {"@type": "QuantitativeValue", "value": base_pay_yen, "unitText": "MONTH"}
    return {"@type": "MonetaryAmount", "currency": "JPY", "value": value}


def _without_nothing(found: Any) -> Any:
    if isinstance(found, dict):
        return {key: _without_nothing(value) for key, value in found.items() if value not in (None, "", [])}
    return found
