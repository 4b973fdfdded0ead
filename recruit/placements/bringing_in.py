"""Bringing hires in from a list: first show what would happen, then do it; a second time only what changed."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from recruit.accounts.actions.people import add_person
from recruit.accounts.models import ContactPoint, Person
from recruit.accounts.rules import ContactKind
from recruit.core import audit
from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.core.events import announce
from recruit.core.locales import LANGUAGES
from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.placements.actions import TOKYO, add_fact
from recruit.placements.addresses import (
    add_address,
    correct_address,
    may_belong_to,
    person_and_address,
)
from recruit.placements.events import (
    EndEntered,
    EndWithdrawn,
    PlacementBroughtIn,
    StartConfirmed,
    StartMoved,
    StayChanged,
)
from recruit.placements.lists import HireRow
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import PlacementFactKind, PlacementSource, PlacementState, SaidBy
from recruit.placements.stay.actions import day_said, facts_said, keep_days
from recruit.placements.stay.queries import days_of
from recruit.placements.stay.rules import StayDays

LONGEST_SOURCE = 120
_STARTS = frozenset({PlacementFactKind.PLANNED_START, PlacementFactKind.STARTED})
_ENDS = frozenset({PlacementFactKind.ENDED, PlacementFactKind.ENDED_WITHDRAWN})
_LANGUAGE_OF = {language.country: language.code for language in LANGUAGES if language.code != "en"}


@dataclass
class Result:
    """What bringing in did, or would do: the hires' own numbers."""

    added: list[str] = field(default_factory=list)
    changed: list[tuple[str, str]] = field(default_factory=list)
    same: list[str] = field(default_factory=list)


def bring_in(rows: tuple[HireRow, ...], *, source: str, dry_run: bool, by: Visitor, now: datetime) -> Result:
    """Take over the rows of a list; inside `writing()`. (source, hire_id) names a hire for ever.

    A changed row becomes a corrected fact; nothing is overwritten or taken away. With `dry_run` nothing is written.
    """
    source = source[:LONGEST_SOURCE]
    known = _known(source)
    employers = _employers(rows)
    addresses = _addresses([placement.person_id for placement in known.values()])
    today = day_in(now, TOKYO)
    result = Result()
    for row in rows:
        placement = known.get(row.hire_id)
        if placement is None:
            result.added.append(row.hire_id)
            if not dry_run:
                _add(row, source, employers, by=by, now=now)
            continue
        changes = _changes(placement, row, employers, addresses.get(placement.person_id, set()), today)
        if not changes:
            result.same.append(row.hire_id)
            continue
        result.changed.append((row.hire_id, ", ".join(changes)))
        if not dry_run:
            _correct(placement, row, changes, employers, by=by, now=now)
    if not dry_run and (result.added or result.changed):
        audit.record(
            "placement.brought_in",
            by=by,
            now=now,
            subject_kind="source",
            subject_ref=source[:80],
            change=f"added {len(result.added)}, changed {len(result.changed)}",
        )
    return result


def _known(source: str) -> dict[str, Placement]:
    rows = session().scalars(
        select(Placement)
        .options(joinedload(Placement.person), selectinload(Placement.facts))
        .where(Placement.source == PlacementSource.IMPORT, Placement.source_name == source)
    )
    return {placement.source_key: placement for placement in rows}


def _employers(rows: tuple[HireRow, ...]) -> dict[str, int]:
    numbers = {row.employer_corporate_number for row in rows if row.employer_corporate_number}
    if not numbers:
        return {}
    found = session().execute(
        select(Organisation.corporate_number, Organisation.id).where(
            Organisation.corporate_number.in_(numbers)
        )
    )
    return {str(number): organisation_id for number, organisation_id in found}


