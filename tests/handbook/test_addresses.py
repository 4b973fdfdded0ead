"""Addresses of books and chapters: changed without a link that breaks, and named in the languages in which they can be read."""

from concurrent.futures import ThreadPoolExecutor
import threading
from xml.etree import ElementTree as ET

import html5lib
import pytest
from sqlalchemy import select

from recruit.core import facts
from recruit.core.db import session, writing
from recruit.core.errors import Refused
from recruit.handbook import actions, faults, queries
from recruit.handbook.models import Book, Chapter, ChapterVersion, FormerAddress
from recruit.handbook.rules import Audience, ChapterState, HandbookRefusal
from recruit.handbook.translating.models import TranslationClaim
from tests import people
from tests.handbook.test_meanwhile import seen_on
from tests.handbook.test_writing import BODY, ENGLISH, small_book

HOST = "http://localhost"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
TITLES = {f"titles-{code}": f"Titel {code}" for code in ("ja", "en", "id", "vi")}
BOOK = {"source_language": "ja", "languages": ["ja", "en"], "audience": "company", **TITLES}


@pytest.fixture
def chapter(app, db, now):
    return small_book(now)


@pytest.fixture
def by(app, db):
    return people.visitor_of(people.editor())


def moved(chapter, slug, *, by, now):
    with writing():
        actions.move_chapter(chapter, slug, by=by, now=now)


def added(chapter, slug, position, body=BODY):
    """Another chapter of the same book, published in Japanese alone."""
    with writing() as rows:
        one = Chapter(
            book_id=chapter.book_id, slug=slug, position=position, titles=dict.fromkeys(("ja", "en"), slug)
        )
        rows.add(one)
        rows.flush()
        rows.add(
            ChapterVersion(
                chapter_id=one.id, language="ja", number=1, title=slug, summary="一行で分かります",
                body=body, state=ChapterState.PUBLISHED, publish_at=chapter.changed_at,
            )
        )  # fmt: skip
        rows.expire_all()
    return one


def test_every_road_of_readers_leads_from_the_old_address_to_the_new_one(chapter, client, app, by, now):
    moved(chapter, "start", by=by, now=now)
    moved(chapter, "beginning", by=by, now=now)
    with writing():
        actions.move_book(chapter.book, "site-book", by=by, now=now)
    for old in ("first", "start", "beginning"):
        for end in ("", "/changes?from=1", "/ask?said=helpful"):
            answer = client.get(f"/ja/handbook/small/{old}{end}")
            assert (answer.status_code, answer.location) == (301, f"/ja/handbook/site-book/beginning{end}")
            # An address may be given back: a browser that leads on by itself would go round for ever.
            assert answer.headers["Cache-Control"] == "no-cache"
    for end in ("", "changes", "book.pdf", "book.epub"):
        answer = client.get(f"/en/handbook/small/{end}")
        assert (answer.status_code, answer.location) == (301, f"/en/handbook/site-book/{end}")
    assert client.get("/ja/handbook/site-book/beginning").status_code == 200
    for never in ("small/nothing", "nothing/first", "site-book/nothing", "nothing/"):
        answer = client.get(f"/ja/handbook/{never}")
        assert answer.status_code == (301 if never.startswith("small") else 404), never
    # A form that stood open keeps what was typed.
    said = client.post("/ja/handbook/small/first/ask", data={"said": "helpful"})
    assert (said.status_code, said.location) == (308, "/ja/handbook/site-book/beginning/ask")
    # Whoever writes the books is led on behind the lock alone.
    assert client.get("/ja/staff/handbook/books/small/first/ja").status_code == 303
    desk = people.sign_in(app.test_client(), people.coordinator())
    answer = desk.get("/ja/staff/handbook/books/small/first/ja")
    assert (answer.status_code, answer.location) == (301, "/ja/staff/handbook/books/site-book/beginning/ja")


def test_nobody_is_led_to_a_chapter_that_is_not_published_yet(chapter, client, app, by, now):
    with writing():
        secret = actions.add_chapter(chapter.book, "second", {"en": "Second"}, 2, by=by, now=now)
        actions.move_chapter(secret, "what-nobody-knows-yet", by=by, now=now)
    for end in ("", "/ask?said=helpful", "/figures/a/480"):
        answer = client.get(f"/ja/handbook/small/second{end}", follow_redirects=False)
        assert (
            answer.status_code in (302, 303, 404)
            and "nobody-knows" not in answer.headers.get("Location", "") + answer.text
        )
    assert client.get("/ja/handbook/small/second").status_code == 404
    desk = people.sign_in(app.test_client(), people.coordinator())
    assert desk.get("/ja/staff/handbook/books/small/second/ja").location.endswith("/what-nobody-knows-yet/ja")


