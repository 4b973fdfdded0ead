from datetime import date, timedelta

import html5lib
import pytest
from sqlalchemy import select

from recruit.core import facts
from recruit.core.db import writing
from recruit.core.models import DatedFact
from recruit.core.visitor import Role, Via, Visitor
from recruit.handbook import queries
from recruit.handbook.models import Chapter, ChapterVersion
from recruit.handbook.rules import ChapterState
from tests import people
from tests.handbook.test_writing import BODY, small_book

DESK = "/staff/handbook"
ASKS = Visitor(via=Via.SIGN_IN, roles=frozenset({Role.EDITOR}))
TEXT = f"{DESK}/books/small/first/ja"


@pytest.fixture
def chapter(app, db, now):
    return small_book(now)


@pytest.fixture
def writer(app, client, chapter):
    return people.sign_in(client, people.editor())


@pytest.fixture
def second(app, chapter):
    return people.sign_in(app.test_client(), people.coordinator())


def typed(body, revision, **more):
    return {"title": "初め", "body": body, "note": "数字を直しました。", "revision": revision, **more}


def test_a_text_is_written_sent_and_published(writer, second, chapter):
    assert writer.post(f"/ja{TEXT}/begin").status_code == 303
    # The letters that stand for a timeline while a page is made are none of a writer's.
    faulty = BODY + "\n{{fact:no_such_fact}}\n\n\ue0005\ue001\n"
    shown = writer.post(f"/vi{TEXT}", data=typed(faulty, 0, act="preview"))
    assert shown.status_code == 200
    line = faulty.split("\n").index("{{fact:no_such_fact}}") + 1
    assert f"Dòng {line}: Không có dữ kiện tên này." in shown.text
    html5lib.HTMLParser(strict=True).parse(shown.text)
    assert queries.open_version(ASKS, chapter, "ja").revision == 0
    part = writer.post(f"/vi{TEXT}/preview", data=typed(faulty, 0))
    assert f"Dòng {line}" in part.text and "<html" not in part.text

    assert writer.post(f"/ja{TEXT}", data=typed(faulty, 0, act="save")).status_code == 303
    # Nobody sends a text that a second person could not publish: its faults are said by line.
    assert writer.post(f"/ja{TEXT}/send").headers["Location"].endswith("#ready")
    assert queries.open_version(ASKS, chapter, "ja").state is ChapterState.DRAFT
    told = writer.get(f"/en{TEXT}").text
    beside = told[told.index('id="ready"') :]
    assert "The saved text has 1 fault that keeps it from being published" in beside
    assert f"Line {line}: There is no fact of this name." in beside and "/send" not in beside
    assert (
        writer.post(f"/ja{TEXT}", data=typed(f"{BODY}\n誤りのない段落です。\n", 1, act="save")).status_code
        == 303
    )
    writer.post(f"/ja{TEXT}/send")
    waits = queries.open_version(ASKS, chapter, "ja")
    assert waits.state is ChapterState.IN_REVIEW
    # What it names may go while it waits.
    with writing():
        waits.body = faulty
    refused = second.post(f"/ja{TEXT}", data={"act": "publish", "revision": 2})
    assert refused.status_code == 422 and "まだ誤りがあります" in refused.text
    html5lib.HTMLParser(strict=True).parse(refused.text)
    empty = second.post(f"/vi{TEXT}", data={"act": "send_back"})
    assert empty.status_code == 422 and "Điều cần sửa" in empty.text
    second.post(f"/ja{TEXT}", data={"act": "send_back", "review_note": "行の数字を直してください。"})
    assert "行の数字を直してください。" in writer.get(f"/ja{TEXT}").text

    writer.post(f"/ja{TEXT}", data=typed(BODY + "\n新しい段落です。\n", 2, act="save"))
    writer.post(f"/ja{TEXT}/send")
    assert writer.post(f"/ja{TEXT}", data={"act": "publish", "revision": 3}).status_code == 422
    # Who still has the page of the first sending open does not publish what was written since.
    unread = second.post(f"/ja{TEXT}", data={"act": "publish", "revision": 2})
    assert unread.status_code == 422 and 'name="revision" value="3"' in unread.text
    waiting = second.get(f"/ja{TEXT}").text
    assert "<ins>新しい段落です。</ins>" in waiting
    # Beside the text, not instead of it.
    assert waiting.index('<div class="beside">') < waiting.index('id="difference"')
    assert "初め" in second.get(f"/ja{DESK}").text
    assert second.post(f"/ja{TEXT}", data={"act": "publish", "revision": 3}).status_code == 303
    assert "新しい段落です。" in writer.get("/ja/handbook/small/first").text
    assert "tertinggal 1 edisi" in writer.get(f"/id{DESK}").text
    history = writer.get(f"/ja{TEXT}/history").text
    assert "数字を直しました。" in history and "<ins>新しい段落です。</ins>" in history
    html5lib.HTMLParser(strict=True).parse(history)
    back = writer.post(f"/ja{TEXT}/history/1", data={"note": "前の版に戻します。"})
    assert back.status_code == 303
    assert "新しい段落です。" not in queries.open_version(ASKS, chapter, "ja").body


