"""A position as schema.org JobPosting, for search engines; what is not known is left out.

`applicantLocationRequirements` is left out on purpose: it says from where people may work at a distance, schema.org
forbids it for citizenship, and none of these positions is open to some nationalities only.
"""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape

from recruit.core.clock import day_in
from recruit.organisations.queries import name_in
from recruit.organisations.rules import Prefecture
from recruit.postings import conditions, queries, rules
from recruit.postings.conditions import Condition, Words
from recruit.postings.models import Posting
from recruit.postings.rules import ISCO, Content, EmploymentKind, JapaneseLevel, PostingItem, WorkKind
from recruit.students.rules import Major
from recruit.web.gate import current_language, whole_url
from recruit.web.words import words_for

SCHEMA = "https://schema.org/"
# What a status of residence for engineers asks for.
_DEGREE = "bachelor degree"
_BENEFITS = ("housing", "costs", "insurance", "leave")
_SKILLS = ("japanese", "driving")


def blocks_of(posting: Posting, content: Content, *, now: datetime) -> list[dict[str, Any]]:
    """The data blocks of a position's page: the position, and the way to it. `content` holds the texts that are shown."""
    content = written_by_people(posting, content)
    return [job_posting(posting, content, now=now), _breadcrumbs(posting, conditions.words_of(content))]


def written_by_people(posting: Posting, content: Content) -> Content:
    """Without texts of a machine: who reads blocks, feeds and answers of the interface sees no mark beside them."""
    machine = {text.language for text in posting.texts if text.origin == "machine"}
    return {
        **content,
        "texts": {code: text for code, text in content["texts"].items() if code not in machine},
    }


def job_posting(posting: Posting, content: Content, *, now: datetime) -> dict[str, Any]:
    """The position in the reader's language, with the texts of `content`."""
    words, rows = conditions.words_of(content), conditions.conditions_of(content)
    said = {row.name: row for row in rows}
    regular = rules.item(content, PostingItem.CONTRACT_TERM) != EmploymentKind.FIXED_TERM
    languages = list(dict.fromkeys((current_language(), words.language, *words.elsewhere.values())))
    work_kind, address = WorkKind(posting.work_kind), whole_url("postings.position", slug=posting.slug)
    majors = [words_for(Major(code)) for code in content["majors"]]
    found: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "JobPosting",
        "title": words.fields.get("title", ""),
        "description": description_of(words, rows),
        "responsibilities": words.fields.get("duties"),
        "mainEntityOfPage": {"@type": "WebPage", "@id": address, "inLanguage": languages},
        "url": address,
        "identifier": {
            "@type": "PropertyValue",
            "name": name_in(posting.organisation, "ja"),
            "propertyID": "verify code",
            "value": posting.verify_code,
        },
        "datePosted": day_in(posting.opens_at, queries.TOKYO).isoformat() if posting.opens_at else None,
        "validThrough": posting.closes_at.isoformat() if posting.closes_at else None,
        "directApply": posting.closes_at is None or posting.closes_at >= now,
        "employmentType": ["FULL_TIME"] if regular else ["FULL_TIME", "TEMPORARY"],
        "industry": _("Construction"),
        "occupationalCategory": {
            "@type": "CategoryCode",
            "inCodeSet": {"@type": "CategoryCodeSet", "name": "ISCO-08"},
            "codeValue": ISCO[work_kind],
            "name": words_for(work_kind),
        },
        "totalJobOpenings": posting.openings,
        "jobStartDate": posting.start_month.isoformat() if posting.start_month else None,
        "workHours": _values(said, ("hours", "days_off")),
        "educationRequirements": {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": _DEGREE,
            "competencyRequired": majors,
        },
        "experienceRequirements": "no requirements",
        "qualifications": _values(said, ("majors", *_SKILLS)),
        "skills": [words_for(JapaneseLevel(posting.japanese_level))],
        "baseSalary": salary(content),
        "incentiveCompensation": _values(said, ("bonus",)),
        "jobBenefits": _values(said, _BENEFITS),
        "hiringOrganization": _employer(posting),
        "jobLocation": {
            "@type": "Place",
            "name": words.fields.get("place"),
            "address": {
                "@type": "PostalAddress",
                "addressRegion": words_for(Prefecture(posting.prefecture)),
                "addressCountry": "JP",
            },
        },
    }
    return _without_nothing(found)


def salary(content: Content) -> dict[str, Any] | None:
    """Base pay a month, and up to what its allowances bring it. Overtime is no part of it."""
    base_pay = content.get("base_pay_yen")
    if not base_pay:
        return None
    most = base_pay + sum(row["yen"] for row in conditions.allowance_rows(content))
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": "MONTH", "value": base_pay}
    if most > base_pay:
        value |= {"minValue": base_pay, "maxValue": most}
    return {"@type": "MonetaryAmount", "currency": "JPY", "value": value}


def _employer(posting: Posting) -> dict[str, Any]:
    organisation = posting.organisation
    address = whole_url("organisations.company", slug=organisation.slug)
    number = organisation.corporate_number
    return {
        "@type": "Organization",
        "@id": address,
        "name": name_in(organisation, current_language()),
        "legalName": name_in(organisation, "ja"),
        "url": address,
        "sameAs": address,
        "identifier": {"@type": "PropertyValue", "propertyID": "法人番号", "value": number}
        if number
        else None,
    }


def _breadcrumbs(posting: Posting, words: Words) -> dict[str, Any]:
    steps = [
        (_("Positions"), whole_url("postings.positions")),
        (words.fields.get("title", ""), whole_url("postings.position", slug=posting.slug)),
    ]
    entries = [
        {"@type": "ListItem", "position": place, "name": name, "item": address}
        for place, (name, address) in enumerate(steps, start=1)
    ]
    return {"@context": SCHEMA, "@type": "BreadcrumbList", "itemListElement": entries}


def description_of(words: Words, rows: list[Condition]) -> str:
    """All conditions, with the few tags that search engines keep."""
    lines = [
        Markup("<li>{}: {}{}</li>").format(
            row.label,
            _in_its_language(row.value, row.lang),
            Markup(" ({})").format(row.aside) if row.aside else "",
        )
        for row in rows
        if row.name != "duties"
    ]
    duties = _in_its_language(words.fields.get("duties", ""), words.lang_of("duties"))
    return f"<p>{duties}</p><ul>{''.join(lines)}</ul>" if duties else f"<ul>{''.join(lines)}</ul>"


def _in_its_language(words: str, lang: str | None) -> Markup:
    """The words, marked where they are not in the reader's language."""
    said = escape(words.strip())
    return Markup('<span lang="{}">{}</span>').format(lang, said) if said and lang else said


def _values(said: dict[str, Condition], names: tuple[str, ...]) -> str | None:
    """What the named rows say, one after the other."""
    return "; ".join(said[name].value for name in names if name in said) or None


def _without_nothing(found: Any) -> Any:
    if isinstance(found, dict):
        return {key: _without_nothing(value) for key, value in found.items() if value not in (None, "", [])}
    return found
