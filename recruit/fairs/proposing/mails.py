"""Mails about times that both sides agree on: proposed, waiting, ended, agreed, called off. One kind serves both sides."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.texts import best_text
from recruit.events.calendars import MEDIA_TYPE
from recruit.events.queries import address_of
from recruit.fairs import showing
from recruit.fairs.calendars import meetings_file
from recruit.fairs.models import Fair, Meeting, MeetingChange, Timetable
from recruit.fairs.proposing.events import (
    MeetingAgreed,
    MeetingCalledOff,
    ProposalClosed,
    ProposalWaits,
    TimeProposed,
)
from recruit.fairs.proposing.models import TimeProposal
from recruit.fairs.proposing.rules import ProposalState
from recruit.fairs.rules import MeetingState, Side
from recruit.messages.actions import queue
from recruit.messages.kinds import Attachment, MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.postings.queries import addresses_of_editors
from recruit.web.gate import page_url
from recruit.web.times import two_clocks

Thing = TimeProposal | Meeting


def _proposal(params: Params) -> TimeProposal:
    found = session().scalar(select(TimeProposal).where(TimeProposal.public_id == params["proposal"]))
    if found is None:
        raise Missing
    return found


def _meeting(params: Params) -> Meeting:
    found = session().scalar(select(Meeting).where(Meeting.public_id == params["meeting"]))
    if found is None:
        raise Missing
    return found


def _fair_of(thing: Thing) -> Fair:
    if isinstance(thing, TimeProposal):
        return session().get_one(Fair, thing.fair_id)
    return session().get_one(Fair, session().get_one(Timetable, thing.timetable_id).fair_id)


def _is_student(params: Params) -> bool:
    return params["side"] == Side.STUDENT


def _other(thing: Thing, params: Params, language: str) -> str:
    """The other side, as the reader reads it."""
    if _is_student(params):
        return showing.company_name(thing.organisation, language)
    return showing.both_names(thing.student, language)


def _page_of(fair: Fair, params: Params) -> str:
    page = "fairs.my_times" if _is_student(params) else "fairs.company_times"
    return page_url(page, slug=fair.event.slug, _external=True)


def _row(label: str, instant: datetime, zone: str) -> tuple[str, str, str]:
    """A day and a time on both clocks, as a row of a mail."""
    clocks = two_clocks(instant, zone)
    there = _("%(day)s, %(time)s", day=clocks.venue_date, time=clocks.venue_time) + f" {clocks.venue_place}"
    here = "" if clocks.same else f"{clocks.reader_time} {clocks.reader_place}"
    return label, there, here if clocks.same_day or not here else f"{here} ({clocks.reader_date})"


def _shared(thing: Thing, params: Params, language: str) -> dict[str, Any]:
    fair = _fair_of(thing)
    text = best_text(fair.event.texts, language)
    starts_at = next((one.starts_at for one in fair.slots if one.number == thing.slot), fair.event.starts_at)
    rows: list[tuple[str, ...]] = [
        (_("Fair"), text.title if text else fair.event.slug),
        (_("Company") if _is_student(params) else _("Student"), _other(thing, params, language)),
        _row(_("When"), starts_at, fair.event.zone),
    ]
    if isinstance(thing, Meeting):
        rows.append((_("Table"), str(thing.table_number + 1)))
    student = thing.student
    return {
        "name": (student.call_name or student.person.display_name)
        if _is_student(params)
        else showing.company_name(thing.organisation, language),
        "rows": rows,
        "url": _page_of(fair, params),
        "why": _("You receive this because you take part in this event."),
    }


def _proposed(params: Params, language: str) -> Mapping[str, Any]:
    proposal = _proposal(params)
    shared, who = _shared(proposal, params, language), _other(proposal, params, language)
    fair = _fair_of(proposal)
    return {
        **shared,
        "title": _("%(who)s proposes a time for a meeting", who=who),
        "paragraphs": [
            _("You can accept it, decline it, or propose another time. Nobody in between decides for you."),
            _("Without an answer by then the proposal ends by itself."),
        ],
        "rows": [*shared["rows"], _row(_("Answer by"), proposal.answer_by_at, fair.event.zone)],
        "button": _("Answer the proposal"),
    }


def _waits(params: Params, language: str) -> Mapping[str, Any]:
    found = dict(_proposed(params, language))
    who = _other(_proposal(params), params, language)
    return {**found, "title": _("A reminder: %(who)s waits for your answer about a time", who=who)}


def _closed(params: Params, language: str) -> Mapping[str, Any]:
    proposal = _proposal(params)
    who = _other(proposal, params, language)
    words = {
        ProposalState.DECLINED: _("%(who)s cannot meet you at this time.", who=who),
        ProposalState.WITHDRAWN: _("%(who)s has taken this proposal back.", who=who),
    }.get(proposal.state, _("Nobody answered in time, or the time was given to another meeting."))
    return {
        **_shared(proposal, params, language),
        "title": _("The proposed time with %(who)s does not come about", who=who),
        "paragraphs": [words, _("You can propose another time, or choose one that is free.")],
        "button": _("See the times"),
    }


def _agreed(params: Params, language: str) -> Mapping[str, Any]:
    meeting = _meeting(params)
    who = _other(meeting, params, language)
    moved = meeting.sequence > 0
    return {
        **_shared(meeting, params, language),
        "title": _("Another time with %(who)s is agreed", who=who)
        if moved
        else _("Your meeting with %(who)s is agreed", who=who),
        "paragraphs": [
            _("The meeting is in the calendar file of this mail. Please be at the table two minutes before."),
            _("If you cannot come, call it off on the page, so that somebody else can have the time."),
        ],
        "button": _("See your day at the fair"),
    }


def _called_off(params: Params, language: str) -> Mapping[str, Any]:
    meeting = _meeting(params)
    who = _other(meeting, params, language)
    ended = (
        _("You called this meeting off.")
        if params["by"] == params["side"]
        else _("%(who)s has called this meeting off.", who=who)
    )
    return {
        **_shared(meeting, params, language),
        "title": _("Your meeting with %(who)s does not take place", who=who),
        "paragraphs": [ended, _("The calendar file of this mail takes it out of your calendar.")],
        "button": _("See your day at the fair"),
    }


def _file(params: Params, language: str) -> list[Attachment]:
    """The one meeting, so that a calendar puts it in, moves it or takes it out."""
    meeting = _meeting(params)
    fair = _fair_of(meeting)
    text = best_text(fair.event.texts, language)
    changed_at = session().scalar(
        select(MeetingChange.at)
        .where(MeetingChange.meeting_id == meeting.id)
        .order_by(MeetingChange.id.desc())
        .limit(1)
    )
    content = meetings_file(
        fair,
        session().get_one(Timetable, meeting.timetable_id),
        [meeting],
        title=lambda one: _("Meeting: %(who)s", who=_other(one, params, language)),
        place=text.place if text else "",
        url=_page_of(fair, params),
        language=language,
        changed_at=changed_at,
    )
    return [Attachment(f"{fair.event.slug}-meeting.ics", MEDIA_TYPE, content)]


def _is_open(params: Params, now: datetime) -> bool:
    proposal = _proposal(params)
    return proposal.state is ProposalState.OPEN and now < proposal.answer_by_at


def _is_before_the_end(params: Params, now: datetime) -> bool:
    return now < _fair_of(_proposal(params) if "proposal" in params else _meeting(params)).event.ends_at


def _stands(params: Params, now: datetime) -> bool:
    """A mail about an agreed time is for this very time; of a later one another mail tells."""
    meeting = _meeting(params)
    same = meeting.sequence == params["sequence"] and meeting.state is not MeetingState.DROPPED
    return same and now < _fair_of(meeting).event.ends_at


def _kind(
    name: str,
    context: Callable[[Params, str], Mapping[str, Any]],
    still_wanted: Callable[[Params, datetime], bool],
    *,
    about_meeting: bool = False,
) -> MailKind:
    """What is in a calendar is necessary; talk about proposals can be switched off with the mails about fairs."""
    files: dict[str, Any] = {"attachments": _file, "necessary": True} if about_meeting else {}
    return MailKind(
        name=name,
        room="fairs",
        template="fairs/mail/answer",
        context=context,
        still_wanted=still_wanted,
        group="" if about_meeting else MailGroup.FAIRS,
        **files,
    )


KINDS = [
    _kind("time_proposed", _proposed, _is_open),
    _kind("time_proposal_waits", _waits, _is_open),
    _kind("time_proposal_closed", _closed, _is_before_the_end),
    _kind("meeting_agreed", _agreed, _stands, about_meeting=True),
    _kind("meeting_called_off", _called_off, _is_before_the_end, about_meeting=True),
]


# ------------------------------------------------------------------------------------------------ reactions


def tell_proposed(event: TimeProposed) -> None:
    """The other side learns it."""
    proposal = session().get_one(TimeProposal, event.proposal_id)
    _tell("time_proposed", proposal, _opposite(proposal.side), {}, proposal.public_id, event.now)


def tell_waits(event: ProposalWaits) -> None:
    """Who has not answered is reminded once."""
    proposal = session().get_one(TimeProposal, event.proposal_id)
    _tell("time_proposal_waits", proposal, _opposite(proposal.side), {}, proposal.public_id, event.now)


def tell_closed(event: ProposalClosed) -> None:
    """Who did not end it learns that it came to nothing; where time ended it, who had proposed."""
    proposal = session().get_one(TimeProposal, event.proposal_id)
    side = proposal.side if event.by_side is None else _opposite(event.by_side)
    _tell("time_proposal_closed", proposal, side, {}, proposal.public_id, event.now)


def tell_agreed(event: MeetingAgreed) -> None:
    """Both sides have it in their calendars."""
    meeting = session().get_one(Meeting, event.meeting_id)
    for side in Side:
        _tell(
            "meeting_agreed",
            meeting,
            side,
            {"sequence": meeting.sequence},
            f"{meeting.public_id}:{meeting.sequence}",
            event.now,
        )


def tell_called_off(event: MeetingCalledOff) -> None:
    """Both calendars lose it."""
    meeting = session().get_one(Meeting, event.meeting_id)
    for side in Side:
        _tell(
            "meeting_called_off",
            meeting,
            side,
            {"by": str(event.by_side)},
            f"{meeting.public_id}:{meeting.sequence}",
            event.now,
        )


def _opposite(side: Side) -> Side:
    return Side.COMPANY if side is Side.STUDENT else Side.STUDENT


def _tell(kind: str, thing: Thing, side: Side, more: Mapping[str, Any], about: str, now: datetime) -> None:
    person = thing.student.person
    readers = (
        [(person, address_of(person.id))] if side is Side.STUDENT else addresses_of_editors(thing.company_id)
    )
    what = "proposal" if isinstance(thing, TimeProposal) else "meeting"
    for reader, address in readers:
        queue(
            kind,
            to_address=address,
            to_ref=reader.public_id,
            language=reader.language,
            zone=reader.zone,
            params={what: thing.public_id, "side": str(side), **more},
            unique_key=f"{kind}:{about}:{side}:{reader.public_id}",
            now=now,
            subject_kind="time_proposal" if what == "proposal" else "meeting",
            subject_ref=thing.public_id,
        )
