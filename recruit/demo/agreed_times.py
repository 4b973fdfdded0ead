"""A demonstration fair at which nobody arranges: companies offer times, both sides propose, and some have agreed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select

from recruit.accounts.models import User
from recruit.core.db import new_public_id, session
from recruit.demo.fairs import COMPANY, STUDENT
from recruit.events.models import Event, EventText, Registration
from recruit.events.rules import TICKET_LENGTH, TICKET_LETTERS, EventKind, EventState, RegistrationState
from recruit.fairs import disclosures, rules
from recruit.fairs.models import Booth, Fair, FairSlot, Meeting, MeetingChange, Timetable, Unavailable
from recruit.fairs.proposing.models import OfferedTime, TimeProposal
from recruit.fairs.proposing.rules import AGREED, ProposalState
from recruit.fairs.rules import ANSWER_WITHIN, BoothState, MeetingState, Side, TimetableState
from recruit.organisations.models import Membership, Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.students.models import Student

ZONE, SLOTS, MINUTES = "Asia/Ho_Chi_Minh", 6, 30
COMPANIES, STUDENTS = 5, 12
FAIR = {
    "ja": ("ダナン 少人数説明会", "ダナン市 図書館 1階ホール",
           "企業5社と学生が、面談の時間をお互いに決める小さな説明会です。"),
    "en": ("Small fair in Da Nang", "Da Nang city library, hall on the ground floor",
           "A small fair: five companies and the students agree on the times of their meetings themselves."),
    "id": ("Bursa kerja kecil di Da Nang", "Perpustakaan kota Da Nang, aula lantai dasar",
           "Bursa kerja kecil: lima perusahaan dan para mahasiswa menyepakati sendiri waktu pertemuannya."),
    "vi": ("Ngày hội nhỏ tại Đà Nẵng", "Thư viện thành phố Đà Nẵng, hội trường tầng 1",
           "Ngày hội nhỏ: năm công ty và sinh viên tự hẹn giờ gặp nhau."),
}  # fmt: skip
# Who meets whom in which slot: places among the companies and the students; 0 and 0 are the demonstration's own.
AGREED_ON = ((0, 0, 0), (0, 1, 1), (0, 2, 2), (1, 3, 0), (1, 4, 2), (2, 1, 3), (3, 5, 4))
# Who proposed which slot, and what has become of it.
PROPOSED = (
    (Side.COMPANY, 1, 0, 3, ProposalState.OPEN),
    (Side.STUDENT, 2, 0, 4, ProposalState.OPEN),
    (Side.STUDENT, 0, 4, 3, ProposalState.OPEN),
    (Side.COMPANY, 0, 5, 5, ProposalState.OPEN),
    (Side.STUDENT, 3, 0, 5, ProposalState.DECLINED),
    (Side.COMPANY, 0, 6, 1, ProposalState.LAPSED),
)


def make_agreed_times(random: Random, now: datetime) -> None:
    """The demonstration's own student and company are among those who agreed, and have something to answer."""
    students, companies = _students(), _companies()
    if len(students) < 7 or len(companies) < 4:
        return
    fair = _fair(now)
    booths = [
        Booth(
            fair_id=fair.event_id,
            company_id=company.id,
            state=BoothState.CONFIRMED,
            tables=2 if place == 0 else 1,
            number=f"D{place + 1:02d}",
            people_who_come="人事担当 1名",
            languages=["vi"] if place == 1 else [],
            asked_at=now - timedelta(days=20 - place),
        )
        for place, company in enumerate(companies)
    ]
    session().add_all(booths)
    _seats(random, fair.event, students, now)
    disclosures.begin(fair.event_id, fair.event.slug, now=now)
    agreed = {(company, slot) for company, _student, slot in AGREED_ON}
    session().add_all(
        OfferedTime(fair_id=fair.event_id, company_id=company.id, slot=slot, tables=1)
        for place, company in enumerate(companies)
        for slot in range(SLOTS)
        if (place + slot) % 3 or (place, slot) in agreed
    )
    # The student keeps one free; so does a company.
    session().add_all(
        [
            Unavailable(fair_id=fair.event_id, student_id=students[0].id, slot=5),
            Unavailable(fair_id=fair.event_id, company_id=companies[3].id, slot=3),
        ]
    )
    _meetings(fair, companies, students, now)
    session().add_all(
        TimeProposal(
            fair_id=fair.event_id,
            student_id=students[student].id,
            company_id=companies[company].id,
            side=side,
            slot=slot,
            state=state,
            made_at=now - timedelta(hours=20),
            answer_by_at=now + timedelta(hours=52),
            closed_at=None if state is ProposalState.OPEN else now - timedelta(hours=2),
        )
        for side, company, student, slot, state in PROPOSED
    )
    session().flush()


