from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
import threading

import pytest

from recruit.core import facts
from recruit.core.db import session, writing
from recruit.core.errors import Missing, Refused
from recruit.handbook import actions, jobs, privacy, queries
from recruit.handbook.actions import Written
from recruit.handbook.models import Book, Chapter, ChapterVersion, GlossaryTerm, ReaderQuestion
from recruit.handbook.rules import Audience, ChapterState, HandbookRefusal, ReaderWord
from recruit.handbook.translating.mails import tell_of_new
from tests import people

BODY = "最初に読むところです。\n\n## 一つ目\n\n- [ ] 紙を集めます\n\n> **[source]** 出入国在留管理庁の案内です。\n"
ENGLISH = (
    "What to read first.\n\n## One\n\n- [ ] Collect the papers\n\n> **[source]** Guidance of the agency.\n"
)


def small_book(now) -> Chapter:
    """A book in Japanese and English with one chapter, published in both."""
    with writing() as rows:
        facts.load_shipped()
        book = Book(
            slug="small",
            source_language="ja",
            languages=["ja", "en"],
            audience=Audience.COMPANY,
            titles={"ja": "本", "en": "Book"},
        )
        rows.add(book)
        rows.flush()
        chapter = Chapter(book_id=book.id, slug="first", position=1, titles={"ja": "初め", "en": "First"})
        rows.add(chapter)
        rows.flush()
        for language, body, source in (("ja", BODY, None), ("en", ENGLISH, 1)):
            rows.add(
                ChapterVersion(
                    chapter_id=chapter.id,
                    language=language,
                    number=1,
                    title=chapter.titles[language],
                    body=body,
                    source_version=source,
                    state=ChapterState.PUBLISHED,
                    publish_at=now,
                )
            )
    return chapter


@pytest.fixture
def chapter(app, db, now):
    return small_book(now)


@pytest.fixture
def writer(app, db):
    return people.visitor_of(people.editor())


@pytest.fixture
def second(app, db):
    return people.visitor_of(people.coordinator())


def drafted(chapter, by, now, body, *, language="ja", source_version=None) -> ChapterVersion:
    with writing():
        draft = actions.open_draft(chapter, language, by=by, now=now)
        actions.save_draft(
            draft,
            Written(chapter.titles[language], body, "A line is new.", source_version),
            seen_revision=draft.revision,
            by=by,
            now=now,
        )
    return draft


def refusal(move) -> HandbookRefusal:
    with pytest.raises(Refused) as refused, writing():
        move()
    return refused.value.reason


def test_a_second_person_publishes_and_translations_are_behind(chapter, writer, second, now, clock, outbox):
    draft = drafted(chapter, writer, now, BODY.replace("紙を", "書類を"))
    with writing():
        actions.send_for_review(draft, pages=(), by=writer, now=now)
    assert outbox.kinds == ["chapter_waits"]
    assert refusal(lambda: actions.publish(draft, pages=(), by=writer, now=now)) is HandbookRefusal.OWN_TEXT
    assert queries.translations_behind() == []
    with writing():
        actions.publish(draft, pages=(), by=second, now=now)
    assert (draft.number, draft.based_on, draft.state) == (2, 1, ChapterState.PUBLISHED)
    assert draft.reviewed_by_ref == second.person_ref
    with writing():
        assert tell_of_new(now) == 2
    [(_book, [on_desk])] = queries.desk(second)
    assert [(cell.language, cell.behind) for cell in on_desk.cells] == [("ja", 0), ("en", 1)]
    assert (
        refusal(lambda: actions.publish(draft, pages=(), by=second, now=now)) is HandbookRefusal.WRONG_STATE
    )

    translated = drafted(
        chapter,
        second,
        now,
        ENGLISH.replace("papers", "documents"),
        language="en",
        source_version=2,
    )
    with writing():
        actions.send_for_review(translated, pages=(), by=second, now=now)
        actions.publish(translated, pages=(), by=writer, now=now)
    assert queries.translations_behind() == []
    # The mail of the next morning finds nothing to say any more.
    clock.shift(timedelta(days=1))
    assert [mail["Subject"] for mail in outbox.hand_over() if "translation" in mail["Subject"]] == []
    assert outbox.kinds.count("translations_wait") == 2


