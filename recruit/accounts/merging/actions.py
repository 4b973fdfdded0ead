"""Moves: put two rows of one person together, take them apart again, let it stand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, delete, insert, select, update

from recruit.accounts import privacy
from recruit.accounts.events import PeopleMerged, PeopleParted
from recruit.accounts.finding.models import PersonWord, rows_of
from recruit.accounts.merging import queries
from recruit.accounts.merging.columns import PersonColumn, person_columns
from recruit.accounts.merging.models import PersonMerge
from recruit.accounts.models import ContactPoint, Person, User
from recruit.core import audit
from recruit.core.db import Base, UtcDateTime, session
from recruit.core.errors import Missing, Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.messages.actions import queue
from recruit.messages.kinds import known_kinds

# One changed value: table, key of the row, column, before, after.
Move = list[Any]
_MERGED_WORDS = "merged"


def merge_people(kept: Person, merged: Person, *, by: Visitor, now: datetime) -> PersonMerge:
    """Everything of `merged` follows to `kept`; what is left is a sign that leads there. Refused where both have what may
    exist once. The sign-in of the kept row stays, the other one ends.
    """
    queries.demand_merger(by)
    hold_people(kept, merged)
    against = queries.why_not(by, kept, merged)
    if against:
        raise Refused(against[0].reason)
    moves: list[Move] = []
    _settle_ways(kept, merged, now, moves)
    ended = _end_second_sign_in(kept, merged, moves)
    _stricter_wishes(kept, merged, moves)
    _end_second_memberships(kept, merged, now, moves)
    for column in person_columns():
        _follow(column, kept, merged, moves)
    _change("person", merged.id, "merged_into_id", kept.id, moves)
    _gather_words(kept, merged, moves)
    merge = PersonMerge(kept_id=kept.id, merged_id=merged.id, at=now, by_ref=by.person_ref or "", moves=moves)
    session().add(merge)
    session().flush()
    session().expire_all()
    _note("people_merged", merge, by, now)
    if ended is not None:
        _tell(merge, ended, now)
    announce(PeopleMerged(person_id=kept.id, person_ref=kept.public_id, merged_ref=merged.public_id, at=now))
    return merge


def hold_people(kept: Person, merged: Person) -> None:
    """Both rows are held until the end of the transaction, always in the same order, and read again."""
    for person_id in sorted((kept.id, merged.id)):
        session().execute(select(Person.id).where(Person.id == person_id).with_for_update())
    session().refresh(kept)
    session().refresh(merged)


def _change(name: str, key: int, column_name: str, after: Any, moves: list[Move]) -> None:
    """Change one value and write down what it was."""
    table = Base.metadata.tables[name]
    row_key, column = table.c["id"], table.c[column_name]
    before = session().execute(select(column).where(row_key == key)).scalar_one()
    session().execute(update(table).where(row_key == key).values({column: after}))
    moves.append([name, key, column_name, _plain(before), _plain(after)])


def _plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, int | bool) else str(value)


def _as_column(column: Column, value: Any) -> Any:
    """The value as the column takes it."""
    return datetime.fromisoformat(value) if value and isinstance(column.type, UtcDateTime) else value


def _settle_ways(kept: Person, merged: Person, now: datetime, moves: list[Move]) -> None:
    """The ways of the other row are tried after those of the kept one; what both have is one way."""
    live = (
        select(ContactPoint)
        .where(ContactPoint.ended_at.is_(None))
        .order_by(ContactPoint.priority, ContactPoint.id)
    )
    mine = session().scalars(live.where(ContactPoint.person_id == kept.id)).all()
    known = {(point.kind, point.found_by, point.messenger) for point in mine}
    place = max((point.priority for point in mine), default=0)
    for point in session().scalars(live.where(ContactPoint.person_id == merged.id)).all():
        if (point.kind, point.found_by, point.messenger) in known:
            _change("contact_point", point.id, "ended_at", now, moves)
        else:
            place += 1
            _change("contact_point", point.id, "priority", place, moves)


def _tell(merge: PersonMerge, address: str, now: datetime) -> None:
    """The reader of the address whose account has ended hears of it."""
    queue(
        "sign_in_merged",
        to_address=address,
        to_ref=merge.kept.public_id,
        language=merge.merged.language,
        zone=merge.merged.zone,
        params={"merge": merge.public_id},
        unique_key=f"sign_in_merged:{merge.public_id}",
        now=now,
        subject_kind="person",
        subject_ref=merge.kept.public_id,
    )


def _end_second_sign_in(kept: Person, merged: Person, moves: list[Move]) -> str | None:
    """Where both sign in, the other's way in is closed: no cookie of it is anybody from now on. Gives its address."""
    users = {
        user.person_id: user
        for user in session().scalars(select(User).where(User.person_id.in_([kept.id, merged.id])))
    }
    if len(users) < 2:
        return None
    second = users[merged.id]
    address = second.email if second.active else None
    _change("user", second.id, "active", False, moves)
    return address