def _students() -> list[Student]:
    """The own one first, then others from the country of the fair."""
    mine = (User.email == STUDENT).desc()
    rows = session().scalars(
        select(Student)
        .join(User, User.person_id == Student.person_id)
        .where(Student.nationality == "VN")
        .order_by(mine, Student.id)
        .limit(STUDENTS)
    )
    return list(rows)


def _companies() -> list[Organisation]:
    own = (
        select(Membership.organisation_id)
        .join(User, User.person_id == Membership.person_id)
        .where(User.email == COMPANY)
        .scalar_subquery()
    )
    rows = session().scalars(
        select(Organisation)
        .where(
            Organisation.kind == OrganisationKind.COMPANY, Organisation.state == OrganisationState.APPROVED
        )
        .order_by((Organisation.id == own).desc(), Organisation.id)
        .limit(COMPANIES)
    )
    return list(rows)


def _fair(now: datetime) -> Fair:
    zone = ZoneInfo(ZONE)
    day = (now + timedelta(weeks=12)).astimezone(zone)
    starts = day.replace(hour=13, minute=0, second=0, microsecond=0)
    event = Event(
        slug=f"danang-{starts.year}",
        kind=EventKind.FAIR,
        state=EventState.OPEN,
        zone=ZONE,
        country="VN",
        starts_at=starts,
        ends_at=starts + timedelta(hours=4),
        sign_up_until=starts - timedelta(days=4),
        seats=60,
        saved_at=now - timedelta(days=6),
        saves=1,
        texts=[
            EventText(
                language=code,
                title=title,
                place=place,
                address="46 Bạch Đằng, Đà Nẵng",
                about=about,
                source_language=None if code == "ja" else "ja",
                source_version=None if code == "ja" else 1,
            )
            for code, (title, place, about) in FAIR.items()
        ],
    )
    session().add(event)
    session().flush()
    fair = Fair(
        event_id=event.id,
        slot_minutes=MINUTES,
        wishes_until=starts - timedelta(days=3),
        meetings_per_student=5,
        arranging=False,
        slots=[
            FairSlot(number=number, starts_at=begins)
            for number, begins in enumerate(rules.slot_starts(starts + timedelta(minutes=30), SLOTS, MINUTES))
        ],
    )
    session().add(fair)
    session().flush()
    return fair


def _seats(random: Random, event: Event, students: Sequence[Student], now: datetime) -> None:
    session().add_all(
        Registration(
            public_id=new_public_id(),
            event_id=event.id,
            person_id=student.person_id,
            state=RegistrationState.SIGNED_UP,
            place_in_line=place,
            ticket_code="".join(random.choices(TICKET_LETTERS, k=TICKET_LENGTH)),
            language=student.person.language,
            signed_up_at=now - timedelta(days=5, hours=place),
        )
        for place, student in enumerate(students, start=1)
    )
    event.signed_up_count = event.last_place_in_line = len(students)
    session().flush()


def _meetings(
    fair: Fair, companies: Sequence[Organisation], students: Sequence[Student], now: datetime
) -> None:
    timetable = Timetable(
        fair_id=fair.event_id,
        number=1,
        state=TimetableState.PUBLISHED,
        method=AGREED,
        asked_at=now - timedelta(days=4),
        published_at=now - timedelta(days=4),
    )
    session().add(timetable)
    session().flush()
    for company, student, slot in AGREED_ON:
        meeting = Meeting(
            timetable_id=timetable.id,
            student_id=students[student].id,
            company_id=companies[company].id,
            slot=slot,
            table_number=0,
            answer_by_at=fair.event.ends_at + ANSWER_WITHIN,
        )
        session().add(meeting)
        session().flush()
        session().add(
            MeetingChange(
                meeting_id=meeting.id,
                change={"state": [None, str(MeetingState.PLANNED)]},
                at=now - timedelta(days=4),
                by_ref=students[student].person.public_id,
                why=f"agreed:{Side.STUDENT}",
            )
        )
    session().flush()
