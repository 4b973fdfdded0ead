"""Mails about what does not take place: a fair that was called off, and the meetings of a student or a company that left it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.texts import best_text
from recruit.events.also_ended import AlsoEnded
from recruit.events.calendars import MEDIA_TYPE
from recruit.events.events import EventCalledOff
from recruit.events.models import Registration
from recruit.events.queries import address_of
from recruit.events.rules import EventState, where_of
from recruit.fairs import showing
from recruit.fairs.actions.meetings import CALLED_OFF
from recruit.fairs.calendars import meetings_file
from recruit.fairs.events import MeetingsDropped
from recruit.fairs.interpreters.mails import send_day
from recruit.fairs.mails import fair_words
from recruit.fairs.models import Booth, Fair, FairInterpreter, Meeting, MeetingChange, Timetable
from recruit.fairs.rules import BoothState, MeetingState, Side, TimetableState
from recruit.messages.actions import cancel_for, queue
from recruit.messages.kinds import Attachment, MailKind, Params
from recruit.postings.queries import addresses_of_editors
from recruit.students.models import Student
from recruit.web.gate import page_url
from recruit.web.times import two_clocks

Name = Callable[[Meeting], str]


def _meetings(*which: ColumnElement[bool]) -> list[Meeting]:
    """Of published timetables, in the order of the day."""
    rows = session().scalars(
        select(Meeting)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .options(joinedload(Meeting.student), joinedload(Meeting.organisation))
        .where(Timetable.state == TimetableState.PUBLISHED, *which)
        .order_by(Meeting.slot, Meeting.table_number, Meeting.id)
    )
    return list(rows)


def _ended_with_the_fair(fair: Fair, *whose: ColumnElement[bool]) -> list[Meeting]:
    ended = select(MeetingChange.id).where(
        MeetingChange.meeting_id == Meeting.id, MeetingChange.why == CALLED_OFF
    )
    return _meetings(Timetable.fair_id == fair.event_id, ended.exists(), *whose)


def _line(meeting: Meeting, times: Mapping[int, showing.SlotTimes], name: Name) -> str:
    time = times[meeting.slot].venue_time if meeting.slot in times else ""
    return _("%(time)s %(who)s: does not take place", time=time, who=name(meeting))


def _file(
    fair: Fair, meetings: list[Meeting], name: Name, url: str, language: str, at: datetime | None
) -> list[Attachment]:
    if not meetings:
        return []
    text = best_text(fair.event.texts, language)
    content = meetings_file(
        fair,
        session().get_one(Timetable, meetings[0].timetable_id),
        meetings,
        title=lambda one: _("Meeting: %(who)s", who=name(one)),
        place=text.place if text else "",
        url=url,
        language=language,
        changed_at=at,
    )
    return [Attachment(f"{fair.event.slug}-meetings.ics", MEDIA_TYPE, content)]


# ------------------------------------------------------------------------------------------------ called off


def _booth(params: Params) -> Booth:
    found = session().scalar(select(Booth).where(Booth.public_id == params["booth"]))
    if found is None:
        raise Missing
    return found


def _interpreter(params: Params) -> FairInterpreter:
    found = session().scalar(
        select(FairInterpreter).where(FairInterpreter.public_id == params["interpreter"])
    )
    if found is None:
        raise Missing
    return found


def _address(params: Params) -> str:
    return _interpreter(params).email


def _is_called_off(params: Params, _now: datetime) -> bool:
    """However late: who still believes in the fair must hear of it."""
    fair_id = _booth(params).fair_id if "booth" in params else _interpreter(params).fair_id
    return session().get_one(Fair, fair_id).event.state is EventState.CALLED_OFF


def _page_of(fair: Fair) -> str:
    return page_url("events.event", where=where_of(fair.event.kind), slug=fair.event.slug, _external=True)


def _shared(fair: Fair, name: str, language: str) -> dict[str, Any]:
    event = fair.event
    text = best_text(event.texts, language)
    starts = two_clocks(event.starts_at, event.zone)
    there = _("%(day)s, %(time)s", day=starts.venue_date, time=starts.venue_time) + f" {starts.venue_place}"
    here = f"{starts.reader_time} {starts.reader_place}"
    return {
        "name": name,
        "title": _("Does not take place: %(event)s", event=text.title if text else event.slug),
        "rows": [(_("It was to begin"), there, "" if starts.same else f"{here} ({starts.reader_date})")],
        "url": _page_of(fair),
        "button": _("Look at the event"),
        "words": [event.called_off_words] if event.called_off_words else [],
    }


def _name_of_student(language: str) -> Name:
    return lambda one: showing.both_names(one.student, language)


def _company_context(params: Params, language: str) -> Mapping[str, Any]:
    booth = _booth(params)
    fair = session().get_one(Fair, booth.fair_id)
    shared = _shared(fair, showing.company_name(booth.organisation, language), language)
    meetings = _ended_with_the_fair(fair, Meeting.company_id == booth.company_id)
    times, name = showing.slot_times(fair), _name_of_student(language)
    first = (
        _(
            "We are sorry: this fair does not take place. Your booth is given back, and you need not do anything."
        )
        if params["had_booth"]
        else _(
            "We are sorry: this fair does not take place. What you asked for ends, and you need not do anything."
        )
    )
    ended = [
        _("These meetings of yours do not take place either. The students are told by us:"),
        *(_line(one, times, name) for one in meetings),
        _("The attached calendar file takes them out of your calendar."),
    ]
    return {
        **shared,
        "paragraphs": [first, *shared["words"], *(ended if meetings else [])],
        "why": _("You receive this because your company asked for a booth at this fair."),
    }


def _company_file(params: Params, language: str) -> list[Attachment]:
    booth = _booth(params)
    fair = session().get_one(Fair, booth.fair_id)
    url = page_url("fairs.company_fair", slug=fair.event.slug, _external=True)
    meetings = _ended_with_the_fair(fair, Meeting.company_id == booth.company_id)
    return _file(fair, meetings, _name_of_student(language), url, language, fair.event.saved_at)


def _interpreter_context(params: Params, language: str) -> Mapping[str, Any]:
    interpreter = _interpreter(params)
    shared = _shared(session().get_one(Fair, interpreter.fair_id), interpreter.name, language)
    first = _(
        "We are sorry: this fair does not take place. You need not come, and there is nothing to interpret."
    )
    return {
        **shared,
        "paragraphs": [first, *shared["words"]],
        "why": _("You receive this because you interpret at this event."),
    }


def what_ended(registration: Registration, language: str) -> AlsoEnded:
    """The meetings of a student at a fair that was called off, for the mail that tells of it."""
    fair = session().get(Fair, registration.event_id)
    if fair is None:
        return AlsoEnded()
    own = select(Student.id).where(Student.person_id == registration.person_id).scalar_subquery()
    meetings = _ended_with_the_fair(fair, Meeting.student_id == own)
    times = showing.slot_times(fair)

    def name(one: Meeting) -> str:
        return showing.company_name(one.organisation, language)

    url = page_url("fairs.my_fair", slug=fair.event.slug, _external=True)
    return AlsoEnded(
        tuple(_line(one, times, name) for one in meetings),
        tuple(_file(fair, meetings, name, url, language, fair.event.saved_at)),
    )


def tell_called_off(event: EventCalledOff) -> None:
    """Companies that have a booth, wait or asked for one, and everybody who was to interpret. Students are told with their seat."""
    fair = session().get(Fair, event.event_id)
    if fair is None:
        return
    for ref in session().scalars(select(Timetable.public_id).where(Timetable.fair_id == fair.event_id)):
        cancel_for("timetable", ref, reason="superseded")
    booths = session().scalars(
        select(Booth)
        .where(Booth.fair_id == fair.event_id, Booth.state != BoothState.WITHDRAWN)
        .order_by(Booth.id)
    )
    for booth in booths:
        # What is unsent about the state before is no longer true.
        cancel_for("booth", booth.public_id, reason="superseded")
        for person, email in addresses_of_editors(booth.company_id):
            queue(
                "fair_called_off_for_company",
                to_address=email,
                to_ref=person.public_id,
                language=person.language,
                zone=person.zone,
                params={
                    "booth": booth.public_id,
                    "had_booth": booth.state is BoothState.CONFIRMED,
                },
                unique_key=f"fair_called_off_for_company:{booth.public_id}:{person.public_id}",
                now=event.now,
                subject_kind="booth",
                subject_ref=booth.public_id,
            )
    for interpreter in _interpreters(FairInterpreter.fair_id == fair.event_id):
        cancel_for("fair_interpreter", interpreter.public_id, reason="superseded")
        queue(
            "fair_called_off_for_interpreter",
            to_address=interpreter.email,
            to_ref="",
            language=interpreter.reads,
            zone=fair.event.zone,
            params={"interpreter": interpreter.public_id},
            unique_key=f"fair_called_off_for_interpreter:{interpreter.public_id}",
            now=event.now,
            subject_kind="fair_interpreter",
            subject_ref=interpreter.public_id,
        )


def _interpreters(*which: ColumnElement[bool]) -> Iterable[FairInterpreter]:
    """Who can be reached."""
    return session().scalars(
        select(FairInterpreter).where(FairInterpreter.email != "", *which).order_by(FairInterpreter.id)
    )


# ------------------------------------------------------------------------------------------------ somebody left


def _dropped(params: Params) -> list[Meeting]:
    return _meetings(Meeting.public_id.in_(params["meetings"]))


def _still_dropped(params: Params, now: datetime) -> bool:
    dropped = [one for one in _dropped(params) if one.state is MeetingState.DROPPED]
    if not dropped:
        return False
    event = session().get_one(Fair, dropped[0].timetable.fair_id).event
    return event.state is not EventState.CALLED_OFF and now < event.ends_at


def _dropped_context(params: Params, language: str) -> Mapping[str, Any]:
    dropped = _dropped(params)
    if not dropped:
        raise Missing
    one, is_student = dropped[0], _is_for_student(params)
    fair = session().get_one(Fair, dropped[0].timetable.fair_id)
    times, name = showing.slot_times(fair), _other_name(params, language)
    standing = _meetings(
        Meeting.timetable_id == one.timetable_id,
        Meeting.student_id == one.student_id if is_student else Meeting.company_id == one.company_id,
        Meeting.state != MeetingState.DROPPED,
    )
    return {
        **fair_words(fair, language),
        "name": (one.student.call_name or one.student.person.display_name)
        if is_student
        else showing.company_name(one.organisation, language),
        "is_student": is_student,
        "changes": [_line(one, times, name) for one in dropped],
        "meetings": [
            {
                "venue_time": times[one.slot].venue_time,
                "reader_time": times[one.slot].reader_time,
                "title": name(one),
            }
            for one in standing
            if one.slot in times
        ],
        "url": _own_page(fair, params),
    }


def _is_for_student(params: Params) -> bool:
    return params.get("side") == Side.STUDENT


def _other_name(params: Params, language: str) -> Name:
    """Whom the reader was to meet."""
    if _is_for_student(params):
        return lambda one: showing.company_name(one.organisation, language)
    return _name_of_student(language)


def _own_page(fair: Fair, params: Params) -> str:
    page = "fairs.my_fair" if _is_for_student(params) else "fairs.company_fair"
    return page_url(page, slug=fair.event.slug, _external=True)


def _dropped_file(params: Params, language: str) -> list[Attachment]:
    dropped = _dropped(params)
    if not dropped:
        return []
    fair = session().get_one(Fair, dropped[0].timetable.fair_id)
    at = session().scalar(
        select(MeetingChange.at)
        .where(MeetingChange.meeting_id == dropped[0].id)
        .order_by(MeetingChange.id.desc())
        .limit(1)
    )
    return _file(fair, dropped, _other_name(params, language), _own_page(fair, params), language, at)


def tell_dropped(event: MeetingsDropped) -> None:
    """Who would wait for who left, and who would interpret there: each once, with the day as it is now."""
    dropped = _meetings(Meeting.id.in_(event.meeting_ids))
    if event.told is Side.STUDENT:
        for own in _grouped(dropped, lambda one: one.student_id):
            person = own[0].student.person
            _queue_dropped(own, Side.STUDENT, person, address_of(person.id), event.now)
    else:
        for own in _grouped(dropped, lambda one: one.company_id):
            for person, email in addresses_of_editors(own[0].company_id):
                _queue_dropped(own, Side.COMPANY, person, email, event.now)
    concerned = {one.interpreter_id for one in dropped} - {None}
    for interpreter in _interpreters(FairInterpreter.id.in_(concerned)):
        own = [one for one in dropped if one.interpreter_id == interpreter.id]
        send_day(interpreter, occasion=f"dropped:{_occasion(own)}", now=event.now, is_changed=True)


def _grouped(meetings: list[Meeting], key: Callable[[Meeting], int]) -> list[list[Meeting]]:
    """One list for each who is told, in the order of the ids."""
    found: dict[int, list[Meeting]] = {}
    for meeting in meetings:
        found.setdefault(key(meeting), []).append(meeting)
    return [own for _id, own in sorted(found.items())]


def _queue_dropped(own: list[Meeting], side: Side, person: Person, address: str, now: datetime) -> None:
    kind = f"meetings_dropped_for_{side}"
    queue(
        kind,
        to_address=address,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"meetings": [one.public_id for one in own], "side": str(side)},
        unique_key=f"{kind}:{_occasion(own)}:{person.public_id}",
        now=now,
        subject_kind="organisation",
        subject_ref=own[0].organisation.public_id,
    )


def _occasion(dropped: list[Meeting]) -> str:
    """A meeting may come again and be dropped again: then it has a higher number."""
    return f"{dropped[0].public_id}:{dropped[0].sequence}"


KINDS = [
    MailKind(
        name="fair_called_off_for_company",
        room="fairs",
        template="fairs/mail/answer",
        context=_company_context,
        still_wanted=_is_called_off,
        necessary=True,
        attachments=_company_file,
    ),
    MailKind(
        name="fair_called_off_for_interpreter",
        room="fairs",
        template="fairs/mail/answer",
        context=_interpreter_context,
        still_wanted=_is_called_off,
        address=_address,
        necessary=True,
    ),
    *(
        MailKind(
            name=f"meetings_dropped_for_{side}",
            room="fairs",
            template="fairs/mail/timetable_changed",
            context=_dropped_context,
            still_wanted=_still_dropped,
            necessary=True,
            attachments=_dropped_file,
        )
        for side in Side
    ),
]
