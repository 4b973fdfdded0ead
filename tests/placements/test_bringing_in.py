"""Bringing a list in: what it would do, what it does, the same list twice, a corrected row."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner
from flask import Flask
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.accounts import personal_data
from recruit.accounts.models import ContactPoint, Person
from recruit.accounts.rights.rules import ErasedBecause
from recruit.core.db import session, writing
from recruit.core.visitor import WORKER
from recruit.placements import actions, bringing_in, lists
from recruit.placements.bringing_in import Result
from recruit.placements.commands import import_hires
from recruit.placements.models import Placement, PlacementFact
from recruit.placements.rules import ExitKind, PlacementFactKind, PlacementState
from recruit.placements.stay.actions import enter_days
from recruit.placements.stay.rules import StayDays
from tests import people
from tests.factories.placements import make_company, make_member

HEAD = ",".join(lists.REQUIRED) + ",name,email,employer_corporate_number"
FIRST = "H1,VN,small,2025-04-01,2025-03-20,,,,,"


@pytest.fixture
def bring(app: Flask, now: datetime) -> Callable[..., Result]:
    def bring(*rows: str, dry_run: bool = False) -> Result:
        found = lists.read("list.csv", "\n".join([HEAD, *rows]).encode())
        assert found.bad == ()
        if dry_run:
            return bringing_in.bring_in(found.rows, source="list.csv", dry_run=True, by=WORKER, now=now)
        with writing():
            return bringing_in.bring_in(found.rows, source="list.csv", dry_run=False, by=WORKER, now=now)

    return bring


def only_placement() -> Placement:
    placement = session().scalars(select(Placement)).one()
    session().refresh(placement)
    return placement


def kinds_of(placement: Placement) -> list[PlacementFactKind]:
    rows = (
        select(PlacementFact.fact)
        .where(PlacementFact.placement_id == placement.id)
        .order_by(PlacementFact.id)
    )
    return list(session().scalars(rows))


def test_first_it_shows_then_it_does_then_nothing_is_left_to_do(db: Session, bring) -> None:
    assert bring(FIRST, dry_run=True).added == ["H1"]
    assert db.scalar(select(func.count()).select_from(Placement)) == 0
    assert bring(FIRST).added == ["H1"]
    assert bring(FIRST) == Result(same=["H1"])
    placement = only_placement()
    assert (placement.state, placement.employer_size, placement.source_name) == (
        PlacementState.WORKING,
        "small",
        "list.csv",
    )
    assert placement.person.display_name == "list.csv H1"
    assert placement.person.language == "vi"
    fact = db.scalars(select(PlacementFact)).one()
    assert fact.known_at == datetime.fromisoformat("2025-03-19T15:00:00Z")


@pytest.mark.parametrize(
    ("second", "columns", "state", "added"),
    [
        (
            "H1,VN,small,2025-04-01,2025-03-20,2026-03-31,contract_end,,,",
            "last_working_day, exit_type",
            PlacementState.LEFT,
            [PlacementFactKind.ENDED],
        ),
        (
            "H1,VN,small,2025-04-02,2025-03-20,,,,,",
            "hire_date",
            PlacementState.WORKING,
            [PlacementFactKind.STARTED],
        ),
        (
            "H1,ID,mid_size,2025-04-01,2025-03-21,,,,,",
            "registered_date, country, company_size",
            PlacementState.WORKING,
            [],
        ),
        (
            "H1,VN,small,2025-04-01,2025-03-20,,,Lê Thị Hoa,hoa@mail.example,",
            "email, name",
            PlacementState.WORKING,
            [],
        ),
    ],
)
def test_a_changed_row_is_a_corrected_fact(
    db: Session, bring, second: str, columns: str, state: PlacementState, added: list[PlacementFactKind]
) -> None:
    bring(FIRST)
    assert bring(second, dry_run=True).changed == [("H1", columns)]
    assert bring(second).changed == [("H1", columns)]
    assert bring(second).same == ["H1"]
    placement = only_placement()
    assert placement.state is state
    assert kinds_of(placement) == [PlacementFactKind.STARTED, *added]
    assert db.scalar(select(func.count()).select_from(Person)) == 1


def test_an_end_the_list_takes_back(db: Session, bring) -> None:
    bring("H1,VN,small,2025-04-01,2025-03-20,2026-03-31,contract_end,,,")
    assert only_placement().ended_on == date(2026, 4, 1)
    bring(FIRST)
    placement = only_placement()
    assert (placement.state, placement.ended_on, placement.exit_kind) == (PlacementState.WORKING, None, None)
    assert kinds_of(placement)[-1] is PlacementFactKind.ENDED_WITHDRAWN


def test_an_unchanged_list_takes_nothing_back_that_others_said_since(
    db: Session, bring, now: datetime
) -> None:
    bring(FIRST)
    with writing():
        actions.enter_end(only_placement(), date(2026, 9, 30), ExitKind.RETURNED_HOME, by=WORKER, now=now)
    assert bring(FIRST).same == ["H1"]
    assert only_placement().state is PlacementState.LEFT


def test_a_first_day_that_has_not_come_is_expected(db: Session, bring, now: datetime) -> None:
    row = "H1,ID,small,2027-04-01,2026-10-01,,,,,"
    bring(row)
    placement = only_placement()
    assert (placement.state, placement.started_on) == (PlacementState.EXPECTED, None)
    assert kinds_of(placement) == [PlacementFactKind.PLANNED_START]
    assert bring(row).same == ["H1"]
    found = lists.read("list.csv", f"{HEAD}\n{row}".encode())
    later = datetime.fromisoformat("2027-04-02T00:00:00Z")
    with writing():
        result = bringing_in.bring_in(found.rows, source="list.csv", dry_run=False, by=WORKER, now=later)
    assert result.changed == [("H1", "hire_date")]
    assert only_placement().state is PlacementState.WORKING


def test_one_address_is_one_person(db: Session, bring) -> None:
    bring(
        "H1,VN,small,2023-04-01,2023-03-20,2024-03-31,contract_end,Lê Thị Hoa,hoa@mail.example,",
        "H2,VN,small,2025-04-01,2025-03-20,,,Lê Thị Hoa,hoa@mail.example,",
    )
    assert db.scalar(select(func.count()).select_from(Person)) == 1
    assert db.scalars(select(ContactPoint.value)).all() == ["hoa@mail.example"]


def test_the_command_names_every_bad_row_and_takes_the_others(
    db: Session, app: Flask, tmp_path: Path
) -> None:
    path = tmp_path / "hires.csv"
    path.write_text(f"{HEAD}\n{FIRST}\nH2,vi,small,2025-04-01,2025-03-20,,,,,\n", encoding="utf-8")
    runner = CliRunner()
    shown = runner.invoke(import_hires, [str(path), "--dry-run"])
    assert shown.exit_code == 1
    assert "hires.csv: line 3, country: “vi” is not known; did you mean VN?" in shown.output
    assert "hires.csv: 1 would be added, 0 would be changed, 0 unchanged, 1 not readable" in shown.output
    assert db.scalar(select(func.count()).select_from(Placement)) == 0
    done = runner.invoke(import_hires, [str(path), "--source", "agency"])
    assert "agency: 1 added, 0 changed, 0 unchanged, 1 not readable" in done.output
    assert only_placement().source_name == "agency"


def addresses_of(db: Session) -> dict[str, str]:
    """The live address of every hire, by number."""
    rows = db.execute(
        select(Placement.source_key, ContactPoint.value).outerjoin(
            ContactPoint,
            (ContactPoint.person_id == Placement.person_id) & ContactPoint.ended_at.is_(None),
        )
    )
    return {number: value or "" for number, value in rows}


def test_an_employer_whom_a_list_corrects_is_told_anew_of_a_stay_that_ends(db: Session, bring) -> None:
    company = make_company()
    bring(FIRST)
    placement = only_placement()
    with writing():
        company.corporate_number, placement.stay_notice = "1180301018771", 3
    assert bring(f"{FIRST}1180301018771").changed == [("H1", "employer_corporate_number")]
    db.refresh(placement)
    assert (placement.employer_id, placement.stay_notice) == (company.id, None)


def test_an_address_of_an_employer_or_of_staff_is_never_a_hires(db: Session, bring) -> None:
    member, company = people.company_member(), make_company()
    make_member(member, company)
    staff = people.coordinator()
    bring(
        f"H1,VN,small,2025-04-01,2025-03-20,,,Nguyen Van A,{member.email},",
        f"H2,VN,small,2025-04-01,2025-03-20,,,Tran Thi B,{staff.email},",
    )
    assert addresses_of(db) == {"H1": "", "H2": ""}
    owners = set(db.scalars(select(Placement.person_id)))
    assert not owners & {member.person_id, staff.person_id}
    # Nor by a correction.
    bring(f"H1,VN,small,2025-04-01,2025-03-20,,,Nguyen Van A,{member.email.upper()},")
    assert addresses_of(db)["H1"] == ""
    assert bring(f"H1,VN,small,2025-04-01,2025-03-20,,,Nguyen Van A,{member.email},").same == ["H1"]


@pytest.mark.parametrize("names", [("Nguyen Van A", "Nguyen Thi B", "Tran Van C"), ("", "", "")])
def test_an_inbox_that_several_hires_share_is_nobodys(db: Session, bring, names: tuple[str, ...]) -> None:
    bring(
        *(
            f"H{number},VN,small,2025-04-01,2025-03-20,,,{name},hr@works.example,"
            for number, name in enumerate(names, 1)
        )
    )
    assert addresses_of(db) == {"H1": "", "H2": "", "H3": ""}
    assert db.scalar(select(func.count(Placement.person_id.distinct()))) == 3


def test_a_corrected_address_takes_the_place_of_the_old_one(db: Session, bring) -> None:
    bring("H1,VN,small,2025-04-01,2025-03-20,,,Nguyen Van A,typo@hires.example,")
    bring("H1,VN,small,2025-04-01,2025-03-20,,,Nguyen Van A,right@hires.example,")
    assert addresses_of(db) == {"H1": "right@hires.example"}


def test_who_is_hired_again_keeps_the_address(db: Session, bring) -> None:
    bring("H1,VN,small,2025-04-01,2025-03-20,2025-12-31,contract_end,Nguyen Van A,a@hires.example,")
    bring("H2,VN,small,2026-02-01,2026-01-20,,,NGUYEN VAN A,a@hires.example,")
    assert set(addresses_of(db).values()) == {"a@hires.example"}
    assert db.scalar(select(func.count(Placement.person_id.distinct()))) == 1


def test_the_same_list_brings_nobody_back_who_was_erased(db: Session, bring, now: datetime) -> None:
    row = "H1,VN,small,2025-04-01,2025-03-20,,,Nguyen Van A,a@hires.example,"
    bring(row)
    person = db.scalars(select(Person)).one()
    with writing():
        personal_data.erase(person.public_id, because=ErasedBecause.ASKED, by=WORKER, now=now)
    assert bring(row).same == ["H1"]
    db.refresh(person)
    assert (person.display_name, addresses_of(db)) == ("", {"H1": ""})
    assert db.scalar(select(func.count()).select_from(Person)) == 1


def test_a_list_may_name_the_days_of_the_stay(app: Flask, db: Session, now: datetime) -> None:
    head = ",".join((*lists.REQUIRED, "arrival_date", "stay_until"))

    def take(row: str) -> Result:
        found = lists.read("stays.csv", f"{head}\n{row}".encode())
        assert found.bad == ()
        with writing():
            return bringing_in.bring_in(found.rows, source="stays.csv", dry_run=False, by=WORKER, now=now)

    first = "H1,VN,small,2025-04-01,2025-03-20,,,"
    assert take(f"{first}2025-03-21,2026-03-21").added == ["H1"]
    placement = only_placement()
    assert (placement.arrived_on, placement.stay_until_on) == (date(2025, 3, 21), date(2026, 3, 21))
    assert take(f"{first}2025-03-21,2026-03-21").same == ["H1"]
    # An empty column says nothing; another day is a corrected fact.
    assert take(f"{first},").same == ["H1"]
    assert take(f"{first},2027-03-21").changed == [("H1", "stay_until")]
    placement = only_placement()
    assert (placement.arrived_on, placement.stay_until_on) == (date(2025, 3, 21), date(2027, 3, 21))
    assert kinds_of(placement)[-1] is PlacementFactKind.STAY_UNTIL
    # What the person had said first, and corrects later, a list that has not changed does not take back.
    by_hand = StayDays(date(2025, 3, 22), date(2030, 3, 21))
    with writing():
        enter_days(placement, by_hand, by=WORKER, now=now)
    assert take(f"{first}2025-03-21,2030-03-21").changed == [("H1", "stay_until")]
    with writing():
        enter_days(only_placement(), StayDays(date(2025, 3, 22), date(2029, 3, 21)), by=WORKER, now=now)
    assert take(f"{first}2025-03-21,2030-03-21").same == ["H1"]
    assert only_placement().stay_until_on == date(2029, 3, 21)
    assert take(f"{first}2025-03-21,無期限").changed == [("H1", "stay_until")]
    assert (only_placement().stay_until_on, only_placement().stay_has_no_end) == (None, True)
    assert take(f"{first}2025-03-21,no_end").same == ["H1"]
    far = date(2032, 2, 26)
    assert take(f"{first}2025-03-21,{far}").changed == [("H1", "stay_until")]
    assert (only_placement().stay_until_on, only_placement().stay_has_no_end) == (far, False)
    for days, column in (
        ("2025-03-21,2025-03-21", "stay_until"),
        ("2027-01-01,", "arrival_date"),
        (f"2025-03-21,{far}", "stay_until"),
    ):
        bad = lists.read(
            "stays.csv", f"{head}\n{first}{days}".encode(), latest_stay=far - timedelta(days=1)
        ).bad
        assert [(row.line, row.column) for row in bad] == [(2, column)]
    # Nobody's stay is of use to a figure: it goes with the name, and the list brings it back no more than the name.
    with writing():
        ref = only_placement().person.public_id
        personal_data.erase(ref, because=ErasedBecause.ASKED, by=WORKER, now=now)
    assert take(f"{first}2025-03-21,2030-03-21").same == ["H1"]
    db.expire_all()
    placement = only_placement()
    assert (placement.arrived_on, placement.stay_until_on) == (None, None)
    assert kinds_of(placement) == [PlacementFactKind.STARTED]
