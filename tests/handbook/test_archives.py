"""Archives of books at the desk: looked at and then brought in, with their pictures, by who writes the books alone."""

from datetime import timedelta
import io
import json

import html5lib
import pytest
from sqlalchemy import delete, select

from recruit.core.db import writing
from recruit.core.errors import Missing
from recruit.handbook import queries
from recruit.handbook.figures import actions as figure_actions, queries as figure_queries
from recruit.handbook.folders import actions as folder_actions, privacy
from recruit.handbook.folders.models import BookDelivery
from recruit.handbook.folders.packing import packed, unpacked
from recruit.handbook.folders.queries import book_as_files, plan_of
from recruit.handbook.folders.reading import book_from
from recruit.handbook.folders.rules import FilesWrong
from recruit.handbook.folders.writing import files_of
from recruit.handbook.models import ChapterVersion
from recruit.handbook.rules import ChapterState
from tests import people
from tests.handbook.test_bringing_in import NAME, by, changed, chapter, drafted, other, taken
from tests.handbook.test_figures import photograph
from tests.handbook.test_writing import BODY

__all__ = ["by", "chapter", "other"]
PAGE = "/staff/handbook/books/small/files"


def test_an_archive_is_looked_at_and_then_brought_in(chapter, client, app, now, db):
    desk = people.sign_in(client, people.editor())
    took = desk.get(f"/vi{PAGE}.zip")
    assert took.headers["Content-Disposition"] == 'attachment; filename="small.zip"'
    files = unpacked(took.data)
    sent = packed(changed(files, NAME, "紙を集めます", "{{fact:no_such_fact}}を集めます"), "small")

    def send(content, name="small.zip", code="vi"):
        return desk.post(f"/{code}{PAGE}", data={"file": (io.BytesIO(content), name)})

    answer = send(sent)
    assert (
        answer.status_code == 303
        and queries.open_version(people.visitor_of(people.administrator()), chapter, "ja") is None
    )
    look = desk.get(answer.location)
    line = files[NAME].decode().split("\n").index("- [ ] 紙を集めます") + 1
    assert f"Dòng {line}: Không có dữ kiện tên này." in " ".join(look.text.split())
    html5lib.HTMLParser(strict=True).parse(look.text)
    # Nobody else sees it, and it leads to no other book.
    stranger = people.sign_in(app.test_client(), people.coordinator())
    assert stranger.get(answer.location).status_code == 404
    assert stranger.post(answer.location).status_code == 404
    assert desk.post(answer.location).status_code == 303
    assert "{{fact:no_such_fact}}" in db.scalar(
        select(ChapterVersion.body).where(ChapterVersion.state == ChapterState.DRAFT)
    )
    assert db.query(BookDelivery).count() == 0
    assert desk.get(answer.location).status_code == 404
    drafts = unpacked(desk.get(f"/vi{PAGE}.zip?drafts=1").data)
    assert (
        b"state: draft" in drafts[NAME]
        and b"state: published" in unpacked(desk.get(f"/vi{PAGE}.zip").data)[NAME]
    )

    for code in ("ja", "en", "id", "vi"):
        page = desk.get(f"/{code}{PAGE}")
        html5lib.HTMLParser(strict=True).parse(page.text)
        wrong = send(packed(files | {NAME: b"---\n\xff"}, "small"), code=code)
        assert wrong.status_code == 422 and f"<code>{NAME}</code>" in wrong.text
        html5lib.HTMLParser(strict=True).parse(wrong.text)
    assert send(b"no archive").status_code == 422
    assert desk.post(f"/vi{PAGE}", data={}).status_code == 422
    student = people.sign_in(app.test_client(), people.student())
    assert student.get(f"/vi{PAGE}.zip").status_code == 403


def test_who_does_not_write_the_books_moves_nothing(chapter, by, now):
    stranger, another = people.visitor_of(people.student()), people.visitor_of(people.coordinator())
    book, files = chapter.book, book_from(taken(by))
    with writing():
        row = folder_actions.keep_delivery(book, "a.zip", b"x", by=by, now=now)
    for move in (
        lambda: book_as_files(stranger, book),
        lambda: plan_of(stranger, files, pages=()),
        lambda: folder_actions.bring_in(files, pages=(), by=stranger, now=now),
        lambda: folder_actions.keep_delivery(book, "a.zip", b"x", by=stranger, now=now),
        lambda: folder_actions.take_delivery(row, by=stranger),
        lambda: folder_actions.take_delivery(row, by=another),
    ):
        with pytest.raises(Missing), writing():
            move()


