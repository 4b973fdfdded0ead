"""A book as files, and what files would change here. Nothing is written."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
import hashlib
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import undefer

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.models import StoredFile
from recruit.core.periods import BOOK_DELIVERIES
from recruit.core.visitor import Visitor
from recruit.handbook import marks, queries, rules
from recruit.handbook.checking import Fault, Known, faults_in, faults_of_translation
from recruit.handbook.faults import known_to
from recruit.handbook.figures.models import ChapterFigure, FigureSize
from recruit.handbook.figures.queries import content_of_figure, figures_of
from recruit.handbook.folders.models import BookDelivery
from recruit.handbook.folders.rules import (
    BRINGS,
    ENOUGH_FAULTS,
    BookFiles,
    ChapterFiles,
    FigureFile,
    FileFault,
    FileFaultKind,
    FilesWrong,
    Here,
    Outcome,
    TextFile,
    has_changed_meanwhile,
    outcome_of,
)
from recruit.handbook.models import Book, Chapter, ChapterVersion, FormerAddress
from recruit.handbook.rules import OPEN, ChapterState, Origin

Words = tuple[str, str, str]


def book_as_files(by: Visitor, book: Book, *, drafts: bool = False) -> BookFiles:
    """The book as readers see it; what nobody has published yet as it is written. `drafts`: what is being written goes before
    what is published.
    """
    queries.demand_writer(by)
    texts: dict[int, dict[str, TextFile]] = {}
    for one in (*_open_in(book), *(text.version for text in queries.texts_of([book]))):
        is_open = one.state in OPEN
        of_chapter = texts.setdefault(one.chapter_id, {})
        # Those that are being written come first.
        if one.language in of_chapter and drafts:
            continue
        of_chapter[one.language] = TextFile(
            language=one.language,
            title=_title(one),
            body=one.body,
            summary=one.summary,
            note=one.note,
            edition=one.number,
            follows=None if one.language == book.source_language else one.source_version,
            state=one.state,
            revision=one.revision if is_open else None,
        )
    former = _former(book)
    return BookFiles(
        slug=book.slug,
        source_language=book.source_language,
        languages=tuple(book.languages),
        audience=book.audience,
        titles=book.titles,
        notes=book.notes,
        former=former.get(None, ()),
        chapters=tuple(
            ChapterFiles(
                slug=one.slug,
                position=one.position,
                file=f"{one.position:02}-{one.slug}",
                titles=one.titles,
                texts={code: texts[one.id][code] for code in book.languages if code in texts.get(one.id, {})},
                former=former.get(one.id, ()),
                part=one.part,
                figures=_figures_of(by, one, texts.get(one.id, {})),
            )
            for one in book.chapters
        ),
    )


_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def _figures_of(by: Visitor, chapter: Chapter, texts: Mapping[str, TextFile]) -> tuple[FigureFile, ...]:
    """The pictures that the texts show, as large as they are kept."""
    shown = {key for text in texts.values() for key in marks.keys_of_figures(text.body)}
    if not shown:
        return ()
    found = []
    for figure in figures_of(by, chapter):
        if figure.key in shown:
            content, media_type = content_of_figure(chapter, figure.key)
            name = f"figures/{chapter.slug}/{figure.key}.{_ENDINGS.get(media_type, 'jpg')}"
            found.append(FigureFile(figure.key, name, content, figure.words))
    return tuple(found)


def _former(book: Book) -> dict[int | None, tuple[str, ...]]:
    found: dict[int | None, tuple[str, ...]] = {}
    for chapter_id, slug in session().execute(
        select(FormerAddress.chapter_id, FormerAddress.slug)
        .where(FormerAddress.book_id == book.id)
        .order_by(FormerAddress.id)
    ):
        found[chapter_id] = (*found.get(chapter_id, ()), slug)
    return found


def _open_in(book: Book) -> list[ChapterVersion]:
    of_book = ChapterVersion.chapter_id.in_([one.id for one in book.chapters])
    query = select(ChapterVersion).where(of_book, ChapterVersion.state.in_(OPEN)).order_by(ChapterVersion.id)
    return list(session().scalars(query))


def _title(version: ChapterVersion) -> str:
    return version.title or str(version.chapter.titles.get(version.language, ""))


# ------------------------------------------------------------------------------------------ what files would change


@dataclass(frozen=True)
class Planned:
    """One text: what becomes of it, which edition it is set against, and what is wrong with it, by lines of the file."""

    file: str
    slug: str
    text: TextFile
    outcome: Outcome
    changed_meanwhile: bool
    newest_number: int | None
    faults: tuple[Fault, ...]
    # The text here that says the same, or that is saved anew.
    version: ChapterVersion | None


@dataclass(frozen=True)
class Plan:
    """What bringing a folder in does. `book` is None where it makes the book, `places` are chapters it makes.

    `kept` names what of the book itself is otherwise in the files, and stays as it is here.
    """

    files: BookFiles
    book: Book | None
    places: tuple[ChapterFiles, ...]
    texts: tuple[Planned, ...]
    kept: tuple[str, ...]
    addresses: Mapping[str, str]
    # Pictures that come along, each with the address of its chapter in the files.
    figures: tuple[tuple[str, FigureFile], ...] = ()

    @property
    def brings(self) -> list[Planned]:
        return [one for one in self.texts if one.outcome in BRINGS]


def plan_of(by: Visitor, files: BookFiles, *, pages: Collection[str], book: Book | None = None) -> Plan:
    """See Plan. With `book` the files must be of that one. Raises FilesWrong. A constant number of statements."""
    queries.demand_writer(by)
    found = queries.book_at(files.slug)
    if book is not None and (found is None or found.id != book.id):
        raise FilesWrong([FileFault(FileFaultKind.OTHER_BOOK, "book.json", about=files.slug)])
    addresses = queries.chapters_by_address(found) if found else {}
    places = tuple(one for one in files.chapters if one.slug not in addresses)
    faults = list(_wrong_places(files, found, places, addresses))
    if faults:
        raise FilesWrong(faults)
    known = known_to(found, pages, more_chapters={one.slug for one in files.chapters})
    figures = _figures_here(found) if found else {}
    new_figures: list[tuple[str, FigureFile]] = []
    other_figures: list[str] = []
    here = _what_is_here(by, found) if found else {}
    planned = []
    # So many faults are enough to know that the files are not well.
    left = ENOUGH_FAULTS
    for chapter in files.chapters:
        slug = addresses.get(chapter.slug, chapter.slug)
        there = figures.get(slug, {})
        new_figures += [(chapter.slug, one) for one in chapter.figures if one.key not in there]
        # A picture is never replaced: another one has another key.
        other_figures += [
            f"{slug}: figure {one.key}"
            for one in chapter.figures
            if one.key in there and hashlib.sha256(one.content).hexdigest() not in there[one.key]
        ]
        own = frozenset({*there, *(one.key for one in chapter.figures)})
        known_here = replace(known, figures=own, figures_elsewhere=frozenset(known.figures_elsewhere) - own)
        for text in _source_first(chapter, files.source_language):
            at = here.get((slug, text.language), _Here())
            seen = at.seen_by(by, text)
            words = (text.title, text.summary, rules.plain_lines(text.body))
            outcome = outcome_of(words, seen)
            text_faults = (
                tuple(islice(_faults(text, chapter, files, known_here), left))
                if outcome in BRINGS and left
                else ()
            )
            left -= len(text_faults)
            planned.append(
                Planned(
                    file=chapter.name_of(text.language),
                    slug=chapter.slug,
                    text=text,
                    outcome=outcome,
                    changed_meanwhile=outcome in BRINGS and has_changed_meanwhile(text.edition, seen),
                    newest_number=seen.newest_number,
                    faults=text_faults,
                    version=at.version_of(words, outcome),
                )
            )
    return Plan(
        files,
        found,
        places,
        tuple(planned),
        (*_kept(files, found), *other_figures),
        addresses,
        tuple(new_figures),
    )


def _figures_here(book: Book) -> dict[str, dict[str, set[str]]]:
    """By address of the chapter and key the fingerprints of a picture: of the file that was sent, and of those made of it."""
    slugs = {one.id: one.slug for one in book.chapters}
    rows = session().execute(
        select(ChapterFigure.chapter_id, ChapterFigure.key, ChapterFigure.sent_sha256, StoredFile.sha256)
        .join(FigureSize, FigureSize.figure_id == ChapterFigure.id)
        .join(StoredFile, StoredFile.id == FigureSize.file_id)
        .where(ChapterFigure.chapter_id.in_(slugs))
        .order_by(ChapterFigure.id, FigureSize.width)
    )
    found: dict[str, dict[str, set[str]]] = {}
    for chapter_id, key, sent, made in rows:
        found.setdefault(slugs[chapter_id], {}).setdefault(key, set()).update((sent, made))
    return found


def _source_first(chapter: ChapterFiles, source_language: str) -> list[TextFile]:
    return sorted(chapter.texts.values(), key=lambda text: text.language != source_language)


def _wrong_places(
    files: BookFiles, book: Book | None, places: Collection[ChapterFiles], addresses: Mapping[str, str]
) -> Iterator[FileFault]:
    for one in places:
        if rules.why_not_slug(one.slug):
            yield FileFault(FileFaultKind.ADDRESS_TAKEN, "book.json", about=one.slug)
    if book is None:
        if rules.why_not_slug(files.slug):
            yield FileFault(FileFaultKind.ADDRESS_TAKEN, "book.json", about=files.slug)
        return
    seen: set[str] = set()
    for one in files.chapters:
        slug = addresses.get(one.slug, one.slug)
        if slug in seen:
            yield FileFault(FileFaultKind.TWICE, "book.json", about=f"slug: {one.slug}")
        seen.add(slug)
        for code in one.texts:
            if code not in book.languages:
                yield FileFault(FileFaultKind.LANGUAGE_NOT_PROMISED, one.name_of(code))
    if files.source_language != book.source_language:
        yield FileFault(FileFaultKind.WRONG_VALUE, "book.json", about="source_language")


def _kept(files: BookFiles, book: Book | None) -> Iterator[str]:
    """What of the book and of the places of its chapters the files have otherwise."""
    if book is None:
        return
    for name in ("slug", "audience", "titles", "notes"):
        if getattr(files, name) != getattr(book, name):
            yield name
    if set(files.languages) != set(book.languages):
        yield "languages"
    positions = {one.slug: one.position for one in book.chapters}
    parts = {one.slug: one.part for one in book.chapters}
    for one in files.chapters:
        if positions.get(one.slug, one.position) != one.position:
            yield f"{one.slug}: position"
        elif dict(parts.get(one.slug, one.part)) != dict(one.part):
            yield f"{one.slug}: part"


def _faults(text: TextFile, chapter: ChapterFiles, files: BookFiles, known: Known) -> Iterator[Fault]:
    found = faults_in(text.body, known, language=text.language)
    source = chapter.texts.get(files.source_language)
    if (
        source is not None
        and text.language != files.source_language
        and text.follows in (None, source.edition)
    ):
        found += faults_of_translation(
            text.body, source.body, language=text.language, source_language=files.source_language
        )
    for fault in sorted(found, key=lambda one: (not one.line, one.line)):
        yield replace(fault, line=fault.line + text.first_line - 1 if fault.line else 0)


@dataclass
class _Here:
    """The texts of a chapter and a language: what readers see, what is being written, what was put beside it before."""

    newest: ChapterVersion | None = None
    open: ChapterVersion | None = None
    known: tuple[ChapterVersion, ...] = ()

    def seen_by(self, by: Visitor, text: TextFile) -> Here:
        draft = self.open
        return Here(
            newest=_words(self.newest) if self.newest else None,
            newest_number=self.newest.number if self.newest else None,
            open=_words(draft) if draft else None,
            open_is_mine=draft is not None
            and draft.state is ChapterState.DRAFT
            and draft.by_ref == by.person_ref
            and bool(draft.by_ref),
            open_as_exported=draft is not None
            and (text.state, text.edition, text.revision) == (draft.state, draft.number, draft.revision),
            known=frozenset(_words(one) for one in self.known),
        )

    def version_of(self, words: Words, outcome: Outcome) -> ChapterVersion | None:
        if outcome is Outcome.DRAFT_SAVED:
            return self.open
        those = [one for one in (self.newest, self.open, *self.known) if one is not None]
        return next((one for one in those if _words(one) == words), None)


def _words(version: ChapterVersion) -> Words:
    return _title(version), version.summary, rules.plain_lines(version.body)


def _what_is_here(by: Visitor, book: Book) -> dict[tuple[str, str], _Here]:
    """By address of the chapter and language. Four statements."""
    slugs = {one.id: one.slug for one in book.chapters}
    found: dict[tuple[str, str], _Here] = {}

    def at(version: ChapterVersion) -> _Here:
        return found.setdefault((slugs[version.chapter_id], version.language), _Here())

    for text in queries.texts_of([book]):
        at(text.version).newest = text.version
    for version in _open_in(book):
        at(version).open = version
    put_beside = (
        select(ChapterVersion)
        .where(
            ChapterVersion.chapter_id.in_(slugs),
            ChapterVersion.origin == Origin.IMPORTED,
            ChapterVersion.state == ChapterState.WITHDRAWN,
            ChapterVersion.publish_at.is_(None),
        )
        .order_by(ChapterVersion.id)
    )
    for version in session().scalars(put_beside):
        at(version).known += (version,)
    return found


# ------------------------------------------------------------------------------------------ archives that wait


def delivery_of(by: Visitor, book: Book, public_id: str, now: datetime) -> BookDelivery:
    """An archive that this person has sent and that still waits, with its content."""
    queries.demand_writer(by)
    found = session().scalar(
        select(BookDelivery)
        .options(undefer(BookDelivery.content))
        .where(
            BookDelivery.public_id == public_id,
            BookDelivery.book_id == book.id,
            BookDelivery.by_ref == by.person_ref,
            BookDelivery.sent_at >= BOOK_DELIVERIES.before(now),
        )
    )
    if found is None:
        raise Missing
    return found


def chapter_in(book: Book, slug: str) -> Chapter:
    """A chapter of the book by an address it has or once had."""
    found = queries.chapter_at(book, slug)
    if found is None:
        raise Missing
    return found
