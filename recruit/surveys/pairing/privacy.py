"""What the company's side holds about a person, and how it leaves again: about the hire, and about who filled in a form."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.periods import COMPANY_WORDS, Kept
from recruit.placements.models import Placement
from recruit.surveys.forms import RESERVED_LABELS, Reserved, parse, text
from recruit.surveys.pairing.models import CompanyAnswer, CompanyContact, CompanyResponse, GapSignal
from recruit.surveys.rules import ContactState, ResponseState

TABLES: dict[str, str] = {
    "company_contact": "States and days stay for the figures; what was still to come is cancelled.",
    "company_response": "Stays for the figures, without who handed it in.",
    "company_answer": "Words about the person, and all that was not handed in, are deleted; coded answers stay for the figures.",
    "gap_signal": "Deleted.",
    "gap_release": "Holds no person.",
}


def export(person_id: int) -> dict[str, Any]:
    """What the employer was asked about a person and said in codes, and which forms the person filled in for a company.

    Words that a colleague wrote about the hire in confidence are theirs; that there are some is told.
    """
    about = session().scalars(
        select(CompanyResponse)
        .join(CompanyContact, CompanyContact.id == CompanyResponse.contact_id)
        .join(Placement, Placement.id == CompanyContact.placement_id)
        .where(Placement.person_id == person_id, CompanyResponse.state == ResponseState.SUBMITTED)
        .order_by(CompanyResponse.id)
    )
    filled_in = session().scalars(
        select(CompanyResponse)
        .join(Person, Person.public_id == CompanyResponse.submitted_by_ref)
        .where(Person.id == person_id)
        .order_by(CompanyResponse.id)
    )
    return {
        "employer_answers": [
            {
                "point": response.contact.wave.key,
                "submitted_at": response.submitted_at,
                "answers": _coded(response),
            }
            for response in about
        ],
        "employer_forms_filled_in": [
            {"point": response.contact.wave.key, "submitted_at": response.submitted_at}
            for response in filled_in
        ],
    }


def _coded(response: CompanyResponse) -> list[dict[str, Any]]:
    """Each ticked answer: the question in the language the form was filled in, the answer in its words, and the codes."""
    language = response.language
    asked = {item.name: item for item in parse(response.instrument_version.definition).items}
    found = []
    for answer in response.answers:
        item = asked.get(answer.item)
        if item is None or answer.words is not None:
            continue
        labels = {choice.value: text(choice.label, language) for choice in item.choices}
        values = [str(value) for value in answer.value or ()]
        found.append(
            {
                "question": text(item.label, language),
                "answer": text(RESERVED_LABELS.get(Reserved(answer.reserved)), language)
                if answer.reserved
                else " · ".join(labels.get(value, value) for value in values),
                "item": answer.item,
                "code": answer.reserved or " ".join(values),
            }
        )
    return found


def erase(person_id: int, _now: datetime) -> None:
    """Words and everything still to come about the person go; who filled in a form for a company is not named any more."""
    rows = session()
    contacts = select(CompanyContact.id).join(Placement).where(Placement.person_id == person_id)
    responses = select(CompanyResponse.id).where(CompanyResponse.contact_id.in_(contacts))
    begun = responses.where(CompanyResponse.state != ResponseState.SUBMITTED)
    rows.execute(
        delete(CompanyAnswer).where(
            CompanyAnswer.response_id.in_(responses), CompanyAnswer.words.is_not(None)
        )
    )
    rows.execute(delete(CompanyAnswer).where(CompanyAnswer.response_id.in_(begun)))
    rows.execute(
        delete(GapSignal).where(
            GapSignal.placement_id.in_(select(Placement.id).where(Placement.person_id == person_id))
        )
    )
    rows.execute(
        update(CompanyContact)
        .where(
            CompanyContact.id.in_(contacts),
            CompanyContact.id.not_in(
                select(CompanyResponse.contact_id).where(CompanyResponse.state == ResponseState.SUBMITTED)
            ),
        )
        .values(state=ContactState.CANCELLED, reason="erased", next_send_at=None)
    )
    rows.execute(update(CompanyContact).where(CompanyContact.id.in_(contacts)).values(check_at=None))
    ref = select(Person.public_id).where(Person.id == person_id).scalar_subquery()
    rows.execute(
        update(CompanyResponse).where(CompanyResponse.submitted_by_ref == ref).values(submitted_by_ref="")
    )
    rows.execute(update(CompanyAnswer).where(CompanyAnswer.by_ref == ref).values(by_ref=""))
    rows.expire_all()


def purge(now: datetime) -> int:
    """Delete a company's words about a hire as long after the last form as a hire's own words; gives how many."""
    still_counts = select(CompanyContact.placement_id).where(
        CompanyContact.state.not_in((ContactState.CANCELLED, ContactState.NOT_APPLICABLE)),
        CompanyContact.closes_at >= COMPANY_WORDS.before(now),
    )
    responses = (
        select(CompanyResponse.id)
        .join(CompanyContact, CompanyContact.id == CompanyResponse.contact_id)
        .where(
            CompanyContact.placement_id.not_in(still_counts),
            func.coalesce(CompanyResponse.submitted_at, CompanyResponse.begun_at) < COMPANY_WORDS.before(now),
        )
    )
    gone = delete(CompanyAnswer).where(
        CompanyAnswer.response_id.in_(responses), CompanyAnswer.words.is_not(None)
    )
    return len(session().scalars(gone.returning(CompanyAnswer.id)).all())


PURGES = {Kept.COMPANY_WORDS: purge}
