from datetime import timedelta

import html5lib

from recruit.core.db import writing
from recruit.handbook import queries
from recruit.handbook.models import ChapterVersion
from recruit.handbook.rules import ChapterState
from tests.handbook.test_writing import BODY, small_book


def edition(chapter, number, state, note, body, at) -> None:
    with writing() as rows:
        rows.add(
            ChapterVersion(
                chapter_id=chapter.id,
                language="ja",
                number=number,
                title="初め",
                body=body,
                note=note,
                state=state,
                publish_at=at,
            )
        )


def test_readers_see_what_changed_and_never_a_draft(app, db, client, now, monkeypatch):
    chapter = small_book(now)
    first = client.get("/ja/handbook/small/first/changes")
    html5lib.HTMLParser(strict=True).parse(first.text)
    assert first.status_code == 200 and "<ins>" not in first.text
    assert "first/changes" not in client.get("/ja/handbook/small/first").text
    new_body = BODY.replace("紙を", "**書類を**")
    edition(chapter, 2, ChapterState.PUBLISHED, "二つ目の版です。", new_body, now + timedelta(hours=1))
    edition(
        chapter, 3, ChapterState.WITHDRAWN, "取り下げた版です。", "取り下げた文", now + timedelta(hours=2)
    )
    edition(chapter, 4, ChapterState.DRAFT, "下書きです。", "下書きの文", None)
    assert 'href="/ja/handbook/small/first/changes"' in client.get("/ja/handbook/small/first").text
    for query in ("", "?from=1", "?from=4", "?from=3", "?from=x"):
        page = client.get(f"/ja/handbook/small/first/changes{query}").text
        html5lib.HTMLParser(strict=True).parse(page)
        assert "<ins>書類</ins>" in page and "<del>紙</del>" in page
        assert "取り下げた文" not in page and "下書きの文" not in page
    page = client.get("/ja/handbook/small/changes").text
    html5lib.HTMLParser(strict=True).parse(page)
    assert "二つ目の版です。" in page and "取り下げた版です。" not in page and "下書きです。" not in page
    monkeypatch.setattr("recruit.handbook.queries.changes.PAGE_SIZE", 1)
    book = queries.book_named("small")
    newest = queries.published_changes(book, "ja")
    rest = queries.published_changes(book, "ja", after=newest.next_mark)
    assert [one.version.number for page in (newest, rest) for one in page.rows] == [2, 1]
    assert rest.next_mark is None
    assert client.get("/ja/handbook/small/nothing/changes").status_code == 404


def test_what_changed_names_no_mark_of_a_drawing(app, db, client, now):
    chapter = small_book(now)
    drawn = "\n\n```timeline\n1〜2か月? | 書類を集める\n```\n\n```bars\n大手 | 40 %\n```\n"
    edition(chapter, 2, ChapterState.PUBLISHED, "", BODY + drawn, now + timedelta(hours=1))
    page = client.get("/ja/handbook/small/first/changes").text
    assert "書類を集める" in page and "大手" in page
    assert "timeline" not in page and ">bars<" not in page
