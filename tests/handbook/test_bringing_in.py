"""Books go out as files and come back: as drafts, all or nothing, never over what somebody writes here."""

from dataclasses import replace
import re

from click.testing import CliRunner
from flask import g
import pytest
from sqlalchemy import delete, select

from recruit.core.db import session, writing
from recruit.core.errors import Missing
from recruit.core.models import AuditEntry
from recruit.handbook import actions, queries
from recruit.handbook.actions import Written
from recruit.handbook.folders import command
from recruit.handbook.folders.actions import bring_in
from recruit.handbook.folders.packing import packed
from recruit.handbook.folders.queries import book_as_files, plan_of
from recruit.handbook.folders.reading import book_from, files_in
from recruit.handbook.folders.rules import FileFaultKind, FilesWrong, Outcome
from recruit.handbook.folders.writing import files_of
from recruit.handbook.models import Book, Chapter, ChapterVersion, FormerAddress
from recruit.handbook.rules import ChapterState, Origin
from tests import people
from tests.handbook.test_writing import BODY, small_book

NAME = "01-first.ja.md"


@pytest.fixture
def chapter(app, db, now):
    return small_book(now)


@pytest.fixture
def by(app, db):
    return people.visitor_of(people.editor())


@pytest.fixture
def other(app, db):
    return people.visitor_of(people.coordinator())


def taken(by, **named):
    return files_of(book_as_files(by, queries.book_named("small"), **named))


def came_in(files, by, now):
    with writing():
        return bring_in(book_from(files), pages=(), by=by, now=now)


def changed(files, name, old, new):
    words = files[name].decode()
    assert old in words
    return files | {name: words.replace(old, new, 1).encode()}


def drafted(chapter, by, now, body, language="ja"):
    with writing():
        draft = actions.open_draft(chapter, language, by=by, now=now)
        actions.save_draft(
            draft,
            Written("初め", body, "直しました。", None, "一行で分かる"),
            seen_revision=draft.revision,
            by=by,
            now=now,
        )
    return draft


def outcomes(plan):
    return {one.file: one.outcome for one in plan.texts}


def test_a_book_that_went_out_comes_back_whole(chapter, by, other, now, db):
    """Into a house that has never seen it, and out of that again: the same files but for numbers and states."""
    drafted(chapter, by, now, BODY + "\n新しい段落です。\n")
    with writing():
        actions.move_chapter(chapter, "start", by=by, now=now)
        actions.move_book(chapter.book, "new-book", by=by, now=now)
        actions.change_book(
            chapter.book,
            actions.BookDetails("ja", ("ja", "en"), chapter.book.audience, dict.fromkeys(["ja", "en", "id", "vi"], "本"), {"vi": "Lời"}),
            by=by, now=now,
        )  # fmt: skip
        actions.place_chapter(chapter, dict.fromkeys(["ja", "en", "id", "vi"], "章"), 7, by=by, now=now)
    out = files_of(book_as_files(by, chapter.book, drafts=True))
    assert set(out) == {"book.json", "07-start.ja.md", "07-start.en.md"}
    assert "state: draft" in out["07-start.ja.md"].decode()
    with writing() as rows:
        for table in (FormerAddress, ChapterVersion, Chapter, Book):
            rows.execute(delete(table))
    plan = came_in(out, other, now)
    assert plan.book is None and set(outcomes(plan).values()) == {Outcome.NEW_TEXT}
    book = queries.book_named("new-book")
    back = files_of(book_as_files(by, book, drafts=True))

    def bare(files):
        numbers = re.compile(r"^(edition|follows|state|revision): .*\n", re.MULTILINE)
        return {name: numbers.sub("", words.decode()) for name, words in files.items()}

    assert bare(back) == bare(out) and back["book.json"] == out["book.json"]
    assert queries.chapters_by_address(book) == {"first": "start", "start": "start"}
    assert queries.book_at("small") is book
    [ja, en] = db.scalars(select(ChapterVersion).order_by(ChapterVersion.id))
    assert (ja.state, ja.origin, ja.by_ref) == (ChapterState.DRAFT, Origin.IMPORTED, other.person_ref)
    assert (en.language, en.source_version) == ("en", None)
    assert queries.chapters_to_read([book]) == {book.id: []}


