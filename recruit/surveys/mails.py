"""Mails of the follow-ups. Each mints a key of its own when it is handed over; only the key's hash is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta
import secrets
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import aliased, defer, joinedload, lazyload

from recruit.accounts.models import Person
from recruit.core import clock
from recruit.core.db import Base, session
from recruit.core.errors import Missing
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.placements.models import Placement
from recruit.surveys.basis import Asking
from recruit.surveys.forms import text
from recruit.surveys.models import Contact, InstrumentVersion, Response, SurveyLink, Wave
from recruit.surveys.planning.programme import LEAVING
from recruit.surveys.queries.agreeing import Hire, hire_of_key, key_of
from recruit.surveys.queries.answering import Survey, hash_of, is_followed_by_mail, survey_of_contact
from recruit.surveys.queries.known import MAIL_KINDS, mail_address_of
from recruit.surveys.queries.own_address import own_address_of
from recruit.surveys.rules import LATE_ANSWERS_FOR, ContactKind, ContactState, Openness
from recruit.web.gate import page_url
from recruit.web.times import two_clocks

# A key lives a little longer than its survey, so that who comes too late is told so kindly.
KEY_LIVES_ON_FOR = timedelta(days=30)


_NEWER = aliased(InstrumentVersion)
# With the contact: whether answers were begun, and which questionnaire somebody who begins now is asked.
_CONTACT = (
    select(
        Contact,
        select(Response.id).where(Response.contact_id == Contact.id).scalar_subquery(),
        InstrumentVersion,
    )
    .outerjoin(
        InstrumentVersion,
        InstrumentVersion.id
        == select(_NEWER.id)
        .join(Wave, Wave.instrument_id == _NEWER.instrument_id)
        .where(Wave.id == Contact.wave_id)
        .order_by(_NEWER.number.desc())
        .limit(1)
        .correlate(Contact)
        .scalar_subquery(),
    )
    .where(Contact.public_id == bindparam("wanted"))
    .options(
        joinedload(Contact.placement).joinedload(Placement.person),
        # A version in use is never changed, so what a process has read of it once holds: see `form_of`.
        defer(InstrumentVersion.definition),
        lazyload(InstrumentVersion.instrument),
    )
    .execution_options(populate_existing=True)
)


_NEW_KEY = insert(Base.metadata.tables[SurveyLink.__tablename__])


def _survey(params: Params) -> tuple[Contact, Survey]:
    """Read once for all that the transaction asks which begins a hand-over: it holds what was read."""
    now_running, wanted = session().get_transaction(), params["contact"]
    kept = session().info.get(_survey)
    if kept is not None and kept[0] is now_running and kept[1] == wanted:
        return kept[2]
    contact, response_id, version = session().execute(_CONTACT, {"wanted": wanted}).one()
    if contact.kind is ContactKind.INVITATION and response_id is None:
        # Nearly all letters.
        survey = Survey(contact, version, None)
    else:
        survey = survey_of_contact(contact)
    found = contact, survey
    if now_running is not None:
        session().info[_survey] = now_running, wanted, found
    return found


def _context(params: Params, language: str) -> Mapping[str, Any]:
    contact, survey = _survey(params)
    token, now = secrets.token_urlsafe(32), clock.now()
    walk = survey.walk() if survey.response is not None else None
    zone = ZoneInfo(contact.zone)
    until = survey.takes_answers_until(now)
    return {
        "name": contact.placement.person.display_name,
        "title_of_survey": text(survey.form.title, language),
        "minutes": walk.minutes if walk else survey.form.minutes,
        "is_begun": walk is not None,
        "place": walk.place if walk else 0,
        "places": walk.places if walk else 0,
        "is_late": survey.openness(now) is Openness.LATE,
        # Counted when the mail goes, in the days of the person.
        "days_left": (until.astimezone(zone).date() - now.astimezone(zone).date()).days,
        "is_last": contact.kind is ContactKind.REMINDER and not is_followed_by_mail(contact),
        "calls_follow": bool(contact.wave.call_days),
        "is_on_leaving": contact.wave.anchor == LEAVING,
        "token": token,
        "url": page_url("surveys.start", token=token, _external=True),
        "clocks": two_clocks(until, survey.contact.zone),
    }


def _keep(params: Params, context: Mapping[str, Any]) -> None:
    contact, survey = _survey(params)
    session().execute(
        _NEW_KEY,
        {
            "contact_id": contact.id,
            "mail_id": contact.mail_id,
            "token_hash": hash_of(context["token"]),
            "expires_at": survey.last_minute + LATE_ANSWERS_FOR + KEY_LIVES_ON_FOR,
        },
    )


# Besides what the clock queued: what failed or is unknown, and a person of the staff sends again.
_MAY_GO = frozenset({ContactState.QUEUED, ContactState.UNKNOWN, ContactState.UNREACHABLE})


def _address(params: Params) -> str:
    contact, _survey_of_it = _survey(params)
    address_of = own_address_of if contact.wave.anchor == LEAVING else mail_address_of
    return address_of(contact.placement.person_id)


def _still_wanted(params: Params, now: datetime) -> bool:
    contact, survey = _survey(params)
    return (
        contact.state in _MAY_GO
        and contact.outcome is not None
        and not survey.is_submitted
        and survey.openness(now) in (Openness.OPEN, Openness.LATE)
    )


def _hire(params: Params) -> Hire:
    person = session().scalars(select(Person).where(Person.public_id == params["person"])).one()
    return hire_of_key(key_of(person), clock.now())


def _agreement_context(params: Params, _language: str) -> Mapping[str, Any]:
    hire = _hire(params)
    key = key_of(hire.person)
    return {
        "name": hire.person.display_name,
        "needs_consent": hire.needs_consent,
        "key": key,
        "url": page_url("surveys.agreement", key=key, _external=True),
    }


def _agreement_still_wanted(params: Params, _now: datetime) -> bool:
    try:
        return _hire(params).asking in (Asking.WAITS, Asking.TOLD)
    except Missing:
        return False


_AGREEMENT = MailKind(
    name="survey_agreement",
    room="surveys",
    template="surveys/mail/survey_agreement",
    context=_agreement_context,
    still_wanted=_agreement_still_wanted,
    address=lambda params: mail_address_of(_hire(params).person.id),
    group=MailGroup.SURVEYS,
    goes_with_group=True,
    secrets=("key",),
)
KINDS = (
    _AGREEMENT,
    *(
        MailKind(
            name=name,
            room="surveys",
            template=f"surveys/mail/{name}",
            context=_context,
            still_wanted=_still_wanted,
            address=_address,
            group=MailGroup.SURVEYS,
            goes_with_group=True,
            keep=_keep,
            secrets=("token",),
        )
        for name in MAIL_KINDS
    ),
)
