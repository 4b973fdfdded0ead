"""Pictures in chapters: what is kept of them, who sees them when, that they stay as they were published, and files of books."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
import io
import re
import threading
from xml.etree import ElementTree as ET
import zipfile

import html5lib
from PIL import Image
import pytest
from sqlalchemy import select

from recruit.core import files
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.models import StoredFile
from recruit.handbook import actions as handbook_actions, marks, queries as handbook_queries
from recruit.handbook.figures import actions, queries
from recruit.handbook.figures.models import ChapterFigure
from recruit.handbook.figures.rules import FigureRefusal, Shown, Size, key_from
from recruit.handbook.models import ChapterVersion
from recruit.handbook.printing.contents import printed
from recruit.handbook.printing.files import WRITERS
from recruit.handbook.rules import ChapterState
from tests import people
from tests.handbook.test_writing import BODY, chapter, drafted, refusal, second, small_book, writer

__all__ = ["chapter", "second", "writer"]
PAGE = "/en/staff/handbook/books/small/first/ja/figures"
WORDS = {"description": "現場事務所の机と図面", "caption": "朝の打合せ", "source": "自社で撮影"}
LINE = '![現場事務所の机と図面](figure:site-office "朝の打合せ | 自社で撮影")'


@cache
def photograph(width=2000, height=1500, kind="JPEG") -> bytes:
    picture = Image.effect_noise((width, height), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Telephone of A"
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def drawing() -> bytes:
    picture = Image.new("RGBA", (1200, 300), (0, 0, 0, 0))
    picture.paste((0, 60, 70, 255), (10, 10, 400, 20))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def added(chapter, by, now, content=None, key="site-office", name="Site office.jpg") -> ChapterFigure:
    laid = actions.laid_down(content or photograph(), name)
    with writing():
        return actions.add(chapter, key, laid, {"ja": WORDS}, by=by, now=now)


def published(chapter, first, other, now, body) -> ChapterVersion:
    draft = drafted(chapter, first, now, body)
    with writing():
        handbook_actions.send_for_review(draft, pages=(), by=first, now=now)
        handbook_actions.publish(draft, pages=(), by=other, now=now)
    return draft


def test_keys_and_sizes():
    assert key_from("site", {"site", "site-2"}) == "site-3" and key_from("", ()) == "picture"
    shown = Shown("a", (Size(480, 100), Size(700, 150)))
    assert shown.middle.width == 700 and shown.at_most(500).width == 480 and shown.at_most(10).width == 480


def test_a_figure_is_read_as_it_is_written():
    for figure in (
        marks.Figure("x", "a-b", "", ""),
        marks.Figure("x", "a", "words", ""),
        marks.Figure("x", "a", "", "source"),
        marks.Figure("x", "a", "words {{term:coe|of it}}", "source"),
    ):
        match = marks.FIGURE.fullmatch(marks.figure_mark(figure))
        assert match is not None and marks.figure_in(match) == figure
    assert marks.plain(f"a\n\n{LINE}\n") == "a\n\n現場事務所の机と図面 朝の打合せ 自社で撮影\n"


def test_a_picture_is_kept_small_upright_and_without_what_the_camera_said(chapter, writer, now):
    figure = added(chapter, writer, now)
    assert [(one.width, one.height) for one in figure.sizes] == [(480, 360), (960, 720), (1600, 1200)]
    for one in figure.sizes:
        with Image.open(io.BytesIO(files.content_of(one.file))) as opened:
            assert (opened.format, opened.size) == ("JPEG", (one.width, one.height))
            assert not opened.getexif()
    with_lines = added(chapter, writer, now, drawing(), key="", name="Lines.png")
    assert (with_lines.key, [one.width for one in with_lines.sizes]) == ("lines", [480, 960, 1200])
    with Image.open(io.BytesIO(files.content_of(with_lines.sizes[-1].file))) as opened:
        assert (opened.format, opened.mode, opened.getpixel((0, 0))) == ("PNG", "RGB", (255, 255, 255))
    # As a photograph a PNG would be many times larger.
    noise = added(chapter, writer, now, photograph(600, 400, "PNG"), key="noise", name="noise.png")
    assert {one.file.media_type for one in noise.sizes} == {"image/jpeg"}


def test_what_is_brought_in_twice_is_there_once_and_nothing_is_replaced(chapter, writer, now):
    content = photograph(700, 500)
    figure = added(chapter, writer, now, content)
    assert added(chapter, writer, now, content).id == figure.id
    # What a book is carried along with is the picture as it was written here.
    carried, media_type = queries.content_of_figure(chapter, "site-office")
    assert media_type == "image/jpeg" and added(chapter, writer, now, carried).id == figure.id
    with pytest.raises(Refused) as refused:
        added(chapter, writer, now, photograph(640, 480))
    assert refused.value.reason is FigureRefusal.KEY_TAKEN
    with pytest.raises(Refused) as refused:
        added(chapter, writer, now, key="Site Office")
    assert refused.value.reason is FigureRefusal.KEY_SHAPE


def test_a_picture_is_public_while_a_published_text_shows_it(chapter, writer, second, client, app, now):
    added(chapter, writer, now)
    address = "/handbook/small/first/figures/site-office/480"
    desk = people.sign_in(app.test_client(), people.administrator())
    assert client.get(address).status_code == 404
    shown = desk.get(address)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")

    drafted(chapter, writer, now, f"{BODY}\n{LINE}\n")
    assert client.get(address).status_code == 404
    draft = handbook_queries.open_version(writer, chapter, "ja")
    with writing():
        handbook_actions.send_for_review(draft, pages=(), by=writer, now=now)
        handbook_actions.publish(draft, pages=(), by=second, now=now)
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    # What is withdrawn may not be shown from a copy that nobody asked about.
    assert answer.headers["Cache-Control"] == "public, no-cache"
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(address.replace("480", "481")).status_code == 404
    assert client.get(address.replace("/first/", "/second/")).status_code == 404

    figure = queries.figure_named(writer, chapter, "site-office")
    assert refusal(lambda: actions.remove(figure, by=writer, now=now)) is FigureRefusal.SHOWN
    with writing():
        handbook_actions.withdraw(chapter, "ja", "A mistake.", by=second, now=now)
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 404
    # It was published once: an older edition can be brought back, and shows what it showed.
    assert refusal(lambda: actions.remove(figure, by=writer, now=now)) is FigureRefusal.SHOWN


def test_a_chapter_shows_the_picture_with_its_words(chapter, writer, second, client, now, count_queries):
    added(chapter, writer, now)
    published(chapter, writer, second, now, f"{BODY}\n{LINE}\n")
    with count_queries(6):
        page = client.get("/ja/handbook/small/first").text
    html5lib.HTMLParser(strict=True).parse(page)
    [image] = re.findall(r"<img [^>]*figures[^>]*>", page)
    assert 'alt="現場事務所の机と図面"' in image and 'loading="lazy"' in image
    assert 'width="960" height="720"' in image
    assert "/handbook/small/first/figures/site-office/480 480w" in image
    caption = page.split("<figcaption>")[1].split("</figcaption>")[0]
    assert caption.startswith("朝の打合せ") and "自社で撮影" in caption


def test_what_is_wrong_with_pictures_is_said_with_the_line(chapter, writer, second, app, now):
    added(chapter, writer, now)
    with writing():
        other = handbook_actions.add_chapter(
            chapter.book, "second", {"ja": "次", "en": "Next"}, 2, by=writer, now=now
        )
    added(other, writer, now, key="of-another")
    lines = (
        "![](figure:site-office)",
        "![机](figure:unknown)",
        "![机](figure:of-another)",
        "- ![机](figure:site-office)",
        "![机](https://example.org/a.png)",
        LINE,
    )
    client = people.sign_in(app.test_client(), people.administrator())
    client.post("/en/staff/handbook/books/small/first/ja/begin")
    body = BODY + "\n" + "\n\n".join(lines) + "\n"
    page = client.post(
        "/en/staff/handbook/books/small/first/ja/preview", data={"title": "初め", "body": body, "revision": 0}
    ).text
    for line, words in zip(
        lines,
        (
            "The picture needs a description for who cannot see it.",
            "The chapter has no picture of this name.",
            "This picture belongs to another chapter. Add it to this one too.",
            "A picture stands on a line of its own, outside of lists and callouts.",
            "Pictures from elsewhere are not shown. Add it to the pictures of this chapter.",
        ),
        strict=False,
    ):
        number = body.split("\n").index(line) + 1
        assert f"Line {number}: {words}" in page
    assert page.count("Line ") == 5 and page.count("<img ") == 2


def test_pictures_are_added_and_removed_at_the_desk(chapter, app, now):
    client = people.sign_in(app.test_client(), people.editor())
    refused = client.post(PAGE, data={"caption": "朝"}, content_type="multipart/form-data")
    assert (
        refused.status_code == 422
        and "Please choose a file." in refused.text
        and 'value="朝"' in refused.text
    )
    sent = {"file": (io.BytesIO(b"GIF89a"), "a.gif"), **WORDS}
    refused = client.post(PAGE, data=sent, content_type="multipart/form-data")
    assert refused.status_code == 422 and "This kind of file is not taken here." in refused.text
    sent = {"file": (io.BytesIO(photograph(500, 400)), "Bàn làm việc.jpg"), **WORDS, "caption": 'a "b"'}
    refused = client.post(PAGE, data=sent, content_type="multipart/form-data")
    assert refused.status_code == 422 and "Please write it without square brackets" in refused.text
    sent = {"file": (io.BytesIO(photograph(500, 400)), "Bàn làm việc.jpg"), **WORDS}
    assert client.post(PAGE, data=sent, content_type="multipart/form-data").status_code == 303
    page = client.get(PAGE).text
    html5lib.HTMLParser(strict=True).parse(page)
    assert "![現場事務所の机と図面](figure:ban-lam-viec" in page
    client.post("/en/staff/handbook/books/small/first/ja/begin")
    assert "figure:ban-lam-viec" in client.get("/en/staff/handbook/books/small/first/ja").text
    english = f"{PAGE.replace('/ja/figures', '/en/figures')}/ban-lam-viec"
    assert client.post(english, data={"description": "A desk"}).status_code == 303
    html5lib.HTMLParser(strict=True).parse(client.get(english).text)
    before = len(files.session().scalars(select(StoredFile)).all())
    assert client.post(f"{english}/remove").status_code == 303
    assert "ban-lam-viec" not in client.get(PAGE).text
    assert len(files.session().scalars(select(StoredFile)).all()) == before - 2
    assert client.get(english).status_code == 404


def test_two_say_something_of_a_picture_at_once(own_database, own_app, now):
    with own_database.scope():
        by = people.visitor_of(people.editor())
        added(small_book(now), by, now)
    barrier = threading.Barrier(2)

    def say(language):
        with own_database.scope():
            chapter = handbook_queries.book_named("small").chapters[0]
            figure = queries.figure_named(by, chapter, "site-office")
            barrier.wait()
            with writing():
                assert figure.words
                actions.say(figure, language, {"description": language}, by=by, now=now)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(say, ("vi", "id")))
    with own_database.scope():
        chapter = handbook_queries.book_named("small").chapters[0]
        assert {"ja", "vi", "id"} == set(queries.figure_named(by, chapter, "site-office").words)


def test_pictures_are_found_under_former_addresses(chapter, writer, second, client, now):
    """Pages that others keep name them by the address of then."""
    added(chapter, writer, now)
    published(chapter, writer, second, now, f"{BODY}\n\n{LINE}\n")
    with writing():
        handbook_actions.move_chapter(chapter, "start", by=writer, now=now)
    answer = client.get("/handbook/small/first/figures/site-office/480")
    assert (answer.status_code, answer.location) == (301, "/handbook/small/start/figures/site-office/480")
    assert client.get(answer.location).mimetype == "image/jpeg"
    assert client.get("/handbook/small/first/figures/nothing/480").status_code == 301
    assert client.get("/handbook/small/start/figures/nothing/480").status_code == 404


def test_strangers_do_not_find_the_pages_of_pictures(chapter, client, app):
    assert client.get(PAGE).status_code in (302, 303)
    student = people.sign_in(app.test_client(), people.student())
    assert student.get(PAGE).status_code == 403


def test_a_book_carries_its_pictures(chapter, writer, second, app, now, tmp_path):
    added(chapter, writer, now)
    published(
        chapter, writer, second, now, f"{BODY}\n{LINE}\n\n![机 {{{{fact:coe_fee}}}}](figure:site-office)\n"
    )
    with app.app_context():
        book = printed(chapter.book, "ja", on=now.date())
        with zipfile.ZipFile(io.BytesIO(WRITERS["epub"](book))) as archive:
            [name] = [one for one in archive.namelist() if "/pictures/" in one]
            with Image.open(io.BytesIO(archive.read(name))) as opened:
                assert opened.size == (960, 720)
            page = archive.read("book/chapter-first.xhtml").decode()
            package = archive.read("book/package.opf").decode()
        ET.fromstring(page)
        assert name.removeprefix("book/") in package and name.removeprefix("book/") in page
        assert '<meta property="schema:accessMode">visual</meta>' in package
        assert 'alt="現場事務所の机と図面"' in page and 'alt="机 0"' in page
        assert page.count("<figcaption>朝の打合せ <small>") == 1
        html = WRITERS["html"](book).decode()
        assert html.count('src="data:image/jpeg;base64,') == 2
        pdf = WRITERS["pdf"](book)
        assert pdf.startswith(b"%PDF") and len(pdf) > 50_000
        assert WRITERS["pdf"](printed(chapter.book, "ja", on=now.date())) == pdf


def test_a_picture_that_cannot_be_read_leaves_its_description(chapter, writer, second, app, now, monkeypatch):
    added(chapter, writer, now)
    published(chapter, writer, second, now, f"{BODY}\n{LINE}\n")

    def damaged(_row):
        raise files.FileDamaged

    monkeypatch.setattr(files, "content_of", damaged)
    with app.app_context():
        book = printed(chapter.book, "ja", on=now.date())
        assert "<em>現場事務所の机と図面</em>" in WRITERS["html"](book).decode()
        assert WRITERS["pdf"](book).startswith(b"%PDF")


def test_who_does_not_write_the_books_moves_nothing(chapter, writer, now):
    figure = added(chapter, writer, now)
    student, laid = people.visitor_of(people.student()), actions.laid_down(photograph(), "other.jpg")
    for move in (
        lambda: actions.remove(figure, by=student, now=now),
        lambda: actions.say(figure, "en", WORDS, by=student, now=now),
        lambda: actions.add(chapter, "other", laid, {}, by=student, now=now),
    ):
        with pytest.raises(Missing), writing():
            move()
    assert handbook_queries.newest_of(chapter, "ja").state is ChapterState.PUBLISHED
