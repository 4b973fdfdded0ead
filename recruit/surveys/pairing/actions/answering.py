"""Moves of who fills in a form for a company: keep one answer, hand the form in once."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.core import audit, vault
from recruit.core.db import changes_one, database, session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.surveys.forms import Item, is_empty, kept_answers, why_not_valid
from recruit.surveys.pairing.actions.planning import replan
from recruit.surveys.pairing.actions.signals import raise_signals
from recruit.surveys.pairing.models import CompanyAnswer, CompanyResponse
from recruit.surveys.pairing.queries.forms import CompanyForm
from recruit.surveys.pairing.rules import TAKES_ANSWERS, FormStanding, PairingRefusal
from recruit.surveys.queries.answering import WITH_WORDS, is_reserved
from recruit.surveys.rules import ResponseState


def keep(form: CompanyForm, item: Item, typed: str, *, by: Visitor, language: str, now: datetime) -> None:
    """Keep one answer; an empty one takes an earlier answer back. Words are sealed before they are stored."""
    if why_not_valid(item, typed) is not None:
        raise Refused(PairingRefusal.ANSWER_NOT_TAKEN)
    response = _begin(form, language=language, now=now)
    if is_empty(typed):
        session().execute(
            delete(CompanyAnswer).where(
                CompanyAnswer.response_id == response.id, CompanyAnswer.item == item.name
            )
        )
    else:
        _write(response, item, typed.strip(), by, now)
    _read_again(form, response)


def _begin(form: CompanyForm, *, language: str, now: datetime) -> CompanyResponse:
    """The company's one response to this form, held until the end of the transaction."""
    _demand_open(form, now)
    insert = (sqlite if database().is_sqlite else postgresql).insert(CompanyResponse)
    session().execute(
        insert.values(
            contact_id=form.contact.id,
            instrument_version_id=form.version.id,
            language=language,
            state=ResponseState.BEGUN,
            begun_at=now,
            late=False,
            submitted_by_ref="",
        ).on_conflict_do_nothing(index_elements=["contact_id"])
    )
    response = (
        session()
        .scalars(
            select(CompanyResponse)
            .where(CompanyResponse.contact_id == form.contact.id)
            .with_for_update(of=CompanyResponse)
            .execution_options(populate_existing=True)
        )
        .one()
    )
    form.response = response
    if response.state is not ResponseState.BEGUN:
        raise Refused(PairingRefusal.FORM_HANDED_IN)
    return response


def _write(response: CompanyResponse, item: Item, typed: str, by: Visitor, now: datetime) -> None:
    reserved = typed if is_reserved(typed) else ""
    sealed = item.type in WITH_WORDS and not reserved
    values = {
        "value": None if sealed or reserved else typed.split(),
        "reserved": reserved,
        "words": vault.seal(typed) if sealed else None,
        "answered_at": now,
        "by_ref": by.person_ref,
    }
    insert = (sqlite if database().is_sqlite else postgresql).insert(CompanyAnswer)
    session().execute(
        insert.values(response_id=response.id, item=item.name, **values).on_conflict_do_update(
            index_elements=["response_id", "item"], set_=values
        )
    )


def _read_again(form: CompanyForm, response: CompanyResponse) -> None:
    session().expire(response, ["answers"])
    form.__dict__.pop("answers", None)


def submit(form: CompanyForm, *, by: Visitor, now: datetime) -> bool:
    """Hand the form in, once for the whole company; says whether this was the first time.

    Answers to questions that are no longer asked are taken away. What stands in the way of both sides is noticed here.
    """
    if form.is_handed_in:
        return False
    _demand_open(form, now)
    response = form.response
    if response is None or not form.answers:
        raise Refused(PairingRefusal.FORM_NOT_BEGUN)
    handed_in = changes_one(
        update(CompanyResponse)
        .where(CompanyResponse.id == response.id, CompanyResponse.state == ResponseState.BEGUN)
        .values(
            state=ResponseState.SUBMITTED,
            submitted_at=now,
            submitted_by_ref=by.person_ref,
            late=form.standing(now) is FormStanding.LATE,
        )
    )
    if not handed_in:
        return False
    # What a colleague has kept since this page was read belongs to the answers too.
    _read_again(form, response)
    kept = kept_answers(form.form, form.answers)
    session().execute(
        delete(CompanyAnswer).where(
            CompanyAnswer.response_id == response.id, CompanyAnswer.item.notin_(list(kept))
        )
    )
    session().refresh(response)
    _read_again(form, response)
    placement = form.contact.placement
    audit.record(
        "company_form.handed_in",
        by=by,
        now=now,
        subject_kind="company_form",
        subject_ref=form.contact.public_id,
        for_ref=by.acting.organisation_ref if by.acting else "",
    )
    replan(placement.id, now)
    raise_signals(placement.id, now)
    return True


def _demand_open(form: CompanyForm, now: datetime) -> None:
    if form.standing(now) not in TAKES_ANSWERS:
        raise Refused(PairingRefusal.FORM_HANDED_IN if form.is_handed_in else PairingRefusal.FORM_CLOSED)
