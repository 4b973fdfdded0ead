"""What the clock does for proposed times: it reminds once, and ends what nobody answered."""

from datetime import datetime

from sqlalchemy import select, update

from recruit.core.db import changes_one, session
from recruit.core.each import each_by_itself
from recruit.core.events import announce
from recruit.core.visitor import WORKER
from recruit.fairs.proposing import actions, rules
from recruit.fairs.proposing.events import ProposalWaits
from recruit.fairs.proposing.models import TimeProposal
from recruit.fairs.proposing.rules import ProposalState


def remind_of_proposals(now: datetime) -> int:
    """Say once more that a proposal waits, a day before its answer is due. Gives how many."""
    coming = session().execute(
        select(TimeProposal.id, TimeProposal.made_at, TimeProposal.answer_by_at)
        .where(
            TimeProposal.state == ProposalState.OPEN,
            TimeProposal.reminded_at.is_(None),
            TimeProposal.answer_by_at > now,
            TimeProposal.answer_by_at <= now + rules.REMIND_BEFORE,
        )
        .order_by(TimeProposal.answer_by_at, TimeProposal.id)
    )
    due = [
        proposal_id
        for proposal_id, made_at, answer_by_at in coming
        if rules.is_reminded(made_at=made_at, answer_by_at=answer_by_at, now=now)
    ]

    def remind(proposal_id: int) -> bool:
        first = (
            update(TimeProposal)
            .where(
                TimeProposal.id == proposal_id,
                TimeProposal.state == ProposalState.OPEN,
                TimeProposal.reminded_at.is_(None),
            )
            .values(reminded_at=now)
        )
        if not changes_one(first):
            return False
        announce(ProposalWaits(proposal_id, WORKER, now))
        return True

    return each_by_itself("proposals that wait", due, remind)


def lapse_proposals(now: datetime) -> int:
    """End what nobody answered in time; gives how many."""
    due = (
        session()
        .scalars(
            select(TimeProposal.id)
            .where(TimeProposal.state == ProposalState.OPEN, TimeProposal.answer_by_at <= now)
            .order_by(TimeProposal.id)
        )
        .all()
    )
    return each_by_itself(
        "proposals nobody answered",
        due,
        lambda proposal_id: actions.lapse(proposal_id, by=WORKER, now=now),
    )
