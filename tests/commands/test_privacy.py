"""`recruit privacy`: handing out and erasing what is held, and old records that end by themselves."""

from datetime import datetime, timedelta
import json
from pathlib import Path

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.accounts.merging.actions import merge_people
from recruit.accounts.models import Person, User
from recruit.commands.privacy import erase, export, purge
from recruit.core.db import writing
from recruit.core.models import Sighting
from tests import people


def test_what_is_held_is_printed_and_erased(app: Flask, db: Session, tmp_path: Path) -> None:
    person = people.student().person
    printed = CliRunner().invoke(export, ["STUDENT@demo.example"])
    assert json.loads(printed.output)["accounts"]["account"]["email"] == "student@demo.example"
    path = tmp_path / "an.json"
    assert CliRunner().invoke(export, ["student@demo.example", "-o", str(path)]).exit_code == 0
    assert json.loads(path.read_text())["accounts"] and path.stat().st_mode & 0o077 == 0
    assert CliRunner().invoke(export, ["nobody@demo.example"]).exit_code == 1
    assert CliRunner().invoke(erase, ["student@demo.example"], input="yes\n").exit_code == 1
    assert db.scalar(select(func.count()).select_from(User)) == 1
    typed = CliRunner().invoke(erase, ["student@demo.example"], input="student@demo.example\n")
    assert typed.exit_code == 0, typed.output
    assert db.scalar(select(func.count()).select_from(User)) == 0
    db.expire_all()
    assert db.scalars(select(Person.display_name)).all() == [""]
    assert CliRunner().invoke(erase, [person.public_id, "--yes"]).exit_code == 1


def test_the_address_of_an_entry_that_was_put_together_leads_to_the_person(
    app: Flask, db: Session, now: datetime
) -> None:
    kept, merged, staff = people.student(), people.other_student(), people.visitor_of(people.coordinator())
    with writing():
        merge_people(kept.person, merged.person, by=staff, now=now)
    for known_as in (kept.email, merged.email, kept.person.public_id, merged.person.public_id):
        printed = json.loads(CliRunner().invoke(export, [known_as]).output)
        assert printed["accounts"]["person"]["reference"] == kept.person.public_id, known_as


def test_looks_are_forgotten_after_three_years(app: Flask, db: Session, now: datetime) -> None:
    with writing() as rows:
        for days in (0, 3 * 366 + 1):
            rows.add(Sighting(at=now - timedelta(days=days), by_ref="by", person_ref="whom", what="profile"))
    printed = CliRunner().invoke(purge)
    assert printed.exit_code == 0, printed.output
    assert ["looks", "1"] in [line.split() for line in printed.output.splitlines()]
    assert db.scalar(select(func.count()).select_from(Sighting)) == 1
