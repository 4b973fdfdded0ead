"""What a person says of the help that came of a case."""

from datetime import datetime

from sqlalchemy import update

from recruit.cases.models import Case
from recruit.cases.rules import HelpAnswer
from recruit.core import audit
from recruit.core.db import changes_one, session
from recruit.core.visitor import Via, Visitor


def keep_help_answer(case: Case, said: HelpAnswer, *, now: datetime) -> bool:
    """Keep the person's own word; it stands above what the closing officer thought. The first answer counts."""
    first = (
        update(Case)
        .where(Case.id == case.id, Case.person_said.is_(None))
        .values(person_said=said, said_at=now, helped=said is not HelpAnswer.NO)
    )
    if not changes_one(first):
        return False
    session().refresh(case)
    audit.record(
        "case.help_answered",
        by=Visitor(via=Via.SURVEY_LINK),
        now=now,
        subject_kind="case",
        subject_ref=case.public_id,
    )
    return True
