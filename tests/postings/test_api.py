"""The interface for programs: what it gives is what it describes, and nothing that is not public."""

from collections.abc import Mapping
from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
import pytest

from recruit.accounts import limits
from recruit.core.db import writing
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.postings.api import rules
from recruit.postings.api.describing import description_of
from recruit.postings.search.rules import Facet
from tests.conftest import CountQueries
from tests.factories.placements import make_company
from tests.factories.postings import make_draft, make_published, make_submitted
from tests.postings.test_drafts import EVERYTHING

SAMPLES = json.loads((Path(__file__).parents[1] / "fixtures" / "postings" / "samples.json").read_text())
DESCRIPTION = json.loads(json.dumps(description_of("http://localhost", "Kakehashi")))
LIST = "/api/v1/positions"


@pytest.fixture
def company(app: Any) -> Organisation:
    return make_company("架け橋建設")


def validated(value: Any, name: str) -> Any:
    """The answer, held against the described schema."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DESCRIPTION["components"]}
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)
    return value


def slugs(client: FlaskClient, query: str = "") -> list[str]:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200, answer.text
    return [one["slug"] for one in validated(answer.json, "Positions")["positions"]]


def publish(company: Organisation, content: Mapping[str, Any], **changes: Any) -> Any:
    columns = {key: value for key, value in content.items() if key not in ("items", "texts", "closes_at")}
    return make_published(company, **{**columns, **content["items"], **changes}, texts=content["texts"])


def test_the_description_is_one() -> None:
    validate(DESCRIPTION)
    described = {one["name"] for one in DESCRIPTION["paths"][LIST]["get"]["parameters"]}
    assert described == set(rules.PARAMETERS)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, ()),
        ({"work": ["surveying,civil_design", "estimating"], "start": ["2027-04"], "limit": ["50"]}, ()),
        ({"work": ["carpentry"]}, ("work",)),
        ({"work": [",".join(["surveying"] * 21)]}, ("work",)),
        ({"wrok": ["surveying"], "limit": ["0"], "pay": ["-1"]}, ("wrok", "pay", "limit")),
        ({"limit": ["51"]}, ("limit",)),
        ({"limit": ["２０"]}, ("limit",)),
        ({"start": ["2027-13"]}, ("start",)),
        ({"start": ["2027"]}, ("start",)),
        ({"after": ["nonsense"]}, ("after",)),
        ({"q": ["x" * 101]}, ("q",)),
        ({"sort": ["pay"], "pay": ["240", "260"]}, ()),
        ({"sort": ["best"]}, ("sort",)),
    ],
)
def test_what_is_asked_is_read_or_refused(values: dict[str, list[str]], wrong: tuple[str, ...]) -> None:
    if not wrong:
        asked = rules.read(values, reads_mark=lambda mark: mark != "nonsense")
        assert set(asked.wanted.chosen.get(Facet.WORK, ())) == set(
            ",".join(values.get("work", ())).split(",")
        ) - {""}
        return
    with pytest.raises(rules.NotUnderstood) as found:
        rules.read(values, reads_mark=lambda mark: mark != "nonsense")
    assert tuple(one.parameter for one in found.value.problems) == wrong


def test_every_sample_is_given_as_it_is_described(client: FlaskClient, company: Organisation) -> None:
    for sample in SAMPLES:
        posting = publish(company, sample["content"])
        given = validated(client.get(f"{LIST}/{posting.slug}").json, "Position")
        content = sample["content"]
        assert given["work"]["code"] == content["work_kind"]
        assert set(given["work"]["words"]) == {"ja", "en", "id", "vi"}
        assert len(set(given["prefecture"]["words"].values())) > 1
        assert given["pay"]["base_yen_a_month"] == content["base_pay_yen"]
        assert [one["yen"] for one in given["pay"]["allowances"]] == [
            one["yen"] for one in content["items"]["allowances"]
        ]
        assert given["hours"]["days_off_a_year"] == content["items"]["holidays"]["days"]
        assert given["texts"]["ja"]["duties"] == content["texts"]["ja"]["duties"]
        assert given["texts"]["ja"]["is_source"] is True
    assert len(slugs(client)) == len(SAMPLES)


def test_everything_a_position_can_state_is_given(client: FlaskClient, company: Organisation) -> None:
    posting = make_published(company, **EVERYTHING, fixed_overtime_yen=40_000, fixed_overtime_hours=20)
    with writing():
        # Written some time before it opened.
        posting.saved_at -= timedelta(days=9)
    given = validated(client.get(f"{LIST}/{posting.slug}").json, "Position")
    left_open = {
        f"{part}.{name}"
        for part in ("contract", "pay", "hours", "housing", "newcomers")
        for name, value in given[part].items()
        if value is None or value == []
    }
    assert given["changed_at"] == given["published_at"]
    # Not stated here: hours that are counted whatever is worked.
    assert left_open == {"hours.discretionary_hours_a_day"}
    assert given["japanese_after_two_years"]["code"] == "N2"


def test_filters_find_what_the_list_finds(client: FlaskClient, company: Organisation) -> None:
    civil = make_published(company).slug
    bim = make_published(
        company, work_kind="bim_engineering", prefecture="fukuoka", majors=[], japanese_level="N2",
        base_pay_yen=260_000, start_month="2027-10-01", housing={"kind": "rent_allowance", "yen": 25_000},
    ).slug  # fmt: skip
    for query, found in {
        "work=bim_engineering": [bim],
        "work=bim_engineering,civil_site_management": [bim, civil],
        "prefecture=hokkaido": [civil],
        "region=kyushu": [bim],
        "prefecture=hokkaido&region=kyushu": [],
        "japanese=N3": [civil],
        "japanese=N1": [bim, civil],
        "major=geomatics": [bim],
        "major=civil": [bim, civil],
        "housing=company_flat": [civil],
        "start=2027-10": [bim],
        "pay=260": [bim],
        "sort=pay": [bim, civil],
        "sort=start": [civil, bim],
        "q=asahikawa": [],
        "q=北海道": [civil],
        "q=土木": [bim, civil],
        "work=surveying": [],
    }.items():
        assert slugs(client, query) == found, query


def test_pages_follow_one_another(
    client: FlaskClient, company: Organisation, count_queries: CountQueries
) -> None:
    made = [make_published(company).slug for _number in range(3)]
    with count_queries(7):
        first = client.get(f"{LIST}?limit=2&work=civil_site_management")
    following = first.json["next"]
    assert first.headers["Link"] == f'<{following}>; rel="next"'
    with count_queries(7):
        second = client.get(following.removeprefix("http://localhost"))
    assert second.json["next"] is None
    assert "Link" not in second.headers
    both = [one["slug"] for answer in (first, second) for one in answer.json["positions"]]
    assert both == made[::-1]
    with count_queries(5):
        client.get(f"{LIST}/{made[0]}")


def test_nothing_that_is_not_public(client: FlaskClient, company: Organisation) -> None:
    others = {state: make_company(f"会社{number}") for number, state in enumerate(OrganisationState, start=1)}
    shown = make_published(company, texts={"vi": {"title": "Máy dịch", "duties": "Máy dịch"}})
    hidden = [make_draft(company).slug, make_submitted(company).slug]
    for state, other in others.items():
        posting = make_published(other)
        if state is not OrganisationState.APPROVED:
            hidden.append(posting.slug)
            with writing():
                other.state = state
    with writing():
        next(text for text in shown.texts if text.language == "vi").origin = "machine"
    listed = slugs(client)
    assert shown.slug in listed
    assert not set(listed) & set(hidden)
    for slug in (*hidden, "no-such-position"):
        answer = client.get(f"{LIST}/{slug}")
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json"), slug
        assert validated(answer.json, "Problem")["status"] == 404
    text = client.get(f"{LIST}/{shown.slug}").text
    assert "Máy dịch" not in text
    assert "@" not in text


def test_what_has_not_changed_is_not_sent_again(
    client: FlaskClient, company: Organisation, clock: Any
) -> None:
    posting = make_published(company)
    clock.shift(timedelta(minutes=5))
    for address in (LIST, f"{LIST}/{posting.slug}"):
        given = client.get(address)
        mark, at = given.headers["ETag"], given.headers["Last-Modified"]
        assert client.get(address, headers={"If-None-Match": mark}).status_code == 304
        again = client.get(address, headers={"If-Modified-Since": at})
        assert (again.status_code, again.data) == (304, b"")
        later = "Fri, 25 Dec 2026 00:00:00 GMT"
        assert client.get(address, headers={"If-Modified-Since": later}).status_code == 200
    clock.shift(timedelta(days=90))
    assert client.get(LIST, headers={"If-None-Match": mark}).json["positions"] == []
    over = client.get(f"{LIST}/{posting.slug}", headers={"If-Modified-Since": at})
    assert over.json["state"] == "closed"
    with writing():
        posting.openings = 9
    at = over.headers["Last-Modified"]
    clock.shift(timedelta(minutes=5))
    assert client.get(f"{LIST}/{posting.slug}", headers={"If-Modified-Since": at}).json["openings"] == 9


def test_any_site_may_read_and_is_told_what_is_wrong(client: FlaskClient, company: Organisation) -> None:
    answer = client.get(f"{LIST}?work=carpentry&wrok=x", headers={"Origin": "https://example.org"})
    assert answer.status_code == 400
    found = validated(answer.json, "Problem")
    assert [one["parameter"] for one in found["errors"]] == ["wrok", "work"]
    assert "surveying" in found["errors"][1]["allowed"]
    asked = client.options(LIST, headers={"Access-Control-Request-Headers": "if-none-match"})
    for one in (answer, asked, client.get("/api/v1/openapi.json")):
        assert one.headers["Access-Control-Allow-Origin"] == "*"
        assert one.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in one.headers
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]
    assert client.post(LIST).status_code == 405
    assert client.get("/api/openapi.json").location == "/api/v1/openapi.json"


def test_who_asks_too_often_is_told_when_to_come_back(
    client: FlaskClient, company: Organisation, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    monkeypatch.setattr(limits, "ANSWERS_TO_ONE_NETWORK", limits.parse("2 per minute"))
    limits.switch(client.application, on=True)
    try:
        assert client.get(LIST).headers["RateLimit"] == '"network";r=1;t=60'
        assert client.get(LIST).headers["RateLimit-Policy"] == '"network";q=2;w=60'
        clock.shift(timedelta(seconds=20))
        refused = client.get(LIST)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "40")
        assert validated(refused.json, "Problem")["title"] == "Too many requests"
        clock.shift(timedelta(seconds=41))
        assert client.get(LIST).status_code == 200
    finally:
        limits.switch(client.application, on=False)
