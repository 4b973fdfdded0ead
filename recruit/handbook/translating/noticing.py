"""Whoever writes something finds it at the desk at once: what it lacks is counted again in their own transaction, and nothing else.

Every move writes its line into the audit trail, and that names what was moved; so no room has to think of the desk.
"""

from collections.abc import Iterable
import logging

from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from recruit.core import clock
from recruit.core.models import AuditEntry
from recruit.core.translating import known
from recruit.handbook.translating import keeping

log = logging.getLogger(__name__)
# Under this name a session keeps the subjects of lines it has just written.
_HEARD = "subjects_heard_of"


def follow_writers() -> None:
    """From now on every line of the trail is heard. Said twice, it is done once."""
    if not event.contains(Session, "after_flush", _hear):
        event.listen(Session, "after_flush", _hear)
        event.listen(Session, "after_flush_postexec", _count_again)


def _hear(rows: Session, _flush: UOWTransaction) -> None:
    heard = {(one.subject_kind, one.subject_ref) for one in rows.new if isinstance(one, AuditEntry)}
    if heard:
        rows.info[_HEARD] = rows.info.get(_HEARD, frozenset()) | heard


def _count_again(rows: Session, _flush: UOWTransaction) -> None:
    """Once the rows of a flush are what the session knows of them: before, reading them would make them twice."""
    subjects = rows.info.pop(_HEARD, ())
    if not subjects:
        return
    try:
        with rows.begin_nested():
            for kind, refs in things_of(subjects).items():
                keeping.keep(kind, keeping.found_now(kind, clock.now(), refs), refs)
    except Exception:
        # The list of a desk never costs somebody what they wrote: it is counted as a whole every few minutes anyway.
        log.exception("what is lacking could not be counted again", extra={"subjects": sorted(subjects)})


def things_of(subjects: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """By kind the things whose words may have changed, where lines of the trail have these subjects."""
    found: dict[str, set[str]] = {}
    for subject_kind, subject_ref in sorted(subjects):
        for kind, one in known().items():
            if subject_kind in one.heard_of:
                found.setdefault(kind, set()).update(one.heard_of[subject_kind](subject_ref))
    return {kind: refs for kind, refs in found.items() if refs}
