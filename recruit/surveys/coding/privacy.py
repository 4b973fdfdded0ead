"""Personal data of coding: a person is given the gloss and the codes of the own words; erased, neither leads to them any more."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.orm import selectinload

from recruit.accounts.models import Person
from recruit.core import vault
from recruit.core.db import new_public_id, session
from recruit.placements.models import Placement
from recruit.surveys.coding import codebook
from recruit.surveys.coding.models import OpenAnswer
from recruit.surveys.models import Answer, Contact, Response
from recruit.surveys.programmes.queries import key_now
from recruit.surveys.queries.known import newest_programme

# Which tables hold something about a person, and what becomes of it.
TABLES: dict[str, str] = {
    "open_answer": "The gloss is deleted, and the row leads to the answer no more; point, language and question stay for the figures.",
    "coding": "Stays for the figures; who coded stays as a number.",
    "code": "Holds no person.",
    "code_wording": "Holds no person.",
}


def export(person_id: int) -> dict[str, Any]:
    """What staff made of the words a person wrote: the gloss, and each code in the person's language, by whose look."""
    language = session().scalar(select(Person.language).where(Person.id == person_id)) or ""
    found = session().scalars(
        select(OpenAnswer)
        .options(selectinload(OpenAnswer.codings))
        .where(OpenAnswer.response_id.in_(_responses_of(person_id)))
        .order_by(OpenAnswer.id)
    ).all()  # fmt: skip
    labels = {entry.key: entry.say("label", language) for entry in codebook.every_entry()} if found else {}
    programme = newest_programme() if found else None
    return {
        "glosses_and_codes": [
            {
                "point": key_now(programme, row.wave),
                "item": row.item,
                "gloss": vault.unseal(row.gloss),
                "codes_given": [
                    {
                        "look": coding.turn,
                        "at": coding.at,
                        "codes": " · ".join(labels.get(key, key) for key in coding.chosen),
                    }
                    for coding in row.codings
                ],
            }
            for row in found
        ]
    }


def erase(person_id: int, now: datetime) -> None:
    """The gloss goes. Codes stay for the figures, under a random mark that all rows of this person share."""
    responses = _responses_of(person_id)
    hold_words(responses)
    session().execute(
        update(OpenAnswer)
        .where(OpenAnswer.response_id.in_(responses))
        .values(
            gloss=None,
            gloss_by_ref="",
            gloss_at=None,
            response_id=None,
            nobody_ref=new_public_id(),
        )
        .execution_options(synchronize_session=False)
    )
    session().expire_all()


def forget_glosses(responses: Select[Any]) -> None:
    """With words whose time is over their gloss goes too; the codes stay. Called by whoever deletes the words."""
    hold_words(responses)
    session().execute(
        update(OpenAnswer)
        .where(OpenAnswer.response_id.in_(responses))
        .values(gloss=None, gloss_by_ref="", gloss_at=None)
        .execution_options(synchronize_session=False)
    )


def hold_words(responses: Select[Any]) -> None:
    """Wait for whoever writes a gloss of these words just now; who comes later finds the words gone."""
    session().execute(
        select(Answer.id)
        .where(Answer.response_id.in_(responses), Answer.words.is_not(None))
        .order_by(Answer.id)
        .with_for_update()
    )


def _responses_of(person_id: int) -> Select[Any]:
    return (
        select(Response.id)
        .join(Contact, Contact.id == Response.contact_id)
        .join(Placement, Placement.id == Contact.placement_id)
        .where(Placement.person_id == person_id)
    )
