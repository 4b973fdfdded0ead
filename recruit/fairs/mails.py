"""Mail kinds of fairs: a booth is confirmed, the timetable for a student and for a company."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.texts import best_text
from recruit.events import queries as event_queries
from recruit.events.calendars import MEDIA_TYPE
from recruit.fairs import queries, showing
from recruit.fairs.calendars import meetings_file
from recruit.fairs.declared import operator_may_arrange
from recruit.fairs.events import BoothConfirmed, TimetablePublished
from recruit.fairs.models import Booth, Fair, Meeting, Timetable, Wish
from recruit.fairs.rules import BoothState, Mark, MeetingState, Side, TimetableState
from recruit.messages.actions import queue
from recruit.messages.kinds import Attachment, MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.organisations.models import Organisation
from recruit.postings.queries import addresses_of_editors
from recruit.students.models import Student
from recruit.web.gate import page_url
from recruit.web.times import two_clocks


def fair_words(fair: Fair, language: str) -> dict[str, Any]:
    """What every mail about a fair says of it."""
    text = best_text(fair.event.texts, language)
    return {
        "title_of_event": text.title if text else fair.event.slug,
        "place": text.place if text else "",
        "address": text.address if text else "",
        "starts": two_clocks(fair.event.starts_at, fair.event.zone),
        "wishes_until": two_clocks(fair.wishes_until, fair.event.zone),
    }


# ------------------------------------------------------------------------------------------------ booths


def _booth(params: Params) -> Booth:
    found = session().scalar(select(Booth).where(Booth.public_id == params["booth"]))
    if found is None:
        raise Missing
    return found


def _booth_context(params: Params, language: str) -> Mapping[str, Any]:
    booth = _booth(params)
    fair = session().get_one(Fair, booth.fair_id)
    return {
        **fair_words(fair, language),
        "organisation_name": showing.company_name(booth.organisation, language),
        "number": booth.number,
        "tables": booth.tables,
        "url": page_url("fairs.company_fair", slug=fair.event.slug, _external=True),
    }


def _is_confirmed(params: Params, now: datetime) -> bool:
    return _booth(params).state is BoothState.CONFIRMED


# ------------------------------------------------------------------------------------------------ timetables


def _timetable(params: Params) -> Timetable:
    found = session().scalar(select(Timetable).where(Timetable.public_id == params["timetable"]))
    if found is None:
        raise Missing
    return found


def _is_published(params: Params, now: datetime) -> bool:
    timetable = _timetable(params)
    fair = session().get_one(Fair, timetable.fair_id)
    stands = timetable.state is TimetableState.PUBLISHED and operator_may_arrange()
    return stands and now < fair.event.ends_at


def _student(params: Params) -> Student:
    found = session().scalar(select(Student).where(Student.public_id == params["student"]))
    if found is None:
        raise Missing
    return found


def _company(params: Params) -> Organisation:
    found = session().scalar(select(Organisation).where(Organisation.public_id == params["company"]))
    if found is None:
        raise Missing
    return found


def _rows(fair: Fair, meetings: list[Meeting], title: Any) -> list[dict[str, str]]:
    times = showing.slot_times(fair)
    return [
        {
            "venue_time": times[meeting.slot].venue_time,
            "reader_time": times[meeting.slot].reader_time,
            "title": _("%(what)s · changed", what=title(meeting))
            if showing.is_changed(meeting)
            else title(meeting),
        }
        for meeting in meetings
    ]


def _student_context(params: Params, language: str) -> Mapping[str, Any]:
    timetable, student = _timetable(params), _student(params)
    fair = session().get_one(Fair, timetable.fair_id)
    meetings = queries.meetings_of_student(student.id, fair.event_id)
    return {
        **fair_words(fair, language),
        "name": student.call_name or student.person.display_name,
        "meetings": _rows(fair, meetings, lambda one: showing.company_name(one.organisation, language)),
        "url": page_url("fairs.my_fair", slug=fair.event.slug, _external=True),
    }


def _student_file(params: Params, language: str) -> list[Attachment]:
    timetable, student = _timetable(params), _student(params)
    fair = session().get_one(Fair, timetable.fair_id)
    meetings = queries.meetings_of_student(student.id, fair.event_id)
    return _file(
        fair,
        timetable,
        meetings,
        lambda one: _("Meeting: %(who)s", who=showing.company_name(one.organisation, language)),
        page_url("fairs.my_fair", slug=fair.event.slug, _external=True),
        language,
    )


def _meetings_of(company: Organisation, timetable: Timetable) -> list[Meeting]:
    rows = session().scalars(
        select(Meeting)
        .where(
            Meeting.timetable_id == timetable.id,
            Meeting.company_id == company.id,
            Meeting.state != MeetingState.DROPPED,
        )
        .order_by(Meeting.slot, Meeting.table_number)
    )
    return list(rows)


def _company_context(params: Params, language: str) -> Mapping[str, Any]:
    timetable, company = _timetable(params), _company(params)
    fair = session().get_one(Fair, timetable.fair_id)
    return {
        **fair_words(fair, language),
        "organisation_name": showing.company_name(company, language),
        "meetings": _rows(
            fair,
            _meetings_of(company, timetable),
            lambda one: showing.both_names(one.student, language),
        ),
        "url": page_url("fairs.company_fair", slug=fair.event.slug, _external=True),
    }


def _company_file(params: Params, language: str) -> list[Attachment]:
    timetable, company = _timetable(params), _company(params)
    fair = session().get_one(Fair, timetable.fair_id)
    return _file(
        fair,
        timetable,
        _meetings_of(company, timetable),
        lambda one: _("Meeting: %(who)s", who=showing.both_names(one.student, language)),
        page_url("fairs.company_fair", slug=fair.event.slug, _external=True),
        language,
    )


def _file(
    fair: Fair, timetable: Timetable, meetings: list[Meeting], title: Any, url: str, language: str
) -> list[Attachment]:
    if not meetings:
        return []
    text = best_text(fair.event.texts, language)
    content = meetings_file(
        fair, timetable, meetings, title=title, place=text.place if text else "", url=url, language=language
    )
    return [Attachment(f"{fair.event.slug}-meetings.ics", MEDIA_TYPE, content)]


KINDS = [
    MailKind(
        name="booth_confirmed",
        room="fairs",
        template="fairs/mail/booth_confirmed",
        context=_booth_context,
        still_wanted=_is_confirmed,
        group=MailGroup.FAIRS,
    ),
    MailKind(
        name="timetable_for_student",
        room="fairs",
        template="fairs/mail/timetable_for_student",
        context=_student_context,
        still_wanted=_is_published,
        necessary=True,
        attachments=_student_file,
    ),
    MailKind(
        name="timetable_for_company",
        room="fairs",
        template="fairs/mail/timetable_for_company",
        context=_company_context,
        still_wanted=_is_published,
        necessary=True,
        attachments=_company_file,
    ),
]


# ------------------------------------------------------------------------------------------------ reactions


def tell_booth_confirmed(event: BoothConfirmed) -> None:
    """Whoever may answer for the company learns it."""
    booth = session().get_one(Booth, event.booth_id)
    for person, email in addresses_of_editors(booth.company_id):
        queue(
            "booth_confirmed",
            to_address=email,
            to_ref=person.public_id,
            language=person.language,
            zone=person.zone,
            params={"booth": booth.public_id},
            unique_key=f"booth_confirmed:{booth.public_id}:{booth.asked_at.isoformat()}:{person.public_id}",
            now=event.now,
            subject_kind="booth",
            subject_ref=booth.public_id,
        )


def tell_timetable(event: TimetablePublished) -> None:
    """Every student who wished for a meeting, also those who have none, and every company with a booth."""
    timetable = session().get_one(Timetable, event.timetable_id)
    fair_id = timetable.fair_id
    wished = select(Wish.student_id).where(
        Wish.fair_id == fair_id, Wish.side == Side.STUDENT, Wish.mark != Mark.NO
    )
    for student in session().scalars(select(Student).where(Student.id.in_(wished)).order_by(Student.id)):
        person = student.person
        queue(
            "timetable_for_student",
            to_address=event_queries.address_of(student.person_id),
            to_ref=person.public_id,
            language=person.language,
            zone=person.zone,
            params={"timetable": timetable.public_id, "student": student.public_id},
            unique_key=f"timetable_for_student:{timetable.public_id}:{student.public_id}",
            now=event.now,
            subject_kind="timetable",
            subject_ref=timetable.public_id,
        )
    booths = session().scalars(
        select(Booth).where(Booth.fair_id == fair_id, Booth.state == BoothState.CONFIRMED).order_by(Booth.id)
    )
    for booth in booths:
        for person, email in addresses_of_editors(booth.company_id):
            queue(
                "timetable_for_company",
                to_address=email,
                to_ref=person.public_id,
                language=person.language,
                zone=person.zone,
                params={
                    "timetable": timetable.public_id,
                    "company": booth.organisation.public_id,
                },
                unique_key=f"timetable_for_company:{timetable.public_id}:{booth.public_id}:{person.public_id}",
                now=event.now,
                subject_kind="timetable",
                subject_ref=timetable.public_id,
            )
