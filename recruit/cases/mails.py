"""The one mail of cases: a case waits. It says nothing of what was answered, nor of whom."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.accounts.models import User, UserRole
from recruit.cases.events import AlertRaised, CaseOpened
from recruit.cases.models import Alert, Case
from recruit.cases.rules import CaseOrigin, CaseState, Level
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Role
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.web.gate import page_url
from recruit.web.times import two_clocks

AT_ONCE = frozenset({Level.RED, Level.ORANGE})


def _case(params: Params) -> Case:
    found = session().scalar(select(Case).where(Case.public_id == params["case"]))
    if found is None:
        raise Missing
    return found


def _context(params: Params, language: str) -> Mapping[str, Any]:
    case = _case(params)
    return {
        "level": case.level,
        "due": two_clocks(case.due_at, "Asia/Tokyo"),
        "url": page_url("cases.case", public_id=case.public_id, _external=True),
    }


def _still_waits(params: Params, now: datetime) -> bool:
    return _case(params).state is not CaseState.CLOSED


KINDS = [
    MailKind(
        name="case_waits",
        room="cases",
        template="cases/mail/case_waits",
        context=_context,
        still_wanted=_still_waits,
        necessary=True,
    )
]


def tell_of_alert(event: AlertRaised) -> None:
    """A red or orange alert is told to all retention officers at once; one mail for each response and case."""
    alert = session().get_one(Alert, event.alert_id)
    if alert.level in AT_ONCE and alert.case_id is not None:
        _tell(session().get_one(Case, alert.case_id), f"response:{alert.response_id}", event.now)


def tell_of_report(event: CaseOpened) -> None:
    """What somebody reported is told at once too; a case that an alert opens is told by the alert."""
    case = session().get_one(Case, event.case_id)
    if case.origin is not CaseOrigin.ALERT and case.level in AT_ONCE:
        _tell(case, "opened", event.now)


def _tell(case: Case, occasion: str, now: datetime) -> None:
    for officer in officers():
        queue(
            "case_waits",
            to_address=officer.email,
            to_ref=officer.person.public_id,
            language=officer.person.language,
            zone=officer.person.zone,
            params={"case": case.public_id},
            unique_key=f"case_waits:{case.public_id}:{occasion}:{officer.person.public_id}",
            now=now,
            subject_kind="case",
            subject_ref=case.public_id,
        )


def officers() -> Sequence[User]:
    """The retention officers; where there is none, the administrators, so that nothing waits unseen."""
    for role in (Role.RETENTION_OFFICER, Role.ADMINISTRATOR):
        found = (
            session()
            .scalars(
                select(User)
                .join(UserRole, UserRole.user_id == User.id)
                .where(UserRole.role == role, User.active)
                .order_by(User.id)
            )
            .all()
        )
        if found:
            return found
    return []
