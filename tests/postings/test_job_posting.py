"""What search engines are told of a position, read back by readers that know nothing of us."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
import json
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
import pytest

from recruit.core.clock import now
from recruit.core.db import writing
from recruit.postings.models import Posting
from tests.factories.placements import make_company
from tests.factories.postings import make_published
from tests.linked_data import SCHEMA, blocks_of, expanded, single, unknown_words

SAMPLES = json.loads((Path(__file__).parents[1] / "fixtures" / "postings" / "samples.json").read_text())
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
        blocks = blocks_of(client.get(f"/{language}/positions/{posting.slug}").text)
        position, breadcrumbs = (expanded(block) for block in blocks)
        assert position["@type"] == [f"{SCHEMA}JobPosting"]
        assert not [name for name in (*REQUIRED, *RECOMMENDED) if SCHEMA + name not in position]
        assert not [word for block in blocks for word in unknown_words(block)]
        assert date.fromisoformat(single(position, "datePosted")) == date(2026, 11, 25)
        assert datetime.fromisoformat(single(position, "validThrough")) == posting.closes_at
        pay = single(single(position, "baseSalary"), "value")
        assert single(single(position, "baseSalary"), "currency") == "JPY"
        assert (single(pay, "value"), single(pay, "unitText")) == (posting.base_pay_yen, "MONTH")
        assert single(pay, "minValue") == posting.base_pay_yen < single(pay, "maxValue")
        assert single(single(position, "identifier"), "value") == posting.verify_code
        assert single(single(single(position, "jobLocation"), "address"), "addressCountry") == "JP"
        assert single(position, "directApply") is True
        told = [one["@value"] for one in single(position, "mainEntityOfPage")[f"{SCHEMA}inLanguage"]]
        assert told == ([language] if language in sample["content"]["texts"] else [language, "ja"])
        assert f"{SCHEMA}applicantLocationRequirements" not in position
        steps = breadcrumbs[f"{SCHEMA}itemListElement"]
        assert [single(step, "position") for step in steps] == [1, 2]


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
