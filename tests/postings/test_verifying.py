"""A code that a family looks up: how it is read, what it says in every state, what it keeps to itself."""

from datetime import datetime, timedelta
import shutil
import subprocess

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session

from recruit.accounts import limits
from recruit.core.db import writing
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.postings import actions, queries
from recruit.postings.actions import new_verify_code
from recruit.postings.life import actions as life
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from recruit.postings.verifying.rules import NAMED, Standing, read_code, standing_of
from tests.conftest import missing_part
from tests.factories.placements import make_company
from tests.factories.postings import STAFF, acting_for, make_draft, make_published, whole_content

NAME, TITLE = "旭川北成建設", "土木施工管理"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("AH-2743-65", "AH-2743-65"),
        (" ah 2743 65 ", "AH-2743-65"),
        ("ＡＨ－２７４３－６５", "AH-2743-65"),
        ("ah–2743—65", "AH-2743-65"),
        ("AH.2743.65.", "AH-2743-65"),
        ("4H-Z7A3-G5", "AH-2743-65"),
        ("88-8888-88", "BB-8888-88"),
        ("https://example.org/vi/verify/AH-2743-65?version=2#x", "AH-2743-65"),
        ("AH-2743-6", None),
        ("AH-2743-655", None),
        ("A7-2743-65", None),
        ("AH-27L3-65", None),
        ("mã: AH-2743-65", "AH-2743-65"),
        ("Á-2743-65", "AS-2743-65"),
        ("â-2743-65", "AA-2743-65"),
        ("đ2743-65", "DD-2743-65"),
        ("Ư-2743-65", "UW-2743-65"),
        ("ĐH-2743-65", None),
        ("", None),
        ("A" * 5000, None),
    ],
)
def test_how_codes_are_read(typed: str, code: str | None) -> None:
    assert read_code(typed).code == code


def test_signs_that_stand_in_no_code_are_named() -> None:
    assert read_code("OI-2710-65").never == ("0", "1", "I", "O")
    assert read_code("AH-2743-6").never == ()
    for _number in range(200):
        code = new_verify_code()
        assert read_code(code.lower()).code == code


def test_what_is_said_of_every_state(now: datetime) -> None:
    day = timedelta(days=1)
    for company in OrganisationState:
        for state in PostingState:
            standing = standing_of(state, company, opens_at=now - day, closes_at=now + day, now=now)
            if company is not OrganisationState.APPROVED:
                assert standing not in NAMED
            else:
                assert (standing is Standing.OPEN) is (state is PostingState.PUBLISHED)
    approved = OrganisationState.APPROVED
    over = standing_of(PostingState.PUBLISHED, approved, opens_at=None, closes_at=now - day, now=now)
    assert over is Standing.OVER
    early = standing_of(PostingState.PUBLISHED, approved, opens_at=now + day, closes_at=None, now=now)
    assert early is Standing.NOT_OFFERED


@pytest.fixture
def company(app: Flask) -> Organisation:
    return make_company(NAME)


@pytest.fixture
def posting(company: Organisation) -> Posting:
    return make_published(company)


def look_up(client: FlaskClient, posting: Posting, language: str = "en", more: str = "") -> str:
    answer = client.get(f"/{language}/verify/{posting.verify_code}{more}")
    assert answer.status_code == 200
    return answer.text.split("<main")[1]


@pytest.mark.parametrize(
    ("state", "company_state", "says", "names_it"),
    [
        (PostingState.PUBLISHED, OrganisationState.APPROVED, "the position is open", True),
        (PostingState.CLOSED, OrganisationState.APPROVED, "The company has closed this position.", True),
        (PostingState.DRAFT, OrganisationState.APPROVED, "The company is changing this position.", True),
        (PostingState.IN_REVIEW, OrganisationState.APPROVED, "The company is changing this position.", True),
        (PostingState.WITHDRAWN, OrganisationState.APPROVED, "It has been taken off this site", False),
        (PostingState.PUBLISHED, OrganisationState.SUSPENDED, "may not offer positions on this site", False),
        (PostingState.CLOSED, OrganisationState.LEFT, "may not offer positions on this site", False),
        (PostingState.DRAFT, OrganisationState.ASKED_BACK, "may not offer positions on this site", False),
    ],
)
def test_what_the_page_says(
    client: FlaskClient,
    posting: Posting,
    company: Organisation,
    state: PostingState,
    company_state: OrganisationState,
    says: str,
    *,
    names_it: bool,
) -> None:
    with writing():
        posting.state, company.state = state, company_state
    page = look_up(client, posting)
    assert says in page
    assert ((TITLE in page), (NAME in page), ("225,000" in page)) == (names_it,) * 3
    assert ("Read the position here" in page) is (says == "the position is open")


def test_it_reads_what_was_published_not_what_is_being_written(
    client: FlaskClient, posting: Posting, company: Organisation, db: Session, now: datetime
) -> None:
    content = queries.content_of(posting)
    with writing():
        actions.take_back(posting, by=acting_for(company), now=now)
    with writing():
        changed = {**content, "base_pay_yen": 231_000}
        actions.save_posting(posting, changed, by=acting_for(company), now=now)
    page = look_up(client, posting)
    assert "225,000" in page
    assert "231,000" not in page
    with writing():
        actions.submit_posting(posting, by=acting_for(company), now=now)
    with writing():
        actions.publish_posting(posting, by=STAFF, now=now)
    page = look_up(client, posting)
    assert "231,000" in page
    assert "Which version stands on your paper?" in page
    page = look_up(client, posting, more="?version=1")
    assert "Changed since your paper was printed" in page
    assert "On your paper: ¥225,000 a month" in page
    for newest_or_nonsense in ("2", "3", "0", "-1", "x", "٣", "9" * 5000):
        assert "Changed since" not in look_up(client, posting, more=f"?version={newest_or_nonsense}")