def test_archives_are_let_go_after_a_day(chapter, by, now, db, client):
    desk = people.sign_in(client, people.coordinator())
    sent = changed(taken(by), NAME, "紙を集めます", "書類を集めます")
    for _time in range(2):
        # PostgreSQL would refuse the row for that sign.
        answer = desk.post(f"/ja{PAGE}", data={"file": (io.BytesIO(packed(sent, "small")), "a\0b.zip")})
    assert db.scalar(select(BookDelivery.name)) == "ab.zip"
    # A second one takes the place of the first.
    assert db.query(BookDelivery).count() == 1
    with writing():
        assert privacy.forget_deliveries(now + timedelta(hours=23)) == 0
        assert privacy.forget_deliveries(now + timedelta(hours=25)) == 1
    assert desk.get(answer.location).status_code == 404
    with writing():
        row = folder_actions.keep_delivery(chapter.book, "a.zip", b"x", by=by, now=now)
    with writing():
        assert folder_actions.take_delivery(row, by=by) == b"x"
    assert db.query(BookDelivery).count() == 0
    # Nobody takes it twice.
    with pytest.raises(Missing), writing():
        folder_actions.take_delivery(row, by=by)


# ------------------------------------------------------------------------------------------ pictures


def test_pictures_go_along_and_come_back(app, chapter, client, by, other, now, db):
    """Out of one house and into another: the pictures that texts show, in their places, once."""
    words = {"ja": {"description": "机", "caption": "朝", "source": ""}}
    sent = photograph(700, 500)
    laid = figure_actions.laid_down(sent, "desk.jpg")
    with writing():
        for key in ("desk", "unused"):
            figure_actions.add(chapter, key, laid if key == "desk" else figure_actions.laid_down(photograph(480, 300), "u.jpg"), words, by=by, now=now)  # fmt: skip
    drafted(chapter, by, now, BODY + "\n![机](figure:desk)\n")
    out = taken(by, drafts=True)
    assert "figures/first/desk.jpg" in out and not [name for name in out if "unused" in name]
    assert files_of(book_from(unpacked(packed(out, "small")))) == out
    # Here it is known: what was written of it is the same picture.
    assert plan_of(by, book_from(out), pages=()).figures == ()
    other_content = out | {"figures/first/desk.jpg": photograph(600, 400)}
    assert "first: figure desk" in plan_of(by, book_from(other_content), pages=()).kept
    with writing() as rows:
        figure = figure_queries.figure_named(by, chapter, "desk")
        for size in list(figure.sizes):
            rows.delete(size)
        rows.flush()
        rows.delete(figure)
        rows.execute(delete(ChapterVersion).where(ChapterVersion.state == ChapterState.DRAFT))
    desk = people.sign_in(client, people.administrator())
    answer = desk.post(f"/en{PAGE}", data={"file": (io.BytesIO(packed(out, "small")), "a.zip")})
    look = desk.get(answer.location).text
    assert "first/desk" in look and "Line" not in look
    html5lib.HTMLParser(strict=True).parse(look)
    assert desk.post(answer.location).status_code == 303
    content, media_type = figure_queries.content_of_figure(chapter, "desk")
    assert media_type == "image/jpeg" and content
    assert figure_queries.figure_named(by, chapter, "desk").words == words
    # What is no picture keeps everything out.
    fake = out | {"figures/first/desk.jpg": b"<svg onload=alert(1)>"}
    fake = changed(fake, "book.json", '"desk": {', '"other": {')
    before = db.query(ChapterVersion).count()
    answer = desk.post(f"/en{PAGE}", data={"file": (io.BytesIO(packed(fake, "small")), "a.zip")})
    assert desk.post(answer.location).status_code == 422
    assert db.query(ChapterVersion).count() == before
    # Each new one is written anew while its sender waits.
    book = json.loads(out["book.json"])
    place = book["chapters"][0]
    more = [
        {**place, "slug": f"more-{number}", "position": 50 + number, "file": f"more-{number}"}
        | {"figures": {f"a{key}": place["figures"]["desk"] for key in range(21)}, "former": []}
        for number in (1, 2)
    ]
    many = out | {"book.json": json.dumps(book | {"chapters": [place, *more]}).encode()}
    answer = desk.post(f"/en{PAGE}", data={"file": (io.BytesIO(packed(many, "small")), "a.zip")})
    assert answer.status_code == 422 and "40 new pictures at once" in answer.text
    for old, new in (
        ('"desk": {', '"De sk": {'),
        ("figures/first/desk.jpg", "../etc"),
        ('"机"', '"a|b"'),
        ('"机"', r'"\u0000"'),
        ('"caption"', '"other"'),
    ):
        with pytest.raises(FilesWrong):
            book_from(changed(out, "book.json", old, new))