def _addresses(person_ids: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    if person_ids:
        rows = session().execute(
            select(ContactPoint.person_id, ContactPoint.value).where(
                ContactPoint.person_id.in_(person_ids), ContactPoint.kind == ContactKind.MAIL
            )
        )
        for person_id, value in rows:
            found.setdefault(person_id, set()).add(value)
    return found


def _add(row: HireRow, source: str, employers: dict[str, int], *, by: Visitor, now: datetime) -> None:
    language = row.language or _LANGUAGE_OF.get(row.country, "en")
    person = _person(row, source, language, now)
    ended_on = first_day_gone(row)
    has_begun = row.hire_date <= day_in(now, TOKYO)
    placement = Placement(
        person_id=person.id,
        source=PlacementSource.IMPORT,
        source_name=source,
        source_key=row.hire_id,
        state=_state(has_begun=has_begun, ended_on=ended_on),
        planned_start_on=row.hire_date,
        started_on=row.hire_date if has_begun else None,
        ended_on=ended_on,
        exit_kind=row.exit_kind,
        registered_on=row.registered_date,
        employer_id=employers.get(row.employer_corporate_number),
        employer_size=row.company_size,
        country=row.country,
        channel="import",
    )
    session().add(placement)
    session().flush()
    # A list tells what was known when its row was registered: an end that lies later became known with the end.
    _add_start(placement, row, by=by, known_at=min(start_of_day(row.registered_date), now))
    if ended_on is not None:
        known_at = min(start_of_day(max(ended_on, row.registered_date)), now)
        _add_end(placement, ended_on, by=by, known_at=known_at)
    _keep_stay(placement, row, [column for column, _kind, _said in _stay_said(row)], by=by, now=now)
    announce(PlacementBroughtIn(placement_id=placement.id, by=by, now=now))


def _state(*, has_begun: bool, ended_on: date | None) -> PlacementState:
    if ended_on is not None:
        return PlacementState.LEFT
    return PlacementState.WORKING if has_begun else PlacementState.EXPECTED


def _person(row: HireRow, source: str, language: str, now: datetime) -> Person:
    known, address = person_and_address(row, now)
    if known is not None:
        return known
    person = add_person(
        display_name=row.name or _name_without_one(source, row.hire_id),
        language=language,
        zone=TOKYO,
        country_now="JP",
        now=now,
    )
    if address:
        add_address(person.id, address)
    return person


def _name_without_one(source: str, hire_id: str) -> str:
    return f"{source} {hire_id}"


def first_day_gone(row: HireRow) -> date | None:
    """The first day not employed."""
    return row.last_working_day + timedelta(days=1) if row.last_working_day else None


def start_of_day(day: date) -> datetime:
    """The instant at which a day begins in Japan."""
    return datetime.combine(day, time(), ZoneInfo(TOKYO)).astimezone(UTC)


def _changes(
    placement: Placement, row: HireRow, employers: dict[str, int], addresses: set[str], today: date
) -> list[str]:
    """The columns in which a row differs from what this list said before: what others said since is not its matter."""
    start, end = _last_said(placement, _STARTS), _last_said(placement, _ENDS)
    # A first working day that was planned and has come counts as said by the list that still names it.
    is_news = start is None or (start.fact is PlacementFactKind.PLANNED_START and row.hire_date <= today)
    is_gone = end is not None and end.fact is PlacementFactKind.ENDED
    pairs: dict[str, tuple[object, object]] = {
        "hire_date": (
            None if is_news and placement.started_on is None else start and start.valid_on,
            row.hire_date,
        ),
        "registered_date": (placement.registered_on, row.registered_date),
        "last_working_day": (end.valid_on if end and is_gone else None, first_day_gone(row)),
        "exit_type": (end.value if end and is_gone else None, row.exit_kind),
        "country": (placement.country, row.country),
        "company_size": (placement.employer_size, row.company_size),
    }
    is_erased = placement.person.anonymised_at is not None
    for column, kind, said_now in () if is_erased else _stay_said(row):
        said = _last_said(placement, frozenset({kind}))
        pairs[column] = (said.value if said else None, said_now)
    if row.employer_corporate_number in employers:
        pairs["employer_corporate_number"] = (placement.employer_id, employers[row.employer_corporate_number])
    if row.email and not is_erased:
        is_settled = row.email in addresses or not may_belong_to(placement.person_id, row.email)
        pairs["email"] = (is_settled, True)
    if (
        row.name
        and not is_erased
        and placement.person.display_name == _name_without_one(placement.source_name, row.hire_id)
    ):
        pairs["name"] = (placement.person.display_name, row.name)
    return [column for column, (before, after) in pairs.items() if before != after]


def _stay_said(row: HireRow) -> list[tuple[str, PlacementFactKind, str]]:
    """What a row says of the stay, as a fact has it. An empty column says nothing: others may know the day."""
    said = facts_said(StayDays(row.arrived_on, row.stay_until_on, has_no_end=row.stay_has_no_end))
    columns = {PlacementFactKind.ARRIVED: "arrival_date", PlacementFactKind.STAY_UNTIL: "stay_until"}
    return [(column, kind, said[kind]) for kind, column in columns.items() if said[kind]]


def _keep_stay(placement: Placement, row: HireRow, columns: list[str], *, by: Visitor, now: datetime) -> bool:
    """The days of the stay that are new in this list. Says whether one is another than the one that was known."""
    standing = days_of(placement)
    known = facts_said(standing)
    for column, kind, said in _stay_said(row):
        if column in columns and said == known[kind]:
            # Others had said it before; the list has it from now on, so that it takes back no later day of theirs.
            add_fact(
                placement,
                kind,
                said,
                valid_on=day_said(said) or day_in(now, TOKYO),
                by=by,
                said_by=SaidBy.IMPORT,
                now=now,
                source=placement.source_name,
            )
    wanted = standing
    if "arrival_date" in columns:
        wanted = replace(wanted, arrived_on=row.arrived_on)
    if "stay_until" in columns:
        wanted = replace(wanted, until_on=row.stay_until_on, has_no_end=row.stay_has_no_end)
    wanted = wanted.after(standing)
    if wanted == standing:
        return False
    keep_days(placement, wanted, by=by, said_by=SaidBy.IMPORT, now=now, source=placement.source_name)
    return True


def _last_said(placement: Placement, kinds: frozenset[PlacementFactKind]) -> PlacementFact | None:
    said = [fact for fact in placement.facts if fact.said_by_kind is SaidBy.IMPORT and fact.fact in kinds]
    return max(said, key=lambda fact: fact.id, default=None)


def _correct(
    placement: Placement,
    row: HireRow,
    changes: list[str],
    employers: dict[str, int],
    *,
    by: Visitor,
    now: datetime,
) -> None:
    placement.country, placement.employer_size = row.country, row.company_size
    placement.registered_on = row.registered_date
    if "name" in changes:
        placement.person.display_name = row.name
    if "email" in changes:
        correct_address(placement.person_id, row.email, now)
    if "employer_corporate_number" in changes:
        # As after a transfer: they have been told nothing yet of a stay that ends soon.
        placement.employer_id, placement.stay_notice = employers[row.employer_corporate_number], None
    session().flush()
    if "hire_date" in changes:
        _correct_start(placement, row, by=by, now=now)
    if "last_working_day" in changes or "exit_type" in changes:
        _correct_end(placement, row, by=by, now=now)
    if _keep_stay(placement, row, changes, by=by, now=now):
        announce(StayChanged(placement_id=placement.id, by=by, now=now))


def _correct_start(placement: Placement, row: HireRow, *, by: Visitor, now: datetime) -> None:
    had_begun, has_begun = placement.started_on is not None, row.hire_date <= day_in(now, TOKYO)
    placement.planned_start_on = row.hire_date
    placement.started_on = row.hire_date if has_begun else None
    if placement.ended_on is None and has_begun != had_begun:
        placement.state = _state(has_begun=has_begun, ended_on=None)
    session().flush()
    _add_start(placement, row, by=by, known_at=now)
    begun = has_begun and not had_begun
    announce((StartConfirmed if begun else StartMoved)(placement_id=placement.id, by=by, now=now))


def _correct_end(placement: Placement, row: HireRow, *, by: Visitor, now: datetime) -> None:
    ended_on, ended_before = first_day_gone(row), placement.ended_on
    placement.ended_on, placement.exit_kind = ended_on, row.exit_kind
    placement.state = _state(has_begun=placement.started_on is not None, ended_on=ended_on)
    session().flush()
    if ended_on is not None:
        _add_end(placement, ended_on, by=by, known_at=now)
        announce(EndEntered(placement_id=placement.id, by=by, now=now))
        return
    add_fact(
        placement,
        PlacementFactKind.ENDED_WITHDRAWN,
        valid_on=ended_before or row.hire_date,
        by=by,
        said_by=SaidBy.IMPORT,
        now=now,
        source=placement.source_name,
    )
    announce(EndWithdrawn(placement_id=placement.id, by=by, now=now))


def _add_start(placement: Placement, row: HireRow, *, by: Visitor, known_at: datetime) -> None:
    add_fact(
        placement,
        PlacementFactKind.STARTED if placement.started_on else PlacementFactKind.PLANNED_START,
        row.hire_date.isoformat(),
        valid_on=row.hire_date,
        by=by,
        said_by=SaidBy.IMPORT,
        now=known_at,
        source=placement.source_name,
    )


def _add_end(placement: Placement, ended_on: date, *, by: Visitor, known_at: datetime) -> None:
    add_fact(
        placement,
        PlacementFactKind.ENDED,
        str(placement.exit_kind),
        valid_on=ended_on,
        by=by,
        said_by=SaidBy.IMPORT,
        now=known_at,
        source=placement.source_name,
    )