def test_a_text_with_faults_is_not_published_and_comes_back_with_a_word(chapter, writer, second, now, outbox):
    faulty = f"{BODY}\n{{{{fact:no_such_fact}}}}\n"
    draft = drafted(chapter, writer, now, faulty)
    assert (
        refusal(lambda: actions.send_for_review(draft, pages=(), by=writer, now=now))
        is HandbookRefusal.FAULTS
    )
    drafted(chapter, writer, now, f"{BODY}\nmended\n")
    with writing():
        actions.send_for_review(draft, pages=(), by=writer, now=now)
    # What it names may go while it waits.
    with writing():
        draft.body = faulty
    assert refusal(lambda: actions.publish(draft, pages=(), by=second, now=now)) is HandbookRefusal.FAULTS
    assert refusal(lambda: actions.send_back(draft, " ", by=second, now=now)) is HandbookRefusal.NO_NOTE
    with writing():
        actions.send_back(draft, "この数字に出典がありません。", by=second, now=now)
    assert draft.state is ChapterState.DRAFT
    assert outbox.kinds == ["chapter_waits", "chapter_sent_back"]
    [back] = [mail for mail in outbox.hand_over() if mail["To"] == "editor@demo.example"]
    assert "この数字に出典がありません。" in back.get_body(("plain",)).get_content()
    assert queries.newest_of(chapter, "ja").number == 1


def test_two_editors_overwrite_nothing(chapter, writer, second, now):
    admin = people.visitor_of(people.administrator())
    draft = drafted(chapter, writer, now, BODY + "\nmine\n")
    text = Written("初め", BODY + "\nours\n")
    assert (
        refusal(lambda: actions.save_draft(draft, text, seen_revision=0, by=writer, now=now))
        is HandbookRefusal.CHANGED_MEANWHILE
    )
    assert (
        refusal(lambda: actions.save_draft(draft, text, seen_revision=1, by=second, now=now))
        is HandbookRefusal.SOMEBODY_ELSES
    )
    assert draft.body.endswith("mine\n")
    with writing():
        assert actions.open_draft(chapter, "ja", by=second, now=now).id == draft.id
        actions.take_over(draft, by=second, now=now)
        actions.save_draft(draft, text, seen_revision=1, by=second, now=now)
        assert queries.open_version(second, chapter, "ja").id == draft.id
    assert set(draft.writer_refs) == {writer.person_ref, second.person_ref}
    # Who wrote in it takes that along, also when another goes on with it.
    for by in (writer, second):
        assert [one["version"] for one in privacy.export(by.person_id)["chapters"]] == [2]
    with writing():
        actions.drop_draft(draft, by=writer, now=now)
        # What nobody has agreed to does not get past a second person as an older text.
        back = actions.roll_back(draft, "もう一度", by=admin, now=now)
        actions.send_for_review(back, pages=(), by=admin, now=now)
    for by in (writer, second):
        move = partial(actions.publish, back, pages=(), by=by, now=now)
        assert refusal(move) is HandbookRefusal.OWN_TEXT
    with writing():
        back.state = ChapterState.WITHDRAWN
        session().flush()
        assert actions.open_draft(chapter, "ja", by=writer, now=now).number == 4


def test_a_text_is_published_on_its_day(chapter, writer, second, now):
    draft = drafted(chapter, writer, now, BODY + "\n来月から変わります。\n")
    day = now + timedelta(days=3)
    with writing():
        actions.send_for_review(draft, pages=(), by=writer, now=now)
    assert (
        refusal(lambda: actions.publish(draft, pages=(), by=second, now=now, publish_at=now))
        is HandbookRefusal.PAST
    )
    with writing():
        actions.publish(draft, pages=(), by=second, now=now, publish_at=day)
    assert jobs.publish_due(day - timedelta(seconds=1)) == 0
    assert queries.newest_of(chapter, "ja").number == 1
    # A title that a second person agreed to is not changed by one alone.
    with writing():
        actions.place_chapter(chapter, {"ja": "別の題", "id": "Judul"}, 5, by=writer, now=now)
    assert chapter.titles == {"ja": "初め", "en": "First", "id": "Judul"}
    assert (jobs.publish_due(day), jobs.publish_due(day)) == (1, 0)
    newest = queries.newest_of(chapter, "ja")
    assert (newest.number, newest.publish_at) == (2, day)


def test_withdrawn_and_brought_back(chapter, writer, second, now):
    old = queries.newest_of(chapter, "ja")
    assert refusal(lambda: actions.withdraw(chapter, "ja", "", by=writer, now=now)) is HandbookRefusal.NO_NOTE
    with writing():
        actions.withdraw(chapter, "ja", "誤りがありました。", by=writer, now=now)
    assert queries.newest_of(chapter, "ja") is None
    assert queries.reading_of(queries.book_named("small"), "first", "ja").version.language == "en"
    # The desk says so, and asks nobody to write it; a draft that is given up changes nothing of that.
    with writing():
        actions.drop_draft(actions.open_draft(chapter, "ja", by=writer, now=now), by=writer, now=now)
    [[(_book, [row])]] = [queries.desk(writer)]
    assert [(cell.language, cell.is_withdrawn, cell.is_missing) for cell in row.cells][:2] == [
        ("ja", True, False),
        ("en", False, False),
    ]
    with writing():
        draft = actions.roll_back(old, "第1版に戻します。", by=writer, now=now)
        actions.send_for_review(draft, pages=(), by=writer, now=now)
        actions.publish(draft, pages=(), by=second, now=now)
    assert (draft.number, draft.body) == (3, old.body)
    # It says again what the translation was made from.
    assert queries.translations_behind() == []
    assert [version.number for version in queries.history(writer, chapter, "ja")] == [3, 2, 1]


