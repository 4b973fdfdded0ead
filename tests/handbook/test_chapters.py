from datetime import timedelta
import re

import html5lib
import pytest

from recruit.core import facts
from recruit.core.db import writing
from recruit.handbook import actions, queries
from recruit.handbook.models import Book, ChapterVersion
from recruit.handbook.rules import ChapterState, Origin, is_behind
from recruit.handbook.translating import jobs
from tests import people


@pytest.fixture
def books(db, now):
    with writing():
        facts.load_shipped()
        actions.load_terms(now)
        actions.load_editions(now)


def test_numbers_stand_below_each_other_and_so_do_their_heads(books, client):
    page = client.get("/ja/handbook/company-handbook/hiring-plan").text
    assert '<th>項目（初めに要る費用）</th>\n<th class="number">1人当たり（円）</th>' in page
    assert '<td class="number">共通</td>\n<td class="number">360,000</td>' in page
    assert '<td class="number"><strong>1,243,000</strong></td>' in page
    assert "<td>276,000×12</td>" in page
    assert page.count('<td class="number"><a class="fact" href="#fact-coe_fee">') == 2
    # Ticks, and the classes over them, take no more room than they need: who makes a paper stands in the text's width.
    papers = client.get("/ja/handbook/company-handbook/status-procedure").text
    assert '<th class="sign">4</th>\n<th>作る人</th>' in papers and '<td class="sign">●</td>' in papers


def test_editions_are_loaded_once(books, now, db):
    before = db.query(ChapterVersion).count()
    with writing():
        assert actions.load_editions(now) == 0
    assert db.query(ChapterVersion).count() == before > 0


def test_a_clerk_reads_the_first_chapter_in_japanese(books, client):
    page = client.get("/ja/handbook/company-handbook/self-check").text
    assert '<html lang="ja"' in page
    assert "なぜ最初に自己診断をするのか" in page
    assert not re.search(r"\{\{|fact:|page:|\[must\]|\[ \]", page)
    assert page.count('class="notice is-must"') >= 1
    assert page.count("<table") == page.count('<div class="table-frame" role="region" tabindex="0"') + 1
    assert 'aria-label="表1：' in page
    # Without scripts a term leads to its meaning below.
    terms = set(re.findall(r'href="#(term-[^"]*)"', page))
    assert terms and terms <= set(re.findall(r'id="(term-[^"]*)"><dt>', page))
    assert "<ruby>技術者<rp>（</rp><rt>ぎじゅつしゃ</rt><rp>）</rp></ruby>をむかえる前に" in page
    assert '<li value="0">' in page and "やさしい" in page and "Term(" not in page
    html5lib.HTMLParser(strict=True).parse(page)


def test_a_student_reads_the_first_chapter_in_indonesian(books, client):
    page = client.get("/id/handbook/student-guide/is-this-for-me").text
    assert '<article class="handbook-text">' in page
    assert "/id/account/register" in page
    html5lib.HTMLParser(strict=True).parse(page)


def test_every_figure_leads_to_its_source(books, client):
    page = client.get("/en/handbook/company-handbook/self-check").text
    used = set(re.findall(r'class="fact" href="#fact-([a-z0-9_]+)"', page))
    assert len(used) > 8
    for key in used:
        row = page[page.index(f'<tr id="fact-{key}">') :].split("</tr>")[0]
        assert re.search(r'<a href="https?://', row)
        assert "2026" in row


def test_another_language_is_named_not_refused(books, client):
    page = client.get("/vi/handbook/company-handbook/self-check").text
    assert '<article class="handbook-text" lang="en">' in page
    assert "English" in page
    # What the house adds to a text is said as the text is; below it, as the page is.
    assert {"Careful", "Sources"} <= set(re.findall(r"<p class=\"notice-kind\">.*?<span>(.*?)</span>", page))
    assert ">15 April 2026</a>" in page and ">15/4/2026</td>" in page


def test_who_has_no_profile_reads_the_names_of_its_pages_and_is_led_to_none(books, client):
    guide = "/en/handbook/student-guide/coe-and-visa"
    assert "/en/me/documents" in client.get(guide).text
    people.sign_in(client, people.coordinator())
    page = client.get(guide).text
    assert "/en/me/documents" not in page and "coe-and-visa" in page


