"""Boards and lists as files. Taking people out of the house is a move: one line in the trail, and everybody in the file is told
who looked.
"""

from collections.abc import Iterator, Sequence

from flask import abort, g
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.core import audit, clock
from recruit.core.db import writing
from recruit.surveys.boards import queries
from recruit.surveys.boards.naming import Names
from recruit.surveys.boards.question import Question
from recruit.surveys.boards.rules import Side, Stand, coverage, response_rate, stand_of
from recruit.surveys.boards.views import asked, names, watchers
from recruit.surveys.models import Contact
from recruit.surveys.queries import boards
from recruit.surveys.views.room import room
from recruit.surveys.words import REASONS
from recruit.web.exports import csv_file, xlsx_file
from recruit.web.gate import visitor
from recruit.web.times import format_instant
from recruit.web.words import words_for

FILES = {"csv": csv_file, "xlsx": xlsx_file}
_AT_ONCE = 1000


@room.post("/staff/followups/board.<kind>", lock=watchers)
def board_file(kind: str) -> ResponseReturnValue:
    """The board as it is asked, every line of it."""
    if kind not in FILES:
        abort(404)
    question, named, now = asked().without_figures(), names(), clock.now()
    found = queries.board(question, now)
    head = [
        *(words_for(side) for side in question.sides),
        *(words_for(stand) for stand in Stand),
        _("Answered, of those asked and reached"),
        _("n (asked and reached)"),
        _("Answered, of all who should have been asked"),
        _("n (should have been asked)"),
        _("As of"),
    ]
    lines = []
    for row in [*named.in_order(question.sides, found.rows), found.total]:
        keys = (
            [named.of(side, key) for side, key in zip(question.sides, row.keys, strict=True)]
            if row.keys
            else [_("Total"), *[""] * (len(question.sides) - 1)]
        )
        rate, whole = response_rate(row.dispositions), coverage(row.dispositions)
        lines.append(
            [
                *keys,
                *(row.counts.get(stand, 0) for stand in Stand),
                "" if rate.share is None else round(rate.share, 4),
                rate.people,
                "" if whole.share is None else round(whole.share, 4),
                whole.people,
                format_instant(now),
            ]
        )
    _note("board", question, len(lines) - 1)
    return FILES[kind](f"followups-board-{_today()}", head, lines)


@room.post("/staff/followups/list.<kind>", lock=watchers, seen="export")
def list_file(kind: str) -> ResponseReturnValue:
    """The rows behind a figure, all pages of them."""
    if kind not in FILES:
        abort(404)
    question, named = asked(), names()
    contacts = list(_all(question))
    g.sighted_person_refs = sorted({contact.placement.person.public_id for contact in contacts})
    head = [
        _("Name"), _("Language"), _("Employer"), _("Point"), _("What"), _("Day"), _("State"), _("Reason"),
        _("Sent"), _("Source"),
    ]  # fmt: skip
    _note("list", question, len(contacts))
    return FILES[kind](f"followups-list-{_today()}", head, [_line(contact, named) for contact in contacts])


def _all(question: Question) -> Iterator[Contact]:
    now, after = clock.now(), None
    while True:
        page = queries.listed(question, now, after=after, size=_AT_ONCE)
        yield from page.rows
        after = page.next_mark
        if after is None:
            return


def _line(contact: Contact, named: Names) -> Sequence[object]:
    placement = contact.placement
    place = boards.place_of(contact, clock.now())
    reason = place.reason or ""
    employer = placement.employer.public_id if placement.employer else ""
    return (
        placement.person.display_name,
        named.of(Side.LANGUAGE, placement.person.language),
        named.of(Side.EMPLOYER, employer) if employer else _("not one of ours"),
        named.of(Side.WAVE, contact.wave.key),
        words_for(contact.kind),
        contact.due_on.isoformat(),
        words_for(stand_of(place.column, contact.state)),
        str(REASONS.get(reason, reason)),
        format_instant(contact.sent_at),
        placement.source_name,
    )


def _note(what: str, question: Question, rows: int) -> None:
    """Which filters were set and how many lines went out; the names of sources are people's words and stay out of the trail."""
    address = question.address()
    if "source" in address:
        address["source"] = "set"
    change = " ".join([*(f"{name}={value}" for name, value in address.items()), f"rows={rows}"])
    with writing():
        audit.record(
            "follow_ups.exported",
            by=visitor(),
            now=clock.now(),
            subject_kind="follow_ups",
            subject_ref=what,
            change=change,
        )


def _today() -> str:
    return clock.today_in("Asia/Tokyo").isoformat()
