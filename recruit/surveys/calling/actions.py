"""Moves of who calls: note a try, write answers down for somebody who says them aloud, hand them in, note a refusal."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update

from recruit.accounts.actions.ways import end_wrong_way, note_reached
from recruit.accounts.models import ContactPoint, Person
from recruit.accounts.rules import ContactKind as WayKind
from recruit.accounts.ways.queries import live_ways
from recruit.core import audit
from recruit.core.db import changes_one, session
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Role, Visitor
from recruit.placements.models import Placement
from recruit.surveys.actions import answering, refusing
from recruit.surveys.calling import holding, queries, rules
from recruit.surveys.calling.models import CallTry, PhoneEntry
from recruit.surveys.calling.rules import CallOutcome, CallRefusal, Try
from recruit.surveys.forms import Item
from recruit.surveys.models import FollowUpTask
from recruit.surveys.queries.answering import Survey, survey_of_contact
from recruit.surveys.rules import OptOutLevel, SurveyRefusal


def note_try(
    placement: Placement,
    outcome: CallOutcome,
    *,
    point: ContactPoint | None,
    again_at: datetime | None,
    by: Visitor,
    now: datetime,
) -> CallTry:
    """Keep what came of one try. A number that is another's is used no more; one where the hire spoke is proved."""
    if not by.sees_hires:
        raise Missing
    refusal = rules.why_not_noted(outcome, has_way=point is not None, again_at=again_at, now=now)
    if refusal is not None:
        raise Refused(refusal, field="point" if refusal is CallRefusal.WAY_MISSING else "again_at")
    _held(placement.person_id)
    if point is not None and point.kind is WayKind.TRUSTED_PERSON and not _may_ask_others(placement):
        raise Refused(CallRefusal.OTHERS_LATER, field="point")
    last = session().scalar(
        select(CallTry)
        .where(CallTry.placement_id == placement.id, CallTry.by_ref == by.person_ref)
        .order_by(CallTry.at.desc(), CallTry.id.desc())
        .limit(1)
    )
    if (
        last is not None
        and now - last.at < rules.SAME_TRY_WITHIN
        and (last.outcome, last.point_id) == (outcome, point.id if point else None)
    ):
        return last
    noted = CallTry(
        placement_id=placement.id,
        point_id=point.id if point else None,
        outcome=outcome,
        at=now,
        by_ref=by.person_ref,
        call_again_at=again_at,
    )
    session().add(noted)
    session().flush()
    audit.record(
        "call.noted",
        by=by,
        now=now,
        subject_kind="person",
        subject_ref=placement.person.public_id,
        change=str(outcome),
    )
    if point is not None and point.ended_at is None:
        if outcome is CallOutcome.WRONG_NUMBER:
            end_wrong_way(point, by=by, now=now)
        elif outcome is not CallOutcome.NOT_REACHED and point.kind in rules.OWN_WAYS:
            note_reached(point, by=by, now=now)
    return noted


def _held(person_id: int) -> None:
    """Two who call the same hire at once come one after the other."""
    session().scalar(select(Person.id).where(Person.id == person_id).with_for_update())


def _may_ask_others(placement: Placement) -> bool:
    own = [point.id for point in live_ways(placement.person_id) if point.kind in rules.OWN_WAYS]
    tried = session().execute(
        select(CallTry.at, CallTry.outcome, CallTry.point_id)
        .where(CallTry.placement_id == placement.id)
        .order_by(CallTry.at, CallTry.id)
    )
    return rules.may_ask_others(own, [Try(*row) for row in tried])


def begin(survey: Survey, *, language: str, read_out: bool, by: Visitor, now: datetime) -> PhoneEntry:
    """Open the questionnaire for who calls, after who reads the answers was read out. Who presses twice has one entry."""
    if Role.RETENTION_OFFICER not in by.roles:
        raise Missing
    if not read_out:
        raise Refused(CallRefusal.NOT_READ_OUT, field="read_out")
    _held(survey.contact.placement.person_id)
    survey = survey_of_contact(survey.contact)
    if not queries.is_to_be_asked(survey, now):
        raise Refused(CallRefusal.ANSWERED_MEANWHILE if survey.is_submitted else CallRefusal.NOT_ASKED_NOW)
    for earlier in session().scalars(
        select(PhoneEntry)
        .where(PhoneEntry.contact_id == survey.contact.id, PhoneEntry.ended_at.is_(None))
        .order_by(PhoneEntry.id)
    ):
        if rules.is_open_entry(earlier.began_at, earlier.ended_at, now):
            if earlier.entered_by_ref == by.person_ref:
                return earlier
            raise Refused(CallRefusal.BEING_ENTERED)
        earlier.ended_at = earlier.began_at + rules.ENTRY_OPEN_FOR
    session().flush()
    entry = PhoneEntry(
        contact_id=survey.contact.id, entered_by_ref=by.person_ref, language=language, began_at=now
    )
    session().add(entry)
    session().flush()
    last = session().scalar(
        select(CallTry.at)
        .where(
            CallTry.placement_id == survey.contact.placement_id,
            CallTry.by_ref == by.person_ref,
            CallTry.outcome == CallOutcome.REACHED,
        )
        .order_by(CallTry.at.desc())
        .limit(1)
    )
    if last is None or now - last > rules.ENTRY_OPEN_FOR:
        # Who answers was reached, whether or not somebody has noted that before.
        note_try(survey.contact.placement, CallOutcome.REACHED, point=None, again_at=None, by=by, now=now)
    audit.record(
        "phone_entry.begun",
        by=by,
        now=now,
        subject_kind="phone_entry",
        subject_ref=entry.public_id,
    )
    return entry


