"""Applications for tests: a student with a whole profile, a company with a position, and what lies between them."""

from datetime import date, datetime
from itertools import count

from recruit.accounts.models import User
from recruit.applications import actions
from recruit.applications.models import Application, Offer
from recruit.core import clock
from recruit.core.clock import day_in
from recruit.core.db import session, writing
from recruit.core.visitor import Visitor
from recruit.organisations.models import Organisation
from recruit.organisations.rules import Rights
from recruit.postings.models import Posting
from recruit.students.models import Education, LanguageResult, Student
from recruit.students.rules import CefrLevel, LanguageTest, Major
from tests.factories.placements import make_company, make_member
from tests.factories.postings import make_published
from tests.people import visitor_of

_number = count(1)


def make_student(user: User, **values: object) -> Student:
    """A profile that is enough for an application; `values` replace fields."""
    parts: dict[str, object] = {
        "name_passport": "NGUYEN THI AN",
        "name_local": "Nguyễn Thị An",
        "call_name": "An",
        "katakana": "グエン・ティ・アン",
        "nationality": "VN",
        "educations": [Education(university_name="Đại học Xây dựng Hà Nội", major=Major.CIVIL)],
        "language_results": [LanguageResult(test=LanguageTest.JLPT, level="N3", cefr=CefrLevel.B1)],
    }
    student = Student(person_id=user.person_id, saved_at=clock.now(), **(parts | values))
    with writing() as rows:
        rows.add(student)
    return student


def make_company_with(user: User, *, rights: Rights = Rights.OWNER) -> tuple[Organisation, Visitor]:
    """A company and the visitor that this user is as its member."""
    company = make_company(f"旭川北成建設{next(_number)}")
    return company, make_member(user, company, rights)


def make_application(
    user: User, posting: Posting, *, letter: str = "", now: datetime | None = None
) -> Application:
    """The student applies, with everything that follows."""
    student = session().query(Student).filter_by(person_id=user.person_id).one()
    with writing():
        return actions.submit_application(
            student,
            posting,
            agrees=True,
            letter=letter,
            language=user.person.language,
            by=visitor_of(user),
            now=now or clock.now(),
        )


def make_offer(
    application: Application, by: Visitor, *, days: int = 10, base_pay_yen: int = 230_000
) -> Offer:
    """The company offers work with a pay of its own."""
    content = application.posting_version.content
    with writing():
        return actions.make_offer(
            application,
            conditions=content | {"base_pay_yen": base_pay_yen},
            planned_start_on=date(2027, 10, 1),
            answer_by_on=date.fromordinal(day_in(clock.now(), actions.TOKYO).toordinal() + days),
            by=by,
            now=clock.now(),
        )


__all__ = ["make_application", "make_company_with", "make_offer", "make_published", "make_student"]