def test_a_translation_of_an_older_source_says_so(books, client, now, db):
    found = queries.reading_of(queries.book_named("company-handbook"), "self-check", "ja")
    with writing() as rows:
        rows.add(
            ChapterVersion(
                chapter_id=found.chapter.id,
                language="ja",
                number=2,
                body="## 新しい版\n\n本文。",
                state=ChapterState.PUBLISHED,
                by_ref="x",
                publish_at=now,
            )
        )
    assert queries.reading_of(queries.book_named("company-handbook"), "self-check", "en").is_behind
    assert not queries.reading_of(queries.book_named("company-handbook"), "self-check", "ja").is_behind
    assert is_behind(1, 2) and not is_behind(2, 2) and is_behind(None, 5)


def test_an_editors_text_is_not_overwritten_by_the_shipped_one(books, now, db):
    newest = db.query(ChapterVersion).filter_by(language="vi").first()
    with writing() as rows:
        rows.add(
            ChapterVersion(
                chapter_id=newest.chapter_id,
                language="vi",
                number=2,
                body="Của biên tập viên",
                state=ChapterState.PUBLISHED,
                by_ref="editor",
                publish_at=now,
            )
        )
    with writing():
        assert actions.load_editions(now) == 0


def test_a_source_mended_alone_leaves_the_shipped_translations_in_step(books, now, db):
    translation = db.query(ChapterVersion).filter_by(language="vi").order_by(ChapterVersion.id).first()
    source = db.query(ChapterVersion).filter_by(chapter_id=translation.chapter_id, source_version=None).one()
    with writing():
        source.body = "older words"
    with writing():
        assert actions.load_editions(now) == 1
    db.refresh(translation)
    assert (translation.number, translation.source_version) == (1, 2)
    assert queries.translations_behind() == []


def test_unknown_chapter_is_not_here(books, client):
    assert client.get("/en/handbook/student-guide/nothing").status_code == 404
    assert client.get("/en/handbook/nothing/").status_code == 404


def test_a_page_costs_a_constant_number_of_statements(books, client, count_queries):
    with count_queries(7):
        client.get("/en/handbook/student-guide/is-this-for-me")
    with count_queries(3):
        client.get("/en/handbook/")


def test_what_an_upgrade_leaves_behind_is_told_once_in_the_morning(app, books, db, now, clock, outbox):
    people.editor()
    assert queries.translations_behind() == []
    translation = db.query(ChapterVersion).filter_by(language="vi").order_by(ChapterVersion.id).first()
    source = db.query(ChapterVersion).filter_by(chapter_id=translation.chapter_id, source_version=None).one()
    with writing():
        source.body = "older words"
        translation.body, translation.origin = "Của biên tập viên", Origin.HUMAN
    for _upgrade in range(2):
        with writing():
            actions.load_editions(now)
    behind = queries.translations_behind()
    assert "vi" in {one.language for one in behind}
    assert {one.chapter.id for one in behind} == {source.chapter_id}
    jobs.renew(now)
    assert (jobs.tell(now), jobs.tell(now)) == (1, 0)
    assert outbox.hand_over() == []
    clock.shift(timedelta(hours=19))
    [message] = outbox.hand_over()
    assert "Tiếng Việt" in message.get_body(("plain",)).get_content()


def test_search_leads_to_the_chapter_and_names_other_languages(books, client, count_queries):
    client.get("/vi/handbook/search?q=giay")
    # The books and their chapters for the choice, and whether what the process keeps still stands.
    with count_queries(3):
        page = client.get("/vi/handbook/search?q=giay+chung+nhan+tu+cach+luu+tru").text
    assert "/vi/handbook/student-guide/coe-and-visa#" in page
    assert "<mark>Giấy chứng nhận tư cách lưu trú (COE)</mark>" in page
    html5lib.HTMLParser(strict=True).parse(page)
    with count_queries(4):
        page = client.get("/vi/handbook/student-guide/").text
    assert '<li value="3"><span class="number" aria-hidden="true">3</span>' in page
    html5lib.HTMLParser(strict=True).parse(page)
    page = client.get("/vi/handbook/search?q=転入届").text
    assert 'lang="ja" hreflang="ja"' in page


def test_a_title_in_another_language_says_so_where_it_is_shown(books, db, client):
    book = db.query(Book).filter_by(slug="company-handbook").one()
    with writing():
        book.titles = {"ja": "会社の本", "en": "The book of companies"}
    for path in (
        "",
        "company-handbook/",
        "company-handbook/changes",
        "company-handbook/self-check/ask",
        "search",
    ):
        page = client.get(f"/vi/handbook/{path}").text
        assert re.search(r'<(?:h1|a|option)[^>]* lang="en"[^>]*>The book of companies<', page), path
        english = client.get(f"/en/handbook/{path}").text
        assert ">The book of companies<" in english
        assert not re.search(r'lang="en"[^>]*>The book of companies<', english), path
