"""Moves of a text while it is written: begun, saved, taken over, dropped, and begun again from an older text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select, update

from recruit.core import audit
from recruit.core.db import changes_one, session, set_state
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.handbook import queries, rules
from recruit.handbook.models import Chapter, ChapterVersion
from recruit.handbook.rules import ChapterState, HandbookRefusal, Move, Origin


@dataclass(frozen=True)
class Written:
    """What a writer has typed. `source_version` says of a translation which version of the source it now says."""

    title: str
    body: str
    note: str = ""
    source_version: int | None = None
    summary: str = ""


def open_draft(
    chapter: Chapter, language: str, *, by: Visitor, now: datetime, origin: Origin = Origin.HUMAN
) -> ChapterVersion:
    """The text of this chapter and language that is being worked on; where there is none, a draft from the published one.

    A new draft of a translation that does not exist yet is empty and says which version of the source is to be translated.
    """
    queries.demand_writer(by)
    found = queries.open_version(by, chapter, language)
    if found is not None:
        return found
    book = chapter.book
    if language not in book.languages:
        raise Refused(HandbookRefusal.LANGUAGE_NOT_PROMISED)
    newest = queries.newest_of(chapter, language)
    source = None if language == book.source_language else queries.newest_of(chapter, book.source_language)
    source_version = source.number if source else None
    return _new(
        chapter,
        language,
        Written(
            title=(newest.title if newest else "") or chapter.titles.get(language, ""),
            body=newest.body if newest else "",
            source_version=newest.source_version if newest else source_version,
            summary=newest.summary if newest else "",
        ),
        based_on=newest.number if newest else None,
        origin=origin,
        by=by,
        now=now,
    )


def roll_back(version: ChapterVersion, note: str, *, by: Visitor, now: datetime) -> ChapterVersion:
    """A new draft with the text of an older version; what was published in between stays in the history.

    Who wrote in the older text has written in this one: a draft that was given up does not get past a second person so.
    """
    queries.demand_writer(by)
    if queries.open_version(by, version.chapter, version.language) is not None:
        raise Refused(HandbookRefusal.OPEN_ALREADY)
    return _new(
        version.chapter,
        version.language,
        Written(version.title, version.body, note, version.source_version, version.summary),
        based_on=version.number,
        origin=Origin.HUMAN,
        writers=version.writer_refs,
        by=by,
        now=now,
    )


def draft_from_file(
    chapter: Chapter, language: str, written: Written, *, beside: bool, by: Visitor, now: datetime
) -> ChapterVersion:
    """A draft that came as a file. `beside`: somebody writes here already, so it goes into the history, where it can be
    compared and brought back.
    """
    queries.demand_writer(by)
    if language not in chapter.book.languages:
        raise Refused(HandbookRefusal.LANGUAGE_NOT_PROMISED)
    newest = queries.newest_of(chapter, language)
    return _new(
        chapter,
        language,
        replace(written, body=rules.plain_lines(written.body)),
        based_on=newest.number if newest else None,
        origin=Origin.IMPORTED,
        beside=beside,
        by=by,
        now=now,
    )


def save_draft(
    version: ChapterVersion, written: Written, *, seen_revision: int, by: Visitor, now: datetime
) -> None:
    """Keep what was typed, unless the draft was saved elsewhere since it was opened: then nothing is overwritten."""
    demand_move(version, Move.SAVE, by)
    reason = rules.why_not_summary(written.summary, version.language)
    if reason is not None:
        raise Refused(reason, field="summary")
    refs = list(dict.fromkeys([*version.writer_refs, by.person_ref]))
    change = (
        update(ChapterVersion)
        .where(
            ChapterVersion.id == version.id,
            ChapterVersion.state == ChapterState.DRAFT,
            ChapterVersion.revision == seen_revision,
            ChapterVersion.by_ref == by.person_ref,
        )
        .values(
            title=written.title,
            summary=written.summary,
            body=rules.plain_lines(written.body),
            note=written.note,
            source_version=written.source_version,
            revision=seen_revision + 1,
            writer_refs=refs,
            changed_at=now,
        )
    )
    if not changes_one(change):
        raise Refused(HandbookRefusal.CHANGED_MEANWHILE)
    session().refresh(version)
    note_move("chapter.saved", version, by, now)


def take_over(version: ChapterVersion, *, by: Visitor, now: datetime) -> None:
    """Go on with somebody else's draft; both have then written in it. One's own already: nothing happens."""
    queries.demand_writer(by)
    if version.by_ref == by.person_ref:
        return
    refs = list(dict.fromkeys([*version.writer_refs, by.person_ref]))
    set_state(version, ChapterState.DRAFT, ChapterState.DRAFT, by_ref=by.person_ref, writer_refs=refs)
    note_move("chapter.taken_over", version, by, now)


def drop_draft(version: ChapterVersion, *, by: Visitor, now: datetime) -> None:
    """Give a draft up. It stays in the history, and readers never saw it."""
    demand_move(version, Move.DROP, by)
    set_state(version, ChapterState.DRAFT, ChapterState.WITHDRAWN, withdrawn_at=now)
    note_move("chapter.dropped", version, by, now)


def demand_move(version: ChapterVersion, move: Move, by: Visitor) -> None:
    """Raises Missing for who does not write the books, and Refused where this person cannot do that now."""
    queries.demand_writer(by)
    reason = rules.why_not_move(
        move, version.state, writers=version.writer_refs, holder=version.by_ref, ref=by.person_ref
    )
    if reason is not None:
        raise Refused(reason)


def note_move(action: str, version: ChapterVersion, by: Visitor, now: datetime) -> None:
    """One line of the audit trail."""
    chapter = version.chapter
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="chapter",
        subject_ref=subject_of(chapter),
        change=f"{version.language} {version.number}",
    )


def subject_of(chapter: Chapter) -> str:
    """How the audit trail names a chapter."""
    return f"{chapter.book.slug}/{chapter.slug}"[:80]


def _new(
    chapter: Chapter,
    language: str,
    written: Written,
    *,
    based_on: int | None,
    origin: Origin,
    writers: Sequence[str] = (),
    beside: bool = False,
    by: Visitor,
    now: datetime,
) -> ChapterVersion:
    last: int | None = session().scalar(
        select(func.max(ChapterVersion.number)).where(
            ChapterVersion.chapter_id == chapter.id, ChapterVersion.language == language
        )
    )
    version = ChapterVersion(
        chapter_id=chapter.id,
        language=language,
        number=(last or 0) + 1,
        title=written.title,
        summary=written.summary,
        body=written.body,
        note=written.note,
        source_version=written.source_version,
        based_on=based_on,
        origin=origin,
        state=ChapterState.WITHDRAWN if beside else ChapterState.DRAFT,
        by_ref=by.person_ref,
        # Who brings files in at the command line without a name has written nothing that a second person must be kept from.
        writer_refs=list(dict.fromkeys(ref for ref in (*writers, by.person_ref) if ref)),
        created_at=now,
        changed_at=now,
        withdrawn_at=now if beside else None,
    )
    session().add(version)
    session().flush()
    note_move("chapter.put_beside" if beside else "chapter.begun", version, by, now)
    return version
