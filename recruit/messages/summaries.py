"""The day's summary: what a person wants once a day waits in the outbox until eight in the morning where they are, and then
goes out as one mail. Each part keeps its own row, which says in which summary it went.
"""

from datetime import datetime
import logging

from sqlalchemy import select, tuple_

from recruit.core.db import session, writing
from recruit.core.events import announce
from recruit.messages import queries
from recruit.messages.actions import queue
from recruit.messages.events import MailNotWanted
from recruit.messages.kinds import kind_named
from recruit.messages.models import Mail
from recruit.messages.rules import MailState, Wish

log = logging.getLogger(__name__)

KIND = "day_summary"
AT_ONCE = 200


def send_summaries(now: datetime) -> int:
    """Put together what is due, one recipient at a time. Returns how many summaries were queued."""
    queued, after = 0, ("", "")
    while recipients := _recipients(now, after):
        after = recipients[-1]
        for person_ref, address in recipients:
            try:
                queued += _send_one(person_ref, address, now)
            except Exception:
                # One part that cannot be asked about keeps nobody else's summary back.
                log.exception("summary could not be put together", extra={"person_ref": person_ref})
    return queued


def _recipients(now: datetime, after: tuple[str, str]) -> list[tuple[str, str]]:
    """Who is due behind this recipient, so many at once: at eight in the morning it may be everybody."""
    rows = session().execute(
        select(Mail.to_ref, Mail.to_address)
        .where(
            Mail.state == MailState.FOR_SUMMARY,
            Mail.due_at <= now,
            tuple_(Mail.to_ref, Mail.to_address) > tuple_(*after),
        )
        .group_by(Mail.to_ref, Mail.to_address)
        .order_by(Mail.to_ref, Mail.to_address)
        .limit(AT_ONCE)
    )
    return [(row.to_ref, row.to_address) for row in rows]


def _send_one(person_ref: str, address: str, now: datetime) -> bool:
    """Parts and summary change in one transaction, so that nothing is lost between them and nothing goes twice."""
    with writing() as rows:
        parts = rows.scalars(
            select(Mail)
            .where(
                Mail.state == MailState.FOR_SUMMARY,
                Mail.due_at <= now,
                Mail.to_ref == person_ref,
                Mail.to_address == address,
            )
            .order_by(Mail.id)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).all()
        wanted = [part for part in parts if _is_wanted(part, now)]
        if not wanted:
            return False
        newest = wanted[-1]
        summary = queue(
            KIND,
            to_address=address,
            to_ref=person_ref,
            language=newest.language,
            zone=newest.zone,
            params={"parts": [part.public_id for part in wanted]},
            unique_key=f"{KIND}:{wanted[0].public_id}",
            now=now,
        )
        if summary is None:
            return False
        for part in wanted:
            part.state, part.part_of_id = MailState.SUMMED_UP, summary.id
        return True


def _is_wanted(part: Mail, now: datetime) -> bool:
    """Asked again in the morning: what nobody wants any more is dropped, and its row says why."""
    kind = kind_named(part.kind)
    why = ""
    if not kind.still_wanted(part.params, now):
        why = "no_longer_wanted"
    elif queries.wish_for(kind.name, kind.group, person_ref=part.to_ref, address=part.to_address) is Wish.OFF:
        why = "switched_off"
    if not why:
        return True
    part.state, part.last_error = MailState.NOT_WANTED, why
    session().flush()
    announce(
        MailNotWanted(
            part.id, part.kind, part.subject_kind, part.subject_ref, part.to_ref, part.to_address, now
        )
    )
    return False
