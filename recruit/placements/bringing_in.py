"""Bringing hires in from a list: first show what would happen, then do it; a second time only what changed."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from recruit.accounts.actions.people import add_person
from recruit.accounts.models import ContactPoint, Person
from recruit.accounts.rules import ContactKind
from recruit.core import audit
from recruit.core.db import session
from recruit.core.events import announce
from recruit.core.locales import LANGUAGES
from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.placements.actions import add_fact
from recruit.placements.events import EndEntered, EndWithdrawn, PlacementBroughtIn, StartMoved
from recruit.placements.lists import HireRow
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementFactKind, PlacementSource, PlacementState, SaidBy

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
    known = {
        placement.source_key: placement
        for placement in session().scalars(
            select(Placement).where(
                Placement.source == PlacementSource.IMPORT, Placement.source_name == source
            )
        )
    }
    employers = _employers(rows)
    result = Result()
    for row in rows:
        placement = known.get(row.hire_id)
        if placement is None:
            result.added.append(row.hire_id)
            if not dry_run:
                _add(row, source, employers, by=by, now=now)
            continue
        changes = _changes(placement, row)
        if not changes:
            result.same.append(row.hire_id)
            continue
        result.changed.append((row.hire_id, ", ".join(changes)))
        if not dry_run:
            _correct(placement, row, changes, source, by=by, now=now)
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


def _add(row: HireRow, source: str, employers: dict[str, int], *, by: Visitor, now: datetime) -> None:
    language = row.language or _LANGUAGE_OF.get(row.country, "en")
    person = _person(row, source, language, now)
    ended_on = first_day_gone(row)
    placement = Placement(
        person_id=person.id,
        source=PlacementSource.IMPORT,
        source_name=source,
        source_key=row.hire_id,
        state=PlacementState.LEFT if ended_on else PlacementState.WORKING,
        planned_start_on=row.hire_date,
        started_on=row.hire_date,
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
    registered_at = start_of_day(row.registered_date)
    add_fact(
        placement,
        PlacementFactKind.STARTED,
        row.hire_date.isoformat(),
        valid_on=row.hire_date,
        by=by,
        said_by=SaidBy.IMPORT,
        now=min(registered_at, now),
        source=source,
    )
    if ended_on is not None:
        _add_end(placement, ended_on, by=by, known_at=min(start_of_day(max(ended_on, row.registered_date)), now), source=source)
    announce(PlacementBroughtIn(placement_id=placement.id, by=by, now=now))


def _person(row: HireRow, source: str, language: str, now: datetime) -> Person:
    if row.email:
        point = session().scalar(
            select(ContactPoint)
            .where(
                ContactPoint.kind == ContactKind.MAIL,
                ContactPoint.value == row.email,
                ContactPoint.ended_at.is_(None),
            )
            .order_by(ContactPoint.id)
            .limit(1)
        )
        if point is not None:
            found = session().get(Person, point.person_id)
            if found is not None:
                return found
    person = add_person(
        display_name=row.name or f"{source} {row.hire_id}",
        language=language,
        zone="Asia/Tokyo",
        country_now="JP",
        now=now,
    )
    if row.email:
        session().add(
            ContactPoint(person_id=person.id, kind=ContactKind.MAIL, value=row.email, priority=1)
        )
        session().flush()
    return person


def first_day_gone(row: HireRow) -> date | None:
    """The first day not employed."""
    return row.last_working_day + timedelta(days=1) if row.last_working_day else None


def start_of_day(day: date) -> datetime:
    """The instant at which a day begins in Japan."""
    return datetime.combine(day, time(), ZoneInfo("Asia/Tokyo")).astimezone(UTC)


def _changes(placement: Placement, row: HireRow) -> list[str]:
    pairs = {
        "hire_date": (placement.started_on, row.hire_date),
        "registered_date": (placement.registered_on, row.registered_date),
        "last_working_day": (placement.ended_on, first_day_gone(row)),
        "exit_type": (placement.exit_kind, row.exit_kind),
        "country": (placement.country, row.country),
        "company_size": (placement.employer_size, row.company_size),
    }
    return [column for column, (before, after) in pairs.items() if before != after]


def _correct(
    placement: Placement, row: HireRow, changes: list[str], source: str, *, by: Visitor, now: datetime
) -> None:
    placement.country, placement.employer_size = row.country, row.company_size
    placement.registered_on = row.registered_date
    if "hire_date" in changes:
        placement.started_on = placement.planned_start_on = row.hire_date
        add_fact(
            placement,
            PlacementFactKind.STARTED,
            row.hire_date.isoformat(),
            valid_on=row.hire_date,
            by=by,
            said_by=SaidBy.IMPORT,
            now=now,
            source=source,
        )
        announce(StartMoved(placement_id=placement.id, by=by, now=now))
    if "last_working_day" not in changes and "exit_type" not in changes:
        session().flush()
        return
    ended_on = first_day_gone(row)
    before = placement.ended_on
    placement.ended_on, placement.exit_kind = ended_on, row.exit_kind
    placement.state = PlacementState.LEFT if ended_on else PlacementState.WORKING
    session().flush()
    if ended_on is None:
        add_fact(
            placement,
            PlacementFactKind.ENDED_WITHDRAWN,
            valid_on=before or row.hire_date,
            by=by,
            said_by=SaidBy.IMPORT,
            now=now,
            source=source,
        )
        announce(EndWithdrawn(placement_id=placement.id, by=by, now=now))
    else:
        _add_end(placement, ended_on, by=by, known_at=now, source=source)
        announce(EndEntered(placement_id=placement.id, by=by, now=now))


def _add_end(placement: Placement, ended_on: date, *, by: Visitor, known_at: datetime, source: str) -> None:
    add_fact(
        placement,
        PlacementFactKind.ENDED,
        str(placement.exit_kind),
        valid_on=ended_on,
        by=by,
        said_by=SaidBy.IMPORT,
        now=known_at,
        source=source,
    )
