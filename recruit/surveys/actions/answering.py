"""Moves of a person who answers: begin, answer one question, submit once."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.core import audit, vault
from recruit.core.db import changes_one, database, session
from recruit.core.errors import Refused
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.surveys.actions.contacts import replan
from recruit.surveys.events import ResponseSubmitted
from recruit.surveys.forms import Item, as_kept, is_empty, kept_answers, why_not_valid
from recruit.surveys.models import Answer, Response
from recruit.surveys.queries.agreeing import hire_of_person
from recruit.surveys.queries.answering import WITH_WORDS, Survey, is_reserved, mark_of, plain_of
from recruit.surveys.rules import Openness, ResponseMode, ResponseState, SurveyRefusal


def begin(survey: Survey, *, language: str, now: datetime) -> Response:
    """Open the answers of this wave; asked again, or on another device, it gives back the same ones."""
    _demand_open(survey, now)
    insert = (sqlite if database().is_sqlite else postgresql).insert(Response)
    new = session().scalar(
        insert.values(
            contact_id=survey.contact.id,
            instrument_version_id=survey.version.id,
            language=language,
            mode=ResponseMode.SELF,
            state=ResponseState.BEGUN,
            begun_at=now,
            late=False,
        )
        .on_conflict_do_nothing(index_elements=["contact_id"])
        .returning(Response.id)
    )
    # Held until the end: whoever hands in at this moment comes before or after this answer, never in between.
    response = (
        session()
        .scalars(
            select(Response)
            .where(Response.contact_id == survey.contact.id)
            .with_for_update(of=Response)
            .execution_options(populate_existing=True)
        )
        .one()
    )
    survey.response = response
    if new is not None:
        replan(survey.contact.placement.person_id, now)
    return response


def answer(
    survey: Survey,
    item: Item,
    value: str,
    *,
    language: str,
    now: datetime,
    by_phone: int | None = None,
    seen: str | None = None,
) -> bool:
    """Keep one answer; an empty one takes an earlier answer back. Words are sealed before they are stored.

    `seen` marks the answer that the page showed: where another one has come meanwhile from another device, it is refused.

    On the telephone (`by_phone`, the entry) nothing touches what the person has answered alone: then it gives False.
    """
    if why_not_valid(item, value) is not None:
        raise Refused(SurveyRefusal.ANSWER_NOT_POSSIBLE)
    response = begin(survey, language=language, now=now)
    if response.state is not ResponseState.BEGUN:
        raise Refused(SurveyRefusal.ALREADY_SUBMITTED)
    if seen is not None and _is_answered_elsewhere(response, item, as_kept(item, value), seen):
        raise Refused(SurveyRefusal.ANSWERED_ELSEWHERE)
    if response.language != language:
        response.language = language
        session().flush()
    if is_empty(value):
        gone = delete(Answer).where(Answer.response_id == response.id, Answer.item == item.name)
        if by_phone is not None:
            gone = gone.where(Answer.phone_entry_id == by_phone)
        session().execute(gone)
        is_kept = True
    else:
        is_kept = _keep(response, item, as_kept(item, value), now, by_phone)
    session().expire(response, ["answers"])
    survey.__dict__.pop("answers", None)
    return is_kept


def _is_answered_elsewhere(response: Response, item: Item, value: str, seen: str) -> bool:
    """Whether something stands there that is neither what the page showed nor what is given now."""
    row = session().scalar(
        select(Answer)
        .where(Answer.response_id == response.id, Answer.item == item.name)
        .execution_options(populate_existing=True)
    )
    there = plain_of(row) if row is not None else ""
    return there != value and mark_of(there) != seen


def _keep(response: Response, item: Item, value: str, now: datetime, by_phone: int | None) -> bool:
    reserved = value if is_reserved(value) else ""
    sealed = item.type in WITH_WORDS and not reserved
    values = {
        "value": None if sealed or reserved else value.split(),
        "reserved": reserved,
        "words": vault.seal(value) if sealed else None,
        "answered_at": now,
        "phone_entry_id": by_phone,
    }
    insert = (sqlite if database().is_sqlite else postgresql).insert(Answer)
    kept = session().scalar(
        insert.values(response_id=response.id, item=item.name, **values)
        .on_conflict_do_update(
            index_elements=["response_id", "item"],
            set_=values,
            where=Answer.phone_entry_id.is_not(None) if by_phone is not None else None,
        )
        .returning(Answer.id)
    )
    return kept is not None


def submit(survey: Survey, *, now: datetime, by_phone: Visitor | None = None) -> bool:
    """Hand the answers in, once. A second press changes nothing and is thanked the same; says whether this was the first.
    `by_phone` is who of the staff does so for the person on the telephone.

    Answers to questions that are no longer shown (because an earlier answer was changed) are taken away.
    """
    if survey.is_submitted:
        return False
    openness = survey.openness(now)
    _demand_open(survey, now)
    response = survey.response
    if response is None:
        raise Refused(SurveyRefusal.NOT_ALL_SEEN)
    handed_in = (
        update(Response)
        .where(Response.id == response.id, Response.state == ResponseState.BEGUN)
        .values(
            state=ResponseState.SUBMITTED,
            submitted_at=now,
            late=openness is Openness.LATE,
            mode=ResponseMode.PHONE if by_phone else ResponseMode.SELF,
        )
    )
    if not changes_one(handed_in):
        return False
    # What another device has kept since this page was read belongs to the answers too: read them again, now that nobody
    # can add to them any more.
    session().expire(response, ["answers"])
    survey.__dict__.pop("answers", None)
    kept = kept_answers(survey.form, survey.answers)
    session().execute(delete(Answer).where(Answer.response_id == response.id, Answer.item.notin_(list(kept))))
    session().refresh(response)
    session().expire(response, ["answers"])
    survey.__dict__.pop("answers", None)
    by = survey.answerer()
    audit.record(
        "response.submitted",
        by=by_phone or by,
        now=now,
        subject_kind="response",
        subject_ref=response.public_id,
        change=str(response.mode),
    )
    replan(survey.contact.placement.person_id, now)
    announce(ResponseSubmitted(response_id=response.id, by=by, now=now))
    return True


def _demand_open(survey: Survey, now: datetime) -> None:
    if survey.openness(now) not in (Openness.OPEN, Openness.LATE):
        raise Refused(SurveyRefusal.CLOSED)
    # Who takes the agreement back in the middle, in another window, is asked no further: what was kept waits for a yes.
    if hire_of_person(survey.contact.placement.person, now).needs_yes:
        raise Refused(SurveyRefusal.NEEDS_YES)
