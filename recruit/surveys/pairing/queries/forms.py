"""The company's forms: what is open, by person and point, and one form with its answers. Only for the company they are asked of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.accounts.models import Person
from recruit.core import vault
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Role, Visitor
from recruit.organisations.models import Membership, Organisation
from recruit.organisations.rules import Rights
from recruit.placements.models import Placement
from recruit.surveys.forms import Instrument as Form, Item, ItemType, is_empty, parse, visible_items
from recruit.surveys.models import InstrumentVersion
from recruit.surveys.pairing import rules
from recruit.surveys.pairing.models import CompanyAnswer, CompanyContact, CompanyResponse
from recruit.surveys.pairing.rules import FormStanding, Part
from recruit.surveys.queries.answering import newest_version
from recruit.surveys.rules import LATE_ANSWERS_FOR, ContactKind, ResponseState

# Who fills in forms for a company, and reads what colleagues filled in; a viewer sees which forms there are.
ANSWER_FOR = (Rights.OWNER, Rights.RECRUITER)


@dataclass
class CompanyForm:
    """One form of a company about one hire. `contact` is its invitation."""

    contact: CompanyContact
    version: InstrumentVersion
    response: CompanyResponse | None

    @cached_property
    def form(self) -> Form:
        return parse(self.version.definition)

    @cached_property
    def answers(self) -> dict[str, str]:
        """Answers by item, as one text each."""
        return {answer.item: _plain(answer) for answer in (self.response.answers if self.response else ())}

    @property
    def is_handed_in(self) -> bool:
        return self.response is not None and self.response.state is ResponseState.SUBMITTED

    @property
    def last_minute(self) -> datetime:
        """The end of the window as people read it."""
        return self.contact.closes_at - timedelta(minutes=1)

    def taken_until(self, now: datetime) -> datetime:
        """The last minute to tell: of the window, and after it of the days in which late answers are taken."""
        is_late = self.standing(now) is FormStanding.LATE
        return self.last_minute + LATE_ANSWERS_FOR if is_late else self.last_minute

    def standing(self, now: datetime) -> FormStanding:
        """Whether it takes answers now."""
        return _standing(self.contact, is_handed_in=self.is_handed_in, now=now)

    def visible(self) -> list[Item]:
        """The questions that are asked, after what is answered so far."""
        return visible_items(self.form, self.answers)

    def parts(self) -> tuple[Part, ...]:
        """The pages of the form."""
        return rules.parts_of(self.form, self.visible())

    def first_open_part(self) -> Part | None:
        """The first page with a question that is asked for and not answered; own words may stay out."""
        return next(
            (
                part
                for part in self.parts()
                if any(one.required and is_empty(self.answers.get(one.name)) for one in part.items)
            ),
            None,
        )

    def lines(self) -> list[tuple[Item, str]]:
        """All questions with their answers, in order."""
        return [
            (item, self.answers.get(item.name, ""))
            for item in self.visible()
            if item.type is not ItemType.NOTE
        ]


def _plain(answer: CompanyAnswer) -> str:
    if answer.reserved:
        return answer.reserved
    if answer.words is not None:
        return vault.unseal(answer.words)
    return " ".join(str(value) for value in answer.value or ())


def _standing(contact: CompanyContact, *, is_handed_in: bool, now: datetime) -> FormStanding:
    return rules.standing(
        state=contact.state,
        reason=contact.reason,
        opens_at=contact.opens_at,
        closes_at=contact.closes_at,
        was_given_out=contact.given_at is not None,
        is_handed_in=is_handed_in,
        now=now,
    )


def _invitations() -> Select[CompanyContact]:
    return (
        select(CompanyContact)
        .options(joinedload(CompanyContact.placement).joinedload(Placement.person))
        .where(CompanyContact.kind == ContactKind.INVITATION)
    )


def may_answer(visitor: Visitor) -> bool:
    """Whether the visitor fills in forms for the company the visitor acts for."""
    return visitor.acts_for("company") and visitor.acting is not None and visitor.acting.rights in ANSWER_FOR


def form_for(visitor: Visitor, public_id: str) -> CompanyForm:
    """One form, for who answers for the company it is asked of. Raises Missing for everybody else, and for the hire it is
    about, whatever rights that hire has in the company by now.
    """
    if not may_answer(visitor):
        raise Missing
    contact = session().scalar(
        _invitations().where(
            CompanyContact.public_id == public_id,
            CompanyContact.organisation_id == visitor.acting_organisation_id,
        )
    )
    if contact is None or contact.placement.person_id == visitor.person_id:
        raise Missing
    return _form_of(contact)


def _form_of(contact: CompanyContact) -> CompanyForm:
    response = session().scalar(
        select(CompanyResponse)
        .options(selectinload(CompanyResponse.answers))
        .where(CompanyResponse.contact_id == contact.id)
        .execution_options(populate_existing=True)
    )
    version = response.instrument_version if response else newest_version(contact.wave)
    return CompanyForm(contact, version, response)


def form_for_staff(visitor: Visitor, public_id: str) -> CompanyForm:
    """A form that a company has handed in, for retention officers. Raises Missing for everybody else, and before that."""
    contact = (
        session().scalar(_invitations().where(CompanyContact.public_id == public_id))
        if Role.RETENTION_OFFICER in visitor.roles
        else None
    )
    form = _form_of(contact) if contact is not None else None
    if form is None or not form.is_handed_in:
        raise Missing
    return form


def forms_with_words(visitor: Visitor, *, limit: int) -> Sequence[CompanyResponse]:
    """Forms in which companies wrote something, the newest first; none for who is no retention officer."""
    if Role.RETENTION_OFFICER not in visitor.roles:
        return []
    with_words = select(CompanyAnswer.response_id).where(CompanyAnswer.words.is_not(None))
    return (
        session()
        .scalars(
            select(CompanyResponse)
            .options(
                joinedload(CompanyResponse.contact)
                .joinedload(CompanyContact.placement)
                .joinedload(Placement.person),
                joinedload(CompanyResponse.contact)
                .joinedload(CompanyContact.organisation)
                .selectinload(Organisation.texts),
            )
            .where(CompanyResponse.state == ResponseState.SUBMITTED, CompanyResponse.id.in_(with_words))
            .order_by(CompanyResponse.submitted_at.desc(), CompanyResponse.id.desc())
            .limit(limit)
        )
        .all()
    )


@dataclass(frozen=True)
class Line:
    """A form in the list of a company."""

    contact: CompanyContact
    standing: FormStanding
    is_begun: bool
    handed_in_at: datetime | None

    @property
    def until(self) -> datetime:
        """The last minute in which it is taken."""
        last = self.contact.closes_at - timedelta(minutes=1)
        return last + LATE_ANSWERS_FOR if self.standing is FormStanding.LATE else last


def company_forms(visitor: Visitor, now: datetime, *, placement_id: int | None = None) -> list[Line]:
    """All forms of the company the visitor acts for that are open, to come or handed in; what presses most stands first.

    Those about one hire alone, where a placement is named.
    """
    if not visitor.acts_for("company"):
        return []
    lines = _lines([visitor.acting_organisation_id or 0], now, placement_id=placement_id)
    return [line for line in lines if line.contact.placement.person_id != visitor.person_id]


def open_forms_of_person(person_ref: str, now: datetime) -> list[Line]:
    """What is open for one person, over all companies this person answers for: what the day's mail says."""
    organisations = (
        session()
        .scalars(
            select(Membership.organisation_id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Person.public_id == person_ref,
                Membership.ended_at.is_(None),
                Membership.rights.in_(ANSWER_FOR),
            )
        )
        .all()
    )
    return [
        line
        for line in _lines(organisations, now)
        if line.standing in rules.TAKES_ANSWERS and line.contact.placement.person.public_id != person_ref
    ]


