"""A month after a case was closed the person is asked whether it helped. The mail says nothing of what it was about."""

from collections.abc import Mapping
from datetime import datetime
import secrets
from typing import Any

from sqlalchemy import select, update

from recruit.cases import rules
from recruit.cases.events import CaseClosed
from recruit.cases.models import Case
from recruit.cases.rules import CaseState
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.models import Mail
from recruit.messages.rules import UNSENT, MailGroup
from recruit.placements.rules import ExitKind, PlacementFactKind
from recruit.surveys.queries.answering import hash_of
from recruit.surveys.queries.known import Known, known_of
from recruit.web.gate import page_url


def _case(params: Params) -> Case:
    found = session().scalar(select(Case).where(Case.public_id == params["case"]))
    if found is None:
        raise Missing
    return found


def _context(params: Params, language: str) -> Mapping[str, Any]:
    case = _case(params)
    if case.person is None:
        raise Missing
    token = secrets.token_urlsafe(32)
    return {
        "name": case.person.display_name,
        "token": token,
        "url": page_url("cases.helped", token=token, _external=True),
    }


def _keep(params: Params, context: Mapping[str, Any]) -> None:
    _case(params).ask_hash = hash_of(context["token"])
    session().flush()


def _still_wanted(params: Params, now: datetime) -> bool:
    """Opened again, answered, opted out, died or erased since: nothing is asked."""
    case = _case(params)
    if case.state is not CaseState.CLOSED or case.person_said is not None or case.person_id is None:
        return False
    return _may_be_asked(known_of(case.person_id, now), now)


def _may_be_asked(about: Known, now: datetime) -> bool:
    has_died = any(
        placement.exit_kind is ExitKind.DEATH
        or any(fact.fact is PlacementFactKind.DIED and fact.confirmed for fact in placement.facts)
        for placement in about.placements
    )
    refuses = any(
        refusal.since <= now and (refusal.until is None or now < refusal.until) for refusal in about.opt_outs
    ) or any(not row.wave and row.until is None for row in about.refused)
    return about.person.anonymised_at is None and not has_died and not refuses


KINDS = (
    MailKind(
        name="case_helped",
        room="cases",
        template="cases/mail/case_helped",
        context=_context,
        still_wanted=_still_wanted,
        group=MailGroup.SURVEYS,
        keep=_keep,
        secrets=("token",),
    ),
)


def ask_later(event: CaseClosed) -> None:
    """Plan the question, once for a case: closed a second time, what has not been sent moves to the later day."""
    case = session().get_one(Case, event.case_id)
    if case.person_id is None or not rules.is_asked_about(case.closing_code):
        return
    about = known_of(case.person_id, event.now)
    if not _may_be_asked(about, event.now):
        return
    person, due_at = about.person, event.now + rules.ASK_AFTER
    mail = queue(
        "case_helped",
        to_address=about.address,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"case": case.public_id},
        unique_key=f"case_helped:{case.public_id}",
        now=event.now,
        due_at=due_at,
        subject_kind="case",
        subject_ref=case.public_id,
    )
    if mail is not None:
        session().execute(
            update(Mail)
            .where(Mail.id == mail.id, Mail.state.in_(UNSENT))
            .values(due_at=due_at)
            .execution_options(synchronize_session=False)
        )
