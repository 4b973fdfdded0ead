"""Mails about a mended timetable: only whom it disturbs, with what changed and the whole day as it is now."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.texts import best_text
from recruit.events import queries as event_queries
from recruit.events.calendars import MEDIA_TYPE
from recruit.fairs import showing
from recruit.fairs.calendars import meetings_file
from recruit.fairs.declared import operator_may_arrange
from recruit.fairs.events import TimetableMended
from recruit.fairs.models import Fair, Meeting, MeetingChange, Timetable, TimetableRepair
from recruit.fairs.rules import MeetingState
from recruit.messages.actions import queue
from recruit.messages.kinds import Attachment, MailKind, Params
from recruit.organisations.models import Organisation
from recruit.postings.queries import addresses_of_editors
from recruit.students.models import Student
from recruit.web.gate import page_url
from recruit.web.times import two_clocks

Name = Callable[[Meeting], str]


def _repair(params: Params) -> TimetableRepair:
    found = session().scalar(select(TimetableRepair).where(TimetableRepair.public_id == params["repair"]))
    if found is None:
        raise Missing
    return found


def _fair(repair: TimetableRepair) -> Fair:
    return session().get_one(Fair, session().get_one(Timetable, repair.timetable_id).fair_id)


def _is_before_the_end(params: Params, now: datetime) -> bool:
    return operator_may_arrange() and now < _fair(_repair(params)).event.ends_at


def _own(repair: TimetableRepair, params: Params) -> list[Meeting]:
    """All meetings of the reader, also the dropped ones."""
    side = (
        Student.public_id == params["student"]
        if "student" in params
        else Organisation.public_id == params["company"]
    )
    rows = session().scalars(
        select(Meeting)
        .join(Student, Student.id == Meeting.student_id)
        .join(Organisation, Organisation.id == Meeting.company_id)
        .options(joinedload(Meeting.student), joinedload(Meeting.organisation))
        .where(Meeting.timetable_id == repair.timetable_id, side)
        .order_by(Meeting.slot, Meeting.table_number)
    )
    return list(rows)


def _namer(params: Params, language: str) -> Name:
    if "student" in params:
        return lambda one: showing.company_name(one.organisation, language)
    return lambda one: showing.both_names(one.student, language)


def _changes(
    repair: TimetableRepair, own: list[Meeting], times: Mapping[int, showing.SlotTimes], name: Name
) -> list[str]:
    by_id = {one.id: one for one in own}
    rows = session().scalars(
        select(MeetingChange)
        .where(
            MeetingChange.meeting_id.in_(by_id),
            MeetingChange.why == f"repair:{repair.public_id}",
        )
        .order_by(MeetingChange.id)
    )
    return [
        _change(row.change, by_id[row.meeting_id], times, name(by_id[row.meeting_id]))
        for row in rows
        if row.change.keys() - {"interpreter"}
    ]


def _change(
    change: Mapping[str, Any], meeting: Meeting, times: Mapping[int, showing.SlotTimes], who: str
) -> str:
    time = times[meeting.slot].venue_time if meeting.slot in times else ""
    before, after = change.get("state", (None, None))
    if after == MeetingState.DROPPED:
        return _("%(time)s %(who)s: does not take place", time=time, who=who)
    if before != after:
        return _(
            "%(time)s %(who)s: new, at table %(table)s", time=time, who=who, table=meeting.table_number + 1
        )
    if "slot" in change:
        was = times[change["slot"][0]].venue_time if change["slot"][0] in times else ""
        return _(
            "%(time)s %(who)s: instead of %(before)s, at table %(table)s",
            time=time,
            who=who,
            before=was,
            table=meeting.table_number + 1,
        )
    return _("%(time)s %(who)s: now at table %(table)s", time=time, who=who, table=meeting.table_number + 1)


def _context(params: Params, language: str) -> Mapping[str, Any]:
    repair = _repair(params)
    fair, own, name = _fair(repair), _own(repair, params), _namer(params, language)
    text = best_text(fair.event.texts, language)
    times = showing.slot_times(fair)
    return {
        "title_of_event": text.title if text else fair.event.slug,
        "place": text.place if text else "",
        "address": text.address if text else "",
        "starts": two_clocks(fair.event.starts_at, fair.event.zone),
        "name": _addressed(own, params, language),
        "is_student": "student" in params,
        "changes": _changes(repair, own, times, name),
        "meetings": [
            {
                "venue_time": times[one.slot].venue_time,
                "reader_time": times[one.slot].reader_time,
                "title": _("%(what)s · changed", what=name(one)) if showing.is_changed(one) else name(one),
            }
            for one in own
            if one.state is not MeetingState.DROPPED and one.slot in times
        ],
        "url": _url(fair, params),
    }


def _addressed(own: list[Meeting], params: Params, language: str) -> str:
    if not own:
        return ""
    if "student" in params:
        return own[0].student.call_name or own[0].student.person.display_name
    return showing.company_name(own[0].organisation, language)


def _url(fair: Fair, params: Params) -> str:
    page = "fairs.my_fair" if "student" in params else "fairs.company_fair"
    return page_url(page, slug=fair.event.slug, _external=True)


def _file(params: Params, language: str) -> list[Attachment]:
    repair = _repair(params)
    fair, own, name = _fair(repair), _own(repair, params), _namer(params, language)
    text = best_text(fair.event.texts, language)
    content = meetings_file(
        fair,
        session().get_one(Timetable, repair.timetable_id),
        own,
        title=lambda one: _("Meeting: %(who)s", who=name(one)),
        place=text.place if text else "",
        url=_url(fair, params),
        language=language,
        changed_at=repair.accepted_at,
    )
    return [Attachment(f"{fair.event.slug}-meetings.ics", MEDIA_TYPE, content)] if own else []


KINDS = [
    MailKind(
        name=name,
        room="fairs",
        template="fairs/mail/timetable_changed",
        context=_context,
        still_wanted=_is_before_the_end,
        necessary=True,
        attachments=_file,
    )
    for name in ("timetable_changed_for_student", "timetable_changed_for_company")
]


def tell_changes(event: TimetableMended) -> None:
    """Nobody whose day stays as it is hears of it."""
    repair = session().get_one(TimetableRepair, event.repair_id)
    meetings = session().scalars(
        select(Meeting)
        .options(joinedload(Meeting.student), joinedload(Meeting.organisation))
        .where(Meeting.id.in_(event.meeting_ids))
        .order_by(Meeting.id)
    )
    students: dict[str, Student] = {}
    companies: dict[str, Organisation] = {}
    for meeting in meetings:
        students[meeting.student.public_id] = meeting.student
        companies[meeting.organisation.public_id] = meeting.organisation
    for ref, student in students.items():
        _queue(
            repair,
            "timetable_changed_for_student",
            event_queries.address_of(student.person_id),
            student.person,
            {"student": ref},
            event.now,
        )
    for ref, company in companies.items():
        for person, email in addresses_of_editors(company.id):
            _queue(repair, "timetable_changed_for_company", email, person, {"company": ref}, event.now)


def _queue(
    repair: TimetableRepair, kind: str, address: str, person: Any, params: dict[str, str], now: datetime
) -> None:
    queue(
        kind,
        to_address=address,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"repair": repair.public_id, **params},
        unique_key=f"{kind}:{repair.public_id}:{next(iter(params.values()))}:{person.public_id}",
        now=now,
        subject_kind="timetable_repair",
        subject_ref=repair.public_id,
    )
