"""What would follow from a change of the rules, as its pages show it: at once where few people are read, else as the worker counts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from flask import Response, after_this_request, request
from flask_babel import gettext as _

from recruit.core import clock
from recruit.surveys.models import Programme
from recruit.surveys.planning.contacts import Kind, PlannedContact
from recruit.surveys.programmes import queries
from recruit.surveys.programmes.consequences import Effect, counted
from recruit.surveys.programmes.counting import (
    LATE_AFTER,
    READ_AT_ONCE,
    is_good,
    pages,
    read_batch,
    shown,
    summed,
)
from recruit.surveys.programmes.models import CountedChange
from recruit.surveys.programmes.proposals import Proposal
from recruit.surveys.programmes.queries import Touched
from recruit.surveys.words import CONTACT_KINDS
from recruit.web.times import format_day, format_instant

# So many lines behind a number stand on one page.
LINES_A_PAGE = 100
SECONDS_BETWEEN = 4
_NOT_TYPED = ("effect", "people", "page", "version", "lang", "seen", "csrf_token", "change", "wave")


@dataclass(frozen=True)
class Lines:
    """One page of the lines behind a number."""

    lines: Sequence[Touched]
    count: int
    page: int
    has_more: bool


def counts_to_save(proposal: Proposal, version: int) -> dict[Effect, int] | None:
    """What follows, for who saves now; None where it has to be counted first."""
    now = clock.now()
    if queries.how_many_people(proposal, now) <= READ_AT_ONCE:
        return _counts(queries.consequences_of(proposal, now))
    row = queries.counted_change(proposal, version)
    if row is None or row.done_at is None or not is_good(row.asked_at, now):
        return None
    return summed([read_batch(one) for one in row.batches])


def was_shown(counts: Mapping[Effect, int]) -> bool:
    """Whether these are the numbers that stood beside the button that was pressed."""
    seen = request.form.get("seen")
    return seen is None or seen == shown(counts)


def consequences_shown(
    proposal: Proposal, programme: Programme, here: Callable[..., str], *, counts_by: Mapping[str, str]
) -> dict[str, object]:
    """What follows from rules that are not saved yet: how many of each, and the lines behind the number that was chosen; or
    how far counting has come. `counts_by` says in a form what to count.
    """
    now = clock.now()
    save = [*typed_query(), ("version", str(programme.version))]
    base: dict[str, object] = {
        "to_count": [*typed_query(), *counts_by.items()],
        "address": lambda **more: here(**dict(typed_query()), **more),
        "kinds": CONTACT_KINDS,
        "day_of": _day_of,
        "asked": True,
        "save": None,
        "counting": None,
        "counted_at": None,
        "facts_since": 0,
    }
    people = queries.how_many_people(proposal, now)
    if people <= READ_AT_ONCE:
        found = queries.consequences_of(proposal, now)
        counts, hires = _counts(found), len({touched.placement.id for touched in found})
        return {**base, **_numbers(save, counts, hires), **_behind(_of_list(found))}
    row = queries.counted_change(proposal, programme.version)
    if row is None or (row.done_at is not None and not is_good(row.asked_at, now)):
        return {**base, "people": people}
    batches = [read_batch(one) for one in row.batches]
    if row.done_at is None:
        reached = min(row.people, queries.PEOPLE_A_READ * len(batches))
        late = not batches and now - row.asked_at > LATE_AFTER
        ask_again_by_itself()
        return {**base, "counting": {"reached": reached, "people": row.people, "is_late": late}}
    return {
        **base,
        **_numbers(save, summed(batches), sum(batch.hires for batch in batches)),
        **_behind(lambda effect, page: _of_batches(proposal, row, effect, page)),
        "counted_at": row.asked_at,
        "people_read": row.people,
        "facts_since": queries.facts_since(row),
    }


def ask_again_by_itself() -> None:
    """A page that waits for the worker is asked for again by the browser, without any script."""

    @after_this_request
    def _ask_again(response: Response) -> Response:
        response.headers["Refresh"] = str(SECONDS_BETWEEN)
        return response


def typed_query() -> Sequence[tuple[str, str]]:
    """What was typed, without where on the page somebody is."""
    return [(name, value) for name, value in request.values.items() if name not in _NOT_TYPED]


def _counts(found: Iterable[Touched]) -> dict[Effect, int]:
    return counted(touched.consequence for touched in found)


def _numbers(save: list[tuple[str, str]], counts: Mapping[Effect, int], hires: int) -> dict[str, object]:
    return {"save": [*save, ("seen", shown(counts))], "counts": counts, "hires": hires}


def _behind(lines_of: Callable[[Effect, int], Lines]) -> dict[str, object]:
    chosen = next((effect for effect in Effect if effect == request.args.get("effect")), None)
    # No database, and no list, skips more than it can count.
    page = min(max(request.args.get("page", 0, type=int), 0), 1_000_000)
    lines = lines_of(chosen, page) if chosen is not None else Lines((), 0, 0, has_more=False)
    return {
        "chosen": chosen,
        "behind": lines.lines,
        "behind_count": lines.count,
        "is_first": lines.page == 0,
        "next_page": lines.page + 1 if lines.has_more else None,
    }


def _of_list(found: Sequence[Touched]) -> Callable[[Effect, int], Lines]:
    def lines(effect: Effect, page: int) -> Lines:
        behind = [touched for touched in found if touched.consequence.effect is effect]
        first = page * LINES_A_PAGE
        return Lines(
            behind[first : first + LINES_A_PAGE],
            len(behind),
            page,
            has_more=first + LINES_A_PAGE < len(behind),
        )

    return lines


def _of_batches(proposal: Proposal, row: CountedChange, effect: Effect, page: int) -> Lines:
    batches = [read_batch(one) for one in row.batches]
    here = list(islice(pages(batches, effect, lines=LINES_A_PAGE), page, page + 2))
    found: list[Touched] = []
    for piece in here[0] if here else ():
        ids = queries.people_between(proposal, piece.after, piece.up_to, row.asked_at)
        read = queries.consequences_for(proposal, ids, row.asked_at)
        of_effect = [touched for touched in read if touched.consequence.effect is effect]
        found += of_effect[piece.skip : piece.skip + piece.take]
    return Lines(found, summed(batches)[effect], page, has_more=len(here) > 1)


def _day_of(contact: PlannedContact | None, effect: Effect) -> str:
    """What the edit is about at this contact: the day it is due, or the last day it is open."""
    if contact is None:
        return "–"
    if effect in (Effect.OPEN_LONGER, Effect.TOO_LATE) or contact.due_at is None:
        return format_day(contact.close_on)
    goes = format_instant(contact.due_at, contact.zone)
    if contact.key.kind is not Kind.INVITATION:
        return goes
    return _("%(goes)s, open until %(close)s", goes=goes, close=format_day(contact.close_on))