def test_only_those_who_write_the_books(chapter, now):
    officer = people.visitor_of(people.retention_officer())
    for read in (
        lambda: queries.desk(officer),
        lambda: actions.open_draft(chapter, "ja", by=officer, now=now),
        lambda: actions.withdraw(chapter, "ja", "x", by=officer, now=now),
    ):
        with pytest.raises(Missing), writing():
            read()


def test_terms_that_were_changed_here_stay(app, db, writer, now):
    with writing():
        actions.load_terms(now)
        term = session().query(GlossaryTerm).filter_by(key="coe").one()
        actions.change_term(term, {**term.words, "en": "the certificate"}, term.meanings, by=writer, now=now)
        untouched = session().query(GlossaryTerm).filter_by(key="visa").one()
        untouched.words = {**untouched.words, "en": "older word"}
    with writing():
        assert actions.load_terms(now) == 1
    assert term.words["en"] == "the certificate"
    assert untouched.words["en"] != "older word"


def test_what_readers_said_can_be_taken_along_and_goes(chapter, db, now):
    student = people.student().person
    rows = [("q1", student.id, now), ("q2", None, now - timedelta(days=370)), ("q3", None, now)]
    with writing() as session_rows:
        for words, person_id, asked_at in rows:
            session_rows.add(
                ReaderQuestion(
                    chapter_id=chapter.id,
                    read_language="ja",
                    number=1,
                    kind=ReaderWord.QUESTION,
                    words=words,
                    language="vi",
                    person_id=person_id,
                    asked_at=asked_at,
                )
            )
    [said] = privacy.export(student.id)["said_of_chapters"]
    assert (said["chapter"], said["words"]) == ("first", "q1")
    with writing():
        assert privacy.forget_reader_words(now) == 1
        privacy.erase(student.id, now)
    left = session().query(ReaderQuestion).order_by(ReaderQuestion.id).all()
    assert [(one.words, one.person_id, one.kind) for one in left] == [
        ("", None, ReaderWord.QUESTION),
        ("", None, ReaderWord.QUESTION),
        ("q3", None, ReaderWord.QUESTION),
    ]


def test_two_languages_are_published_at_once(own_database, own_app, now):
    """The titles of all languages lie in one value of the chapter."""
    with own_database.scope():
        chapter = small_book(now)
        writer, second = people.visitor_of(people.editor()), people.visitor_of(people.coordinator())
        for language, body in (("ja", BODY), ("en", ENGLISH)):
            with writing():
                draft = actions.open_draft(chapter, language, by=writer, now=now)
                written = Written(f"New {language}", body + "\nMore.\n", source_version=1)
                actions.save_draft(draft, written, seen_revision=draft.revision, by=writer, now=now)
                actions.send_for_review(draft, pages=(), by=writer, now=now)
    barrier = threading.Barrier(2)

    def publish(language):
        with own_database.scope():
            chapter = queries.book_named("small").chapters[0]
            draft = queries.open_version(second, chapter, language)
            barrier.wait()
            with writing():
                assert draft.chapter.titles
                actions.publish(draft, pages=(), by=second, now=now)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(publish, ("ja", "en")))
    with own_database.scope():
        titles = queries.book_named("small").chapters[0].titles
        assert (titles["ja"], titles["en"]) == ("New ja", "New en")


def test_two_who_begin_at_once_get_one_draft(own_database, own_app, now):
    with own_database.scope():
        chapter_id = small_book(now).id
        visitors = [people.visitor_of(people.editor()), people.visitor_of(people.coordinator())]
    barrier = threading.Barrier(2)

    def begin(by):
        with own_database.scope():
            chapter = session().get_one(Chapter, chapter_id)
            barrier.wait()
            try:
                with writing():
                    return actions.open_draft(chapter, "ja", by=by, now=now).number
            except Refused as refused:
                return refused.reason

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(begin, visitors))
    assert 2 in found and set(found) <= {2, HandbookRefusal.OPEN_ALREADY}
    with own_database.scope():
        assert session().query(ChapterVersion).filter_by(language="ja").count() == 2