def test_the_same_files_change_nothing(chapter, by, now, db):
    before = db.query(ChapterVersion).count()
    plan = came_in(taken(by), by, now)
    assert set(outcomes(plan).values()) == {Outcome.SAME} and plan.brings == [] and plan.kept == ()
    assert db.query(ChapterVersion).count() == before


def test_what_differs_is_a_draft_that_follows_its_original(chapter, by, other, now):
    files = changed(taken(by), NAME, "紙を集めます", "書類を集めます")
    files = changed(files, "01-first.en.md", "Collect the papers", "Collect the documents")
    plan = came_in(files, by, now)
    assert set(outcomes(plan).values()) == {Outcome.DRAFT}
    draft = queries.open_version(by, chapter, "ja")
    assert (draft.number, draft.based_on, draft.origin) == (2, 1, Origin.IMPORTED)
    english = queries.open_version(by, chapter, "en")
    # Its file says that it follows the original beside it, which is edition 2 here.
    assert english.source_version == 2
    assert queries.newest_of(chapter, "ja").body == BODY
    with writing():
        for one in (draft, english):
            actions.send_for_review(one, pages=(), by=by, now=now)
            actions.publish(one, pages=(), by=other, now=now)
    assert queries.translations_behind() == []
    # The same files again: they are what readers see.
    assert set(outcomes(came_in(files, other, now)).values()) == {Outcome.SAME}


def test_a_translation_keeps_the_older_edition_it_follows(chapter, by, other, now):
    draft = drafted(chapter, by, now, BODY + "\n新しい段落です。\n")
    with writing():
        actions.send_for_review(draft, pages=(), by=by, now=now)
        actions.publish(draft, pages=(), by=other, now=now)
    files = changed(taken(by), "01-first.en.md", "Collect the papers", "Collect the documents")
    assert b"follows: 1" in files["01-first.en.md"] and b"edition: 2" in files[NAME]
    came_in(files, by, now)
    assert queries.open_version(by, chapter, "en").source_version == 1
    # From a house whose numbers are others, nobody knows which edition that was.
    with writing():
        actions.drop_draft(queries.open_version(by, chapter, "en"), by=by, now=now)
    came_in(changed(files, NAME, "新しい段落", "別の段落"), by, now)
    assert queries.open_version(by, chapter, "en").source_version is None


def test_what_staff_changed_meanwhile_is_said_and_stays(chapter, by, other, now):
    files = changed(taken(by), NAME, "紙を集めます", "書類を集めます")
    draft = drafted(chapter, by, now, BODY + "\nここで直しました。\n")
    with writing():
        actions.send_for_review(draft, pages=(), by=by, now=now)
        actions.publish(draft, pages=(), by=other, now=now)
    plan = came_in(files, by, now)
    [one] = plan.brings
    assert (one.outcome, one.changed_meanwhile, one.newest_number) == (Outcome.DRAFT, True, 2)
    assert queries.newest_of(chapter, "ja").body.endswith("ここで直しました。\n")
    assert "書類を集めます" in queries.open_version(by, chapter, "ja").body


def test_a_draft_that_somebody_writes_stays_and_the_file_lies_beside_it(chapter, by, other, now, db, client):
    files = changed(taken(by), NAME, "紙を集めます", "書類を集めます")
    draft = drafted(chapter, other, now, BODY + "\n書いている途中です。\n")
    before = draft.body
    [one] = came_in(files, by, now).brings
    assert one.outcome is Outcome.BESIDE
    assert queries.open_version(by, chapter, "ja").id == draft.id and draft.body == before
    [kept, *_rest] = queries.history(by, chapter, "ja")
    assert (kept.state, kept.origin, kept.publish_at) == (ChapterState.WITHDRAWN, Origin.IMPORTED, None)
    page = (
        people.sign_in(client, people.administrator())
        .get("/en/staff/handbook/books/small/first/ja/history")
        .text
    )
    assert "Never published" in page and "Came from files" in page
    # Once more is not once more kept.
    assert outcomes(came_in(files, by, now))[NAME] is Outcome.KNOWN
    assert "chapter.put_beside" in db.scalars(select(AuditEntry.action))
    # When the draft is through, the other text can be brought back.
    with writing():
        actions.drop_draft(draft, by=other, now=now)
        assert "書類を集めます" in actions.roll_back(kept, "戻します。", by=other, now=now).body


