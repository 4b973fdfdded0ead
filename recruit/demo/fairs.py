"""Demonstration fairs: booths, seats, wishes of both sides, a timetable that the real solver made, answers after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import insert, select

from recruit.accounts.models import Person, User
from recruit.core.db import new_public_id, session
from recruit.core.visitor import WORKER
from recruit.demo.booths import make_booths_and_tasks
from recruit.events.models import Event, Registration
from recruit.events.rules import TICKET_LENGTH, TICKET_LETTERS, EventKind, RegistrationState
from recruit.fairs import disclosures, rules
from recruit.fairs.actions.instances import build_instance
from recruit.fairs.actions.timetables import write_meetings
from recruit.fairs.arranging import hash_of
from recruit.fairs.models import (
    Booth,
    Fair,
    FairInterpreter,
    FairReport,
    FairSlot,
    Meeting,
    Timetable,
    TimetableRepair,
    Wish,
)
from recruit.fairs.repairs import queries as repair_queries, telling
from recruit.fairs.repairs.applying import apply
from recruit.fairs.rules import (
    BoothState,
    Closing,
    Mark,
    MeetingState,
    Outcome,
    RepairState,
    ReportKind,
    Side,
    TimetableState,
)
from recruit.fairs.timetable.instance import Instance
from recruit.fairs.timetable.repairing import Day, proposals
from recruit.fairs.timetable.solving import solve
from recruit.organisations.models import Membership, Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.students.models import Student

SLOTS = 8
MINUTES = 20
MOST_BOOTHS = 15
MOST_SEATS = 177
STUDENT, COMPANY = "student@demo.example", "company@demo.example"
# Past fairs beyond these keep no timetable, so that a large load does not solve hundreds of them.
MOST_SOLVED = 12
PEOPLE_WHO_COME = (
    "人事担当 1名、現場所長 1名",
    "社長、人事担当 1名",
    "設計部長 1名、先輩社員（ベトナム出身） 1名",
    "人事担当 2名",
)
VIETNAMESE_NAMES = ("Ánh", "Linh", "Mai", "Tuấn")
INDONESIAN_NAMES = ("Ayu", "Rizky", "Sari")
_MARKS = (Mark.MUST, Mark.YES, Mark.YES, Mark.YES)


@dataclass(frozen=True)
class _Seated:
    """What is needed of a student here."""

    id: int
    person_id: int
    nationality: str
    language: str


def make_fairs(
    random: Random,
    now: datetime,
    events: Sequence[Event],
    companies: Sequence[Organisation],
    students: Sequence[Student],
) -> None:
    """Fill every fair among the events. The demonstration student and company are at the first fair to come."""
    fairs = [event for event in events if event.kind is EventKind.FAIR]
    taking_part = [one for one in companies if _may_take_part(one)]
    own_company = _own_company_id()
    own_student = session().scalar(
        select(Student.id).join(User, User.person_id == Student.person_id).where(User.email == STUDENT)
    )
    by_country = _students_by_country()
    tickets: set[str] = set()
    solved = 0
    for number, event in enumerate(fairs):
        fair = fair_of(event)
        booths = _booths(random, fair, taking_part, own_company, now)
        if event.ends_at > now:
            _breaks_and_interpreters(fair)
            make_booths_and_tasks(fair, own_company, now)
            booths = [one for one in booths if one.state is BoothState.CONFIRMED]
        pool = by_country.get(event.country, [])
        # Every fair has other students, as far as they go round.
        start = (number // 2 * MOST_SEATS) % max(1, len(pool))
        seated = (pool + pool)[start : start + min(MOST_SEATS, len(pool) * 2 // 3)]
        seated = _with_own(seated, pool, own_student if number == 0 else None)
        _seats(random, event, seated, tickets, now)
        _wishes(random, fair, booths, seated, own_company, own_student, now)
        disclosures.begin(event.id, event.slug, now=min(now, event.sign_up_until))
        if event.ends_at + rules.ANSWER_WITHIN < now:
            disclosures.end(event.slug, now=event.ends_at + rules.ANSWER_WITHIN)
        if event.ends_at < now and solved < MOST_SOLVED:
            _timetable(random, fair, own_company, mended=solved == 0)
            solved += 1
    session().flush()


def _may_take_part(organisation: Organisation) -> bool:
    return organisation.kind is OrganisationKind.COMPANY and organisation.state is OrganisationState.APPROVED


def _own_company_id() -> int | None:
    return session().scalar(
        select(Membership.organisation_id)
        .join(User, User.person_id == Membership.person_id)
        .where(User.email == COMPANY)
    )


def _students_by_country() -> dict[str, list[_Seated]]:
    rows = session().execute(
        select(Student.id, Student.person_id, Student.nationality, Person.language)
        .join(Person, Person.id == Student.person_id)
        .order_by(Student.id)
    )
    found: dict[str, list[_Seated]] = {}
    for row in rows:
        found.setdefault(row[2], []).append(_Seated(*row))
    return found


def _with_own(seated: list[_Seated], pool: list[_Seated], own: int | None) -> list[_Seated]:
    there = {one.id for one in seated}
    return seated + [one for one in pool if one.id == own and own not in there]


def fair_of(event: Event) -> Fair:
    fair = Fair(
        event_id=event.id,
        slot_minutes=MINUTES,
        wishes_until=event.starts_at - timedelta(days=5) + timedelta(hours=15, minutes=29),
        meetings_per_student=5,
        slots=[
            FairSlot(number=number, starts_at=starts)
            for number, starts in enumerate(
                rules.slot_starts(event.starts_at + timedelta(hours=5, minutes=30), SLOTS, MINUTES)
            )
        ],
    )
    session().add(fair)
    session().flush()
    return fair


def _breaks_and_interpreters(fair: Fair) -> None:
    """In the middle of the afternoon nobody meets, in Indonesia for the prayer; some interpret, one of them not to the end."""
    indonesia = fair.event.country == "ID"
    fair.slots[SLOTS // 2].closed = Closing.PRAYER if indonesia else Closing.REST
    fair.max_in_a_row = 3
    language, names = ("id", INDONESIAN_NAMES) if indonesia else ("vi", VIETNAMESE_NAMES)
    session().add_all(
        FairInterpreter(
            fair_id=fair.event_id,
            name=name,
            language=language,
            away=[SLOTS - 1] if name == names[-1] else [],
        )
        for name in names
    )
    session().flush()


def _booths(
    random: Random, fair: Fair, companies: Sequence[Organisation], own: int | None, now: datetime
) -> list[Booth]:
    chosen = random.sample(list(companies), min(MOST_BOOTHS, len(companies)))
    if own is not None and own not in {one.id for one in chosen}:
        chosen = [one for one in companies if one.id == own] + chosen[: MOST_BOOTHS - 1]
    asked_at = min(now, fair.event.starts_at) - timedelta(days=30)
    booths = []
    for number, organisation in enumerate(sorted(chosen, key=lambda one: one.slug), start=1):
        # The last one still waits for staff, where there is something to decide.
        waits = number == len(chosen) and organisation.id != own and fair.event.starts_at > now
        booths.append(
            Booth(
                fair_id=fair.event_id,
                company_id=organisation.id,
                state=BoothState.ASKED if waits else BoothState.CONFIRMED,
                tables=random.choice((1, 1, 1, 2)),
                number="" if waits else f"{'AB'[number > 8]}{number:02d}",
                people_who_come=random.choice(PEOPLE_WHO_COME),
                asked_at=asked_at + timedelta(hours=number),
            )
        )
    session().add_all(booths)
    session().flush()
    return [booth for booth in booths if booth.state is BoothState.CONFIRMED]


def _seats(random: Random, event: Event, seated: Sequence[_Seated], tickets: set[str], now: datetime) -> None:
    opened = min(now, event.sign_up_until) - timedelta(days=20)
    rows = []
    for place, one in enumerate(seated, start=1):
        code = _ticket(random, tickets)
        rows.append(
            {
                "public_id": new_public_id(),
                "event_id": event.id,
                "person_id": one.person_id,
                "companions": 0,
                "state": RegistrationState.SIGNED_UP,
                "place_in_line": place,
                "ticket_code": code,
                "language": one.language,
                "signed_up_at": opened + timedelta(hours=19 * 24 * place / len(seated)),
            }
        )
    if rows:
        session().execute(insert(Registration), rows)
    event.signed_up_count = event.last_place_in_line = len(rows)
    session().flush()


def _ticket(random: Random, taken: set[str]) -> str:
    while True:
        code = "".join(random.choices(TICKET_LETTERS, k=TICKET_LENGTH))
        if code not in taken:
            taken.add(code)
            return code


def _wishes(
    random: Random,
    fair: Fair,
    booths: Sequence[Booth],
    seated: Sequence[_Seated],
    own_company: int | None,
    own_student: int | None,
    now: datetime,
) -> None:
    """Some companies are liked more than others; companies look first at those who chose them, without knowing it."""
    made_at = min(now, fair.wishes_until) - timedelta(days=1)
    rows: list[dict[str, object]] = []

    def wish(side: Side, student_id: int, company_id: int, mark: Mark, rank: int | None) -> None:
        rows.append(
            {
                "fair_id": fair.event_id,
                "side": side,
                "student_id": student_id,
                "company_id": company_id,
                "mark": mark,
                "rank": rank,
                "made_at": made_at,
            }
        )

    liked = {booth.company_id: 1 / (place + 2) for place, booth in enumerate(booths)}
    chosen_by: dict[int, list[int]] = {booth.company_id: [] for booth in booths}
    for one in seated:
        count = min(len(booths), random.randint(3, 6))
        ranked = sorted(liked, key=lambda company: random.random() ** (1 / liked[company]), reverse=True)
        chosen = ranked[:count]
        if one.id == own_student and own_company in liked and own_company not in chosen:
            chosen[0] = own_company
        for rank, company_id in enumerate(chosen, start=1):
            wish(Side.STUDENT, one.id, company_id, Mark.MUST if rank == 1 else Mark.YES, rank)
            chosen_by[company_id].append(one.id)
    for booth in booths:
        wanted = random.sample(chosen_by[booth.company_id], len(chosen_by[booth.company_id]) // 2)
        others = [one.id for one in seated if one.id not in set(chosen_by[booth.company_id])]
        marked = wanted[: SLOTS * booth.tables + 4] + random.sample(others, min(4, len(others)))
        if (
            own_student is not None
            and booth.company_id == own_company
            and own_student in {one.id for one in seated}
        ):
            marked = [own_student, *(each for each in marked if each != own_student)]
        for rank, student_id in enumerate(marked, start=1):
            mark = Mark.MUST if rank <= 3 else random.choice(_MARKS)
            wish(Side.COMPANY, student_id, booth.company_id, mark, rank if rank <= 10 else None)
    if rows:
        session().execute(insert(Wish), rows)
        session().flush()


def _mend(timetable: Timetable, instance: Instance, *, at: datetime) -> None:
    """On the day one student did not come, and staff took the way that moves nobody."""
    standing = repair_queries.standing_meetings(timetable.id)
    held = repair_queries.as_held(standing)
    day = Day(from_slot=SLOTS // 2, absent=frozenset({held[-1].student}))
    ways = proposals(instance, held, day, seconds=5.0)
    repair = TimetableRepair(
        timetable_id=timetable.id,
        state=RepairState.ACCEPTED,
        day=telling.day_as_json(day),
        proposals=[telling.proposal_as_json(one) for one in ways],
        meetings_hash=telling.hash_of_meetings(held),
        claimed_by="demo",
        asked_at=at,
        asked_by_ref=timetable.asked_by_ref or "",
        solved_at=at + timedelta(seconds=4),
        accepted=0,
        accepted_at=at + timedelta(minutes=3),
    )
    waiting = standing[-1]
    session().add_all(
        [
            repair,
            FairReport(
                fair_id=timetable.fair_id,
                company_id=waiting.company_id,
                kind=ReportKind.NO_SHOW,
                meeting_id=waiting.id,
                said_at=at,
                by_ref="",
                settled_at=at + timedelta(minutes=1),
                settled_by_ref=timetable.asked_by_ref,
            ),
        ]
    )
    session().flush()
    apply(timetable, repair, repair.proposals[0], standing, by=WORKER, now=at + timedelta(minutes=3))


def _timetable(random: Random, fair: Fair, own_company: int | None, *, mended: bool) -> None:
    """Solved as a worker would, published three days before the fair, answered by most companies after it.

    The company one signs in as owes its last students an answer.
    """
    instance = build_instance(fair)
    published_at = fair.event.starts_at - timedelta(days=3)
    timetable = Timetable(
        fair_id=fair.event_id,
        number=1,
        state=TimetableState.PUBLISHED,
        instance=instance.as_json(),
        input_hash=hash_of(instance),
        asked_at=published_at - timedelta(hours=1),
        solved_at=published_at - timedelta(hours=1),
        published_at=published_at,
        claimed_by="demo",
    )
    session().add(timetable)
    session().flush()
    write_meetings(timetable, solve(instance, seconds=15.0))
    if mended:
        _mend(timetable, instance, at=fair.event.starts_at)
    meetings = (
        session()
        .scalars(
            select(Meeting)
            .where(Meeting.timetable_id == timetable.id, Meeting.state != MeetingState.DROPPED)
            .order_by(Meeting.slot, Meeting.id)
        )
        .all()
    )
    owed = [meeting for meeting in meetings if meeting.company_id == own_company][-3:]
    for meeting in meetings:
        meeting.answer_by_at = fair.event.ends_at + rules.ANSWER_WITHIN
        came = meeting in owed or random.random() > 0.04
        meeting.state = MeetingState.HELD if came else MeetingState.NO_SHOW
        if came and meeting not in owed and random.random() < 0.9:
            meeting.outcome = random.choices(list(Outcome), weights=(4, 2, 4))[0]
            meeting.answered_at = fair.event.ends_at + timedelta(hours=random.randint(2, 260))
    session().flush()
