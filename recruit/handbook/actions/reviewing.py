"""Moves of a text between two people: sent, taken back, sent back, published now or on a day, withdrawn."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from recruit.core import audit
from recruit.core.db import session, set_state
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import WORKER, Visitor
from recruit.handbook import faults, queries, rules
from recruit.handbook.actions.drafts import demand_move, note_move, subject_of
from recruit.handbook.events import ChapterPublished, ChapterSentBack, ChapterWaits, ChapterWithdrawn
from recruit.handbook.models import Chapter, ChapterVersion
from recruit.handbook.rules import ChapterState, HandbookRefusal, Move


def send_for_review(version: ChapterVersion, *, pages: Collection[str], by: Visitor, now: datetime) -> None:
    """Ask a second person to look at a draft. Not while it has faults that they could not publish it with; `pages` are those
    it may link to.
    """
    demand_move(version, Move.SEND, by)
    reason = rules.why_not_text(version.title, version.body)
    if reason is not None:
        raise Refused(reason, field="title" if reason is HandbookRefusal.NO_TITLE else "body")
    newest = queries.newest_of(version.chapter, version.language)
    if newest is not None and _says(newest) == _says(version):
        raise Refused(HandbookRefusal.NOTHING_CHANGED)
    _demand_no_faults(version, pages)
    set_state(version, ChapterState.DRAFT, ChapterState.IN_REVIEW, sent_at=now, review_note="")
    note_move("chapter.sent", version, by, now)
    announce(ChapterWaits(version.id, now))


def _demand_no_faults(version: ChapterVersion, pages: Collection[str]) -> None:
    if faults.stopping(faults.faults_of_version(version, pages)):
        raise Refused(HandbookRefusal.FAULTS)


def _says(version: ChapterVersion) -> tuple[str, str, str, int | None]:
    return (
        version.title or version.chapter.titles.get(version.language, ""),
        version.summary,
        version.body,
        version.source_version,
    )


def take_back(version: ChapterVersion, *, by: Visitor, now: datetime) -> None:
    """Go on writing in one's own text that waits."""
    demand_move(version, Move.TAKE_BACK, by)
    set_state(version, version.state, ChapterState.DRAFT, publish_at=None, reviewed_by_ref="")
    note_move("chapter.taken_back", version, by, now)


def send_back(version: ChapterVersion, note: str, *, by: Visitor, now: datetime) -> None:
    """As a second person: back to who wrote it, with a sentence that says why."""
    demand_move(version, Move.SEND_BACK, by)
    if not note.strip():
        raise Refused(HandbookRefusal.NO_NOTE, field="review_note")
    set_state(
        version,
        version.state,
        ChapterState.DRAFT,
        review_note=note.strip(),
        publish_at=None,
        reviewed_by_ref=by.person_ref,
    )
    note_move("chapter.sent_back", version, by, now)
    announce(ChapterSentBack(version.id, by.person_ref, now))


def publish(
    version: ChapterVersion,
    *,
    pages: Collection[str],
    by: Visitor,
    now: datetime,
    publish_at: datetime | None = None,
    seen_revision: int | None = None,
) -> None:
    """As a second person: show it to readers, at once or from an instant on. Not while the text has faults; `pages` are
    those it may link to. `seen_revision` is the one that was read: what was written since is not published with it.
    """
    demand_move(version, Move.PUBLISH, by)
    as_read = ChapterVersion.revision == (version.revision if seen_revision is None else seen_revision)
    if seen_revision is not None and seen_revision != version.revision:
        raise Refused(HandbookRefusal.WRITTEN_SINCE)
    reason = rules.why_not_publish_at(publish_at, now)
    if reason is not None:
        raise Refused(reason, field="publish_at")
    # A figure or a page that it names may have gone since it was sent.
    _demand_no_faults(version, pages)
    if publish_at is not None:
        set_state(
            version,
            ChapterState.IN_REVIEW,
            ChapterState.SCHEDULED,
            as_read,
            publish_at=publish_at,
            reviewed_by_ref=by.person_ref,
        )
        note_move("chapter.scheduled", version, by, now)
        return
    _show(version, ChapterState.IN_REVIEW, as_read, by=by, now=now, reviewed_by_ref=by.person_ref)


def publish_on_its_day(version: ChapterVersion, *, now: datetime) -> None:
    """Show a text whose instant has come. Raises Conflict where somebody took it back meanwhile."""
    _show(version, ChapterState.SCHEDULED, by=WORKER, now=now)


def _show(
    version: ChapterVersion,
    before: ChapterState,
    *still: ColumnElement[bool],
    by: Visitor,
    now: datetime,
    **values: object,
) -> None:
    chapter = version.chapter
    set_state(version, before, ChapterState.PUBLISHED, *still, publish_at=now, review_note="", **values)
    # The titles of all languages lie in one value: whoever publishes another language at the same moment waits.
    session().refresh(chapter, ["titles"], with_for_update=True)
    chapter.titles = {**chapter.titles, version.language: version.title}
    session().flush()
    note_move("chapter.published", version, by, now)
    is_source = version.language == chapter.book.source_language
    if is_source:
        _keep_translations_of_the_same(version)
    announce(ChapterPublished(version.id, is_source, now))


def _keep_translations_of_the_same(source: ChapterVersion) -> None:
    """A source that says again what an earlier version said does not make the translations of that one older."""
    alike = select(ChapterVersion.number).where(
        ChapterVersion.chapter_id == source.chapter_id,
        ChapterVersion.language == source.language,
        ChapterVersion.number < source.number,
        ChapterVersion.body == source.body,
        ChapterVersion.title == source.title,
        ChapterVersion.summary == source.summary,
    )
    session().execute(
        update(ChapterVersion)
        .where(
            ChapterVersion.chapter_id == source.chapter_id,
            ChapterVersion.language != source.language,
            ChapterVersion.source_version.in_(session().scalars(alike).all()),
        )
        .values(source_version=source.number)
        .execution_options(synchronize_session=False)
    )
    session().expire_all()


def withdraw(chapter: Chapter, language: str, note: str, *, by: Visitor, now: datetime) -> None:
    """Take a chapter away from the readers of a language, with a sentence that says why. Every published text of it goes,
    so that no older one comes to light; each can be brought back as a new version.
    """
    newest = queries.newest_of(chapter, language)
    if newest is None:
        queries.demand_writer(by)
        raise Refused(HandbookRefusal.WRONG_STATE)
    demand_move(newest, Move.WITHDRAW, by)
    if not note.strip():
        raise Refused(HandbookRefusal.NO_NOTE, field="why")
    session().execute(
        update(ChapterVersion)
        .where(
            ChapterVersion.chapter_id == chapter.id,
            ChapterVersion.language == language,
            ChapterVersion.state == ChapterState.PUBLISHED,
        )
        .values(state=ChapterState.WITHDRAWN, withdrawn_at=now)
        .execution_options(synchronize_session=False)
    )
    session().refresh(newest)
    newest.review_note = note.strip()
    session().flush()
    audit.record(
        "chapter.withdrawn",
        by=by,
        now=now,
        subject_kind="chapter",
        subject_ref=subject_of(chapter),
        change=f"{language} {newest.number}",
    )
    announce(ChapterWithdrawn(chapter.book_id, language, now))
