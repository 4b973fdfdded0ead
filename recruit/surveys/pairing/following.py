"""What the company's side does about news from other rooms: plans anew, follows its mails, notices a large gap."""

from sqlalchemy import func, select, update

from recruit.core.db import session
from recruit.messages.events import MailBounced, MailGivenUp, MailNotWanted, MailSent, MailUnknown
from recruit.messages.models import Mail
from recruit.messages.rules import UNSENT, MailState
from recruit.surveys.events import ResponseSubmitted
from recruit.surveys.following import PlacementNews
from recruit.surveys.models import Contact, Response
from recruit.surveys.pairing.actions.planning import SUBJECT, replan
from recruit.surveys.pairing.actions.signals import raise_signals
from recruit.surveys.pairing.models import CompanyContact
from recruit.surveys.planning.contacts import Outcome
from recruit.surveys.rules import ContactState


def plan_again(event: PlacementNews) -> None:
    """A fact about a hire changed: its employer's forms follow."""
    replan(event.placement_id, event.now)


def notice_gaps(event: ResponseSubmitted) -> None:
    """A hire has handed in: with the company's side there, a large gap is put before the retention officers."""
    found = (
        session()
        .execute(
            select(Contact.placement_id)
            .join(Response, Response.contact_id == Contact.id)
            .where(Response.id == event.response_id)
        )
        .one()
    )
    raise_signals(found.placement_id, event.now)


def note_sent(event: MailSent) -> None:
    """One of the day's mails is out: the company knows, and reminders count from now."""
    _note(event, Outcome.SENT, ContactState.SENT)


def note_unknown(event: MailUnknown) -> None:
    """Nobody knows whether it arrived; nothing is sent again by itself."""
    _note(event, Outcome.UNKNOWN, ContactState.UNKNOWN)


def note_bounced(event: MailBounced) -> None:
    """It came back."""
    _note_failure(event, Outcome.BOUNCED, ContactState.BOUNCED)


def note_given_up(event: MailGivenUp) -> None:
    """It could not be handed over."""
    _note_failure(event, Outcome.FAILED, ContactState.UNREACHABLE)


def note_not_wanted(event: MailNotWanted) -> None:
    """It was not handed over, because nothing was open any more. Unless a colleague had the mail, nothing was given out."""
    if event.subject_kind != SUBJECT or _others_may_arrive(event):
        return
    session().execute(
        update(CompanyContact)
        .where(CompanyContact.batch_ref == event.subject_ref, CompanyContact.outcome == Outcome.QUEUED)
        .values(outcome=None, given_at=None, batch_ref="", state=ContactState.PLANNED, check_at=event.now)
        .execution_options(synchronize_session=False)
    )


def _note(event: MailSent | MailUnknown, outcome: Outcome, state: ContactState) -> None:
    if event.subject_kind != SUBJECT:
        return
    # A mail that arrived counts before one of a colleague that may not have.
    standing = [Outcome.QUEUED] if outcome is Outcome.UNKNOWN else [Outcome.QUEUED, Outcome.UNKNOWN]
    values = {"outcome": outcome, "check_at": event.now} | (
        {"sent_at": event.now} if outcome is Outcome.SENT else {}
    )
    rows = session()
    batch = (CompanyContact.batch_ref == event.subject_ref, CompanyContact.outcome.in_(standing))
    rows.execute(
        update(CompanyContact)
        .where(*batch, CompanyContact.state.in_([ContactState.QUEUED, ContactState.UNKNOWN]))
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
    rows.execute(
        update(CompanyContact).where(*batch).values(**values).execution_options(synchronize_session=False)
    )


def _note_failure(event: MailBounced | MailGivenUp, outcome: Outcome, state: ContactState) -> None:
    if event.subject_kind != SUBJECT or _others_may_arrive(event):
        return
    session().execute(
        update(CompanyContact)
        .where(
            CompanyContact.batch_ref == event.subject_ref,
            CompanyContact.outcome.in_([Outcome.QUEUED, Outcome.SENT]),
            CompanyContact.state.in_([ContactState.QUEUED, ContactState.SENT]),
        )
        .values(outcome=outcome, state=state, check_at=event.now)
        .execution_options(synchronize_session=False)
    )


def _others_may_arrive(event: MailNotWanted | MailBounced | MailGivenUp) -> bool:
    """Whether a colleague has had the same day's mail, or may still get it."""
    count = session().scalar(
        select(func.count())
        .select_from(Mail)
        .where(
            Mail.subject_kind == SUBJECT,
            Mail.subject_ref == event.subject_ref,
            Mail.id != event.mail_id,
            Mail.state.in_(
                [*UNSENT, MailState.CLAIMED, MailState.HANDING_OVER, MailState.SENT, MailState.UNKNOWN]
            ),
        )
    )
    return bool(count)
