"""Hires of the last three years, and those who are expected: who came, who left and why, and when it became known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select

from recruit.accounts.actions import create_user_for_demo
from recruit.accounts.models import Person, User
from recruit.accounts.passwords import hash_of
from recruit.applications.models import Application
from recruit.arrivals import actions as arrivals
from recruit.arrivals.models import Plan
from recruit.arrivals.rules import StepState, state_of
from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.core.visitor import WORKER
from recruit.demo.stays import add_stays
from recruit.organisations.models import Membership, Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.placements.models import Confirmation, Placement, PlacementFact
from recruit.placements.rules import (
    ConfirmationKind,
    ExitKind,
    PlacementFactKind,
    PlacementSource,
    PlacementState,
    SaidBy,
)
from recruit.students.models import Student

TOKYO = "Asia/Tokyo"
HIRED = 138
EXPECTED = 12
MOST_EXPECTED = 120
# A little more than three years, so that there are people to look at when the third year is over.
LONGEST_AGO = 3 * 365 + 300
# The chance to leave in one month, by year: most who leave do so early. After three years about a quarter is gone.
LEAVING = (0.011, 0.008, 0.007)
REASONS = {
    ExitKind.MOVED_EMPLOYER_JAPAN: 45,
    ExitKind.RETURNED_HOME: 30,
    ExitKind.CONTRACT_END: 10,
    ExitKind.UNKNOWN: 8,
    ExitKind.THIRD_COUNTRY: 5,
    ExitKind.DEATH: 1,
}
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
MIDDLES = ("Văn", "Thị", "Minh", "Đức", "Thu", "Quang", "Hải", "Ngọc")
GIVEN = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Hà",
    "Hùng",
    "Lan",
    "Linh",
    "Nam",
    "Phúc",
    "Quân",
    "Sơn",
    "Trang",
    "Tuấn",
    "Yến",
)
INDONESIAN = (
    "Budi",
    "Siti",
    "Agus",
    "Dewi",
    "Rizky",
    "Putri",
    "Andi",
    "Sari",
    "Bayu",
    "Wulan",
    "Fajar",
    "Ayu",
)
INDONESIAN_LAST = ("Santoso", "Wijaya", "Pratama", "Lestari", "Nugroho", "Hidayat", "Siregar", "Utami", "")


@dataclass(frozen=True)
class _Spell:
    starts_on: date
    registered_on: date
    ended_on: date | None
    kind: ExitKind | None


def make_placements(
    random: Random, scale: int, now: datetime, companies: Sequence[Organisation], students: Sequence[Student]
) -> list[Placement]:
    """About 150 placements for each step of `scale`, over three years; inside `writing()`. Gives all of them.

    hire@demo.example has worked for about a month at the company of company@demo.example; student@demo.example has none.
    """
    today = day_in(now, TOKYO)
    employers = [
        company
        for company in companies
        if company.kind is OrganisationKind.COMPANY and company.state is OrganisationState.APPROVED
    ]
    own = _company_of("company@demo.example") or employers[0]
    placements = [_hire(number, random, today, now, employers, own) for number in range(HIRED * scale)]
    placements.append(_standing_hire(today, now, own))
    expected = _expected(random, min(EXPECTED * scale, MOST_EXPECTED), today, now, employers, own, students)
    add_stays(placements, now, own_id=own.id)
    session().add_all([*placements, *expected])
    session().flush()
    session().add_all(
        Confirmation(
            placement_id=placement.id,
            about=ConfirmationKind.START,
            asked_at=now - timedelta(days=1),
            due_on=placement.planned_start_on + timedelta(days=7),
        )
        for placement in expected
        if placement.planned_start_on is not None
    )
    for placement in expected:
        plan = arrivals.plan_arrival(placement, by=WORKER, now=_at(placement.registered_on, 10, now))
        if plan is not None:
            _walk(plan, random, today, now)
    session().flush()
    return [*placements, *expected]


def _hire(
    number: int,
    random: Random,
    today: date,
    now: datetime,
    employers: Sequence[Organisation],
    own: Organisation,
) -> Placement:
    spell = _spell(random, today)
    country = "VN" if random.random() < 0.6 else "ID"
    person = Person(
        display_name=_name(random, country),
        language="vi" if country == "VN" else "id",
        zone=TOKYO,
        country_now=country if spell.kind is ExitKind.RETURNED_HOME else "JP",
        created_at=_at(spell.registered_on, 9, now),
    )
    employer = own if number % 20 == 0 else random.choice(employers)
    by_company = random.random() < 0.4
    state = PlacementState.LEFT if spell.ended_on else PlacementState.WORKING
    if state is PlacementState.WORKING and random.random() < 0.02:
        state = PlacementState.ON_LEAVE
    return Placement(
        person=person,
        source=PlacementSource.COMPANY if by_company else PlacementSource.STAFF,
        source_key=f"demo-{number + 1:05d}",
        state=state,
        planned_start_on=spell.starts_on,
        started_on=spell.starts_on,
        ended_on=spell.ended_on,
        exit_kind=spell.kind,
        registered_on=spell.registered_on,
        employer_id=employer.id,
        country=country,
        channel=random.choice(("fair", "fair", "position", "university")),
        facts=_facts(spell, random, now, SaidBy.COMPANY if by_company else SaidBy.STAFF),
    )


def _spell(random: Random, today: date) -> _Spell:
    """Most begin in April or October. Who was registered late was still there then: nobody registers who is gone."""
    while True:
        starts_on = today - timedelta(days=random.randrange(20, LONGEST_AGO))
        if random.random() < 0.8:
            starts_on = date(starts_on.year, 4 if starts_on.month < 9 else 10, 1)
        if starts_on < today:
            break
    ended_on = _end(random, starts_on, today)
    registered_on = starts_on - timedelta(days=random.randrange(20, 150))
    latest = ended_on or today
    if random.random() < 0.2 and (latest - starts_on).days > 90:
        registered_on = starts_on + timedelta(days=random.randrange(30, min(400, (latest - starts_on).days)))
    kind = random.choices(list(REASONS), weights=list(REASONS.values()))[0] if ended_on else None
    return _Spell(starts_on, registered_on, ended_on, kind)


def _end(random: Random, starts_on: date, today: date) -> date | None:
    """The first day not employed. Contracts end with a month more often than not."""
    for month in range(36):
        if random.random() >= LEAVING[month // 12]:
            continue
        day = starts_on + timedelta(days=round(month * 30.44) + random.randrange(10, 40))
        ended_on = date(day.year, day.month, 1) if random.random() < 0.6 else day
        ended_on = max(ended_on, starts_on + timedelta(days=5))
        return ended_on if ended_on < today else None
    return None


def _facts(spell: _Spell, random: Random, now: datetime, said_by: SaidBy) -> list[PlacementFact]:
    known = _at(spell.registered_on, 10, now)
    facts = []
    if spell.registered_on < spell.starts_on:
        facts.append(_fact(PlacementFactKind.PLANNED_START, spell.starts_on, known, said_by))
        known = _at(spell.starts_on + timedelta(days=random.randrange(0, 8)), 11, now)
    facts.append(_fact(PlacementFactKind.STARTED, spell.starts_on, known, said_by))
    if spell.ended_on is not None:
        told_on = max(
            spell.ended_on + timedelta(days=random.randrange(-30, 11)), spell.registered_on, spell.starts_on
        )
        told_at = max(known, _at(told_on, 12, now))
        facts.append(_fact(PlacementFactKind.ENDED, spell.ended_on, told_at, said_by, str(spell.kind)))
    return facts


def _fact(
    kind: PlacementFactKind, valid_on: date, known_at: datetime, said_by: SaidBy, value: str = ""
) -> PlacementFact:
    return PlacementFact(
        fact=kind,
        value=value or valid_on.isoformat(),
        valid_on=valid_on,
        known_at=known_at,
        said_by_kind=said_by,
        confirmed=True,
    )


def _standing_hire(today: date, now: datetime, own: Organisation) -> Placement:
    """hire@demo.example, at work for about a month."""
    user = session().scalar(select(User).where(User.email == "hire@demo.example"))
    if user is None:
        user = create_user_for_demo(
            email="hire@demo.example",
            name="Nguyễn Thị Hương",
            password_hash=hash_of("demo-password"),
            language="vi",
            zone=TOKYO,
            country_now="JP",
            came_as="student",
            now=now,
        )
    student = session().scalar(select(Student).where(Student.person_id == user.person_id))
    starts_on = today - timedelta(days=32)
    spell = _Spell(starts_on, starts_on - timedelta(days=150), None, None)
    return Placement(
        person_id=user.person_id,
        source=PlacementSource.STAFF,
        source_key="demo-hire",
        state=PlacementState.WORKING,
        planned_start_on=starts_on,
        started_on=starts_on,
        registered_on=spell.registered_on,
        employer_id=own.id,
        country=(student.nationality if student else "") or "VN",
        channel="fair",
        facts=_facts(spell, Random(0), now, SaidBy.COMPANY),
    )


def _expected(
    random: Random,
    wanted: int,
    today: date,
    now: datetime,
    employers: Sequence[Organisation],
    own: Organisation,
    students: Sequence[Student],
) -> list[Placement]:
    """Students whose offer is accepted and who have not begun. The second one's first day has passed unconfirmed."""
    taken = set(session().scalars(select(Application.student_id)))
    accounts = select(User.person_id).where(User.email.like("%@demo.example"))
    taken_people = set(session().scalars(accounts))
    free = [
        student for student in students if student.id not in taken and student.person_id not in taken_people
    ]
    random.shuffle(free)
    placements = []
    for number, student in enumerate(free[:wanted]):
        registered_on = today - timedelta(days=random.randrange(20, 150))
        starts_on = today - timedelta(days=9) if number == 1 else _coming_start(random, today)
        placements.append(
            Placement(
                person_id=student.person_id,
                source=PlacementSource.STAFF,
                source_key=f"demo-expected-{number + 1:05d}",
                state=PlacementState.EXPECTED,
                planned_start_on=starts_on,
                registered_on=registered_on,
                employer_id=own.id if number < 2 else random.choice(employers).id,
                country=student.nationality or "VN",
                channel="fair",
                facts=[
                    _fact(
                        PlacementFactKind.PLANNED_START, starts_on, _at(registered_on, 10, now), SaidBy.STAFF
                    )
                ],
            )
        )
    return placements


