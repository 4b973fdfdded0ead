"""Cases 1 to 22 of the attacks: who sees what. `proofs.py` names the test of each; those no other test makes are here."""

from dataclasses import fields
import inspect
from pathlib import Path
import re

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import FloatConverter, IntegerConverter

from recruit.accounts import actions
from recruit.core.db import new_public_id
from recruit.students.models import Student
from recruit.students.search.rules import ON_CARDS, Facet, Sort, Wanted
from tests import people
from tests.trust.proofs import FILES, FROM_ELSEWHERE, SIGNING_IN, WHO_SEES_WHAT

TESTS = Path(__file__).parent.parent
ALL = {**WHO_SEES_WHAT, **SIGNING_IN, **FROM_ELSEWHERE, **FILES}


def test_every_case_has_its_proof() -> None:
    assert sorted(ALL) == [*range(1, 48), *range(62, 71)]


@pytest.mark.parametrize("case", sorted(ALL))
def test_the_proof_is_there(case: int) -> None:
    assert ALL[case]
    for proof in ALL[case]:
        file, _colons, name = proof.partition("::")
        assert re.search(rf"^def {name}\(", (TESTS / file).read_text(encoding="utf-8"), re.MULTILINE), proof


def test_7_a_profile_is_the_senders_whatever_the_form_says(
    app: Flask, db: Session, client: FlaskClient
) -> None:
    """7: another's number in the form."""
    other = people.other_student()
    people.sign_in(client, people.student())
    other_client = people.sign_in(app.test_client(), other)
    other_client.post("/en/me/profile/names", data={"call_name": "Budi"})
    theirs = db.scalars(select(Student).where(Student.person_id == other.person_id)).one()
    forged = {
        "call_name": "An", "id": str(theirs.id), "student_id": str(theirs.id), "public_id": theirs.public_id,
        "person_id": str(other.person_id),
    }  # fmt: skip
    assert client.post("/en/me/profile/names", data=forged).status_code == 303
    db.expire_all()
    assert {
        student.call_name: student.person_id == other.person_id for student in db.scalars(select(Student))
    } == {
        "Budi": True,
        "An": False,
    }


def test_14_nobody_looks_as_somebody_else(app: Flask) -> None:
    """14: no page and no move makes anybody somebody else; a sign-in begins in one place, for whom was proved."""
    names = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert not [name for name in names if re.search(r"impersonat|view_as|become|masquerad|sign_in_as", name)]
    source = "".join(
        file.read_text(encoding="utf-8")
        for file in Path(inspect.getfile(actions)).parent.parent.rglob("*.py")
    )
    assert len(re.findall(r"\badd_sign_in\(", source)) <= 4


def test_21_no_list_can_be_asked_about_answers() -> None:
    """21: what a company may filter by is a closed list, and what a card does not show is not found on cards either."""
    assert {field.name for field in fields(Wanted)} == {"words", "chosen", "sort"}
    assert set(Facet) == {"major", "level", "graduates", "university", "country", "skill"}
    assert set(Facet) - ON_CARDS == {"country", "skill"}
    assert set(Sort) == {"newest", "graduation", "level", "name"}


def test_22_no_address_counts(app: Flask) -> None:
    """22: no part of an address is a number that could be counted on, and public numbers have 128 random bits."""
    counted = [
        (rule.rule, name)
        for rule in app.url_map.iter_rules()
        for name, converter in rule._converters.items()
        if isinstance(converter, IntegerConverter | FloatConverter)
    ]
    # How wide a picture is wanted: there are three, and all show the same.
    assert counted == [("/handbook/<book>/<chapter>/figures/<key>/<int:width>", "width")]
    made = {new_public_id() for _one in range(200)}
    assert len(made) == 200
    assert all(len(one) == 22 for one in made)
