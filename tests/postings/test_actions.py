"""Moves of positions: what is refused changes nothing, what is published is frozen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
import threading
from typing import Any

from flask import Flask
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.core.db import Database, writing
from recruit.core.errors import Conflict, Missing, Refused
from recruit.core.facts import load_shipped
from recruit.organisations.rules import OrganisationState
from recruit.postings import actions, queries
from recruit.postings.models import Posting, PostingVersion
from recruit.postings.rules import PostingRefusal, PostingState
from tests.factories import placements as companies
from tests.factories.postings import (
    STAFF,
    acting_for,
    make_draft,
    make_published,
    make_submitted,
    whole_content,
)
from tests.mail import Outbox
from tests.people import company_member


def versions(db: Session, posting: Posting) -> list[PostingVersion]:
    query = (
        select(PostingVersion).where(PostingVersion.posting_id == posting.id).order_by(PostingVersion.number)
    )
    return list(db.scalars(query))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"smoking": None}, PostingRefusal.ITEMS_MISSING),
        ({"texts": {"ja": {"title": "土木施工管理", "duties": "工程管理"}}}, PostingRefusal.ITEMS_MISSING),
        ({"site_labour_declared": False}, PostingRefusal.FINDINGS_OPEN),
    ],
)
def test_submit_is_refused(
    app: Flask, db: Session, now: datetime, changes: dict[str, Any], reason: PostingRefusal
) -> None:
    company = companies.make_company()
    posting = make_draft(company, **changes)
    with pytest.raises(Refused) as refused, writing():
        actions.submit_posting(posting, by=acting_for(company), now=now)
    assert refused.value.reason is reason
    db.refresh(posting)
    assert posting.state is PostingState.DRAFT


def test_only_approved_companies_submit(app: Flask, db: Session, now: datetime) -> None:
    company = companies.make_company()
    posting = make_draft(company)
    with writing():
        company.state = OrganisationState.SUSPENDED
    with pytest.raises(Refused) as refused, writing():
        actions.submit_posting(posting, by=acting_for(company), now=now)
    assert refused.value.reason is PostingRefusal.COMPANY_NOT_APPROVED


def test_published_is_frozen_and_told(app: Flask, db: Session, now: datetime, outbox: Outbox) -> None:
    company = companies.make_company()
    companies.make_member(company_member(), company)
    posting = make_published(company)
    assert posting.state is PostingState.PUBLISHED
    assert posting.opens_at == now
    first_code = posting.verify_code
    assert first_code
    assert outbox.kinds == ["posting_published"]
    with writing():
        actions.take_back(posting, by=acting_for(company), now=now)
    with writing():
        actions.save_posting(posting, whole_content(base_pay_yen=230_000), by=acting_for(company), now=now)
        actions.submit_posting(posting, by=acting_for(company), now=now)
        actions.publish_posting(posting, by=STAFF, now=now)
    assert [version.content["base_pay_yen"] for version in versions(db, posting)] == [225_000, 230_000]
    assert posting.verify_code == first_code


def test_the_address_names_what_the_draft_became_and_stays(app: Flask, db: Session, now: datetime) -> None:
    company = companies.make_company()
    content = whole_content()
    posting = make_draft(company, work_kind="surveying")
    assert posting.slug.startswith("surveying-")
    by = acting_for(company)
    with writing():
        actions.save_posting(posting, content, by=by, now=now)
        actions.submit_posting(posting, by=by, now=now)
        actions.publish_posting(posting, by=STAFF, now=now)
    slug = posting.slug
    assert slug.startswith(content["work_kind"].replace("_", "-"))
    with writing():
        actions.take_back(posting, by=by, now=now)
        actions.save_posting(posting, content | {"work_kind": "surveying"}, by=by, now=now)
        actions.submit_posting(posting, by=by, now=now)
        actions.publish_posting(posting, by=STAFF, now=now)
    assert posting.slug == slug


def test_what_is_read_or_checked_is_not_changed_in_place(app: Flask, db: Session, now: datetime) -> None:
    company = companies.make_company()
    posting = make_submitted(company)
    with pytest.raises(Refused), writing():
        actions.save_posting(posting, whole_content(base_pay_yen=1), by=acting_for(company), now=now)
    db.refresh(posting)
    assert posting.base_pay_yen == 225_000


def test_sent_back_with_words(app: Flask, db: Session, now: datetime, outbox: Outbox) -> None:
    company = companies.make_company()
    companies.make_member(company_member(), company)
    posting = make_submitted(company)
    with pytest.raises(Missing), writing():
        actions.return_posting(posting, "no", by=acting_for(company), now=now)
    with writing():
        actions.return_posting(posting, "休憩時間を確認してください", by=STAFF, now=now)
    assert posting.state is PostingState.DRAFT
    assert queries.moves_of(posting)[0].reason == "休憩時間を確認してください"
    (mail,) = outbox.hand_over()
    body = mail.get_body(("plain",))
    assert body is not None
    assert "休憩時間を確認してください" in body.get_content()


def test_pay_below_the_minimum_wage_stops_publication(app: Flask, db: Session, now: datetime) -> None:
    """Also where the rate has risen after the company asked for the check."""
    company = companies.make_company()
    posting = make_submitted(company, base_pay_yen=150_000)
    with writing():
        load_shipped()
    assert [str(one.rule) for one in queries.findings_of(posting, now=now)] == ["minimum_wage"]
    with pytest.raises(Refused) as refused, writing():
        actions.publish_posting(posting, by=STAFF, now=now)
    assert refused.value.reason is PostingRefusal.FINDINGS_OPEN
    db.refresh(posting)
    assert posting.state is PostingState.IN_REVIEW
    assert not versions(db, posting)


def test_closed_twice_is_closed(app: Flask, db: Session, now: datetime) -> None:
    company = companies.make_company()
    posting = make_published(company)
    for _time in range(2):
        with writing():
            actions.close_posting(posting, by=acting_for(company), now=now)
    assert [move.to_state for move in queries.moves_of(posting)][:2] == [
        PostingState.CLOSED,
        PostingState.PUBLISHED,
    ]


def test_texts_know_which_source_they_follow(app: Flask, db: Session, now: datetime) -> None:
    company = companies.make_company()
    vietnamese = {"vi": {"title": "Quản lý thi công"}}
    posting = make_draft(company, texts=vietnamese)
    content = whole_content(texts=vietnamese)
    content["texts"]["ja"]["duties"] = "工程管理"
    with writing():
        actions.save_posting(posting, content, by=acting_for(company), now=now)
    rows = {text.language: (text.version, text.source_version) for text in posting.texts}
    assert rows == {"ja": (2, None), "vi": (1, 1)}


def test_two_officers_publish_at_once(own_app: Flask, own_database: Database, now: datetime) -> None:
    with own_database.scope():
        posting_id = make_submitted(companies.make_company()).id
    barrier = threading.Barrier(2, timeout=60)

    def publish() -> str:
        with own_app.app_context(), own_database.scope() as rows:
            posting = rows.get_one(Posting, posting_id)
            barrier.wait()
            try:
                with writing():
                    actions.publish_posting(posting, by=STAFF, now=now)
            except (Conflict, Refused):
                return "late"
            return "published"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(one.result() for one in [pool.submit(publish), pool.submit(publish)])
    assert results == ["late", "published"]
    with own_database.scope() as rows:
        assert len(versions(rows, rows.get_one(Posting, posting_id))) == 1
