"""Reads of cases, for who sees to them alone; and of help lines, for everybody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
import json

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.accounts.models import ContactPoint, Person, User, UserRole
from recruit.accounts.rules import ContactKind
from recruit.cases import rules
from recruit.cases.models import Alert, Case, HelpLine
from recruit.cases.rules import AboutKind, CaseState, HelpKind, MayHear
from recruit.core import vault
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Role, Visitor
from recruit.events.models import Event
from recruit.fairs.models import Booth
from recruit.surveys.forms import RESERVED_LABELS, Instrument, Item, ItemType, Reserved, chosen, parse, text
from recruit.surveys.models import Response
from recruit.surveys.queries.answering import hash_of, is_reserved, plain_of
from recruit.surveys.rules import ResponseState
from recruit.web.tables import Page, keyset_page

# Whoever sees that there are cases, and where each stands; what was answered is another matter.
SEES_ALL_CASES = frozenset({Role.RETENTION_OFFICER, Role.ADMINISTRATOR})
# Who can be given a case.
SEES_TO_CASES = (Role.RETENTION_OFFICER, Role.COORDINATOR)


def _whole(visitor: Visitor) -> Select[Case]:
    """The cases this visitor may know of: all of them, or a coordinator's own."""
    query = select(Case).options(joinedload(Case.person), joinedload(Case.owner), selectinload(Case.alerts))
    if visitor.roles & SEES_ALL_CASES:
        return query
    if Role.COORDINATOR in visitor.roles and visitor.person_id is not None:
        return query.where(Case.owner_id == visitor.person_id)
    raise Missing


def open_cases(visitor: Visitor) -> Sequence[Case]:
    """All cases that are not closed, by the time somebody must have acted."""
    query = _whole(visitor).where(Case.state != CaseState.CLOSED)
    return session().scalars(query.order_by(Case.due_at, Case.id)).all()


def closed_cases(visitor: Visitor, *, after: str | None = None) -> Page[Case]:
    """Cases that are over, the newest first."""
    return keyset_page(
        _whole(visitor).where(Case.state == CaseState.CLOSED), by=[Case.id], after=after, newest_first=True
    )


def case_for(visitor: Visitor, public_id: str) -> Case:
    """One case. Raises Missing for whoever may not know of it."""
    found = session().scalar(
        _whole(visitor)
        .options(
            selectinload(Case.notes),
            joinedload(Case.placement),
            selectinload(Case.alerts).joinedload(Alert.response).selectinload(Response.answers),
        )
        .where(Case.public_id == public_id)
    )
    if found is None:
        raise Missing
    return found


def colleagues() -> Sequence[Person]:
    """Who can be given a case: retention officers and coordinators, by name."""
    return (
        session()
        .scalars(
            select(Person).where(Person.id.in_(_see_to_cases())).order_by(Person.display_name, Person.id)
        )
        .all()
    )


def colleague(person_ref: str) -> Person | None:
    """One of `colleagues`."""
    return session().scalar(
        select(Person).where(Person.public_id == person_ref, Person.id.in_(_see_to_cases()))
    )