def test_what_was_never_open_is_told_to_nobody(
    client: FlaskClient, posting: Posting, company: Organisation, now: datetime
) -> None:
    """Approved for a later day, and taken back before it; once for the first time, once after it had been open."""
    day, by = timedelta(days=1), acting_for(company)
    new = make_draft(company)
    with writing():
        actions.take_back(posting, by=by, now=now)
    for one in (new, posting):
        later = {**queries.content_of(one), "base_pay_yen": 231_000, "closes_at": None}
        with writing():
            actions.save_posting(one, later, by=by, now=now)
        with writing():
            life.set_days(one, opens_at=now + 9 * day, closes_at=None, by=by, now=now)
        with writing():
            actions.submit_posting(one, by=by, now=now)
        with writing():
            actions.publish_posting(one, by=STAFF, now=now + day)
        assert "is not open yet" in look_up(client, one)
        with writing():
            actions.take_back(one, by=by, now=now + 2 * day)
    assert "is not open yet" in look_up(client, new)
    page = look_up(client, posting)
    assert "The company is changing this position." in page
    for answer in (page, look_up(client, posting, more="?version=2"), look_up(client, new)):
        assert "231,000" not in answer
    assert [version.number for version in queries.versions_read(posting)] == [1]


def test_a_paper_is_compared_with_all_that_it_says(
    client: FlaskClient, posting: Posting, company: Organisation, now: datetime
) -> None:
    by, later = acting_for(company), {**queries.content_of(posting), "start_month": "2028-04-01"}
    for act in (
        lambda: actions.take_back(posting, by=by, now=now),
        lambda: actions.save_posting(posting, later, by=by, now=now),
        lambda: actions.submit_posting(posting, by=by, now=now),
        lambda: actions.publish_posting(posting, by=STAFF, now=now),
    ):
        with writing():
            act()
    page = look_up(client, posting, more="?version=1")
    assert "with the same conditions" not in page
    assert "On your paper: April 2027" in page


def test_forms_find_it_and_wrong_codes_are_helped_on(client: FlaskClient, posting: Posting) -> None:
    code = posting.verify_code or ""
    assert client.get(f"/vi/verify/?code={code.replace('-', ' ').lower()}").location.endswith(
        f"/verify/{code}"
    )
    page = client.get("/en/verify/AH-2743-6O").text
    assert "look once more at O" in page
    # It stands there to be put right; what was found makes room for the next one.
    assert 'name="code" value="AH-2743-6O"' in page
    assert 'name="code" value=' not in client.get(f"/en/verify/{code}").text
    assert "was given to no position on this site" in client.get("/en/verify/ZZ-9999-99").text
    for odd in ("%2F..%2F", "..", "%3Cb%3E", "%20"):
        answer = client.get(f"/en/verify/?code={odd}", follow_redirects=True)
        assert answer.status_code == 200
        assert "<b>" not in answer.text.split("<main")[1].split("<form")[0]


def test_nobody_tries_codes_without_end(client: FlaskClient, app: Flask, posting: Posting) -> None:
    limits.switch(app, on=True)
    try:
        answers = [client.get(f"/en/verify/{posting.verify_code}").status_code for _number in range(61)]
        assert (answers.count(200), answers[-1]) == (60, 429)
        # Asking how codes look costs nothing.
        assert client.get("/en/verify/AH-27").status_code == 200
    finally:
        limits.switch(app, on=False)


# ------------------------------------------------------------------------------------------------ on paper


def on_paper(client: FlaskClient, posting: Posting, language: str) -> tuple[str, int]:
    """The words on the paper without their spaces, and how many pages it has."""
    if shutil.which("pdftotext") is None:
        missing_part("poppler-utils", "apt-get install -y --no-install-recommends poppler-utils")
    answer = client.get(f"/{language}/positions/{posting.slug}/paper.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    done = subprocess.run(["pdftotext", "-", "-"], input=answer.data, capture_output=True, check=True)
    words = done.stdout.decode()
    return "".join(words.split()), words.count("\f")


def test_the_paper_for_the_family(client: FlaskClient, company: Organisation) -> None:
    vi = {"title": "Quản lý thi công", "duties": "Lập bảng tiến độ", "place": "Công trường ở Asahikawa"}
    posting = make_published(company, texts={"vi": vi})
    words, pages = on_paper(client, posting, "vi")
    assert pages == 1
    for there in (
        "Quảnlýthicông",
        TITLE,
        NAME,
        "225.000",
        "0yên",
        posting.verify_code or "?",
        "会社の定める技術業務",
    ):
        assert there in words
    assert f"/vi/verify/{posting.verify_code}" in words


def test_the_longest_paper_is_one_page_and_what_is_not_public_has_none(
    client: FlaskClient, company: Organisation
) -> None:
    long = {"title": "工" * 200, "duties": "工程表の管理。" * 570, "more": "寮があります。\n" * 500}
    posting = make_published(company, texts={"ja": whole_content()["texts"]["ja"] | long})
    words, pages = on_paper(client, posting, "ja")
    assert pages == 1
    assert "仲介者がいる" in words
    with writing():
        company.state = OrganisationState.SUSPENDED
    assert client.get(f"/ja/positions/{posting.slug}/paper.pdf").status_code == 404