def test_an_address_given_back_leads_nowhere_else(chapter, client, by, now, db):
    moved(chapter, "start", by=by, now=now)
    moved(chapter, "first", by=by, now=now)
    assert client.get("/ja/handbook/small/first").status_code == 200
    assert client.get("/ja/handbook/small/start").location == "/ja/handbook/small/first"
    assert list(db.scalars(select(FormerAddress.slug))) == ["start"]


def test_no_address_is_ever_given_to_another(chapter, by, now):
    other = added(chapter, "second", 2)
    moved(chapter, "start", by=by, now=now)

    def refused(move):
        with pytest.raises(Refused) as refusal, writing():
            move()
        return refusal.value.reason, refusal.value.field

    taken = (HandbookRefusal.SLUG_TAKEN, "slug")
    book = chapter.book
    for slug in ("first", "start"):
        assert refused(lambda: actions.move_chapter(other, slug, by=by, now=now)) == taken  # noqa: B023
        assert refused(lambda: actions.add_chapter(book, slug, {}, 3, by=by, now=now)) == taken  # noqa: B023
    assert (
        refused(lambda: actions.move_chapter(other, "Zwei", by=by, now=now))[0] is HandbookRefusal.SLUG_SHAPE
    )
    details = actions.BookDetails("ja", ("ja", "en"), Audience.COMPANY, {"en": "B"}, {})
    with writing():
        actions.move_book(book, "site-book", by=by, now=now)
        third = actions.add_book("third", details, by=by, now=now)
        # In another book the address is free.
        assert actions.add_chapter(third, "first", {"en": "F"}, 1, by=by, now=now).slug == "first"
    for slug in ("small", "site-book"):
        assert refused(lambda: actions.add_book(slug, details, by=by, now=now)) == taken  # noqa: B023
        assert refused(lambda: actions.move_book(third, slug, by=by, now=now)) == taken  # noqa: B023
    assert (book.slug, other.slug) == ("site-book", "second")


def test_one_takes_an_address_while_another_leaves_it(own_database, own_app, now):
    with own_database.scope():
        small_book(now)
        by = people.visitor_of(people.editor())
    barrier = threading.Barrier(2)

    def leave():
        with own_database.scope():
            book = queries.book_named("small")
            barrier.wait()
            with writing():
                actions.move_chapter(book.chapters[0], "start", by=by, now=now)

    def take():
        with own_database.scope():
            book = queries.book_named("small")
            barrier.wait()
            with writing():
                actions.add_chapter(book, "first", {"en": "New"}, 2, by=by, now=now)

    with ThreadPoolExecutor(2) as pool:
        left, taken = pool.submit(leave), pool.submit(take)
        left.result()
        with pytest.raises(Refused) as refused:
            taken.result()
    assert refused.value.reason is HandbookRefusal.SLUG_TAKEN


def test_two_give_the_same_address_at_once(own_database, own_app, now):
    """The second finds it done: an address that is left and held at once could not be left any more."""
    with own_database.scope():
        small_book(now)
        by = people.visitor_of(people.editor())
    barrier = threading.Barrier(2)

    def both():
        with own_database.scope():
            book = queries.book_named("small")
            chapter = book.chapters[0]
            for move, one, slug in (
                (actions.move_chapter, chapter, "start"),
                (actions.move_book, book, "site-book"),
            ):
                barrier.wait()
                with writing():
                    # What it is called is known before the other one is waited for.
                    assert one.slug
                    move(one, slug, by=by, now=now)

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(both), pool.submit(both)]:
            one.result()
    with own_database.scope():
        assert list(session().scalars(select(FormerAddress.slug).order_by(FormerAddress.id))) == [
            "first",
            "small",
        ]