def _coming_start(random: Random, today: date) -> date:
    month = today.month + random.randrange(2, 11)
    return date(today.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _walk(plan: Plan, random: Random, today: date, now: datetime) -> None:
    """Mark what should be done by now as done, save for a late step here and there."""
    steps = sorted(plan.steps, key=lambda step: (step.due_on, step.step_rule.key))
    there = {step.step_rule.key for step in steps}
    done = {step.step_rule.key for step in steps if step.state is StepState.DONE}
    for step in steps:
        waits_for = [key for key in step.step_rule.depends_on if key in there]
        if step.state is StepState.DONE or state_of(waits_for, frozenset(done)) is not StepState.OPEN:
            continue
        if step.due_on < today and random.random() < 0.93:
            step.state, step.done_at = (
                StepState.DONE,
                _at(step.due_on - timedelta(days=random.randrange(0, 4)), 15, now),
            )
            done.add(step.step_rule.key)
        else:
            step.state = StepState.OPEN
    # What opened in the same pass because a later step was done before it.
    for step in steps:
        waits_for = [key for key in step.step_rule.depends_on if key in there]
        if step.state is StepState.WAITING and state_of(waits_for, frozenset(done)) is StepState.OPEN:
            step.state = StepState.OPEN


def _company_of(email: str) -> Organisation | None:
    return session().scalar(
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .join(User, User.person_id == Membership.person_id)
        .where(User.email == email, Organisation.kind == OrganisationKind.COMPANY)
        .order_by(Membership.id)
        .limit(1)
    )


def _name(random: Random, country: str) -> str:
    if country == "VN":
        return f"{random.choice(FAMILIES)} {random.choice(MIDDLES)} {random.choice(GIVEN)}"
    return f"{random.choice(INDONESIAN)} {random.choice(INDONESIAN_LAST)}".strip()


def _at(day: date, hour: int, now: datetime) -> datetime:
    """An hour of a day in Japan, never later than now."""
    return min(datetime.combine(day, time(hour), ZoneInfo(TOKYO)).astimezone(UTC), now)