def test_ones_own_draft_is_saved_anew_while_nobody_has_saved_it_since(chapter, by, now):
    drafted(chapter, by, now, BODY + "\n途中です。\n")
    files = changed(taken(by, drafts=True), NAME, "途中です。", "終わりました。")
    assert outcomes(came_in(files, by, now))[NAME] is Outcome.DRAFT_SAVED
    draft = queries.open_version(by, chapter, "ja")
    assert draft.body.endswith("終わりました。\n") and draft.revision == 2
    # These files know the draft as it was before: what was saved since stays.
    again = changed(files, NAME, "終わりました。", "別の終わりです。")
    assert outcomes(came_in(again, by, now))[NAME] is Outcome.BESIDE
    assert queries.open_version(by, chapter, "ja").body.endswith("終わりました。\n")


def test_all_or_nothing(chapter, by, now, db, monkeypatch):
    files = changed(taken(by), NAME, "紙を集めます", "書類を集めます")
    files = changed(files, "01-first.en.md", "Collect the papers", "Collect the documents")
    real = actions.draft_from_file

    def breaks(chapter, language, *arguments, **named):
        if language == "en":
            raise RuntimeError
        return real(chapter, language, *arguments, **named)

    before = db.query(ChapterVersion).count()
    monkeypatch.setattr(actions, "draft_from_file", breaks)
    with pytest.raises(RuntimeError):
        came_in(files, by, now)
    assert db.query(ChapterVersion).count() == before


def test_new_chapters_get_their_place_and_what_is_wrong_is_said_by_line(chapter, by, now):
    book = book_as_files(by, queries.book_named("small"))
    titles = dict.fromkeys(("ja", "en", "id", "vi"), "Second")
    text = book.chapters[0].texts["ja"]
    second = replace(
        book.chapters[0],
        slug="second",
        file="02-second",
        position=2,
        titles=titles,
        texts={
            "ja": replace(text, body=BODY + "\n{{fact:no_such_fact}}と[初め](chapter:first)\n", edition=None)
        },
    )
    files = files_of(replace(book, titles=titles, chapters=(*book.chapters, second)))
    plan = plan_of(by, book_from(files), pages=())
    assert [one.slug for one in plan.places] == ["second"] and plan.kept == ("titles",)
    [row] = plan.brings
    [fault] = row.faults
    lines = files["02-second.ja.md"].decode().split("\n")
    assert "{{fact:no_such_fact}}" in lines[fault.line - 1] and fault.about == "no_such_fact"
    came_in(files, by, now)
    found = queries.book_named("small")
    assert [(one.slug, one.position) for one in found.chapters] == [("first", 1), ("second", 2)]
    assert found.titles == {"ja": "本", "en": "Book"}


def test_files_for_another_place_are_refused(chapter, by, now):
    files = taken(by)

    def kinds(files, **named):
        with pytest.raises(FilesWrong) as wrong:
            plan_of(by, book_from(files), pages=(), **named)
        return {one.kind for one in wrong.value.faults}

    other_book = changed(files, "book.json", '"slug": "small"', '"slug": "large"')
    assert kinds(other_book, book=chapter.book) == {FileFaultKind.OTHER_BOOK}
    more = changed(files, "book.json", '"en"\n  ]', '"en",\n    "vi"\n  ]')
    more["01-first.vi.md"] = files[NAME].replace(b"language: ja", b"language: vi")
    assert kinds(more) == {FileFaultKind.LANGUAGE_NOT_PROMISED}
    taken_word = changed(files, "book.json", '"slug": "first"', '"slug": "changes"')
    taken_word = {
        name: words.replace(b"chapter: first", b"chapter: changes") for name, words in taken_word.items()
    }
    assert kinds(taken_word) == {FileFaultKind.ADDRESS_TAKEN}
    with pytest.raises(Missing):
        plan_of(people.visitor_of(people.student()), book_from(files), pages=())