def test_links_in_texts_keep_working(chapter, client, by, now, db, count_queries):
    added(chapter, "second", 2, BODY + "\n[初めの章](chapter:first)と[二つ目](chapter:second)です。\n")
    before = client.get("/ja/handbook/small/second").text
    assert 'href="/ja/handbook/small/first">初めの章</a>' in before
    with count_queries(5):
        client.get("/ja/handbook/small/second")
    moved(chapter, "start", by=by, now=now)
    with count_queries(6):
        after = client.get("/ja/handbook/small/second").text
    assert 'href="/ja/handbook/small/start">初めの章</a>' in after
    book = queries.book_named("small")
    known = faults.known_to(book, ())
    assert {"first", "start", "second"} <= set(known.chapters)
    from recruit.handbook.printing.contents import printed

    told = str(printed(book, "ja", on=now.date()).contents)
    assert "'#start'" in told and "'#first'" not in told


def test_shipped_books_find_their_chapters_under_new_addresses(app, db, now, by):
    with writing():
        facts.load_shipped()
        actions.load_terms(now)
        actions.load_editions(now)
    chapters = db.query(Chapter).count()
    book = queries.book_named("student-guide")
    with writing():
        actions.move_book(book, "guide", by=by, now=now)
        actions.move_chapter(book.chapters[0], "for-me", by=by, now=now)
    with writing():
        assert actions.load_editions(now) == 0
    assert db.query(Chapter).count() == chapters and db.query(Book).count() == 2


def test_who_has_taken_a_translation_still_has_it(chapter, by, now, db):
    with writing() as rows:
        for ref in ("small/first", "other/first"):
            rows.add(
                TranslationClaim(kind="chapter", ref=ref, language="en", person_id=by.person_id, taken_at=now)
            )
    moved(chapter, "start", by=by, now=now)
    with writing():
        actions.move_book(chapter.book, "site-book", by=by, now=now)
    assert sorted(db.scalars(select(TranslationClaim.ref))) == ["other/first", "site-book/start"]


def test_addresses_are_changed_at_the_desk(chapter, client, app, db):
    desk = people.sign_in(client, people.editor())
    page = "/vi/staff/handbook/books/small"
    place = {"position": "1", **TITLES, "seen": seen_on(desk, f"{page}/first")}
    added(chapter, "second", 2)
    refused = desk.post(f"{page}/first", data={**place, "slug": "second", "position": "7"})
    assert refused.status_code == 422 and 'value="second"' in refused.text
    html5lib.HTMLParser(strict=True).parse(refused.text)
    session().expire_all()
    assert (chapter.slug, chapter.position) == ("first", 1)
    assert desk.post(f"{page}/first", data={**place, "slug": "start"}).status_code == 303
    shown = desk.get(f"{page}/start").text
    assert "<code>first</code>" in shown
    html5lib.HTMLParser(strict=True).parse(shown)
    assert desk.post(page, data={**BOOK, "slug": "site book"}).status_code == 422
    seen = seen_on(desk, page)
    assert desk.post(page, data={**BOOK, "slug": "site-book", "seen": seen}).status_code == 303
    assert "<code>small</code>" in desk.get("/vi/staff/handbook/books/site-book").text
    visitor = people.sign_in(app.test_client(), people.student())
    assert visitor.post(page, data={**BOOK, "slug": "mine"}).status_code == 403


# ---------------------------------------------------------------------------------------- languages, summary


def test_who_saves_something_else_takes_no_change_of_address_back(chapter, client, by, now):
    desk = people.sign_in(client, people.coordinator())
    page = "/ja/staff/handbook/books/small"
    opened = {"slug": "first", "slug_was": "first", "position": "3", **TITLES}
    opened["seen"] = seen_on(desk, f"{page}/first")
    assert (
        '<input id="slug_was" name="slug_was" type="hidden" value="first">' in desk.get(f"{page}/first").text
    )
    moved(chapter, "start", by=by, now=now)
    assert desk.post(f"{page}/start", data=opened).status_code == 303
    place = queries.book_named("small").chapters[0]
    assert (place.slug, place.position) == ("start", 3)
    with writing():
        actions.move_book(chapter.book, "site-book", by=by, now=now)
    page = "/ja/staff/handbook/books/site-book"
    opened = {**BOOK, "slug": "small", "slug_was": "small", "seen": seen_on(desk, page)}
    assert desk.post(page, data=opened).status_code == 303
    assert queries.book_named("site-book").titles["en"] == "Titel en"