def _see_to_cases() -> Select[int]:
    return (
        select(User.person_id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(User.active, UserRole.role.in_(SEES_TO_CASES))
    )


def booth_of(case: Case) -> tuple[Booth, Event] | None:
    """The company and the fair that a case is about."""
    if case.about_kind != AboutKind.BOOTH:
        return None
    query = select(Booth, Event).join(Event, Event.id == Booth.fair_id)
    found = session().execute(query.where(Booth.public_id == case.about_ref)).one_or_none()
    return (found[0], found[1]) if found is not None else None


def case_of_key(token: str, now: datetime) -> Case:
    """The closed case whose person was sent this key. Raises Missing for every other key, and when its time is over."""
    found = session().scalar(
        select(Case).where(Case.ask_hash == hash_of(token), Case.state == CaseState.CLOSED)
    )
    if found is None or not rules.is_key_alive(found.closed_at, now):
        raise Missing
    return found


def cases_of_person(person_id: int) -> Sequence[Case]:
    """A person's cases, in order."""
    return (
        session()
        .scalars(
            select(Case)
            .options(selectinload(Case.alerts), selectinload(Case.notes))
            .where(Case.person_id == person_id)
            .order_by(Case.id)
        )
        .all()
    )


def cases_known_of(visitor: Visitor, person_id: int) -> tuple[bool, Sequence[Case]]:
    """Whether this visitor knows of every case, and the cases of a person that the visitor knows of."""
    sees_all = bool(visitor.roles & SEES_ALL_CASES)
    query = select(Case).where(Case.person_id == person_id)
    if not sees_all:
        query = query.where(Case.owner_id == visitor.person_id)
    return sees_all, session().scalars(query.order_by(Case.id)).all()


def ways_to_reach(case: Case) -> Sequence[ContactPoint]:
    """How the person of a case can be reached, the best way first."""
    if case.person_id is None:
        return []
    return (
        session()
        .scalars(
            select(ContactPoint)
            .where(
                ContactPoint.person_id == case.person_id,
                ContactPoint.ended_at.is_(None),
                # Nobody has proved to read mail there: it may be a stranger's.
                ContactPoint.kind != ContactKind.MAIL_TO_CONFIRM,
            )
            .order_by(ContactPoint.priority, ContactPoint.id)
        )
        .all()
    )


@dataclass(frozen=True)
class ShownNote:
    """A note of a case, unsealed."""

    at: datetime
    by: str
    words: str
    may_be_told_to: MayHear


def notes_of(visitor: Visitor, case: Case) -> list[ShownNote]:
    """What was written down, in order; nothing for who may not see answers, as notes may repeat them."""
    if not may_see_answers(visitor, case) or not case.notes:
        return []
    refs = {note.by_ref for note in case.notes}
    rows = session().execute(select(Person.public_id, Person.display_name).where(Person.public_id.in_(refs)))
    names = {row.public_id: row.display_name for row in rows}
    return [
        ShownNote(note.at, names.get(note.by_ref, ""), vault.unseal(note.words), MayHear(note.may_be_told_to))
        for note in case.notes
    ]


@dataclass(frozen=True)
class Reported:
    """What was reported, how to reach who reported it, and about which page (empty where nothing was left)."""

    words: str
    reach: str
    page: str = ""


def reported(case: Case) -> Reported | None:
    """The unsealed words of a report."""
    if not case.words:
        return None
    plain = json.loads(vault.unseal(case.words))
    return Reported(plain["words"], plain["reach"], plain.get("page", ""))


@dataclass(frozen=True)
class ShownAnswer:
    """One answer as a person reads it: the question, and the choices or words."""

    question: str
    answers: tuple[str, ...]
    are_words: bool = False


def may_see_answers(visitor: Visitor, case: Case) -> bool:
    """See `rules.may_see_answers`."""
    return rules.may_see_answers(
        is_retention_officer=Role.RETENTION_OFFICER in visitor.roles,
        is_coordinator=Role.COORDINATOR in visitor.roles,
        owner_id=case.owner_id,
        by_id=visitor.person_id,
    )


def relevant_answers(visitor: Visitor, case: Case, language: str) -> list[ShownAnswer]:
    """The answers that set off the alerts, and what was asked because of them; none for who may not see answers."""
    if not may_see_answers(visitor, case):
        return []
    shown = []
    for response in {alert.response_id: alert.response for alert in case.alerts}.values():
        if response.state is not ResponseState.SUBMITTED:
            continue
        form = parse(response.instrument_version.definition)
        found = {alert.rule for alert in case.alerts if alert.response_id == response.id}
        answers = {answer.item: plain_of(answer) for answer in response.answers}
        shown += [
            _shown(item, answers[item.name], language)
            for item in relevant_items(form, found)
            if answers.get(item.name)
        ]
    return shown


def relevant_items(form: Instrument, found: set[str]) -> list[Item]:
    """The questions whose answers set off these rules, alone or in the sum of a scale, and those asked because of them."""
    asked = {item.name for item in form.items if any(rule.rule in found for rule in item.alerts)}
    asked |= {
        name for scale in form.scales if scale.alert and scale.alert.rule in found for name in scale.items
    }
    return [
        item
        for item in form.items
        if item.name in asked or any(condition.item in asked for condition in item.show_if)
    ]


def _shown(item: Item, value: str, language: str) -> ShownAnswer:
    question = text(item.label, language)
    if is_reserved(value):
        return ShownAnswer(question, (text(RESERVED_LABELS[Reserved(value)], language),))
    if item.choices:
        labels = {choice.value: text(choice.label, language) for choice in item.choices}
        return ShownAnswer(question, tuple(labels.get(code, code) for code in chosen(value)))
    return ShownAnswer(question, (value,), are_words=item.type in (ItemType.SHORT_TEXT, ItemType.LONG_TEXT))


# ------------------------------------------------------------------------------------------------ help lines


def help_lines_by_kind(language: str) -> list[tuple[HelpKind, list[HelpLine]]]:
    """All help lines, danger first; within a kind those that speak the reader's language come first."""
    lines = session().scalars(select(HelpLine).order_by(HelpLine.position, HelpLine.id)).all()
    grouped = []
    for kind in HelpKind:
        of_kind = [line for line in lines if line.kind == kind]
        if of_kind:
            grouped.append((kind, sorted(of_kind, key=lambda line: language not in line.languages)))
    return grouped


def help_lines_at_once(language: str, kinds: Collection[HelpKind] = rules.KINDS_AT_ONCE) -> list[HelpLine]:
    """The few lines for somebody who has just said that something is wrong: danger, then those in the own language.

    Where no line of a kind speaks the reader's language, those in English stand in.
    """
    found: list[HelpLine] = []
    for kind, lines in help_lines_by_kind(language):
        if kind not in kinds:
            continue
        if kind is HelpKind.EMERGENCY:
            found += lines
        else:
            own = [line for line in lines if language in line.languages]
            found += own or ([line for line in lines if "en" in line.languages] if language != "ja" else [])
    return found
