"""Reads of the answering side: which survey a key opens, and what has been answered so far."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
import hashlib

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from recruit.core import vault
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Via, Visitor
from recruit.placements.models import Placement
from recruit.surveys import rules
from recruit.surveys.forms import (
    Alert,
    Facts,
    Instrument as Form,
    Item,
    ItemType,
    Level,
    Reserved,
    Screen,
    alerts_of,
    by_screen,
    is_empty,
    parse,
    possible_items,
    screens,
    visible_items,
)
from recruit.surveys.models import (
    Answer,
    Contact,
    InstrumentVersion,
    Response,
    SurveyLink,
    SurveyOptOut,
    Wave,
)
from recruit.surveys.queries.facts import facts_for
from recruit.surveys.queries.known import round_of
from recruit.surveys.rules import ContactKind, ContactState, Openness, OptOutLevel, ResponseState

WITH_WORDS = frozenset({ItemType.SHORT_TEXT, ItemType.LONG_TEXT})


def hash_of(token: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(token.encode()).hexdigest()


# A version is never changed, so what was read of it holds; its hash is made of all it says.
_forms: dict[tuple[int, str], Form] = {}


def form_of(version: InstrumentVersion) -> Form:
    """The questionnaire of a version, read once in a process."""
    named = version.id, version.hash
    if named not in _forms:
        _forms[named] = parse(version.definition)
    return _forms[named]


@dataclass(frozen=True)
class Walk:
    """The screen to go on with (one more than there are, where all is answered), how many there are, and minutes left."""

    place: int
    places: int
    minutes: int


@dataclass
class Survey:
    """One wave of one person, as the person answers it. `contact` is the invitation of the wave."""

    contact: Contact
    version: InstrumentVersion
    response: Response | None

    @cached_property
    def form(self) -> Form:
        return form_of(self.version)

    @cached_property
    def answers(self) -> dict[str, str]:
        """Answers by item, as the walking rules take them."""
        return {answer.item: plain_of(answer) for answer in (self.response.answers if self.response else ())}

    @cached_property
    def facts(self) -> Facts:
        """What is known about the person now, by which questions are left out. Never stored."""
        return facts_for(self.form, self.contact)

    @property
    def is_submitted(self) -> bool:
        return self.response is not None and self.response.state is ResponseState.SUBMITTED

    def visible(self) -> list[Item]:
        """The questions this person is shown."""
        return visible_items(self.form, self.answers, self.facts)

    def screens(self) -> list[Screen]:
        """The same by screen, as the person walks through them."""
        return screens(self.form, self.answers, self.facts)

    def all_screens(self) -> list[Screen]:
        """Every screen that could come, whatever is answered on the way to it."""
        return by_screen(possible_items(self.form, self.answers, self.facts))

    def first_open(self) -> Item | None:
        """The first question without an answer."""
        return next(
            (
                item
                for item in self.visible()
                if item.type is not ItemType.NOTE and is_empty(self.answers.get(item.name))
            ),
            None,
        )

    def walk(self) -> "Walk":
        """How far the person has come, by screens, and about how many minutes are left. Mails and the first page say it where
        answers are covered, so it counts what is asked whatever was answered before: one screen more would tell of an answer.
        """
        open_item, screens = self.first_open(), self.screens()
        anyway = [number for number, one in enumerate(screens) if not all(item.show_if for item in one.items)]
        reached = next((number for number, one in enumerate(screens) if open_item in one.items), len(screens))
        places, place = max(1, len(anyway)), sum(number < reached for number in anyway)
        if open_item is not None:
            place = min(place, places - 1)
        return Walk(place + 1, places, max(1, round(self.form.minutes * (places - place) / places)))

    def worries(self, item: str | None = None) -> list[Alert]:
        """Answers for which help lines are shown at once; those of one item, where given."""
        return [
            alert
            for alert in alerts_of(self.form, self.answers)
            if alert.level is not Level.YELLOW and item in (None, alert.item)
        ]

    @property
    def last_minute(self) -> datetime:
        """The end of the window as people read it: 23:59, not the midnight after it."""
        contact = self.contact
        return rules.closes_for_good_at(contact.closes_at, contact.released_at, contact.given_at) - timedelta(
            minutes=1
        )

    def takes_answers_until(self, now: datetime) -> datetime:
        """The last minute to tell people: of the window, and once that has passed, of the time late answers are taken."""
        is_late = self.openness(now) is Openness.LATE
        return self.last_minute + rules.LATE_ANSWERS_FOR if is_late else self.last_minute

    def openness(self, now: datetime) -> Openness:
        """Whether it takes answers now."""
        contact = self.contact
        was_given_out = contact.given_at is not None
        if contact.state is ContactState.CANCELLED and not was_given_out:
            return Openness.CLOSED
        return rules.openness(
            opens_at=contact.opens_at,
            closes_at=rules.closes_for_good_at(contact.closes_at, contact.released_at, contact.given_at),
            was_given_out=was_given_out,
            now=now,
        )

    def answerer(self) -> Visitor:
        """The person, as the one who acts."""
        person = self.contact.placement.person
        return Visitor(
            via=Via.SURVEY_LINK, person_id=person.id, person_ref=person.public_id, language=person.language
        )


def plain_of(answer: Answer) -> str:
    """An answer as one text: its values with spaces between them, its words, or the reserved code."""
    if answer.reserved:
        return answer.reserved
    if answer.words is not None:
        return vault.unseal(answer.words)
    return " ".join(str(value) for value in answer.value or ())


def mark_of(plain: str) -> str:
    """A mark of an answer, by which a form says which one its page showed."""
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def is_reserved(value: str) -> bool:
    """Whether an answer is one of the reserved codes."""
    return value in list(Reserved)


def survey_of_token(token: str, now: datetime) -> Survey:
    """The survey a mailed key opens. Every key of the same wave opens the same answers. Raises Missing.

    A key past its end opens nothing, unless the survey itself was moved and still takes answers.
    """
    link = session().scalar(
        select(SurveyLink)
        .options(joinedload(SurveyLink.contact).joinedload(Contact.placement).joinedload(Placement.person))
        .where(SurveyLink.token_hash == hash_of(token))
    )
    if link is None:
        raise Missing
    survey = survey_of_contact(link.contact)
    if link.expires_at <= now and survey.openness(now) is Openness.CLOSED:
        raise Missing
    return survey


def survey_of_own(visitor: Visitor, public_id: str) -> Survey:
    """A survey of the signed-in person. Raises Missing for everybody else's."""
    contact = session().scalar(
        select(Contact)
        .join(Placement, Placement.id == Contact.placement_id)
        .options(joinedload(Contact.placement).joinedload(Placement.person))
        .where(
            Contact.public_id == public_id,
            Contact.kind == ContactKind.INVITATION,
            Placement.person_id == (visitor.person_id or 0),
        )
    )
    if contact is None:
        raise Missing
    return survey_of_contact(contact)


