"""The mail that reminds a company of what comes next before a fair: everything that is open, in one mail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recruit.core import clock
from recruit.core.db import session
from recruit.fairs import showing
from recruit.fairs.booths.mails import booth_in
from recruit.fairs.mails import fair_words
from recruit.fairs.models import Booth, Fair
from recruit.fairs.preparing import queries
from recruit.fairs.preparing.rules import TaskStanding, standing
from recruit.fairs.preparing.words import title_of
from recruit.fairs.rules import BoothState
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.postings.queries import addresses_of_editors
from recruit.web.gate import page_url
from recruit.web.times import two_clocks


def _context(params: Params, language: str) -> Mapping[str, Any]:
    booth = booth_in(params)
    fair = session().get_one(Fair, booth.fair_id)
    own, now = queries.own_tasks(fair, booth), clock.now()
    tasks = []
    for row, task in zip(own.rows, own.tasks, strict=True):
        how = standing(task, own.done, now)
        if how is not TaskStanding.DONE:
            tasks.append(
                {
                    "title": title_of(row.kind, row.words, language)[0],
                    "until": two_clocks(task.due_at, fair.event.zone),
                    "is_late": how is TaskStanding.LATE,
                }
            )
    return {
        **fair_words(fair, language),
        "organisation_name": showing.company_name(booth.organisation, language),
        "tasks": tasks,
        "url": page_url("fairs.company_fair", slug=fair.event.slug, _external=True) + "#before",
    }


def _still_open(params: Params, now: datetime) -> bool:
    booth = booth_in(params)
    fair = session().get_one(Fair, booth.fair_id)
    own = queries.own_tasks(fair, booth)
    return (
        booth.state is BoothState.CONFIRMED
        and now < fair.event.starts_at
        and any(one.ref not in own.done for one in own.tasks)
    )


KINDS = [
    MailKind(
        name="fair_tasks",
        room="fairs",
        template="fairs/mail/fair_tasks",
        context=_context,
        still_wanted=_still_open,
        group=MailGroup.FAIRS,
    )
]


def tell_tasks(booth: Booth, *, until: datetime, now: datetime) -> None:
    """Whoever may answer for the company is told once for each last moment that comes near."""
    for person, email in addresses_of_editors(booth.company_id):
        queue(
            "fair_tasks",
            to_address=email,
            to_ref=person.public_id,
            language=person.language,
            zone=person.zone,
            params={"booth": booth.public_id},
            unique_key=f"fair_tasks:{booth.public_id}:{until.isoformat()}:{person.public_id}",
            now=now,
            subject_kind="booth",
            subject_ref=booth.public_id,
        )