def test_a_stale_save_keeps_both_texts(writer, chapter):
    writer.post(f"/ja{TEXT}/begin")
    writer.post(f"/ja{TEXT}", data=typed(BODY + "\nこちらが先です。\n", 0, act="save"))
    stale = writer.post(f"/ja{TEXT}", data=typed(BODY + "\nこちらは後です。\n", 0, act="save"))
    assert stale.status_code == 422
    assert "こちらが先です。" in stale.text and "こちらは後です。" in stale.text
    html5lib.HTMLParser(strict=True).parse(stale.text)
    assert queries.open_version(ASKS, chapter, "ja").body.endswith("こちらが先です。\n")
    # What was saved has been seen now: saving again is a decision.
    assert 'name="revision" type="hidden" value="1"' in stale.text
    # Whoever gave the draft up meanwhile: what was typed still stands on the page.
    writer.post(f"/ja{TEXT}/drop")
    gone = writer.post(f"/ja{TEXT}", data=typed(BODY + "\nまだ書いています。\n", 1, act="save"))
    assert gone.status_code == 422 and "まだ書いています。" in gone.text


def test_the_desk_costs_the_same_for_any_number_of_chapters(writer, chapter, count_queries, db, now):
    writer.post(f"/ja{TEXT}/begin")
    with count_queries(10):
        writer.get(f"/en{DESK}")
    with writing() as rows:
        for number in (2, 3):
            more = Chapter(
                book_id=chapter.book_id, slug=f"more-{number}", position=number, titles={"en": "More"}
            )
            rows.add(more)
            rows.flush()
            rows.add(
                ChapterVersion(
                    chapter_id=more.id,
                    language="ja",
                    number=1,
                    title="続き",
                    body=BODY,
                    state=ChapterState.DRAFT,
                    by_ref="somebody",
                )
            )
    with count_queries(10):
        writer.get(f"/en{DESK}")
    # To readers a chapter that nobody has published is not there.
    for page in ("", "small/", "small/first", "search?q=集めます"):
        assert "more-2" not in writer.get(f"/ja/handbook/{page}").text
    assert writer.get("/ja/handbook/small/more-2").status_code == 404


def test_one_change_of_a_fact_mends_every_chapter(writer, chapter, db, now):
    with writing():
        version = queries.newest_of(chapter, "ja")
        version.body = BODY + "\n上限は{{fact:overtime_cap_construction_hours_month}}時間です。\n"
    key = "overtime_cap_construction_hours_month"
    page = writer.get(f"/ja{DESK}/facts").text
    assert "construction_<wbr>hours" in page
    old = facts.fact(key, date(2026, 11, 25))
    assert old is not None
    assert writer.post(f"/ja{DESK}/facts/{key}/checked").status_code == 303
    assert facts.fact(key, date(2026, 11, 25)).checked_on == date(2026, 11, 25)
    new = {
        "value": "44",
        "unit": old.unit,
        "valid_from_on": "2026-11-25",
        "source": "not an address",
        "source_name": "省令",
    }
    assert writer.post(f"/vi{DESK}/facts/{key}", data=new).status_code == 422
    new["source"] = "https://www.mhlw.go.jp/"
    # Pages and forms reckon with it.
    assert writer.post(f"/vi{DESK}/facts/{key}", data=new | {"value": "約44"}).status_code == 422
    assert writer.post(f"/ja{DESK}/facts/{key}", data=new).status_code == 303
    assert ">44</a>" in writer.get("/ja/handbook/small/first").text
    # Once none holds any more, the desk says so first, and a new one can be entered.
    with writing():
        for row in db.scalars(select(DatedFact).where(DatedFact.key == key)):
            row.valid_to_on = date(2026, 11, 24)
    assert "上限は–時間" in writer.get("/ja/handbook/small/first").text
    assert f"Enter a value for {key}" in writer.get(f"/en{DESK}/facts").text
    assert writer.get(f"/en{DESK}/facts/{key}").status_code == 200
    again = new | {"value": "43", "valid_from_on": "2026-11-24"}
    assert writer.post(f"/ja{DESK}/facts/{key}", data=again).status_code == 303
    assert ">43</a>" in writer.get("/ja/handbook/small/first").text
    # Every value it had is written as the reader's language writes it.
    with writing() as rows:
        rows.scalars(select(DatedFact).where(DatedFact.key == key)).first().value = "1234567"
    assert "1.234.567" in writer.get(f"/vi{DESK}/facts/{key}").text


