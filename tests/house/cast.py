"""One person of every kind for the matrix of rights, and secrets that can be searched for."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from recruit.accounts.models import ContactPoint, Passkey, ProviderIdentity, User
from recruit.accounts.rights.models import DataExport
from recruit.accounts.rules import ContactKind
from recruit.applications.models import Application, Offer
from recruit.cases.models import CaseNote
from recruit.core import files, vault
from recruit.core.db import writing
from recruit.core.visitor import Visitor
from recruit.fairs.models import Meeting
from recruit.organisations.models import MemberInvitation, Membership
from recruit.organisations.rules import Rights
from recruit.postings.search.models import PostingSearch
from recruit.postings.search.rules import MailPace
from recruit.students.models import Education, Student
from recruit.students.recordings.models import NameRecording
from recruit.students.roster.models import EducationMove, Roster
from recruit.students.roster.queries import sealed_words
from recruit.students.roster.rules import Roster as Lines, RosterLine
from recruit.students.rules import Confirmed
from recruit.students.search.models import StudentSearch
from recruit.surveys.coding.models import OpenAnswer
from recruit.surveys.models import Answer
from tests.house import things
from tests.house.rights import SEES_HIRES
from tests.house.things import Find
from tests.people import make_user
from tests.trust.bad_files import mp3

# ------------------------------------------------------------------------------------------------ the cast

# Numbers that stand on no page but their owner's and those of staff who call.
PHONES = {"student": "+84900000101", "other_student": "+84900000102", "hire": "+81900000103"}


def _member(
    email: str, organisation_id: int, rights: Rights, now: datetime, ended: datetime | None = None
) -> User:
    user = make_user(email, now=now)
    with writing() as rows:
        rows.add(
            Membership(
                person_id=user.person_id,
                organisation_id=organisation_id,
                rights=rights,
                begun_at=now,
                ended_at=ended,
            )
        )
    return user


def cast(rows: Session, now: datetime) -> dict[str, User]:
    """One person of every kind: those of the demonstration data, and who is missing there."""

    def known(email: str) -> User:
        return rows.scalars(select(User).where(User.email == email)).one()

    def organisation_of(email: str) -> int:
        query = select(Membership.organisation_id).join(User, User.person_id == Membership.person_id)
        return rows.scalars(query.where(User.email == email)).one()

    company, university = organisation_of("company@demo.example"), organisation_of("university@demo.example")
    # Another student with an offer, and another university that students name.
    other_student = rows.scalars(
        select(User)
        .join(Student, Student.person_id == User.person_id)
        .join(Application, Application.student_id == Student.id)
        .join(Offer, Offer.application_id == Application.id)
        .where(User.email != "student@demo.example")
        .order_by(Offer.id)
    ).first()
    elsewhere = rows.scalars(
        select(Education.university_id)
        .where(Education.university_id.is_not(None), Education.university_id != university)
        .order_by(Education.id)
    ).first()
    assert other_student is not None
    assert elsewhere is not None
    both = _member("both@demo.example", university, Rights.OWNER, now)
    with writing():
        rows.add(
            Membership(person_id=both.person_id, organisation_id=company, rights=Rights.OWNER, begun_at=now)
        )
    found = {
        "student": known("student@demo.example"),
        "other_student": other_student,
        "hire": known("hire@demo.example"),
        "owner": known("company@demo.example"),
        "recruiter": _member("recruiter@demo.example", company, Rights.RECRUITER, now),
        "viewer": known("viewer@demo.example"),
        "other_company": known("owner1@companies.example"),
        "university": known("university@demo.example"),
        "other_university": _member("other.university@demo.example", elsewhere, Rights.OWNER, now),
        "support": known("support@demo.example"),
        "coordinator": known("staff@demo.example"),
        "retention": known("retention@demo.example"),
        "editor": known("editor@demo.example"),
        "administrator": known("admin@demo.example"),
        "both": both,
        "ended": _member("ended@demo.example", company, Rights.OWNER, now, ended=now),
    }
    with writing():
        for kind, number in PHONES.items():
            user = found[kind]
            rows.add(
                ContactPoint(
                    person_id=user.person_id,
                    kind=ContactKind.PHONE,
                    value=number,
                    found_by=number,
                    priority=2,
                )
            )
            rows.add(
                Passkey(
                    user_id=user.id,
                    credential_id=kind.replace("_", "").ljust(16, "A"),
                    public_key=b"key",
                    sign_count=0,
                    name="A telephone",
                    added_at=now,
                    challenged_at=now,
                )
            )
            rows.add(
                ProviderIdentity(
                    user_id=user.id,
                    issuer="https://campus.example",
                    subject=kind,
                    linked_at=now,
                    arrived_at=now,
                )
            )
        for number, kind in enumerate(
            ("owner", "other_company", "university", "other_university", "support")
        ):
            rows.add(
                MemberInvitation(
                    organisation_id=organisation_of(found[kind].email),
                    email=f"invited{number}@demo.example",
                    language="en",
                    token_hash=str(number) * 64,
                    sent_at=now,
                    expires_at=now + timedelta(days=7),
                    rights=Rights.VIEWER,
                )
            )
        for kind in ("owner", "other_company"):
            rows.add(
                StudentSearch(
                    person_id=found[kind].person_id,
                    organisation_id=organisation_of(found[kind].email),
                    name="N3",
                    wanted={"level": ["N3"]},
                    made_at=now,
                    looked_at=now,
                    told_at=now,
                )
            )
        for kind in ("student", "other_student"):
            rows.add(
                PostingSearch(
                    person_id=found[kind].person_id,
                    name="N3",
                    wanted={"japanese": ["N3"]},
                    pace=MailPace.DAILY,
                    made_at=now,
                    looked_at=now,
                    told_at=now,
                )
            )
        for kind in ("university", "other_university"):
            university_id = organisation_of(found[kind].email)
            rows.add(
                Roster(
                    organisation_id=university_id,
                    person_id=found[kind].person_id,
                    sealed=sealed_words(Lines((RosterLine(2, "Budi Santoso"),), ()), Confirmed.ENROLLED),
                    made_at=now,
                    ends_at=now + timedelta(hours=1),
                )
            )
            study = rows.scalars(
                select(Education).where(Education.university_id == university_id).order_by(Education.id)
            ).first()
            assert study is not None
            rows.add(
                EducationMove(
                    student_id=study.student_id,
                    organisation_id=university_id,
                    education_ref=study.public_id,
                    before=Confirmed.NO,
                    after=Confirmed.ENROLLED,
                    batch=f"press-of-{kind}"[:22],
                    at=now,
                    by_ref=found[kind].person.public_id,
                )
            )
        for kind in ("student", "hire", "owner"):
            held = files.store(kind.encode(), name="archive.zip", media_type="application/zip", now=now)
            rows.add(
                DataExport(
                    person_id=found[kind].person_id,
                    language="en",
                    zone="Asia/Tokyo",
                    asked_at=now,
                    ready_at=now,
                    ends_at=now + timedelta(days=7),
                    stored_file=held,
                )
            )
        said = files.store(mp3(2.0), name="name.mp3", media_type="audio/mpeg", now=now)
        rows.flush()
        student_id = rows.scalars(
            select(Student.id).where(Student.person_id == found["student"].person_id)
        ).one()
        rows.add(NameRecording(student_id=student_id, stored_file=said, seconds=2.0, recorded_at=now))
    return found


# ------------------------------------------------------------------------------------------------ secrets


def plant_secrets(rows: Session, visitors: Mapping[str, Visitor]) -> dict[str, tuple[str, frozenset[str]]]:
    """Write words that can be searched for into what is not for everybody; gives them with the kinds that may read them."""

    def holders(*finds: Find, public_id: str) -> frozenset[str]:
        found = [one for find in finds for one in find(rows) if one.values["public_id"] == public_id]
        return frozenset(
            kind for kind, asks in visitors.items() if any(one.belongs_to(asks) for one in found)
        )

    def first(find: Find, kind: str) -> str:
        return next(one.values["public_id"] for one in find(rows) if one.belongs_to(visitors[kind]))

    addresses = {kind: asks.email for kind, asks in visitors.items()}
    letter, meeting = (
        first(things.application_to_company, "other_company"),
        first(things.meeting_of_company, "other_company"),
    )
    cast_of_students = [visitors[kind].person_id for kind in ("student", "other_student", "hire")]
    with writing():
        rows.execute(
            update(Application).where(Application.public_id == letter).values(letter="A letter of my own.")
        )
        rows.execute(update(Meeting).where(Meeting.public_id == meeting).values(note="A note of our own."))
        rows.execute(
            update(Student)
            .where(Student.person_id.not_in(cast_of_students))
            .values(born_on=date(1987, 2, 13))
        )
        rows.execute(
            update(Answer)
            .where(Answer.words.is_not(None))
            .values(words=vault.seal("What a hire has written."))
        )
        rows.execute(update(CaseNote).values(words=vault.seal("What a case has noted.")))
        glossed = update(OpenAnswer).where(OpenAnswer.gloss.is_not(None))
        rows.execute(glossed.values(gloss=vault.seal("What a colleague wrote down in Japanese.")))
    rows.expire_all()
    return {
        "a letter": (
            "A letter of my own.",
            holders(things.own_application, things.application_to_company, public_id=letter),
        ),
        "a company's note of a meeting": (
            "A note of our own.",
            holders(things.meeting_of_company, public_id=meeting),
        ),
        # No company is told when a student was born, whatever the student shows.
        "a year of birth": ("1987", frozenset({"coordinator", "administrator"})),
        "words of an answer": ("What a hire has written.", frozenset({"retention", "hire", "other_student"})),
        "a gloss of an answer": ("What a colleague wrote down in Japanese.", frozenset({"retention"})),
        "words of a case": ("What a case has noted.", frozenset({"retention", "coordinator"})),
        "the address of another student": (
            addresses["other_student"],
            frozenset({"other_student", "coordinator", "retention", "administrator"}),
        ),
        **{f"the telephone of {kind}": (number, SEES_HIRES | {kind}) for kind, number in PHONES.items()},
    }
