"""Staff add materials, withdraw them, and tell who may open them. Files are laid down before (`core.files.lay_down`)."""

from datetime import datetime

from sqlalchemy import func, select

from recruit.core import audit, files
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.files import LaidDown
from recruit.core.visitor import Visitor
from recruit.events.actions import lock_event
from recruit.events.materials import queries, rules
from recruit.events.materials.models import EventMaterial, EventMaterialText
from recruit.events.materials.rules import MaterialFacts, MaterialKind, MaterialRefusal
from recruit.events.models import Event


def add_material(
    event: Event, facts: MaterialFacts, laid: LaidDown | None, *, by: Visitor, now: datetime
) -> EventMaterial:
    """A new file or link of an event."""
    locked = lock_event(event.id)
    there_are = session().scalar(select(func.count()).where(EventMaterial.event_id == locked.id)) or 0
    _refuse(facts, has_file=laid is not None, there_are=there_are)
    material = EventMaterial(event_id=locked.id, kind=facts.kind, added_at=now)
    if facts.kind is MaterialKind.FILE and laid is not None:
        material.stored_file = files.keep(laid, now=now)
    _write(material, facts)
    locked.has_materials = True
    session().add(material)
    session().flush()
    _record("event.add_material", locked, material, by=by, now=now)
    return material


def change_material(
    event: Event, material: EventMaterial, facts: MaterialFacts, *, by: Visitor, now: datetime
) -> None:
    """What it is called, for whom and from when; a file stays the file that it is."""
    _refuse(facts, has_file=material.stored_file is not None, there_are=0)
    _write(material, facts)
    session().flush()
    _record("event.change_material", event, material, by=by, now=now)


def withdraw_material(event: Event, material: EventMaterial, *, by: Visitor, now: datetime) -> None:
    """It opens for nobody any more; a file is deleted. A second time changes nothing."""
    if material.withdrawn_at is not None:
        return
    material.withdrawn_at = now
    gone, material.stored_file = material.stored_file, None
    session().flush()
    if gone is not None:
        files.remove(gone)
    locked = lock_event(event.id)
    locked.has_materials = (
        session().scalar(
            select(EventMaterial.id)
            .where(EventMaterial.event_id == locked.id, EventMaterial.withdrawn_at.is_(None))
            .limit(1)
        )
        is not None
    )
    session().flush()
    _record("event.withdraw_material", event, material, by=by, now=now)


def begin_to_tell(event: Event, *, by: Visitor, now: datetime) -> dict[int, str]:
    """Note that people are told now of what is there; gives whom, by person, with the number of the sign-up.

    Told again only when something has been added or opened since.
    """
    locked = lock_event(event.id)
    shown = queries.shown_to_guests(locked, now)
    newest = max((max(one.added_at, one.from_at) for one in shown), default=None)
    if newest is None or (locked.materials_told_at is not None and newest <= locked.materials_told_at):
        raise Refused(MaterialRefusal.NOTHING_NEW)
    locked.materials_told_at = now
    session().flush()
    audit.record("event.tell_materials", by=by, now=now, subject_kind="event", subject_ref=locked.slug)
    return queries.who_may_open(locked, now)


def _refuse(facts: MaterialFacts, *, has_file: bool, there_are: int) -> None:
    found = rules.why_not_material(
        facts.kind,
        titles=sum(bool(title) for title in facts.titles.values()),
        has_file=has_file,
        url=facts.url,
        there_are=there_are,
    )
    if found is not None:
        raise Refused(found[0], field=found[1] or None)


def _write(material: EventMaterial, facts: MaterialFacts) -> None:
    material.opens_for, material.from_at = facts.opens_for, facts.from_at
    material.url = "" if material.kind is MaterialKind.FILE else facts.url
    material.session_id = facts.session_id
    rows = {row.language: row for row in material.texts}
    for language, title in facts.titles.items():
        row = rows.get(language)
        if not title:
            if row is not None:
                material.texts.remove(row)
        elif row is None:
            material.texts.append(EventMaterialText(language=language, title=title))
        else:
            row.title = title


def _record(action: str, event: Event, material: EventMaterial, *, by: Visitor, now: datetime) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="event",
        subject_ref=event.slug,
        change=f"material: {material.public_id}, opens for: {material.opens_for}",
    )
