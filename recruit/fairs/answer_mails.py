"""Mails about what companies answer after their conversations: a kind no to the student, a reminder to the company."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _, ngettext
from sqlalchemy import func, select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.texts import best_text
from recruit.events.models import Event
from recruit.events.queries import address_of
from recruit.fairs import showing
from recruit.fairs.events import AnswerOverdue, MeetingAnswered
from recruit.fairs.models import Booth, Meeting, Timetable
from recruit.fairs.rules import MAY_BE_ANSWERED, Outcome
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.postings.queries import addresses_of_editors
from recruit.web.gate import page_url


def _meeting(params: Params) -> Meeting:
    found = session().scalar(select(Meeting).where(Meeting.public_id == params["meeting"]))
    if found is None:
        raise Missing
    return found


def _event_of(meeting: Meeting) -> Event:
    return session().get_one(Event, meeting.timetable.fair_id)


def _title_of(event: Event, language: str) -> str:
    text = best_text(event.texts, language)
    return text.title if text else event.slug


def _no(params: Params, language: str) -> Mapping[str, Any]:
    meeting = _meeting(params)
    student, event = meeting.student, _event_of(meeting)
    company = showing.company_name(meeting.organisation, language)
    return {
        "title": _("The answer of %(company)s after your conversation", company=company),
        "name": student.call_name or student.person.display_name,
        "paragraphs": [
            _(
                "Thank you for the conversation at the fair. This time %(company)s has decided not to go on.",
                company=company,
            ),
            _(
                "This is no judgement of you as an engineer. From now on the company no longer sees your profile because of the fair."
            ),
            _("Other companies are looking for people, and your profile is kept."),
        ],
        "rows": [(_("Fair"), _title_of(event, language)), (_("Company"), company)],
        "button": _("See the open positions"),
        "url": page_url("postings.positions", _external=True),
        "why": _("You receive this because you had a conversation with this company at the fair."),
    }


def _waiting(params: Params) -> int:
    """How many conversations of the company at this fair still wait for its answer."""
    count = (
        select(func.count())
        .select_from(Meeting)
        .join(Timetable, Timetable.id == Meeting.timetable_id)
        .join(Booth, (Booth.fair_id == Timetable.fair_id) & (Booth.company_id == Meeting.company_id))
        .where(
            Booth.public_id == params["booth"],
            Meeting.overdue_at.is_not(None),
            Meeting.outcome.is_(None),
            Meeting.state.in_(MAY_BE_ANSWERED),
        )
    )
    return session().scalar(count) or 0


def _is_waiting(params: Params, _now: datetime) -> bool:
    return _waiting(params) > 0


def _overdue(params: Params, language: str) -> Mapping[str, Any]:
    booth = session().scalar(select(Booth).where(Booth.public_id == params["booth"]))
    if booth is None:
        raise Missing
    event, waiting = session().get_one(Event, booth.fair_id), _waiting(params)
    company = showing.company_name(booth.organisation, language)
    return {
        "title": ngettext(
            "%(num)d student still waits for your answer after the fair",
            "%(num)d students still wait for your answer after the fair",
            waiting,
        ),
        "name": "",
        "paragraphs": [
            _("The day by which you had promised to answer has passed."),
            _(
                "Please answer today, also where the answer is no: we write it to the student politely, in the student's language."
            ),
        ],
        "rows": [(_("Fair"), _title_of(event, language))],
        "button": _("Answer now"),
        "url": page_url("fairs.company_fair", slug=event.slug, _external=True),
        "why": _("You receive this because you act for %(organisation)s here.", organisation=company),
    }


KINDS = [
    MailKind(
        name="meeting_no",
        room="fairs",
        template="fairs/mail/answer",
        context=_no,
        group=MailGroup.FAIRS,
    ),
    MailKind(
        name="answers_overdue",
        room="fairs",
        template="fairs/mail/answer",
        context=_overdue,
        still_wanted=_is_waiting,
        group=MailGroup.FAIRS,
    ),
]


# ------------------------------------------------------------------------------------------------ reactions


def tell_no(event: MeetingAnswered) -> None:
    """The student learns it kindly, and not in the middle of the fair's day."""
    meeting = session().get_one(Meeting, event.meeting_id)
    if meeting.outcome is not Outcome.NO:
        return
    person = meeting.student.person
    queue(
        "meeting_no",
        to_address=address_of(person.id),
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"meeting": meeting.public_id},
        unique_key=f"meeting_no:{meeting.public_id}",
        now=event.now,
        due_at=max(event.now, _event_of(meeting).ends_at),
        subject_kind="meeting",
        subject_ref=meeting.public_id,
    )


def tell_overdue(event: AnswerOverdue) -> None:
    """The company is asked once for all its open answers of a fair."""
    meeting = session().get_one(Meeting, event.meeting_id)
    booth = booth_of(meeting)
    if booth is None:
        return
    for person, email in addresses_of_editors(booth.company_id):
        queue(
            "answers_overdue",
            to_address=email,
            to_ref=person.public_id,
            language=person.language,
            zone=person.zone,
            params={"booth": booth.public_id},
            unique_key=f"answers_overdue:{booth.public_id}:{person.public_id}",
            now=event.now,
            subject_kind="booth",
            subject_ref=booth.public_id,
        )


def booth_of(meeting: Meeting) -> Booth | None:
    """The booth at which a conversation takes place."""
    return session().scalar(
        select(Booth)
        .join(Timetable, Timetable.fair_id == Booth.fair_id)
        .where(Timetable.id == meeting.timetable_id, Booth.company_id == meeting.company_id)
    )
