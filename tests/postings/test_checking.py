"""Findings are kept: what staff wrote stays with a finding as long as it stands, and only staff write."""

from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session

from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.postings import actions
from recruit.postings.checking.actions import keep_findings, note_finding
from recruit.postings.checking.queries import checked, put_right
from recruit.postings.models import Posting
from recruit.postings.rules import PostingRefusal
from tests.factories import placements as companies
from tests.factories.postings import STAFF, acting_for, make_draft, make_submitted, whole_content
from tests.people import company_member, coordinator, sign_in

FEW_DAYS = {"days": 100, "pattern": "company_calendar"}
KEY = "few_days_off.holidays."


def test_a_note_stays_as_long_as_the_finding_stands(app: Flask, db: Session, now: datetime) -> None:
    company = companies.make_company()
    posting = make_submitted(company, holidays=FEW_DAYS, employer_type="dispatch")
    with writing():
        note_finding(posting, KEY, "1日7時間半のため問題なし", by=STAFF, now=now)
        keep_findings(posting, now=now)
    notes = {
        str(one.finding.rule): one.kept.note if one.kept else None for one in checked(STAFF, posting, now=now)
    }
    assert notes == {"few_days_off": "1日7時間半のため問題なし", "dispatch": ""}

    later = now + timedelta(days=1)
    with writing():
        actions.take_back(posting, by=acting_for(company), now=later)
        actions.save_posting(
            posting, whole_content(holidays={**FEW_DAYS, "days": 101}), by=acting_for(company), now=later
        )
        actions.submit_posting(posting, by=acting_for(company), now=later)
    (standing,) = checked(STAFF, posting, now=later)
    assert standing.finding.shown["days"] == 101
    assert standing.kept is not None and standing.kept.note == ""
    assert {str(row.rule): row.gone_at for row in put_right(STAFF, posting)} == {
        "few_days_off": later,
        "dispatch": later,
    }


@pytest.mark.parametrize(
    ("key", "note", "reason"),
    [
        (KEY, " ", PostingRefusal.NOTE_NEEDED),
        ("dispatch.employer_type.", "fine", PostingRefusal.FINDING_GONE),
        ("site_labour.site_labour_declared.", "fine", PostingRefusal.FINDING_GONE),
    ],
)
def test_what_is_not_there_or_blocks_is_not_found_fine(
    app: Flask, db: Session, now: datetime, key: str, note: str, reason: PostingRefusal
) -> None:
    posting = make_draft(companies.make_company(), holidays=FEW_DAYS, site_labour_declared=False)
    with pytest.raises(Refused) as refused, writing():
        note_finding(posting, key, note, by=STAFF, now=now)
    assert refused.value.reason is reason


def test_companies_neither_read_nor_write_notes(app: Flask, db: Session, now: datetime) -> None:
    company = companies.make_company()
    posting = make_submitted(company, holidays=FEW_DAYS)
    with pytest.raises(Missing), writing():
        note_finding(posting, KEY, "fine", by=acting_for(company), now=now)
    with pytest.raises(Missing):
        checked(acting_for(company), posting, now=now)
    with pytest.raises(Missing):
        put_right(acting_for(company), posting)


def staff_page(client: FlaskClient, posting: Posting) -> str:
    return client.get(f"/vi/staff/positions/{posting.public_id}").get_data(as_text=True)


def test_staff_read_grounds_and_note_a_finding(client: FlaskClient, db: Session) -> None:
    posting = make_submitted(companies.make_company(), holidays=FEW_DAYS)
    sign_in(client, coordinator())
    page = staff_page(client, posting)
    assert "https://laws.e-gov.go.jp/law/322AC0000000049" in page
    assert "100 ngày nghỉ một năm ít hơn 105" in page
    address = f"/vi/staff/positions/{posting.public_id}/note"
    refused = client.post(address, data={"finding": KEY, "note": ""})
    assert refused.status_code == 422
    assert client.post(address, data={"finding": KEY, "note": "7,5 giờ một ngày"}).status_code == 303
    assert "7,5 giờ một ngày" in staff_page(client, posting)


def test_the_company_is_led_to_the_text_in_which_something_was_found(
    client: FlaskClient, db: Session
) -> None:
    company = companies.make_company()
    words = {
        "ja": {"title": "技術者", "more": "入社時に保証金10万円をいただきます。"},
        "vi": {"title": "Kỹ sư", "more": "Tiền đặt cọc 5 triệu đồng, không hoàn lại."},
    }
    posting = make_draft(company, texts=words)
    user = company_member()
    companies.make_member(user, company)
    sign_in(client, user)
    own = f"/ja/company/positions/{posting.public_id}"
    page = client.get(own).get_data(as_text=True)
    assert f'href="{own}/steps/learning#more_ja"' in page and f'href="{own}/texts/vi"' in page
    beside = client.get(f"{own}/steps/learning").get_data(as_text=True).split('id="more_ja-found"')[1]
    assert "保証金" in beside and 'href="#money-words"' in beside
    assert "tiền đặt cọc" in client.get(f"{own}/texts/vi").get_data(as_text=True)
    assert "労働基準法第16条・第17条" in page
