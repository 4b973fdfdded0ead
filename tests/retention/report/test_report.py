"""The yearly report: its figures a second way, what it hides, and that it is the same whenever it is made."""

from datetime import date, datetime, timedelta
import io
from pathlib import Path

from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
import openpyxl
import pytest
from sqlalchemy.orm import Session
import time_machine

from recruit.core.db import writing
from recruit.core.disclosure.attacking import attack
from recruit.core.disclosure.figures import Why
from recruit.placements.rules import ExitKind
from recruit.retention.report.command import report as command
from recruit.retention.report.figures import Yearly, yearly
from recruit.retention.report.printing import as_xlsx
from recruit.retention.report.rules import Readers, Told, edition_of
from recruit.retention.report.tables import Part
from recruit.retention.rules import PublicShare
from tests import people
from tests.factories.placements import add_placement

# Country, first working day, how many, how many of them left after 200 days.
GROUPS = (
    ("VN", date(2024, 4, 1), 24, 6),
    ("ID", date(2024, 4, 1), 12, 3),
    ("MM", date(2025, 4, 7), 3, 1),
    ("VN", date(2025, 10, 1), 6, 0),
)


@pytest.fixture
def hires(app: Flask, db: Session) -> None:
    with writing():
        for country, begins, number, left in GROUPS:
            for place in range(number):
                gone = begins + timedelta(days=200) if place < left else None
                add_placement(
                    starts_on=begins,
                    ended_on=gone,
                    exit_kind=ExitKind.RETURNED_HOME if gone else None,
                    country=country,
                    name="Somebody Known",
                )


def made(now: datetime, readers: Readers = Readers.PARTNERS) -> Yearly:
    return yearly(edition_of(2025, now=now, readers=readers))


def test_figures_a_second_way_and_the_few_hidden(app: Flask, hires: None, now: datetime) -> None:
    found = made(now)
    assert (found.people, found.started) == (45, 9)
    # Ten left in month 7, when six of the 45 were not observed any more.
    assert found.at[6].share == PublicShare(90, or_more=True)
    assert found.at[12].share == PublicShare(5 * round(20 * 29 / 39))
    home = found.exits[ExitKind.RETURNED_HOME]
    assert home[6].share == PublicShare(10, or_fewer=True)
    assert home[12].share == PublicShare(5 * round(20 * 10 / 39))
    assert home[12].interval is not None
    assert found.at[36] == Told()

    countries = {group.value: group for group in found.breakdowns[Part.COUNTRY]}
    assert countries["MM"].people is None
    assert set(countries["MM"].at.values()) == {Told(too_few=True)}
    # All without the others that are shown would be the three: a second group goes with them.
    shown = [group.people for group in countries.values() if group.people is not None]
    assert shown in ([12], [30])
    assert found.log[Part.COUNTRY][Why.FEW] >= 1
    assert found.log[Part.COUNTRY][Why.SECONDARY] >= 1
    ranges = attack(found.releases)
    assert ranges
    for (place, key), interval in ranges.items():
        assert interval.width >= found.releases[place].left_open(key), (place, key, interval)
    with app.app_context():
        book = openpyxl.load_workbook(io.BytesIO(as_xlsx(found, "en")))
    words = [str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None]
    assert "Indonesia" in words or "Vietnam" in words
    assert not [word for word in words if "Myanmar" in word or "Somebody" in word]
    assert found.data_hash in words

    # Nine more than in the report of the year before: their number stays away, a rounded share of 39 does not.
    public = made(now, Readers.EVERYBODY)
    assert (public.people, public.started, public.left) == (None, None, None)
    assert public.log[Part.PEOPLE][Why.OVERLAP] == 1
    assert public.at[12].share == found.at[12].share
    assert not public.at_risk
    assert public.data_hash == found.data_hash


def test_the_same_files_whenever_and_however_they_are_made(
    client: FlaskClient, clock: time_machine.Traveller, hires: None, now: datetime, tmp_path: Path
) -> None:
    wanted = ["--year", "2025", "--language", "ja", "--for", "partners", "-o"]
    with client.application.app_context():
        run = CliRunner().invoke(command, [*wanted, str(tmp_path / "first")])
        assert run.exit_code == 0, run.output
        with writing():
            # Learnt after the year had ended.
            add_placement(starts_on=date(2025, 4, 1), registered_on=date(2026, 6, 1))
        clock.shift(timedelta(days=40))
        assert CliRunner().invoke(command, [*wanted, str(tmp_path / "again")]).exit_code == 0
        early = CliRunner().invoke(command, ["--year", "2026", "-o", str(tmp_path)])
        assert (early.exit_code, early.output.count("Error")) == (1, 1)
    for ending in ("pdf", "xlsx"):
        first, again = (
            (tmp_path / folder / f"retention-report-2025-partners-ja.{ending}").read_bytes()
            for folder in ("first", "again")
        )
        assert first == again, ending

    address = "/ja/staff/retention/report"
    people.sign_in(client, people.coordinator())
    page = client.get(address).text
    assert '<option value="2025" selected>' in page
    assert '<option value="2026"' not in page
    asked = f"{address}/file?language=ja&readers=partners&kind=xlsx"
    assert client.get(asked).data == first
    assert client.get(f"{asked}&known_on=2026-07-01").data != first
    refused = client.get(f"{asked}&year=2026")
    assert refused.status_code == 422
    assert "この年度はまだ終わっていません。" in refused.text
    people.sign_in(client, people.editor())
    assert [client.get(one).status_code for one in (address, asked)] == [403, 403]
