"""What the clock calls: claim a few mails, commit; then one by one make the letter, begin the hand-over, commit, hand over, record.

The state `handing_over` is committed before the first byte leaves. Whatever cuts the worker off afterwards leaves a mail that
nobody but a person sends again; whatever cuts it off before leaves a claim whose lease runs out. A letter is made while nobody
waits for this worker, and rests on nothing but reads: what counts is looked at again in the transaction that begins.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
import logging
import secrets
from typing import Any, cast

from flask import current_app
from sqlalchemy import Row, Table, Update, bindparam, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key
from sqlalchemy.sql.dml import ReturningUpdate

from recruit.core import clock
from recruit.core.db import looking_aside, session, writing
from recruit.core.errors import Conflict
from recruit.core.events import announce
from recruit.core.settings import Settings
from recruit.messages import actions, kinds, queries, rules
from recruit.messages.events import MailBounced, MailGivenUp, MailNotWanted, MailSent, MailUnknown
from recruit.messages.kinds import MailKind, kind_named
from recruit.messages.models import Mail
from recruit.messages.rendering import Rendered, message_id_of, render
from recruit.messages.rules import Addressed, MailState, Wish
from recruit.messages.transport import AtStep, InDoubt, Letter, Rejected, Transport, TryLater, no_step

log = logging.getLogger(__name__)
BATCH = 100
# So many are claimed with one look. None of them has begun: a worker that dies leaves them to the end of their lease.
AT_ONCE = 20


def _never() -> bool:
    return False


def deliver_due(
    now: datetime,
    worker_name: str,
    transport: Transport,
    limit: int = BATCH,
    *,
    should_stop: Callable[[], bool] = _never,
    at_step: AtStep = no_step,
) -> int:
    """Hand over what is due at `now`, at most `limit` mails; inside a database scope and an application context.

    Any number of workers may do this at once. Returns how many mails were taken up (whatever became of them).
    """
    began_at = clock.now()
    return_ended_leases(now)
    mark_cut_off(now)
    taken = 0
    claims: list[Claim] = []
    try:
        while taken < limit and not should_stop():
            # A slow mail server can make a batch long: leases count from the real moment.
            moment = now + (clock.now() - began_at)
            # What has waited here too long may be somebody else's by now, and goes back by itself.
            claims = [claim for claim in claims if moment < claim.begin_by]
            if not claims:
                claims = _claim(worker_name, moment, min(AT_ONCE, limit - taken))
            if not claims:
                break
            claim = claims.pop(0)
            taken += 1
            at_step("claimed")
            if not _deliver(claim, moment, transport, at_step):
                break
    finally:
        _give_back(claims)
        transport.close()
    return taken


@dataclass(frozen=True)
class Claim:
    """One mail that is this worker's for the length of a lease. `mark` is in its row and in no other worker's hands."""

    mail_id: int
    mark: str
    begin_by: datetime
    # As its row was when it was claimed.
    addressed: Addressed


def _claim(worker_name: str, now: datetime, how_many: int) -> list[Claim]:
    """The next few that are due, in the order in which they came due."""
    mark = f"{worker_name[:60]} {secrets.token_hex(6)}"
    due_first = (
        select(Mail.id, *_ADDRESSED)
        .where(Mail.state == MailState.QUEUED, Mail.due_at <= now)
        .order_by(Mail.due_at, Mail.id)
        .limit(how_many)
        .with_for_update(skip_locked=True)
    )
    with writing() as rows:
        due = {row[0]: Addressed(*row[1:]) for row in rows.execute(due_first)}
        if not due:
            return []
        rows.execute(
            update(Mail)
            .where(Mail.id.in_(due), Mail.state == MailState.QUEUED)
            .values(
                state=MailState.CLAIMED,
                claimed_by=mark,
                lease_until=now + rules.LEASE,
                attempts=Mail.attempts + 1,
            )
            .execution_options(synchronize_session=False)
        )
    return [Claim(mail_id, mark, now + rules.LEASE / 2, addressed) for mail_id, addressed in due.items()]


_ADDRESSED = tuple(getattr(Mail, one.name) for one in fields(Addressed))


def _addressed(mail: Mail) -> Addressed:
    return Addressed(*(getattr(mail, one.key) for one in _ADDRESSED))


def _give_back(claims: list[Claim]) -> None:
    """What was claimed and not begun, because this worker stops or the mail server is away: nothing was tried with it."""
    if not claims:
        return
    with writing() as rows:
        rows.execute(
            update(Mail)
            .where(
                Mail.id.in_([claim.mail_id for claim in claims]),
                Mail.claimed_by == claims[0].mark,
                Mail.state == MailState.CLAIMED,
            )
            .values(state=MailState.QUEUED, claimed_by="", lease_until=None, attempts=Mail.attempts - 1)
            .execution_options(synchronize_session=False)
        )


def _deliver(claim: Claim, now: datetime, transport: Transport, at_step: AtStep) -> bool:
    """Bring one claimed mail to its next state. False when the rest should wait, because the server is away."""
    try:
        transport.connect()
    except TryLater as later:
        _record_later(claim, str(later), now)
        return False
    at_step("connected")
    draft = _draft(claim, now)
    at_step("made")
    try:
        letter = _begin(claim, draft, now)
    except Exception as error:
        # One broken template or vanished row must not stop the others.
        log.exception("mail could not be made", extra={"mail_id": claim.mail_id})
        _record_later(claim, f"{type(error).__name__}: {error}", now)
        return True
    if letter is None:
        return True
    at_step("begun")
    goes_on = True
    try:
        transport.hand_over(letter, at_step)
    except TryLater as later:
        _record_later(claim, str(later), now)
        goes_on = not later.for_all
    except Rejected as rejected:
        _record_rejected(claim, str(rejected), now, address_is_bad=rejected.address_is_bad)
    except Exception as error:
        if not isinstance(error, InDoubt):
            log.exception("mail was cut off by a fault", extra={"mail_id": claim.mail_id})
        _record(claim, MailState.UNKNOWN, now, error=str(error), news=MailUnknown)
    else:
        at_step("handed_over")
        _record(claim, MailState.SENT, now, news=MailSent)
        at_step("recorded")
    return goes_on


def _draft(claim: Claim, now: datetime) -> Rendered | None:
    """The letter, made while nobody waits. It promises nothing yet; where it cannot be made, `_begin` finds out why."""
    try:
        with looking_aside():
            return render(claim.addressed, kind_named(claim.addressed.kind), now=now)
    except Exception as error:  # noqa: BLE001 - what is wrong shows when it is made again, in the transaction that begins
        # Most often nobody wants it any more, and what it would tell of is gone.
        log.info("no letter before its turn", extra={"mail_id": claim.mail_id, "why": type(error).__name__})
        return None


# The mail's row, which nobody else changes until the end of this transaction.
_HELD = (
    select(Mail)
    .where(Mail.id == bindparam("wanted"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def _begin(claim: Claim, draft: Rendered | None, now: datetime) -> Letter | None:
    """Commit `handing_over`, with what the letter must not leave without. None when the mail is not to go (any more), which
    its state then says.
    """
    with writing() as rows:
        mail = rows.scalars(_HELD, {"wanted": claim.mail_id}).one_or_none()
        if mail is None or mail.state is not MailState.CLAIMED or mail.claimed_by != claim.mark:
            return None
        kind = kind_named(mail.kind)
        if _is_held_back(mail, kind, now):
            return None
        addressed = _addressed(mail)
        # Who has moved, or reads another language since it was claimed, gets a letter that is made anew.
        rendered = draft if draft and addressed == claim.addressed else render(addressed, kind, now=now)
        kind.keep(mail.params, rendered.context)
        settings: Settings = current_app.extensions["recruit.settings"]
        letter = Letter(mail.public_id, settings.mail_from, mail.to_address, rendered.content)
        _save(
            mail,
            state=MailState.HANDING_OVER,
            handed_over_at=now,
            lease_until=None,
            message_id=message_id_of(mail.public_id, settings),
            subject_line=rendered.subject_line,
            body=rendered.kept_body,
        )
        return letter


def _save(mail: Mail, **values: Any) -> None:
    """Save these values of a mail whose row is held. A letter is saved twice, and looking for what has changed took longer."""
    names = {f"new_{name}": value for name, value in values.items()}
    rows = session()
    rows.flush()
    saved = rows.connection().execute(
        _saving(tuple(values)), {"wanted": mail.id, "before": mail.state, **names}
    )
    if saved.rowcount != 1:
        raise Conflict(f"mail {mail.id} is no longer {mail.state}")
    rows.expire(mail)


@lru_cache(maxsize=64)
def _saving(names: tuple[str, ...]) -> Update:
    table = cast(Table, Mail.__table__)
    return (
        update(table)
        .where(table.c.id == bindparam("wanted"), table.c.state == bindparam("before"))
        .values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names})
    )


def _is_held_back(mail: Mail, kind: MailKind, now: datetime) -> bool:
    if not kind.still_wanted(mail.params, now):
        return _drop(mail, "no_longer_wanted", now)
    # People move while a mail waits: it goes to where they are now, never to an address they have ended.
    address = kinds.address_now(kind, mail.params, person_ref=mail.to_ref, queued=mail.to_address)
    if not address:
        return _drop(mail, "no_address", now)
    if mail.to_address != address:
        mail.to_address = address
    if kind.necessary:
        return False
    wish = queries.wish_for(kind.name, kind.group, person_ref=mail.to_ref, address=mail.to_address)
    if wish is Wish.OFF:
        return _drop(mail, "switched_off", now)
    if wish is Wish.DIGEST and kinds.fits_in_summary(kind):
        mail.state, mail.due_at = MailState.FOR_SUMMARY, rules.next_summary_at(mail.zone, now)
        mail.claimed_by, mail.lease_until, mail.attempts = "", None, 0
        return True
    paused = queries.why_paused(mail.to_address)
    if paused is not None:
        mail.state, mail.last_error = MailState.BOUNCED, paused
        session().flush()
        announce(_news(MailBounced, mail, now))
        return True
    return False


def _drop(mail: Mail, reason: str, now: datetime) -> bool:
    """Not sent, for good; who queued it hears of it."""
    mail.state, mail.last_error = MailState.NOT_WANTED, reason
    session().flush()
    announce(_news(MailNotWanted, mail, now))
    return True


def _record_later(claim: Claim, error: str, now: datetime) -> None:
    """Nothing has arrived: try again after a wait, or give up after the last."""
    attempts = session().scalar(select(Mail.attempts).where(Mail.id == claim.mail_id)) or 1
    again_at = rules.next_try_at(attempts, now)
    if again_at is None:
        _record(claim, MailState.FAILED, now, error=error, news=MailGivenUp)
    else:
        _record(
            claim, MailState.QUEUED, now, error=error, due_at=again_at, claimed_by="", handed_over_at=None
        )


def _record_rejected(claim: Claim, error: str, now: datetime, *, address_is_bad: bool) -> None:
    if address_is_bad:
        _record(claim, MailState.BOUNCED, now, error=error, news=MailBounced)
    else:
        _record(claim, MailState.FAILED, now, error=error, news=MailGivenUp)


_Fate = MailSent | MailUnknown | MailGivenUp | MailBounced | MailNotWanted
_News = type[MailSent] | type[MailUnknown] | type[MailGivenUp] | type[MailBounced] | type[MailNotWanted]


def _news(kind: _News, mail: Mail | Row[*tuple[Any, ...]], now: datetime) -> _Fate:
    return kind(mail.id, mail.kind, mail.subject_kind, mail.subject_ref, mail.to_ref, mail.to_address, now)


def _record(
    claim: Claim,
    after: MailState,
    now: datetime,
    *,
    error: str = "",
    news: _News | None = None,
    **values: Any,
) -> None:
    """Write down what became of a claimed mail, unless somebody took it over in the meantime."""
    if after is MailState.SENT:
        values["handed_over_at"] = now
    values.update(state=after, lease_until=None, last_error=error[:300])
    with writing() as rows:
        names = {f"new_{name}": value for name, value in values.items()}
        noted = rows.execute(
            _noting(after, tuple(values)), {"wanted": claim.mail_id, "mark": claim.mark, **names}
        ).one_or_none()
        if noted is None:
            log.warning("mail was taken over", extra={"mail_id": claim.mail_id, "outcome": str(after)})
            return
        loaded = rows.identity_map.get(identity_key(Mail, claim.mail_id))
        if loaded is not None:
            rows.expire(loaded)
        if after is MailState.SENT:
            actions.address_works(noted.to_address)
        if after is MailState.BOUNCED:
            actions.pause_address(noted.to_address, reason=error, now=now)
        if news is not None:
            announce(_news(news, noted, now))


@lru_cache(maxsize=64)
def _noting(after: MailState, names: tuple[str, ...]) -> ReturningUpdate[*tuple[Any, ...]]:
    """Set and compare in one statement, which gives what is told of the mail."""
    table = cast(Table, Mail.__table__)
    may_follow = [before for before in MailState if rules.may_move(before, after)]
    told = table.c.kind, table.c.subject_kind, table.c.subject_ref, table.c.to_ref, table.c.to_address
    return (
        update(table)
        .where(table.c.id == bindparam("wanted"), table.c.claimed_by == bindparam("mark"))
        .where(table.c.state.in_(may_follow))
        .values({name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names})
        .returning(table.c.id, *told)
    )


def return_ended_leases(now: datetime) -> int:
    """What a dead worker had claimed and not begun goes back into the queue. Returns how many."""
    ended = select(Mail.id).where(Mail.state == MailState.CLAIMED, Mail.lease_until < now).order_by(Mail.id)
    returned = 0
    for mail_id in session().scalars(ended).all():
        try:
            with writing() as rows:
                returned += _return_ended_lease(rows, mail_id, now)
        except Exception:
            # What follows in another room broke; the mail stays where it is, and the others go.
            log.exception("ended lease could not be returned", extra={"mail_id": mail_id})
    return returned


def _return_ended_lease(rows: Session, mail_id: int, now: datetime) -> bool:
    mail = rows.get(Mail, mail_id, with_for_update=True, populate_existing=True)
    if mail is None or mail.state is not MailState.CLAIMED or not _is_before(mail.lease_until, now):
        return False
    mail.claimed_by, mail.lease_until = "", None
    # A mail that takes its worker down each time must not do so for ever.
    if rules.next_try_at(mail.attempts, now) is None:
        mail.state, mail.last_error = MailState.FAILED, "lease_ended"
        rows.flush()
        announce(_news(MailGivenUp, mail, now))
    else:
        mail.state = MailState.QUEUED
    return True


def mark_cut_off(now: datetime) -> int:
    """Hand-overs that were never recorded become `unknown`, for a person to decide. Returns how many."""
    too_old = now - rules.HAND_OVER_LIMIT
    cut_off = select(Mail.id).where(Mail.state == MailState.HANDING_OVER, Mail.handed_over_at < too_old)
    marked = 0
    for mail_id in session().scalars(cut_off.order_by(Mail.id)).all():
        try:
            with writing() as rows:
                mail = rows.get(Mail, mail_id, with_for_update=True, populate_existing=True)
                if mail is None or mail.state is not MailState.HANDING_OVER:
                    continue
                if not _is_before(mail.handed_over_at, too_old):
                    continue
                mail.state, mail.last_error = MailState.UNKNOWN, "cut_off"
                rows.flush()
                announce(_news(MailUnknown, mail, now))
                marked += 1
        except Exception:
            # What follows in another room broke; the mail stays where it is and is tried again with the next batch.
            log.exception("cut-off mail could not be marked", extra={"mail_id": mail_id})
    return marked


def _is_before(instant: datetime | None, limit: datetime) -> bool:
    return instant is not None and instant < limit
