"""What happened to a position, in the reader's words: moves, changes from old to new, questions and answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _, ngettext

from recruit.core.visitor import Visitor
from recruit.postings import conditions
from recruit.postings.life import queries
from recruit.postings.life.changes import Change, contents_around, joined, with_parts
from recruit.postings.life.recording import whole
from recruit.postings.models import Posting, PostingMove
from recruit.postings.queries import TOKYO, moves_of
from recruit.postings.rules import Content, PostingItem, PostingState
from recruit.web.gate import current_language
from recruit.web.times import format_instant
from recruit.web.words import words_for


@dataclass(frozen=True)
class Differing:
    """One thing that is not as it was. Without words for it, it only says that it changed. `lang` marks foreign words."""

    label: str
    before: str = ""
    after: str = ""
    lang: str | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the history. `words` is what somebody wrote."""

    at: datetime
    who: str
    title: str
    words: str = ""
    # The version that was frozen with it.
    version: int | None = None
    rows: Sequence[Differing] = field(default_factory=tuple)


def history_of(posting: Posting, *, reader: Visitor) -> list[Entry]:
    """Everything, the newest first. A company reads the names of its own people, staff those of all."""
    moves, changes, questions = moves_of(posting), queries.changes_of(posting), queries.questions_of(posting)
    refs = {one.by_ref for one in (*moves, *changes, *questions) if one.by_ref}
    who = _names(refs, posting, reader)
    numbers = queries.version_numbers(posting)
    entries = [
        Entry(move.at, who(move.by_ref), _title_of(move), move.reason, version=numbers.get(move.at))
        for move in moves
    ]
    content: Content = whole(posting)
    for one in changes:
        rows = differing(content, one.change)
        content = contents_around(content, one.change)[0]
        if rows:
            entries.append(
                Entry(one.at, who(one.by_ref), _("Changed"), version=numbers.get(one.at), rows=rows)
            )
    for question in questions:
        reason = words_for(question.because)
        entries.append(Entry(question.asked_at, who(""), _("Asked whether it is still right"), reason))
        if question.ended_at is not None and question.by_ref:
            entries.append(Entry(question.ended_at, who(question.by_ref), words_for(question.outcome)))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def changed_since(posting: Posting, since: datetime) -> list[Differing]:
    """What is not as it was then, all changes taken together."""
    changes = [one.change for one in reversed(queries.changes_of(posting)) if one.at >= since]
    if not changes:
        return []
    total = changes[0]
    for change in changes[1:]:
        total = joined(total, change)
    return differing(whole(posting), total)


def last_read(moves: Sequence[PostingMove]) -> PostingMove | None:
    """The move by which staff last let a position go, with or without words; `moves` are the newest first."""
    return next((move for move in moves if move.from_state is PostingState.IN_REVIEW), None)


def _title_of(move: PostingMove) -> str:
    if move.cause is not None:
        return _("%(state)s: %(why)s", state=words_for(move.to_state), why=words_for(move.cause))
    if (move.from_state, move.to_state) == (PostingState.IN_REVIEW, PostingState.DRAFT) and move.reason:
        return _("Sent back by staff")
    return words_for(move.to_state)


def _names(refs: Collection[str], posting: Posting, reader: Visitor) -> Any:
    names, own = queries.names_of(refs), queries.members_among(refs, posting.company_id)

    def who(ref: str) -> str:
        if not ref:
            return _("this site, by itself")
        if ref not in names:
            return _("somebody who is no longer here")
        return names[ref] if reader.is_staff or ref in own else _("our staff")

    return who


# ------------------------------------------------------------------------------------------------ old and new


def differing(content: Content, change: Change) -> list[Differing]:
    """A change in words. `content` is how the position stood after it, or later."""
    before, after = contents_around(content, change)
    found = _coded(before, after)
    for path in change.paths:
        kind, _slash, key = path.partition("/")
        if kind == "texts":
            found.append(_text(key, change, path))
        elif words := _plain_words(path):
            label, say = words
            found.append(Differing(label, say(before), say(after)))
        elif kind == "items" and not _coded(
            before, with_parts(before, _one(change, path), _gone(change, path))
        ):
            found.append(Differing(_item_label(key)))
    return list(dict.fromkeys(found))


def _coded(before: Content, after: Content) -> list[Differing]:
    """The conditions that read differently, without the texts."""
    old, new = _rows(before), _rows(after)
    return [
        Differing(label, old.get(label, ""), new.get(label, ""))
        for label in {**old, **new}
        if old.get(label, "") != new.get(label, "")
    ]


def _rows(content: Content) -> dict[str, str]:
    rows = conditions.conditions_of({**content, "texts": {}})
    return {row.label: " · ".join(part for part in (row.value, row.aside) if part) for row in rows}


def _one(change: Change, path: str) -> dict[str, Any]:
    return {path: change.after[path]} if path in change.after else {}


def _gone(change: Change, path: str) -> set[str]:
    return set() if path in change.after else {path}


def _text(key: str, change: Change, path: str) -> Differing:
    language, _slash, name = key.partition("/")
    labels = {
        "title": _("Title of the position"),
        "duties": _("Duties at the start"),
        "duties_change_range": _("Range of change of duties"),
        "place": _("Place of work at the start"),
        "place_change_range": _("Range of change of the place of work"),
        "more": _("Good to know"),
    }
    label = _(
        "%(name)s (%(language)s)",
        name=labels.get(name, name),
        language=conditions.name_of_language(language),
    )
    return Differing(
        label,
        change.before.get(path, ""),
        change.after.get(path, ""),
        lang=language if language != current_language() else None,
    )


def _plain_words(path: str) -> tuple[str, Any] | None:
    """Label and reading of a part that is no condition."""
    match path:
        case "openings":
            return _("Number of openings"), lambda content: ngettext(
                "%(num)d opening", "%(num)d openings", content.get("openings") or 1
            )
        case "start_month":
            return _("Month of joining"), conditions.start_words
        case "opens_at" | "closes_at":
            label = _("Opens") if path == "opens_at" else _("Closing date for applications")
            return label, lambda content: _instant(content.get(path))
        case _:
            return None


def _instant(value: str | None) -> str:
    return format_instant(datetime.fromisoformat(value), TOKYO) if value else _("none")


def _item_label(key: str) -> str:
    return words_for(PostingItem(key)) if key in set(PostingItem) else _("Further details")
