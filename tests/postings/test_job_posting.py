"""What search engines are told of a position, read back by readers that know nothing of us."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
import json
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
import html5lib
import msgspec_schemaorg.models as vocabulary
from pyld import jsonld
import pytest

from recruit.core.clock import now
from recruit.core.db import writing
from recruit.postings.models import Posting
from tests.factories.placements import make_company
from tests.factories.postings import make_published

SAMPLES = json.loads((Path(__file__).parents[1] / "fixtures" / "postings" / "samples.json").read_text())
SCHEMA = "https://schema.org/"
# What Google's documentation of job postings demands, and what it recommends where it is known.
REQUIRED = ("title", "description", "datePosted", "hiringOrganization", "jobLocation")
RECOMMENDED = (
    "baseSalary",
    "employmentType",
    "identifier",
    "validThrough",
    "directApply",
    "educationRequirements",
    "experienceRequirements",
)
HTML = "{http://www.w3.org/1999/xhtml}"


def blocks_of(page: str) -> list[dict[str, Any]]:
    """The data blocks of a page, as a browser's parser finds them."""
    scripts = html5lib.parse(page, treebuilder="etree").iter(f"{HTML}script")
    return [json.loads(one.text) for one in scripts if one.get("type") == "application/ld+json"]


def expanded(block: Mapping[str, Any]) -> dict[str, Any]:
    """The block as a processor of linked data reads it; the one context it names is the vocabulary."""

    def load(address: str, _options: object) -> dict[str, Any]:
        assert address == SCHEMA
        return {"contextUrl": None, "documentUrl": address, "document": {"@context": {"@vocab": SCHEMA}}}

    [found] = jsonld.expand(dict(block), {"documentLoader": load})
    return found


def nodes_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every thing that has a type."""
    if isinstance(value, list):
        for one in value:
            yield from nodes_in(one)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for one in value.values():
            yield from nodes_in(one)


def one(node: Mapping[str, Any], name: str) -> Any:
    """The single value of a property."""
    [found] = node[SCHEMA + name]
    return found.get("@value", found)


def publish(sample: Mapping[str, Any]) -> Posting:
    content = {key: value for key, value in sample["content"].items() if key not in ("items", "texts")}
    content["closes_at"] = (now() + timedelta(days=60)).isoformat()
    return make_published(
        make_company("架け橋建設"), **content, **sample["content"]["items"], texts=sample["content"]["texts"]
    )


@pytest.mark.parametrize("sample", SAMPLES[:2], ids=lambda sample: sample["sample"])
def test_a_position_is_read_back(client: FlaskClient, sample: dict[str, Any]) -> None:
    posting = publish(sample)
    for language in ("ja", "vi"):
        position, breadcrumbs = (
            expanded(block) for block in blocks_of(client.get(f"/{language}/positions/{posting.slug}").text)
        )
        assert position["@type"] == [f"{SCHEMA}JobPosting"]
        assert not [name for name in (*REQUIRED, *RECOMMENDED) if SCHEMA + name not in position]
        for node in (*nodes_in(position), *nodes_in(breadcrumbs)):
            [kind] = node["@type"]
            known = vocabulary.__dict__[kind.removeprefix(SCHEMA)].__struct_fields__
            unknown = {key.removeprefix(SCHEMA) for key in node if not key.startswith("@")} - set(known)
            assert not unknown, f"{kind} has no {unknown}"
        assert date.fromisoformat(one(position, "datePosted")) == date(2026, 11, 25)
        assert datetime.fromisoformat(one(position, "validThrough")) == posting.closes_at
        pay = one(one(position, "baseSalary"), "value")
        assert one(one(position, "baseSalary"), "currency") == "JPY"
        assert (one(pay, "value"), one(pay, "unitText")) == (posting.base_pay_yen, "MONTH")
        assert one(pay, "minValue") == posting.base_pay_yen < one(pay, "maxValue")
        assert one(one(position, "identifier"), "value") == posting.verify_code
        assert one(one(one(position, "jobLocation"), "address"), "addressCountry") == "JP"
        assert one(position, "directApply") is True
        told = [one["@value"] for one in one(position, "mainEntityOfPage")[f"{SCHEMA}inLanguage"]]
        assert told == ([language] if language in sample["content"]["texts"] else [language, "ja"])
        assert f"{SCHEMA}applicantLocationRequirements" not in position
        steps = breadcrumbs[f"{SCHEMA}itemListElement"]
        assert [one(step, "position") for step in steps] == [1, 2]


def test_what_is_over_says_so_and_what_a_machine_wrote_is_not_told(client: FlaskClient, clock: Any) -> None:
    posting = make_published(
        make_company("架け橋建設"), texts={"vi": {"title": "Máy dịch", "duties": "Máy dịch"}}
    )
    with writing():
        next(text for text in posting.texts if text.language == "vi").origin = "machine"
    clock.shift(timedelta(days=90))
    block = blocks_of(client.get(f"/vi/positions/{posting.slug}").text)[0]
    assert block["directApply"] is False
    assert datetime.fromisoformat(block["validThrough"]) < now()
    assert "Máy dịch" not in json.dumps(block, ensure_ascii=False)
    assert block["title"] == "土木施工管理"
    assert block["mainEntityOfPage"]["inLanguage"] == ["vi", "ja"]
