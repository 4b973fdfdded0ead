"""The description of the interface in OpenAPI 3.1."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from recruit.core.locales import CODES
from recruit.organisations.rules import Prefecture
from recruit.postings.api import rules
from recruit.postings.rules import (
    TEXT_FIELDS,
    AllowanceKind,
    CompanyCost,
    Driving,
    EmploymentKind,
    FaithSupport,
    HousingKind,
    Insurance,
    JapaneseLevel,
    LaterRole,
    LicenceSupport,
    Renewal,
    RestPattern,
    SelectionStep,
    Smoking,
    Surroundings,
    WorkKind,
)
from recruit.postings.search.rules import Facet, Sort
from recruit.students.rules import Major

VERSION = "1.0.0"
Schema = dict[str, Any]

_CODED = (
    WorkKind, Prefecture, Major, JapaneseLevel, EmploymentKind, Renewal, AllowanceKind, RestPattern, HousingKind,
    CompanyCost, Insurance, Smoking, Driving, LicenceSupport, LaterRole, Surroundings, FaithSupport, SelectionStep,
)  # fmt: skip
_TEXT: Schema = {"type": "string"}
_YES_OR_NO: Schema = {"type": "boolean"}
_NUMBER: Schema = {"type": "integer", "minimum": 0}
_INSTANT: Schema = {"type": "string", "format": "date-time"}
_ADDRESS: Schema = {"type": "string", "format": "uri"}


def _whole(properties: dict[str, Schema], **more: Any) -> Schema:
    """An object that has all these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        **more,
    }