def keep(
    entry: PhoneEntry, survey: Survey, given: Mapping[str, str], *, by: Visitor, now: datetime
) -> tuple[Item, ...]:
    """Write answers down, by the names of the questions. Gives the questions that the person has answered alone meanwhile: those stay as they are."""
    answering.begin(survey, language=entry.language, now=now)
    _demand_open(entry, survey, by, now)
    asked = [(survey.form.item(name), value) for name, value in given.items()]
    return tuple(
        item
        for item, value in asked
        if not answering.answer(survey, item, value, language=entry.language, now=now, by_phone=entry.id)
    )


def hand_in(entry: PhoneEntry, survey: Survey, *, said_yes: bool, by: Visitor, now: datetime) -> None:
    """Hand the answers in, once, because the person said yes aloud. From then on the caller sees them no more."""
    if not said_yes:
        raise Refused(CallRefusal.NOT_SAID_YES, field="said_yes")
    if survey.response is None:
        raise Refused(SurveyRefusal.NOT_ALL_SEEN)
    answering.begin(survey, language=entry.language, now=now)
    _demand_open(entry, survey, by, now)
    entry.ended_at = entry.said_yes_at = now
    session().flush()
    if not answering.submit(survey, now=now, by_phone=by):
        raise Refused(CallRefusal.ANSWERED_MEANWHILE)


def _demand_open(entry: PhoneEntry, survey: Survey, by: Visitor, now: datetime) -> None:
    """Asked while the answers are held, so that nobody hands in in between."""
    if entry.entered_by_ref != by.person_ref:
        raise Missing
    session().refresh(entry)
    if survey.is_submitted:
        raise Refused(CallRefusal.ANSWERED_MEANWHILE)
    if not rules.is_open_entry(entry.began_at, entry.ended_at, now):
        raise Refused(CallRefusal.ENTRY_OVER)


def stop(entry: PhoneEntry, *, by: Visitor, now: datetime) -> None:
    """The talk is over before its end: what was kept stays, and is seen by the person alone. A second press is harmless."""
    if entry.entered_by_ref != by.person_ref:
        raise Missing
    changes_one(
        update(PhoneEntry)
        .where(PhoneEntry.id == entry.id, PhoneEntry.ended_at.is_(None))
        .values(ended_at=now)
    )
    session().refresh(entry)


def end_entries(contact_id: int, now: datetime) -> None:
    """Nobody goes on entering what is handed in or refused."""
    session().execute(
        update(PhoneEntry)
        .where(PhoneEntry.contact_id == contact_id, PhoneEntry.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


def refuse(
    placement: Placement, survey: Survey | None, level: OptOutLevel | None, *, by: Visitor, now: datetime
) -> None:
    """The person said on the telephone not to be asked: this survey, any survey, or only no calls (no level)."""
    outcome = CallOutcome.NO_CALLS if level is None else CallOutcome.DECLINED
    note_try(placement, outcome, point=None, again_at=None, by=by, now=now)
    if level is not None and survey is not None:
        refusing.refuse(survey, level, now=now, told=by)
        end_entries(survey.contact.id, now)
    settle(now, placement_id=placement.id)


def settle(now: datetime, *, placement_id: int) -> int:
    """Close tasks of a hire that have settled themselves (answered, refused, a new address), and open those again whose cause
    came back. What a person of the staff closed stays closed. Gives how many changed.
    """
    return sum(
        len(
            session()
            .scalars(
                update(FollowUpTask)
                .where(FollowUpTask.placement_id == placement_id, to_change)
                .values(done_at=done_at)
                .returning(FollowUpTask.id)
                .execution_options(synchronize_session=False)
            )
            .all()
        )
        for to_change, done_at in ((holding.is_settled(now), now), (holding.came_back(now), None))
    )