def open_forms_of_company(organisation_id: int, now: datetime) -> tuple[int, date | None]:
    """How many forms wait for a company before their last day, and the earliest of these days. One statement."""
    handed_in = select(CompanyResponse.contact_id).where(CompanyResponse.state == ResponseState.SUBMITTED)
    found = (
        session()
        .execute(
            select(func.count(CompanyContact.id), func.min(CompanyContact.close_on)).where(
                CompanyContact.organisation_id == organisation_id,
                CompanyContact.kind == ContactKind.INVITATION,
                CompanyContact.opens_at <= now,
                CompanyContact.closes_at > now,
                CompanyContact.state.not_in(rules.NOT_ASKED),
                CompanyContact.reason.not_in(rules.GONE),
                CompanyContact.id.not_in(handed_in),
            )
        )
        .one()
    )
    return found[0], found[1]


def _lines(organisations: Iterable[int], now: datetime, *, placement_id: int | None = None) -> list[Line]:
    statement = _invitations().where(CompanyContact.organisation_id.in_(list(organisations)))
    if placement_id is not None:
        statement = statement.where(CompanyContact.placement_id == placement_id)
    contacts = session().scalars(statement.order_by(CompanyContact.closes_at, CompanyContact.id)).all()
    responses = _responses_to(contacts)
    found = []
    for contact in contacts:
        response = responses.get(contact.id)
        handed_in_at = response.submitted_at if response else None
        stands = _standing(contact, is_handed_in=handed_in_at is not None, now=now)
        if stands is not FormStanding.CLOSED:
            found.append(Line(contact, stands, response is not None, handed_in_at))
    return found


def _responses_to(contacts: Sequence[CompanyContact]) -> dict[int, CompanyResponse]:
    rows = session().scalars(
        select(CompanyResponse).where(CompanyResponse.contact_id.in_([contact.id for contact in contacts]))
    )
    return {response.contact_id: response for response in rows}