def test_books_chapters_and_terms_are_added(writer, chapter):
    names = {f"titles-{code}": f"Titel {code}" for code in ("ja", "en", "id", "vi")}
    book = {"slug": "small", "source_language": "id", "languages": ["vi"], "audience": "student", **names}
    assert writer.post(f"/en{DESK}/new", data=book).status_code == 422
    book |= {"slug": "second", "languages": ["id", "vi"], "notes-en": "More follows."}
    assert writer.post(f"/en{DESK}/new", data=book).status_code == 303
    assert queries.book_named("second").notes == {"en": "More follows."}
    place = {"slug": "new", "position": "3", **names}
    assert writer.post(f"/en{DESK}/books/second/new", data=place).status_code == 422
    assert writer.post(f"/en{DESK}/books/second/new", data={**place, "slug": "start"}).status_code == 303
    assert [one.slug for one in queries.book_named("second").chapters] == ["start"]
    term = {
        "key": "9",
        **{f"{part}-{code}": "w" for part in ("words", "meanings") for code in ("ja", "en", "id", "vi")},
    }
    assert writer.post(f"/en{DESK}/terms/new", data=term).status_code == 422
    assert writer.post(f"/en{DESK}/terms/new", data={**term, "key": "night_work"}).status_code == 303
    assert "night_<wbr>work" in writer.get(f"/en{DESK}/terms?q=night").text


def test_a_scheduled_text_says_when(writer, second, chapter, now):
    writer.post(f"/ja{TEXT}/begin")
    writer.post(f"/ja{TEXT}", data=typed(BODY + "\n来月からです。\n", 0, act="save"))
    writer.post(f"/ja{TEXT}/send")
    day = (now + timedelta(days=2)).strftime("%Y-%m-%dT09:00")
    assert (
        second.post(f"/ja{TEXT}", data={"act": "publish", "revision": 1, "publish_at": day}).status_code
        == 303
    )
    assert "公開日待ち" in writer.get(f"/ja{TEXT}").text
    assert queries.open_version(ASKS, chapter, "ja").state is ChapterState.SCHEDULED
    writer.post(f"/ja{TEXT}/take-back")
    assert queries.open_version(ASKS, chapter, "ja").state is ChapterState.DRAFT


def test_two_values_of_a_fact_from_one_day_are_refused_beside_the_day(writer, chapter, db, monkeypatch):
    """The second of two who enter at once passes every look before, and the database says no."""
    key = "overtime_cap_construction_hours_month"
    old = facts.fact(key, date(2026, 11, 25))
    new = {"value": "44", "unit": old.unit, "valid_from_on": "2027-04-01", "source": old.source}
    new["source_name"] = "省令"
    assert writer.post(f"/ja{DESK}/facts/{key}", data=new).status_code == 303
    for looked_before in (True, False):
        if not looked_before:
            monkeypatch.setattr(facts, "why_not_fact", lambda _new: None)
        again = writer.post(f"/ja{DESK}/facts/{key}", data=new | {"value": "43"})
        assert again.status_code == 422
        assert "この日からの値はすでにあります。" in again.text and 'value="43"' in again.text
        html5lib.HTMLParser(strict=True).parse(again.text)
    first_day = DatedFact.valid_from_on == date(2027, 4, 1)
    assert list(db.scalars(select(DatedFact.value).where(DatedFact.key == key, first_day))) == ["44"]
