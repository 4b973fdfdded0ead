"""Reading students as columns: packed by a job where they are many, with what changed since put over it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Select, case, delete, func, insert, select

from recruit.core.db import session
from recruit.core.finding.columns import Rows, put_over
from recruit.core.finding.packed import OVERLAP, PACK_FROM, Pack, is_old
from recruit.students.models import Disclosure
from recruit.students.rules import DisclosureScope
from recruit.students.search.counting import LAYOUT, ROW, SIGHT, rows_of, sight_of
from recruit.students.search.models import PackedSight, PackedStudents, StudentFound

_COLUMNS = (
    StudentFound.student_id, StudentFound.is_gone, StudentFound.country, StudentFound.university_id, StudentFound.major,
    StudentFound.level, StudentFound.graduates, StudentFound.skills, StudentFound.called, StudentFound.name,
)  # fmt: skip


_pack = Pack(PackedStudents, LAYOUT, ROW)


def in_sight(organisation_id: int) -> Select[*tuple[Any, ...]]:
    """Whom an organisation sees now, and whether whole."""
    return (
        select(
            Disclosure.student_id,
            func.max(case((Disclosure.scope == DisclosureScope.CARD, 0), else_=1)),
        )
        .where(Disclosure.organisation_id == organisation_id, Disclosure.until_at.is_(None))
        .group_by(Disclosure.student_id)
    )


def students_seen_by(organisation_id: int | None) -> tuple[Rows, Rows | None]:
    """All rows, and whom the organisation sees; without an organisation everybody."""
    packed = _pack.read()
    sight = None if organisation_id is None else _sight(organisation_id)
    query = select(*_COLUMNS)
    if packed is not None:
        packed_at, rows = packed
        changed = session().execute(query.where(StudentFound.saved_at >= packed_at - OVERLAP)).all()
        return put_over(rows, rows_of(changed)), sight
    if organisation_id is not None:
        query = query.where(
            StudentFound.student_id.in_(
                select(Disclosure.student_id).where(
                    Disclosure.organisation_id == organisation_id, Disclosure.until_at.is_(None)
                )
            )
        )
    return rows_of(session().execute(query).all()), sight


def _sight(organisation_id: int) -> Rows:
    packed = (
        session()
        .execute(
            select(PackedSight.packed_at, PackedSight.content).where(
                PackedSight.organisation_id == organisation_id
            )
        )
        .first()
    )
    if packed is None:
        return sight_of(session().execute(in_sight(organisation_id)).all())
    since = packed.packed_at - OVERLAP
    changed = select(Disclosure.student_id).where(
        Disclosure.organisation_id == organisation_id, Disclosure.from_at >= since
    ).union(
        select(Disclosure.student_id).where(
            Disclosure.organisation_id == organisation_id, Disclosure.until_at >= since
        )
    )  # fmt: skip
    ids = session().scalars(changed).all()
    sight: Rows = np.frombuffer(packed.content, SIGHT)
    if not ids:
        return sight
    now_seen = session().execute(in_sight(organisation_id).where(Disclosure.student_id.in_(ids))).all()
    return put_over(sight[~np.isin(sight["id"], ids)], sight_of(now_seen))


# ------------------------------------------------------------------------------------------------ the job


def pack(now: datetime, *, anew: bool = False) -> bool:
    """Pack all students, where they are many and enough has changed, or (`anew`) whatever has. Whether it was done."""
    count = session().scalar(select(func.count()).select_from(StudentFound)) or 0
    packed_at = _pack.packed_at()
    if count < PACK_FROM:
        if packed_at is not None:
            _pack.drop()
        return False
    changes = select(StudentFound.student_id)
    if packed_at is not None and not anew and not is_old(packed_at, changes, StudentFound.saved_at, now=now):
        return False
    _pack.write(rows_of(session().execute(select(*_COLUMNS)).all()), now)
    return True


def organisations_that_see_many() -> Sequence[int]:
    """Whose sight is worth packing, and whose is packed."""
    many = (
        select(Disclosure.organisation_id)
        .where(Disclosure.until_at.is_(None))
        .group_by(Disclosure.organisation_id)
        .having(func.count() >= PACK_FROM)
    )
    return (
        session().scalars(many.union(select(PackedSight.organisation_id)).order_by("organisation_id")).all()
    )


def pack_sight(organisation_id: int, now: datetime) -> bool:
    """Pack whom one organisation sees, where enough has changed. Whether it was done."""
    held = PackedSight.organisation_id == organisation_id
    packed_at = session().scalar(select(PackedSight.packed_at).where(held))
    changes = select(Disclosure.id).where(Disclosure.organisation_id == organisation_id)
    if packed_at is not None and not is_old(
        packed_at, changes, Disclosure.from_at, Disclosure.until_at, now=now
    ):
        return False
    sight = sight_of(session().execute(in_sight(organisation_id)).all())
    session().execute(delete(PackedSight).where(held))
    if len(sight) < PACK_FROM:
        return packed_at is not None
    session().execute(
        insert(PackedSight).values(organisation_id=organisation_id, packed_at=now, content=sight.tobytes())
    )
    return True
