"""An administrator erases somebody for them: typed again, proved again, and never by accident."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts.models import Person
from recruit.accounts.rights.models import Erasure
from recruit.core.models import AuditEntry, Sighting
from tests import people
from tests.factories import applications as make


def page_of(ref: str) -> str:
    return f"/ja/staff/people/{ref}/erase"


def test_somebody_is_erased_after_typing_the_address_again(
    app: Flask, client: FlaskClient, db: Session
) -> None:
    user, admin = people.student(), people.administrator()
    ref, email = user.person.public_id, user.email
    people.sign_in(client, admin)
    assert email in client.get(page_of(ref)).get_data(as_text=True)
    assert db.scalars(select(Sighting.person_ref)).all() == [ref]
    wrong = client.post(page_of(ref), data={"typed": "somebody@else.example"})
    assert wrong.status_code == 422 and "違います" in wrong.get_data(as_text=True)
    assert client.post(page_of(ref), data={"typed": ""}).status_code == 422
    assert db.scalars(select(Erasure)).all() == []
    right = client.post(page_of(ref), data={"typed": email.upper()})
    assert right.status_code == 303
    kept = db.scalars(select(Erasure)).one()
    assert kept.number in client.get(right.headers["Location"]).get_data(as_text=True)
    assert db.scalar(select(Person.display_name).where(Person.public_id == ref)) == ""
    assert (
        db.scalar(select(AuditEntry.by_ref).where(AuditEntry.action == "person.erased"))
        == admin.person.public_id
    )
    assert client.get(page_of(ref)).status_code == 404
    assert client.post(page_of(ref), data={"typed": email}).status_code == 404


def test_who_may_not_and_whom_not(app: Flask, client: FlaskClient, db: Session, clock) -> None:
    user, admin = people.student(), people.administrator()
    ref = user.person.public_id
    assert client.get(page_of(ref)).status_code == 303
    people.sign_in(client, people.retention_officer())
    assert client.get(page_of(ref)).status_code == 403
    people.sign_in(client, admin)
    assert client.get(page_of(admin.person.public_id)).status_code == 404
    assert client.get(page_of("nobody")).status_code == 404
    clock.shift(timedelta(minutes=31))
    later = client.post(page_of(ref), data={"typed": user.email})
    assert later.status_code == 303 and "/account/prove" in later.headers["Location"]
    assert db.scalars(select(Erasure)).all() == []


def test_the_last_owner_of_a_company_stays_until_there_is_another(
    app: Flask, client: FlaskClient, db: Session
) -> None:
    owner = people.company_member()
    make.make_company_with(owner)
    people.sign_in(client, people.administrator())
    answer = client.post(page_of(owner.person.public_id), data={"typed": owner.email})
    assert answer.status_code == 422
    assert db.scalars(select(Erasure)).all() == []