def test_files_of_a_chapter_that_has_moved_meanwhile_find_it(chapter, by, now, db):
    files = changed(taken(by), NAME, "紙を集めます", "書類を集めます")
    with writing():
        actions.move_chapter(chapter, "start", by=by, now=now)
    came_in(files, by, now)
    assert db.query(Chapter).count() == 1
    assert "書類を集めます" in queries.open_version(by, chapter, "ja").body


def test_a_look_costs_the_same_for_any_number_of_chapters(chapter, by, now, count_queries):
    files = book_from(taken(by))
    with count_queries(11):
        plan_of(by, files, pages=())
    for number in (2, 3, 4):
        with writing():
            more = actions.add_chapter(chapter.book, f"more-{number}", chapter.titles, number, by=by, now=now)
        drafted(more, by, now, BODY)
    session().expire_all()
    files = book_from(taken(by))
    session().expire_all()
    with count_queries(11):
        plan_of(by, files, pages=())


# ------------------------------------------------------------------------------------------ the command line


def test_the_command_line_takes_out_and_brings_in(app, chapter, by, other, now, tmp_path, db):
    def run(what, *arguments, code=0):
        with app.app_context():
            g.language = "en"
            done = CliRunner().invoke(what, [str(one) for one in arguments])
        assert done.exit_code == code, done.output
        return done.output

    folder = tmp_path / "out"
    assert "3 files" in run(command.export, "--book", "small", folder)
    assert files_in(folder) == taken(by)
    assert "There is no book none" in run(command.export, "--book", "none", folder, code=1)
    # What is left of a chapter that is gone would be nobody's.
    (folder / "09-gone.ja.md").write_text("x")
    run(command.export, "--book", "small", folder)
    assert files_in(folder) == taken(by)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    assert "something else" in run(command.export, "--book", "small", tmp_path / "full", code=1)

    file = folder / NAME
    file.write_text(file.read_text(encoding="utf-8") + "\n{{fact:no_such_fact}}\n", encoding="utf-8")
    line = file.read_text(encoding="utf-8").split("\n").index("{{fact:no_such_fact}}") + 1
    told = run(command.bring_in, folder, "--dry-run")
    assert f"{NAME}:{line}: There is no fact of this name. (no_such_fact)" in told
    assert "1 texts would come in, 1 are as they are here" in told
    assert queries.open_version(by, chapter, "ja") is None
    assert "nobody who writes" in run(command.bring_in, folder, "--by", "student@demo.example", code=1)
    run(command.bring_in, folder, "--by", other.email)
    assert queries.open_version(by, chapter, "ja").by_ref == other.person_ref
    with writing():
        actions.drop_draft(queries.open_version(by, chapter, "ja"), by=other, now=now)
    # Without a name whoever takes the draft over holds it.
    archive = tmp_path / "small.zip"
    archive.write_bytes(packed(files_in(folder), "small"))
    run(command.bring_in, archive)
    draft = queries.open_version(by, chapter, "ja")
    assert (draft.by_ref, draft.writer_refs) == ("", [])
    with writing():
        actions.take_over(draft, by=by, now=now)
        assert (draft.by_ref, draft.writer_refs) == (by.person_ref, [by.person_ref])

    file.write_bytes(b"---\nchapter: first\n\xff\n")
    before = db.query(ChapterVersion).count()
    told = run(command.bring_in, folder, code=1)
    assert f"{NAME}:3: This line is not written in UTF-8" in told and "Nothing was changed" in told
    assert db.query(ChapterVersion).count() == before
