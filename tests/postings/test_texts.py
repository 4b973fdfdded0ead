"""The words of a position in several languages: what is shown to whom, what is behind, who may write them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
import re
import threading
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.core.db import Database, writing
from recruit.core.errors import Missing, Refused
from recruit.organisations.models import Organisation
from recruit.organisations.rules import Rights
from recruit.postings import actions, queries
from recruit.postings.conditions import Condition, conditions_of
from recruit.postings.models import Posting, PostingVersion
from recruit.postings.newcomer_conditions import contract_rows, newcomer_rows
from recruit.postings.rules import TEXT_FIELDS, PostingRefusal, PostingState
from recruit.postings.rules.content import PARTS
from recruit.postings.texts.actions import remove_text, save_text
from recruit.postings.texts.queries import seen, standings, text_in
from recruit.postings.texts.rules import TextOrigin, TextRefusal
from tests import people
from tests.factories.placements import make_company, make_member
from tests.factories.postings import STAFF, acting_for, make_draft, make_published, whole_content

JA = whole_content()["texts"]["ja"] | {"more": "寮があります。\n冬は雪が多いです。"}
VI = {
    "title": "Quản lý thi công công trình dân dụng",
    "duties": "Quản lý ảnh, nghiệm thu, tiến độ; phụ đo đạc",
    "duties_change_range": "Công việc kỹ thuật do công ty quy định",
    "place": "Công trường trong thành phố Asahikawa",
    "place_change_range": "Công trường trong tỉnh Hokkaido",
    "more": "Có ký túc xá.\nMùa đông tuyết nhiều.",
}


@pytest.fixture
def company(app: Flask) -> Organisation:
    return make_company("旭川北成建設")


def save(posting: Posting, company: Organisation, now: datetime, **changes: Any) -> None:
    asked = {
        "words": VI,
        "origin": TextOrigin.HUMAN,
        "seen": seen(posting, "vi"),
        "by": acting_for(company),
    } | changes
    with writing():
        save_text(posting, asked.get("language", "vi"), asked["words"], asked["origin"],
                  seen=asked["seen"], by=asked["by"], now=now)  # fmt: skip


def change_original(posting: Posting, company: Organisation, now: datetime, **words: str) -> None:
    content = queries.content_of(posting)
    content["texts"] = {"ja": content["texts"]["ja"] | words}
    with writing():
        actions.save_posting(posting, content, by=acting_for(company), now=now)


def publish(posting: Posting, company: Organisation, now: datetime) -> None:
    with writing():
        actions.submit_posting(posting, by=acting_for(company), now=now)
    with writing():
        actions.publish_posting(posting, by=STAFF, now=now)


def test_a_translation_falls_behind_and_catches_up(company: Organisation, db: Session, now: datetime) -> None:
    posting = make_draft(company, texts={"ja": JA, "vi": VI})
    assert not standings(posting)["vi"].is_behind
    change_original(posting, company, now, duties="写真・出来形の管理")
    behind = standings(posting)["vi"]
    assert (behind.versions_behind, behind.changed) == (1, ("duties",))
    # The form of the whole position leaves languages alone that it does not name.
    assert text_in(posting, "vi") is not None
    change_original(posting, company, now, duties=JA["duties"])
    assert not standings(posting)["vi"].is_behind
    change_original(posting, company, now, place="旭川市と富良野市の現場")
    save(posting, company, now)
    db.expire_all()
    assert not standings(posting)["vi"].is_behind
    assert standings(posting)["ja"].is_original


def test_what_a_translation_leaves_to_the_original_is_not_behind(
    company: Organisation, now: datetime
) -> None:
    posting = make_draft(company, texts={"ja": JA, "vi": VI | {"duties": ""}})
    change_original(posting, company, now, duties="写真・出来形の管理")
    standing = standings(posting)["vi"]
    assert (standing.is_behind, standing.changed, standing.untranslated) == (False, (), ("duties",))
    change_original(posting, company, now, duties="写真の管理", place="旭川市と富良野市の現場")
    assert standings(posting)["vi"].changed == ("place",)


def test_readers_see_that_it_is_behind_and_reach_the_original(
    client: FlaskClient, company: Organisation, now: datetime
) -> None:
    posting = make_draft(company, texts={"ja": JA, "vi": VI})
    change_original(posting, company, now, duties="写真・出来形の管理")
    publish(posting, company, now)
    page = client.get(f"/en/positions/{posting.slug}").text
    assert "This translation is behind its original" not in page
    page = client.get(f"/vi/positions/{posting.slug}").text
    note = page[page.index("<h1") : page.index("</section>")]
    assert "cũ hơn bản gốc" in note
    assert "Công việc khi mới vào làm" in note
    assert f"/vi/positions/{posting.slug}?text=ja" in note
    assert VI["duties"] in page
    original = client.get(f"/vi/positions/{posting.slug}?text=ja").text
    assert "写真・出来形の管理" in original
    assert "cũ hơn bản gốc" not in original


@pytest.mark.parametrize(
    ("language", "missing"),
    [("vi", name) for name in TEXT_FIELDS] + [("en", "title"), ("ja", "title"), ("id", "title")],
)
def test_every_free_text_is_translated_or_marked(
    client: FlaskClient, company: Organisation, language: str, missing: str
) -> None:
    """One field left out of the Vietnamese text: nothing vanishes, and what is foreign says so."""
    posting = make_published(company, texts={"ja": JA, "vi": VI | {missing: ""}})
    page = client.get(f"/{language}/positions/{posting.slug}").text
    page = page[page.index("<h1") :]
    for name in TEXT_FIELDS:
        own = VI[name] if language == "vi" and name != missing else JA[name]
        lang = None if language in ("ja", "vi") and own in (JA if language == "ja" else VI).values() else "ja"
        first = own.splitlines()[0]
        found = re.search(r"<(?:h1|span)([^>]*)>" + re.escape(first), page)
        assert found is not None, (name, first)
        assert (f'lang="{lang}"' in found.group(1)) if lang else ("lang=" not in found.group(1)), name
    # Japanese words of the company stand nowhere outside an element that says so.
    assert ('lang="ja"' in page) is (language != "ja")


WRITTEN_BY_THE_COMPANY = {"duties", "duties_change", "place", "place_change", "more"}


def test_every_coded_field_is_read_in_every_language(app: Flask, company: Organisation, db: Session) -> None:
    """The position is written in Japanese alone; what is coded needs nobody to translate it."""
    content = whole_content(
        contract_term="fixed_term",
        contract_months=36,
        renewal={"kind": "possible", "criteria": ["conduct", "ability"]},
        renewal_cap={"years": 5},
        probation={"months": 0, "pay_yen": None},
        paid_leave={"home_leave_days": 5},
        raise_bonus={"raises": True, "times": 2},
        pay_method={"pay_day": 25, "next_month": False},
        driving="after_joining",
        language_target="N2",
        language_offer="N4",
        indefinite_conversion={"same_conditions": True},
        retirement={"age": 65, "until": 70, "notice_days": 30},
        discretionary={"hours": 8},
        training={"months": 3, "same": True},
        mentor={"languages": ["ja", "vi"]},
        licence_support=["fees", "course"],
        career_3y={"role": "site_agent", "pay_yen": 260_000},
        turnover_3y={"hired": 5, "left": 1},
        overtime_avg_prev=18,
        climate_note=["heavy_snow"],
        faith_needs=["prayer_time"],
        selection=["papers", "interview_online"],
        contact=["ja", "en"],
        texts={"ja": JA},
    )
    found: dict[str, dict[str, Condition]] = {}
    for language in ("en", "ja", "id", "vi"):
        with app.test_request_context(f"/{language}/positions"):
            app.preprocess_request()
            found[language] = {row.name: row for row in conditions_of(content)}
            more = {name for name, *_rest in (*contract_rows(content), *newcomer_rows(content))}
    names = list(found["en"])
    # Nothing that a position can say is left out here.
    assert set(names) == set(PARTS) | more | {"kind", "japanese", "majors", "driving", "more"}
    for language in ("ja", "id", "vi"):
        assert list(found[language]) == names
        for name, row in found[language].items():
            english = found["en"][name]
            assert row.label != english.label, name
            if name in WRITTEN_BY_THE_COMPANY:
                assert (row.lang, row.value) == (None if language == "ja" else "ja", english.value)
                assert row.language_name == ("" if language == "ja" else "日本語")
            else:
                assert row.lang is None
                assert row.value != english.value or not re.search("[A-Za-z]", row.value), (language, row)
                assert not row.aside or row.aside != english.aside, (language, row)


def test_what_a_machine_wrote_is_shown_when_somebody_has_read_it(
    client: FlaskClient, company: Organisation, db: Session, now: datetime
) -> None:
    posting = make_draft(company)
    words = VI | {"title": "Giám sát Zzyxel"}
    save(posting, company, now, words=words, origin=TextOrigin.MACHINE)
    # The whole form sends no Vietnamese words, for none were shown in it.
    with writing():
        actions.save_posting(posting, whole_content(texts={"vi": {}}), by=acting_for(company), now=now)
    assert text_in(posting, "vi") is not None
    publish(posting, company, now)
    address = f"/vi/positions/{posting.slug}"
    assert words["title"] not in client.get(address).text
    assert posting.slug not in client.get("/vi/positions?q=zzyx").text
    save(posting, company, now, words=words, origin=TextOrigin.MACHINE_ACCEPTED, by=STAFF)
    page = client.get(address).text
    assert words["title"] in page
    assert "Máy dịch" in page
    assert posting.slug in client.get("/vi/positions?q=zzyx").text


@pytest.mark.parametrize(
    ("state", "by_staff", "reason"),
    [
        (PostingState.DRAFT, False, None),
        (PostingState.DRAFT, True, None),
        (PostingState.IN_REVIEW, False, TextRefusal.STATE_CLOSED),
        (PostingState.IN_REVIEW, True, None),
        (PostingState.PUBLISHED, False, TextRefusal.STATE_CLOSED),
        (PostingState.PUBLISHED, True, None),
        (PostingState.CLOSED, True, TextRefusal.STATE_CLOSED),
        (PostingState.WITHDRAWN, True, TextRefusal.STATE_CLOSED),
    ],
)
def test_who_writes_when(
    company: Organisation,
    db: Session,
    now: datetime,
    state: PostingState,
    *,
    by_staff: bool,
    reason: TextRefusal | None,
) -> None:
    posting = make_draft(company)
    with writing():
        posting.state = state
    by = STAFF if by_staff else acting_for(company)
    if reason is None:
        save(posting, company, now, by=by)
    else:
        with pytest.raises(Refused) as refused:
            save(posting, company, now, by=by)
        assert refused.value.reason is reason
    db.expire_all()
    assert (text_in(posting, "vi") is not None) is (reason is None)


def test_nobody_writes_for_another_company(company: Organisation, now: datetime) -> None:
    posting = make_draft(company)
    with pytest.raises(Missing):
        save(posting, company, now, by=acting_for(make_company()))


def test_staff_freeze_what_everybody_reads_and_the_checker_still_stands(
    company: Organisation, db: Session, now: datetime
) -> None:
    posting = make_published(company)
    query = select(PostingVersion.number).where(PostingVersion.posting_id == posting.id)
    save(posting, company, now, by=STAFF)
    assert sorted(db.scalars(query)) == [1, 2]
    with pytest.raises(Refused) as refused:
        save(posting, company, now, by=STAFF, words=VI | {"more": "Chỉ tuyển nam. Đặt cọc 20 triệu đồng."})
    assert refused.value.reason is PostingRefusal.FINDINGS_OPEN
    db.expire_all()
    assert (text_in(posting, "vi") or posting.texts[0]).more == VI["more"]
    assert sorted(db.scalars(query)) == [1, 2]
    with writing():
        remove_text(posting, "vi", seen=seen(posting, "vi"), by=STAFF, now=now)
    assert text_in(posting, "vi") is None
    assert sorted(db.scalars(query)) == [1, 2, 3]


def test_who_wrote_beside_an_older_original_is_told(
    company: Organisation, db: Session, now: datetime
) -> None:
    posting = make_draft(company)
    mark = seen(posting, "vi")
    change_original(posting, company, now, duties="写真の管理")
    with pytest.raises(Refused) as refused:
        save(posting, company, now, seen=mark)
    assert refused.value.reason is TextRefusal.CHANGED_MEANWHILE
    assert text_in(posting, "vi") is None
    for language in ("ja", "xx"):
        with pytest.raises(Missing):
            save(posting, company, now, language=language)


def test_the_page_of_a_translation(
    client: FlaskClient, company: Organisation, db: Session, now: datetime
) -> None:
    posting = make_draft(company, texts={"ja": JA, "vi": VI})
    change_original(posting, company, now, more="寮があります。\n夏は涼しいです。")
    address = f"/ja/company/positions/{posting.public_id}/texts/vi"
    assert "/sign-in" in client.get(address).location
    user = people.company_member()
    make_member(user, company, Rights.OWNER)
    people.sign_in(client, user)
    page = client.get(address).text
    # Inside a paragraph too; the words between the marks are those of both.
    assert "<del>冬</del><ins>夏</ins>は<del>雪が多</del><ins>涼し</ins>いです。" in page
    assert "<ins>寮" not in page
    sent = VI | {"more": "Có ký túc xá.\nMùa hè mát.", "origin": "human", "seen": seen(posting, "vi")}
    # Somebody else saves in between: what was typed is still there, and sent once more it is kept.
    save(posting, company, now, words=VI | {"title": "Giám sát"})
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert "Mùa hè mát." in answer.text
    again = re.search(r'name="seen"[^>]*value="([^"]+)"', answer.text)
    assert again is not None
    assert client.post(address, data=sent | {"seen": again.group(1)}).status_code == 303
    db.expire_all()
    assert (text_in(posting, "vi") or posting.texts[0]).more == "Có ký túc xá.\nMùa hè mát."
    assert client.post(address, data=sent | {"title": " ", "seen": seen(posting, "vi")}).status_code == 422
    answer = client.post(address, data={"act": "remove", "seen": seen(posting, "vi")})
    assert answer.status_code == 303
    db.expire_all()
    assert text_in(posting, "vi") is None
    for wrong in ("ja", "xx"):
        assert client.get(f"/ja/company/positions/{posting.public_id}/texts/{wrong}").status_code == 404


def test_who_only_reads_writes_no_translation(client: FlaskClient, company: Organisation) -> None:
    posting = make_draft(company)
    viewer, stranger = people.company_member(), people.other_company_member()
    make_member(viewer, company, Rights.VIEWER)
    make_member(stranger, make_company("他社"))
    address = f"/en/company/positions/{posting.public_id}/texts/vi"
    people.sign_in(client, viewer)
    assert "<form" not in client.get(address).text.split("<main")[1]
    assert client.post(address, data=VI).status_code == 403
    people.sign_in(client, stranger)
    assert client.get(address).status_code == 404
    assert client.post(address, data=VI).status_code == 404


def test_a_copy_does_not_make_translations_newer_or_a_machine_a_person(
    client: FlaskClient, company: Organisation, db: Session, now: datetime
) -> None:
    posting = make_draft(company, texts={"ja": JA, "vi": VI, "en": {"title": "Site management"}})
    change_original(posting, company, now, duties="写真・出来形の管理")
    save(posting, company, now, language="en", seen=seen(posting, "en"), origin=TextOrigin.MACHINE_ACCEPTED)
    user = people.company_member()
    make_member(user, company, Rights.OWNER)
    people.sign_in(client, user)
    assert client.post("/ja/company/positions/new", data={"copy": posting.public_id}).status_code == 303
    copy = db.scalars(select(Posting).order_by(Posting.id.desc()).limit(1)).one()
    assert copy.id != posting.id
    found = standings(copy)
    assert (found["vi"].is_behind, found["vi"].changed) == (True, ("duties",))
    assert (found["en"].is_behind, found["en"].origin) == (False, TextOrigin.MACHINE_ACCEPTED)


def test_two_write_the_same_translation_at_once(
    own_app: Flask, own_database: Database, now: datetime
) -> None:
    with own_database.scope():
        posting = make_published(make_company())
        posting_id, mark = posting.id, seen(posting, "vi")
    barrier = threading.Barrier(2, timeout=60)

    def write(title: str) -> str:
        with own_app.app_context(), own_database.scope() as rows:
            posting = rows.get_one(Posting, posting_id)
            barrier.wait()
            try:
                with writing():
                    save_text(
                        posting, "vi", VI | {"title": title}, TextOrigin.HUMAN, seen=mark, by=STAFF, now=now
                    )
            except Refused as refusal:
                return str(refusal.reason)
            return "saved"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(write, ("Một", "Hai")))
    assert results == ["changed_meanwhile", "saved"]
    with own_database.scope() as rows:
        posting = rows.get_one(Posting, posting_id)
        assert sum(text.language == "vi" for text in posting.texts) == 1
        numbers = select(PostingVersion.number).where(PostingVersion.posting_id == posting_id)
        assert sorted(rows.scalars(numbers)) == [1, 2]