def survey_of_contact(contact: Contact) -> Survey:
    invitation = contact
    if contact.kind is not ContactKind.INVITATION:
        found = session().scalar(
            select(Contact)
            .options(joinedload(Contact.placement).joinedload(Placement.person))
            .where(
                Contact.placement_id == contact.placement_id,
                Contact.wave_id == contact.wave_id,
                Contact.kind == ContactKind.INVITATION,
                Contact.sequence == round_of(contact),
            )
        )
        if found is None:
            raise Missing
        invitation = found
    response = session().scalar(
        select(Response)
        .options(selectinload(Response.answers))
        .where(Response.contact_id == invitation.id)
        .execution_options(populate_existing=True)
    )
    version = response.instrument_version if response else newest_version(invitation.wave)
    return Survey(invitation, version, response)


def newest_version(wave: Wave) -> InstrumentVersion:
    """The questionnaire that somebody who begins now is asked."""
    return (
        session()
        .scalars(
            select(InstrumentVersion)
            .where(InstrumentVersion.instrument_id == wave.instrument_id)
            .order_by(InstrumentVersion.number.desc())
            .limit(1)
        )
        .one()
    )


# Contacts that are still to go.
_TO_COME = (ContactState.PLANNED, ContactState.HELD, ContactState.PAUSED, ContactState.QUEUED)


def is_followed_by_mail(contact: Contact) -> bool:
    """Whether another mail about the same survey is still planned."""
    return (
        session().scalar(
            select(Contact.id)
            .where(
                Contact.placement_id == contact.placement_id,
                Contact.wave_id == contact.wave_id,
                Contact.kind == ContactKind.REMINDER,
                Contact.sequence > contact.sequence,
                Contact.state.in_(_TO_COME),
            )
            .limit(1)
        )
        is not None
    )


def next_point(survey: Survey, now: datetime) -> Contact | None:
    """The next invitation of the same employment that is still to come."""
    return session().scalar(
        select(Contact)
        .where(
            Contact.placement_id == survey.contact.placement_id,
            Contact.kind == ContactKind.INVITATION,
            Contact.state.in_(_TO_COME),
            Contact.opens_at > now,
        )
        .order_by(Contact.due_on, Contact.id)
        .limit(1)
    )


def refusal_of(survey: Survey) -> OptOutLevel | None:
    """Whether the person has said on these pages not to be asked: at all, or about this wave."""
    found = set(
        session().scalars(
            select(SurveyOptOut.level).where(
                SurveyOptOut.person_id == survey.contact.placement.person_id,
                SurveyOptOut.wave.in_(["", survey.contact.wave.key]),
                SurveyOptOut.placement_id.is_(None)
                | (SurveyOptOut.placement_id == survey.contact.placement_id),
                SurveyOptOut.until.is_(None),
            )
        )
    )
    return next((level for level in (OptOutLevel.SURVEYS, OptOutLevel.SURVEY) if level in found), None)
