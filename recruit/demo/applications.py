"""Demonstration applications: rows in every state with their history, an open offer to student@demo.example."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from recruit.accounts.actions.consents import load_consent_texts
from recruit.accounts.consents import hash_of
from recruit.accounts.models import Consent, ConsentText, User
from recruit.accounts.rules import Purpose, RecipientKind
from recruit.applications.models import Application, ApplicationMove, Offer
from recruit.applications.queries import missing_parts
from recruit.applications.rules import ApplicationState, OfferState
from recruit.core.clock import day_in
from recruit.core.db import new_public_id, session
from recruit.core.visitor import WORKER
from recruit.organisations.models import Membership
from recruit.placements.actions import open_placement
from recruit.postings import rules as posting_rules
from recruit.postings.models import Posting, PostingVersion
from recruit.students.models import Disclosure, Student
from recruit.students.rules import DisclosureReason, DisclosureScope

TOKYO = "Asia/Tokyo"
STUDENT, COMPANY = "student@demo.example", "company@demo.example"
APPLICATIONS = 90
MOST_HIRED = 20
# Of ten applications two go to the company of company@demo.example, so that its board is worth a look.
SHARE_OF_OWN = 0.2
_S = ApplicationState
# The ways applications go, each with how often.
_WAYS: tuple[tuple[tuple[ApplicationState, ...], int], ...] = (
    ((_S.SUBMITTED,), 22),
    ((_S.SUBMITTED, _S.IN_REVIEW), 18),
    ((_S.SUBMITTED, _S.IN_REVIEW, _S.INTERVIEW), 16),
    ((_S.SUBMITTED, _S.IN_REVIEW, _S.INTERVIEW, _S.OFFERED), 8),
    ((_S.SUBMITTED, _S.INTERVIEW, _S.OFFERED, _S.HIRED), 5),
    ((_S.SUBMITTED, _S.INTERVIEW, _S.OFFERED, _S.IN_REVIEW), 3),
    ((_S.SUBMITTED, _S.IN_REVIEW, _S.NOT_CHOSEN), 14),
    ((_S.SUBMITTED, _S.IN_REVIEW, _S.INTERVIEW, _S.NOT_CHOSEN), 8),
    ((_S.SUBMITTED, _S.WITHDRAWN), 6),
)
_LETTERS = {
    "vi": (
        "Tôi học kỹ thuật xây dựng và đã thực tập ba tháng tại công trường cầu. Tôi muốn học quản lý thi công ở Nhật.",
        "Tôi rất quan tâm đến công việc này vì đồ án của tôi cũng về quản lý tiến độ.",
    ),
    "id": (
        "Saya belajar teknik sipil dan pernah magang tiga bulan di proyek jalan tol. Saya ingin belajar manajemen proyek di Jepang.",
        "Saya tertarik pada pekerjaan ini karena tugas akhir saya tentang pengukuran lahan.",
    ),
}
_REASON_IN_WORDS = {
    _S.INTERVIEW: (
        "面接はオンラインで行います。候補日を追ってお知らせします。",
        "12月中の平日15時以降でご都合のよい日をお知らせください。",
    ),
}


def make_applications(
    random: Random, scale: int, now: datetime, students: Sequence[Student], postings: Sequence[Posting]
) -> list[Application]:
    """About 90 applications for each step of `scale`, in all states; inside `writing()`. Gives all of them.

    student@demo.example has an offer of the company of company@demo.example, to be answered within ten days.
    """
    versions = _versions(postings)
    positions = [posting for posting in postings if posting.id in versions]
    if not positions:
        return []
    accounts = select(User.person_id).where(User.email.like("%@demo.example"))
    cast = set(session().scalars(accounts))
    free = [one for one in students if one.name_passport and one.call_name and one.person_id not in cast]
    own_company = session().scalar(
        select(Membership.organisation_id)
        .join(User, User.person_id == Membership.person_id)
        .where(User.email == COMPANY)
        .order_by(Membership.id)
        .limit(1)
    )
    own = [posting for posting in positions if posting.company_id == own_company] or positions[:1]
    made = _standing(random, now, own, positions, versions)
    made += _bulk(random, APPLICATIONS * scale, now, free, own, positions, versions)
    session().flush()
    _show(made)
    hired = [one for one in made if one[0].state is _S.HIRED]
    for application, offer in hired:
        if offer is not None:
            open_placement(offer, by=WORKER, now=application.moves[-1].at)
    return [application for application, _offer in made]


Made = list[tuple[Application, Offer | None]]


def _versions(postings: Sequence[Posting]) -> dict[int, PostingVersion]:
    ids = [posting.id for posting in postings]
    rows = session().scalars(
        select(PostingVersion).where(PostingVersion.posting_id.in_(ids)).order_by(PostingVersion.number)
    )
    return {version.posting_id: version for version in rows}


def _standing(
    random: Random,
    now: datetime,
    own: Sequence[Posting],
    positions: Sequence[Posting],
    versions: dict[int, PostingVersion],
) -> Made:
    """The applications of student@demo.example: an offer, an interview, a refusal."""
    student = session().scalar(
        select(Student).join(User, User.person_id == Student.person_id).where(User.email == STUDENT)
    )
    if student is None:
        return []
    others = [posting for posting in positions if posting.company_id != own[0].company_id]
    ways = [
        (own[0], (_S.SUBMITTED, _S.IN_REVIEW, _S.INTERVIEW, _S.OFFERED)),
        *zip(
            others[:2],
            ((_S.SUBMITTED, _S.INTERVIEW), (_S.SUBMITTED, _S.IN_REVIEW, _S.NOT_CHOSEN)),
            strict=False,
        ),
    ]
    return [
        _one(random, now, student, posting, versions[posting.id], way, days_to_answer=10)
        for posting, way in ways
    ]


def _bulk(
    random: Random,
    wanted: int,
    now: datetime,
    students: Sequence[Student],
    own: Sequence[Posting],
    positions: Sequence[Posting],
    versions: dict[int, PostingVersion],
) -> Made:
    made: Made = []
    taken: set[tuple[int, int]] = set()
    hired: set[int] = set()
    # Not everybody applies, and who does sends up to three.
    applying: list[Student] = []
    for student in random.sample(list(students), len(students)):
        if len(applying) >= max(wanted * 3 // 5, 1):
            break
        if student.katakana and not missing_parts(student):
            applying.append(student)
    for _attempt in range(wanted * 3 if applying else 0):
        if len(made) >= wanted:
            break
        student = random.choice(applying)
        posting = random.choice(own if random.random() < SHARE_OF_OWN else positions)
        way = random.choices([way for way, _often in _WAYS], weights=[often for _way, often in _WAYS])[0]
        if (student.id, posting.id) in taken or student.id in hired:
            continue
        if way[-1] is _S.HIRED:
            if len(hired) >= MOST_HIRED or any(student.id == one for one, _posting in taken):
                continue
            hired.add(student.id)
        taken.add((student.id, posting.id))
        made.append(
            _one(
                random,
                now,
                student,
                posting,
                versions[posting.id],
                way,
                days_to_answer=random.randrange(7, 15),
            )
        )
    return made


def _one(
    random: Random,
    now: datetime,
    student: Student,
    posting: Posting,
    version: PostingVersion,
    way: Sequence[ApplicationState],
    *,
    days_to_answer: int,
) -> tuple[Application, Offer | None]:
    """One application that went this way, at even steps between the opening of the position and now."""
    opened = max(version.published_at, now - timedelta(days=60))
    first = opened + (now - opened) * random.uniform(0.05, 0.5)
    step = (now - first) / (len(way) + 1)
    times = [first + step * place for place in range(len(way))]
    if way[-1] is _S.OFFERED:
        # An offer that still waits was made in these days.
        times[-1] = max(times[-1], now - timedelta(days=2))
    elif way[-1] in (_S.SUBMITTED, _S.IN_REVIEW, _S.INTERVIEW):
        # Most companies answer within the fourteen days that they promise.
        times[-1] = max(times[-1], now - timedelta(days=random.choice((1, 3, 5, 7, 8, 10, 11, 12, 13, 16))))
    letters = _LETTERS.get(student.person.language, ())
    letter = random.choice(letters) if letters and random.random() < 0.6 else ""
    waits = way[-1] in (_S.SUBMITTED, _S.IN_REVIEW, _S.INTERVIEW)
    application = Application(
        public_id=new_public_id(),
        student=student,
        posting=posting,
        posting_version=version,
        state=way[-1],
        letter=letter,
        letter_language=student.person.language if letter else "",
        submitted_at=times[0],
        answer_by_at=_deadline(times[-1], posting_rules.answer_days(version.content)) if waits else None,
        moves=[
            ApplicationMove(
                from_state=way[place - 1] if place else None,
                to_state=state,
                at=times[place],
                by_ref=student.person.public_id
                if state in (_S.SUBMITTED, _S.HIRED, _S.WITHDRAWN)
                else "demo",
                reason=random.choice(_REASON_IN_WORDS[state]) if state in _REASON_IN_WORDS else "",
            )
            for place, state in enumerate(way)
        ],
    )
    session().add(application)
    if _S.OFFERED not in way:
        return application, None
    made_at = times[list(way).index(_S.OFFERED)]
    state = {
        _S.HIRED: OfferState.ACCEPTED,
        _S.OFFERED: OfferState.MADE,
    }.get(way[-1], OfferState.DECLINED)
    answer_by_at = _deadline(now, days_to_answer) if state is OfferState.MADE else _deadline(made_at, 14)
    return application, _offer(random, application, version, made_at, state, times[-1], answer_by_at)


def _offer(
    random: Random,
    application: Application,
    version: PostingVersion,
    made_at: datetime,
    state: OfferState,
    last_at: datetime,
    answer_by_at: datetime,
) -> Offer:
    conditions: dict[str, Any] = dict(version.content)
    if conditions.get("base_pay_yen"):
        conditions["base_pay_yen"] += random.choice((5_000, 5_000, 8_000))
    start = day_in(made_at, TOKYO) + timedelta(days=random.randrange(130, 220))
    offer = Offer(
        application=application,
        conditions=conditions,
        differences=posting_rules.differences(version.content, conditions),
        planned_start_on=start.replace(day=1),
        answer_by_at=answer_by_at,
        state=state,
        made_at=made_at,
        answered_at=None if state is OfferState.MADE else last_at,
    )
    session().add(offer)
    return offer


def _deadline(instant: datetime, days: int) -> datetime:
    return posting_rules.deadline_of(day_in(instant, TOKYO) + timedelta(days=days))


def _show(made: Made) -> None:
    """What applications show, and the agreements it rests on: one for each student and company."""
    load_consent_texts()
    texts = {
        row.language: row
        for row in session().scalars(
            select(ConsentText)
            .where(ConsentText.purpose == Purpose.PROFILE_TO_COMPANY)
            .order_by(ConsentText.version)
        )
    }
    held = {
        (consent.person_id, consent.recipient_ref): consent.public_id
        for consent in session().scalars(
            select(Consent).where(
                Consent.purpose == Purpose.PROFILE_TO_COMPANY, Consent.withdrawn_at.is_(None)
            )
        )
    }
    for application, _offer_made in made:
        student, company = application.student, application.posting.organisation
        key = (student.person_id, company.public_id)
        if key not in held:
            held[key] = new_public_id()
            words = texts.get(student.person.language, texts["en"])
            session().add(
                Consent(
                    public_id=held[key],
                    person_id=student.person_id,
                    purpose=Purpose.PROFILE_TO_COMPANY,
                    recipient_kind=RecipientKind.ORGANISATION,
                    recipient_ref=company.public_id,
                    consent_text_id=words.id,
                    words_hash=hash_of(words.body),
                    given_at=application.submitted_at,
                    way="application",
                )
            )
        ended = application.state in (_S.NOT_CHOSEN, _S.WITHDRAWN)
        session().add(
            Disclosure(
                student_id=student.id,
                organisation_id=company.id,
                scope=DisclosureScope.DOCUMENTS,
                reason=DisclosureReason.APPLICATION,
                reason_ref=application.public_id,
                consent_ref=held[key],
                from_at=application.submitted_at,
                until_at=application.moves[-1].at if ended else None,
            )
        )
    session().flush()
