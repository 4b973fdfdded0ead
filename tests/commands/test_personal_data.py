"""`recruit person`: handing out and erasing what is held, and old records that end by themselves."""

from datetime import datetime, timedelta
import json

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit import worker
from recruit.accounts.models import Person, User
from recruit.commands.personal_data import erase, export
from recruit.core.db import writing
from recruit.core.models import Sighting
from tests import people


def test_what_is_held_is_printed_and_erased(app: Flask, db: Session) -> None:
    person = people.student().person
    printed = CliRunner().invoke(export, ["STUDENT@demo.example"])
    assert json.loads(printed.output)["accounts"]["account"]["email"] == "student@demo.example"
    assert CliRunner().invoke(export, ["nobody@demo.example"]).exit_code == 1
    assert CliRunner().invoke(erase, [person.public_id], input="n\n").exit_code == 1
    assert db.scalar(select(func.count()).select_from(User)) == 1
    assert CliRunner().invoke(erase, [person.public_id, "--yes"]).exit_code == 0
    assert db.scalar(select(func.count()).select_from(User)) == 0
    db.expire_all()
    assert db.scalars(select(Person.display_name)).all() == [""]
    assert CliRunner().invoke(erase, [person.public_id, "--yes"]).exit_code == 1


def test_looks_are_forgotten_after_three_years(app: Flask, db: Session, now: datetime) -> None:
    with writing() as rows:
        for days in (0, 3 * 366 + 1):
            rows.add(Sighting(at=now - timedelta(days=days), by_ref="by", person_ref="whom", what="profile"))
    [job] = [job for job in worker.JOBS if job[0] == "core.forget_old_records"]
    done = worker.run_once(app, now, (job,))
    assert [(one.count, one.failed) for one in done] == [(1, False)]
    assert db.scalar(select(func.count()).select_from(Sighting)) == 1