def test_pages_name_the_languages_in_which_they_are_written(chapter, client):
    added(chapter, "second", 2)

    def head(address):
        text = client.get(address).text
        html5lib.HTMLParser(strict=True).parse(text)
        tree = html5lib.parse(text, namespaceHTMLElements=False)
        links = [one.attrib for one in tree.iter("link")]
        others = {one["hreflang"]: one["href"] for one in links if one["rel"] == "alternate"}
        [canonical] = [one["href"] for one in links if one["rel"] == "canonical"]
        return others, canonical

    for path, codes in (("small/first", ("ja", "en")), ("small/second", ("ja",)), ("small/", ("ja", "en"))):
        for code in ("ja", "en", "id", "vi"):
            others, canonical = head(f"/{code}/handbook/{path}?from=elsewhere")
            assert others == {one: f"{HOST}/{one}/handbook/{path}" for one in codes}
            kept = code if code in codes else "ja" if path != "small/first" else "en"
            assert canonical == f"{HOST}/{kept}/handbook/{path}"


def test_the_map_has_books_in_the_languages_in_which_they_are_written(chapter, client, now):
    added(chapter, "second", 2)
    document = ET.fromstring(client.get("/sitemaps/handbook-0.xml").data)
    found = {
        entry.findtext("s:loc", "", NAMES).removeprefix(HOST): (
            [link.get("hreflang") for link in entry.findall("x:link", NAMES)],
            entry.findtext("s:lastmod", None, NAMES),
        )
        for entry in document
    }
    changed = now.isoformat(timespec="seconds")
    assert {path: (sorted(codes), at) for path, (codes, at) in found.items()} == {
        "/ja/handbook/small/": (["en", "ja"], changed),
        "/en/handbook/small/": (["en", "ja"], changed),
        "/en/handbook/small/first": (["en", "ja"], changed),
        "/ja/handbook/small/first": (["en", "ja"], changed),
        "/ja/handbook/small/second": (["ja"], None),
    }


def test_readers_of_another_language_get_the_list_and_the_nearest_text(chapter, client, db):
    with writing():
        version = queries.newest_of(chapter, "en")
        version.summary = "What to read first, in ten minutes"
    book = client.get("/vi/handbook/small/").text
    tree = html5lib.parse(book, namespaceHTMLElements=False)
    listed = {one.get("href"): one.get("lang") for one in tree.iter("a") if one.get("hreflang")}
    assert {"/ja/handbook/small/": "ja", "/en/handbook/small/": "en"}.items() <= listed.items()
    assert "Cẩm nang này chưa có bằng ngôn ngữ của bạn." in book
    [summary] = [one for one in tree.iter() if (one.text or "").strip() == version.summary]
    assert summary.get("lang") == "en"
    page = client.get("/vi/handbook/small/first").text
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    [article] = list(tree.iter("article"))
    assert article.get("lang") == "en" and tree.get("lang") == "vi"
    others = {one.get("href"): one.get("lang") for one in article.iter("a") if one.get("hreflang")}
    assert others == {"/ja/handbook/small/first": "ja", "/en/handbook/small/first": "en"}
    assert [one.get("content") for one in tree.iter("meta") if one.get("name") == "description"] == [
        version.summary
    ]


def test_a_summary_is_written_at_the_desk_and_shown_to_readers(chapter, client, app):
    writer = people.sign_in(client, people.editor())
    second = people.sign_in(app.test_client(), people.coordinator())
    text = "/ja/staff/handbook/books/small/first/ja"
    typed = {"act": "save", "title": "初め", "body": BODY, "note": "要約を足しました。", "revision": 0}
    writer.post(f"{text}/begin")
    long = writer.post(text, data={**typed, "summary": "長" * 61})
    assert long.status_code == 422 and "長" * 61 in long.text
    html5lib.HTMLParser(strict=True).parse(long.text)
    assert writer.post(text, data={**typed, "summary": "最初の十分で、集める紙が分かる"}).status_code == 303
    assert writer.post(f"{text}/send").status_code == 303
    assert "最初の十分で、集める紙が分かる" in second.get(text).text
    assert second.post(text, data={"act": "publish", "revision": 1}).status_code == 303
    for page in ("small/", "search?q=集めます", "small/first"):
        assert "最初の十分で、集める紙が分かる" in writer.get(f"/ja/handbook/{page}").text, page
    # A line that says something else is a new edition, which the translation does not follow yet.
    assert queries.newest_of(chapter, "ja").number == 2
    assert [one.language for one in queries.translations_behind()] == ["en"]
    assert queries.newest_of(chapter, "en").body == ENGLISH
