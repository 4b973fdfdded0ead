"""A student takes the profile back from all companies of a fair at once."""

from datetime import datetime

from sqlalchemy import select

from recruit.accounts.actions import end_consent
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.locking import lock_event
from recruit.events.models import Event
from recruit.fairs import disclosures
from recruit.fairs.actions.unseen import end_with_unseen
from recruit.students.models import Disclosure, Student


def hide_from_fair(of_event: Event, *, by: Visitor, now: datetime) -> None:
    """No company of this fair sees the visitor because of it any more; what was agreed to at the sign-up is taken back. The
    seat, and other reasons to be seen, stay; meetings with who no longer sees the visitor end. A second time nothing more
    happens.
    """
    student = session().scalar(select(Student).where(Student.person_id == by.person_id))
    if student is None:
        raise Missing
    lock_event(of_event.id)
    disclosures.end(of_event.slug, Disclosure.student_id == student.id, now=now)
    end_consent(
        student.person_id,
        Purpose.FAIR_COMPANIES,
        RecipientKind.ORGANISATION,
        of_event.public_id,
        by=by,
        now=now,
    )
    end_with_unseen(student, by=by, now=now)
    audit.record(
        "disclosure_ended",
        by=by,
        now=now,
        subject_kind="student",
        subject_ref=student.public_id,
        change="fair",
        for_ref=of_event.public_id,
    )