def _or_null(schema: Schema) -> Schema:
    if "$ref" in schema:
        return {"oneOf": [schema, {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}


def _list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _code(kind: type[StrEnum]) -> Schema:
    return _ref(f"{kind.__name__}Value")


def _code_schema(kind: type[StrEnum]) -> Schema:
    return _whole(
        {"code": {"type": "string", "enum": [str(member) for member in kind]}, "words": _ref("Words")}
    )


def _by_language(schema: Schema, *, all_of_them: bool, **more: Any) -> Schema:
    properties = dict.fromkeys(CODES, schema)
    if all_of_them:
        return _whole(properties, **more)
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def _schemas() -> dict[str, Schema]:
    return {
        **{f"{kind.__name__}Value": _code_schema(kind) for kind in _CODED},
        "Words": _by_language(_TEXT, all_of_them=True, description="What a code is called, by language."),
        "Pages": _by_language(_ADDRESS, all_of_them=True, description="The page for people, by language."),
        "Company": _whole(
            {
                "slug": _TEXT,
                "pages": _ref("Pages"),
                "corporate_number": _or_null({"type": "string", "pattern": "^[0-9]{13}$"}),
                "names": _by_language(_TEXT, all_of_them=False),
                "staff": _or_null(_NUMBER),
                "staff_from_abroad": _or_null(_NUMBER),
            }
        ),
        "Contract": _whole(
            {
                "kind": _or_null(_code(EmploymentKind)),
                "months": _or_null(_NUMBER),
                "renewal": _or_null(_code(Renewal)),
                "probation_months": _or_null(_NUMBER),
                "probation_base_pay_yen": _or_null(_NUMBER),
                "renewal_at_most_years": _or_null(_NUMBER),
                "retirement_age": _or_null(_NUMBER),
                "employed_anew_until_age": _or_null(_NUMBER),
                "notice_days": _or_null(_NUMBER),
            }
        ),
        "Allowance": _whole(
            {
                "kind": _code(AllowanceKind),
                "yen": _NUMBER,
                "for_all": {**_YES_OR_NO, "description": "Everybody gets it; else only those it applies to."},
                "from_month": _or_null({**_NUMBER, "minimum": 1, "maximum": 12}),
                "to_month": _or_null({**_NUMBER, "minimum": 1, "maximum": 12}),
            }
        ),
        "FixedOvertime": _whole({"yen": _NUMBER, "hours": _NUMBER}),
        "Pay": _whole(
            {
                "base_yen_a_month": _or_null(_NUMBER),
                "allowances": _list_of(_ref("Allowance")),
                "fixed_overtime": _or_null(_ref("FixedOvertime")),
                "rises_every_year": _or_null(_YES_OR_NO),
                "bonuses_a_year": _or_null(_NUMBER),
            },
            description="Before taxes and insurance. Hours beyond fixed overtime are paid on top.",
        ),
        "Hours": _whole(
            {
                "starts": _or_null({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}),
                "ends": _or_null({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}),
                "break_minutes": _or_null(_NUMBER),
                "overtime_hours_a_month": _or_null(_NUMBER),
                "overtime_at_most_a_month": _or_null(_NUMBER),
                "overtime_at_most_a_year": _or_null(_NUMBER),
                "days_off_a_year": _or_null(_NUMBER),
                "days_off_pattern": _or_null(_code(RestPattern)),
                "discretionary_hours_a_day": _or_null(_NUMBER),
                "paid_leave_days": _or_null({**_NUMBER, "description": "In the first year."}),
                "paid_leave_after_months": _or_null(_NUMBER),
                "home_leave_days": _or_null(_NUMBER),
                "faith_leave_days": _or_null(_NUMBER),
            }
        ),
        "Housing": _whole(
            {
                "kind": _code(HousingKind),
                "yen": _or_null({**_NUMBER, "description": "A month: the own share, or the allowance."}),
                "furnished": _or_null(_YES_OR_NO),
                "internet": _or_null(_YES_OR_NO),
                "minutes_to_work": _or_null(_NUMBER),
            }
        ),
        "Newcomers": _whole(
            {
                "japanese_at_offer": _or_null(_code(JapaneseLevel)),
                "training_months": _or_null(_NUMBER),
                "training_as_for_japanese": _or_null(_YES_OR_NO),
                "has_mentor": _or_null(_YES_OR_NO),
                "mentor_languages": _list_of(_TEXT),
                "licence_support": _list_of(_code(LicenceSupport)),
                "role_after_three_years": _or_null(_code(LaterRole)),
                "base_yen_a_month_after_three_years": _or_null(_NUMBER),
                "graduates_hired_in_three_years": _or_null(_NUMBER),
                "graduates_left_of_these": _or_null(_NUMBER),
                "overtime_hours_a_month_last_year": _or_null(_NUMBER),
                "surroundings": _list_of(_code(Surroundings)),
                "faith_support": _list_of(_code(FaithSupport)),
                "selection": _list_of(_code(SelectionStep)),
                "answer_within_days": _NUMBER,
                "languages_of_questions": _list_of(_TEXT),
            }
        ),
        "Text": _whole(
            {
                **dict.fromkeys(TEXT_FIELDS, _TEXT),
                "is_source": {**_YES_OR_NO, "description": "The language in which the company wrote."},
                "is_behind": {**_YES_OR_NO, "description": "Translated from an older version of the source."},
            },
            description="Written by people; translations of a machine are not given out.",
        ),
        "Position": _whole(
            {
                "slug": _TEXT,
                "state": {"type": "string", "enum": ["open", "closed"]},
                "pages": _ref("Pages"),
                "verify_code": _or_null({**_TEXT, "description": "Shows on our pages whether a position is real."}),
                "published_at": _or_null(_INSTANT),
                "closes_at": _or_null(_INSTANT),
                "changed_at": _or_null(_INSTANT),
                "company": _ref("Company"),
                "work": _code(WorkKind),
                "prefecture": _code(Prefecture),
                "majors": {**_list_of(_code(Major)), "description": "Empty: every major is welcome."},
                "japanese_on_arrival": _code(JapaneseLevel),
                "japanese_after_two_years": _or_null(_code(JapaneseLevel)),
                "openings": _NUMBER,
                "starts_in": _or_null({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}),
                "contract": _ref("Contract"),
                "pay": _ref("Pay"),
                "hours": _ref("Hours"),
                "housing": _or_null(_ref("Housing")),
                "costs_paid_by_company": _list_of(_code(CompanyCost)),
                "fees_to_worker_yen": {"type": "integer", "const": 0},
                "insurance": _list_of(_code(Insurance)),
                "smoking": _or_null(_code(Smoking)),
                "newcomers": _ref("Newcomers"),
                "driving": _or_null(_code(Driving)),
                "source_language": {"type": "string", "enum": list(CODES)},
                "texts": _by_language(_ref("Text"), all_of_them=False),
            }
        ),
        "Positions": _whole(
            {
                "positions": _list_of(_ref("Position")),
                "total": {**_NUMBER, "description": "How many fit, on all pages."},
                "next": _or_null(_ADDRESS),
            }
        ),
        "Problem": {
            "type": "object",
            "description": "RFC 9457",
            "properties": {
                "type": {"type": "string", "format": "uri-reference"},
                "title": _TEXT,
                "status": {"type": "integer"},
                "detail": _TEXT,
                "instance": {"type": "string", "format": "uri-reference"},
                "errors": _list_of(
                    _whole({"parameter": _TEXT, "detail": _TEXT, "allowed": _list_of(_TEXT)})
                ),
            },
            "required": ["type", "title", "status"],
        },
    }  # fmt: skip


def _filter(name: str, values: Sequence[str], description: str) -> Schema:
    return {
        "name": name,
        "in": "query",
        "description": f"{description} Several, separated by commas: any of them.",
        "style": "form",
        "explode": False,
        "schema": {**_list_of({"type": "string", "enum": list(values)}), "maxItems": rules.MOST_VALUES},
    }


_FILTERS = {
    Facet.WORK: "Kind of work.",
    Facet.REGION: "Region of Japan.",
    Facet.PREFECTURE: "Prefecture of the place of work.",
    Facet.MAJOR: "Major of the reader: positions that ask for it, or for none.",
    Facet.JAPANESE: "Japanese of the reader: positions that ask for no more.",
    Facet.PAY: "Base pay a month, by the thousands of yen from which a band begins.",
    Facet.HOUSING: "What the company offers.",
}


def _parameters() -> list[Schema]:
    return [
        {
            "name": "q",
            "in": "query",
            "description": "Words in any script, of titles, places, companies and kinds of work; each from its beginning on.",
            "schema": {"type": "string", "maxLength": rules.MOST_WORDS},
        },
        *(
            _filter(facet, [str(member) for member in kind], _FILTERS[facet])
            for facet, kind in rules.CHOICES.items()
        ),
        {
            "name": "start",
            "in": "query",
            "description": "Month of joining, such as 2027-04. Several, separated by commas: any of them.",
            "style": "form",
            "explode": False,
            "schema": _list_of({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}),
        },
        {
            "name": "sort",
            "in": "query",
            "description": "The order.",
            "schema": {"type": "string", "enum": [str(sort) for sort in Sort], "default": str(Sort.NEWEST)},
        },
        {
            "name": "limit",
            "in": "query",
            "description": "Positions a page.",
            "schema": {
                "type": "integer",
                "minimum": 1,
                "maximum": rules.MOST_ROWS,
                "default": rules.PAGE_SIZE,
            },
        },
        {
            "name": "after",
            "in": "query",
            "description": "Where the page begins: taken from `next`.",
            "schema": {"type": "string"},
        },
    ]


def _answers(description: str, schema: Schema, *refusals: str) -> Schema:
    headers = {
        name: {"$ref": f"#/components/headers/{name}"}
        for name in ("ETag", "Last-Modified", "RateLimit", "RateLimit-Policy")
    }
    return {
        "200": {
            "description": description,
            "headers": headers,
            "content": {"application/json": {"schema": schema}},
        },
        "304": {"description": "Nothing has changed since the answer you have."},
        **{code: {"$ref": f"#/components/responses/{code}"} for code in (*refusals, "429")},
    }


def _problem(description: str) -> Schema:
    return {"description": description, "content": {"application/problem+json": {"schema": _ref("Problem")}}}


def description_of(base_url: str, site_name: str) -> Schema:
    """The whole document."""
    text_header: Schema = {"schema": _TEXT}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site_name}: open positions",
            "version": VERSION,
            "description": "Open positions of construction firms in Japan, each checked by our staff. Nobody pays for one.",
        },
        "servers": [{"url": base_url}],
        "paths": {
            "/api/v1/positions": {
                "get": {
                    "operationId": "listPositions",
                    "summary": "Open positions",
                    "parameters": _parameters(),
                    "responses": _answers("One page.", _ref("Positions"), "400"),
                }
            },
            "/api/v1/positions/{slug}": {
                "get": {
                    "operationId": "readPosition",
                    "summary": "One position, also after its last day",
                    "parameters": [{"name": "slug", "in": "path", "required": True, "schema": _TEXT}],
                    "responses": _answers("The position.", _ref("Position"), "404"),
                }
            },
        },
        "components": {
            "schemas": _schemas(),
            "headers": {
                "ETag": {**text_header, "description": "Send it back as If-None-Match."},
                "Last-Modified": {**text_header, "description": "Send it back as If-Modified-Since."},
                "RateLimit": {**text_header, "description": "What is left: `r` requests, for `t` seconds."},
                "RateLimit-Policy": {**text_header, "description": "`q` requests in each `w` seconds."},
            },
            "responses": {
                "400": _problem("The question cannot be read; `errors` says why."),
                "404": _problem("There is no such published position."),
                "429": _problem("Too many requests; `Retry-After` says when to come back."),
            },
        },
    }