def _stricter_wishes(kept: Person, merged: Person, moves: list[Move]) -> None:
    """Who wanted a kind of mail, or its whole group, no more as one of the two gets none of it."""
    table = Base.metadata.tables["mail_preference"]
    group_of = {kind.name: kind.group for kind in known_kinds()}
    rows = session().execute(
        select(table).where(table.c.person_ref.in_([kept.public_id, merged.public_id])).order_by(table.c.id)
    )
    said: dict[str, list[Any]] = {kept.public_id: [], merged.public_id: []}
    for row in rows:
        said[row.person_ref].append(row)
    for one, other in ((kept, merged), (merged, kept)):
        ended = {(row.address, row.kind) for row in said[other.public_id] if row.wish == "off"}
        for row in said[one.public_id]:
            # Of the same thing said twice the row of the kept person stays.
            same = one is kept and (row.address, row.kind) in ended
            if row.wish != "off" and (same or (row.address, group_of.get(row.kind)) in ended):
                _change("mail_preference", row.id, "wish", "off", moves)


def _end_second_memberships(kept: Person, merged: Person, now: datetime, moves: list[Move]) -> None:
    """Nobody acts twice for one organisation: the rights of the kept row stay."""
    for column in person_columns():
        if column.table.name == "membership" and column.column.name == "person_id":
            for key in sorted(queries.keys_that_stay(column, kept, merged)):
                _change("membership", key, "ended_at", now, moves)


def _follow(column: PersonColumn, kept: Person, merged: Person, moves: list[Move]) -> None:
    """The rows of one column name the kept person from now on, but for those that the kept person has already."""
    keys = queries.keys_naming(column, merged)
    keys -= queries.keys_that_stay(column, kept, merged) if keys else set()
    if not keys:
        return
    before, after = queries.named(column, merged), queries.named(column, kept)
    session().execute(update(column.table).where(column.key.in_(keys)).values({column.column: after}))
    moves += [[column.table.name, key, column.column.name, before, after] for key in sorted(keys)]


def _gather_words(kept: Person, merged: Person, moves: list[Move]) -> None:
    """The kept person is found by the names of both."""
    profile_moved = any(table == "student" for table, *_rest in moves)
    session().execute(
        delete(PersonWord).where(PersonWord.person_id == merged.id, PersonWord.source == "person")
    )
    if profile_moved:
        session().execute(
            update(PersonWord)
            .where(PersonWord.person_id == merged.id, PersonWord.source == "student")
            .values(person_id=kept.id)
        )
    # Whatever was gathered from earlier rows stays gathered.
    have = set(
        session().scalars(
            select(PersonWord.word).where(PersonWord.person_id == kept.id, PersonWord.source == _MERGED_WORDS)
        )
    )
    rows = [row for row in rows_of(kept.id, _MERGED_WORDS, merged.search_key) if row["word"] not in have]
    if rows:
        session().execute(insert(PersonWord), rows)


def part_people(merge: PersonMerge, *, by: Visitor, now: datetime) -> None:
    """It was a mistake: every value that was changed is put back, but for what has been changed again or is gone since."""
    queries.demand_merger(by)
    kept, merged = merge.kept, merge.merged
    hold_people(kept, merged)
    session().refresh(merge)
    refusal = queries.why_not_parted(merge, now)
    if refusal:
        raise Refused(refusal)
    moves: Sequence[Move] = merge.moves
    for name, key, column_name, before, after in reversed(moves):
        table = Base.metadata.tables[name]
        column = table.c[column_name]
        is_as_left = column.is_(None) if after is None else column == _as_column(column, after)
        session().execute(
            update(table).where(table.c["id"] == key, is_as_left).values({column: _as_column(column, before)})
        )
    merge.undone_at, merge.undone_by_ref, merge.moves = now, by.person_ref or "", []
    session().flush()
    session().expire_all()
    _part_words(kept, merged, profile_moved=any(name == "student" for name, *_rest in moves))
    _note("people_parted", merge, by, now)
    for person in (kept, merged):
        announce(PeopleParted(person_id=person.id, person_ref=person.public_id, at=now))


def _part_words(kept: Person, merged: Person, *, profile_moved: bool) -> None:
    gathered = delete(PersonWord).where(PersonWord.person_id == kept.id, PersonWord.source == _MERGED_WORDS)
    session().execute(gathered)
    words = list(rows_of(merged.id, "person", merged.search_key))
    seen: set[str] = set()
    for other in queries.merges_of([kept.id]):
        for row in rows_of(kept.id, _MERGED_WORDS, other.merged.search_key):
            if row["word"] not in seen:
                seen.add(row["word"])
                words.append(row)
    if profile_moved:
        session().execute(
            update(PersonWord)
            .where(PersonWord.person_id == kept.id, PersonWord.source == "student")
            .values(person_id=merged.id)
        )
    if words:
        session().execute(insert(PersonWord), words)


def settle_merge(merge_id: int, now: datetime) -> bool:
    """It can no longer be taken apart: the list of moves is emptied, and the sign keeps no name and no sign-in. False where
    it was undone or settled meanwhile.
    """
    merge = session().scalar(
        select(PersonMerge)
        .where(PersonMerge.id == merge_id, *queries.to_settle(now))
        .with_for_update(of=PersonMerge)
        .execution_options(populate_existing=True)
    )
    if merge is None:
        return False
    merge.settled_at, merge.moves = now, []
    session().flush()
    privacy.erase_row(merge.merged_id, now)
    return True


def _note(action: str, merge: PersonMerge, by: Visitor, now: datetime) -> None:
    kept = session().get(Person, merge.kept_id)
    merged = session().get(Person, merge.merged_id)
    if kept is None or merged is None:
        raise Missing
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="person",
        subject_ref=kept.public_id,
        change=f"with {merged.public_id}",
    )
