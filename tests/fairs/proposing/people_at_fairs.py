"""Students and companies who agree on times."""

from datetime import datetime

from recruit.accounts.models import User
from recruit.core.db import writing
from recruit.core.visitor import Visitor
from recruit.events import actions as event_actions
from recruit.fairs.models import Booth, Fair
from recruit.fairs.proposing import actions
from recruit.fairs.proposing.taking import Mover
from recruit.fairs.rules import Side
from recruit.students.models import Student
from tests import people
from tests.factories.events import make_profile
from tests.factories.fairs import make_booth, make_company_with


def company_at(fair: Fair, number: int = 1, *, tables: int = 1) -> tuple[Booth, Visitor, User]:
    """A company with a confirmed booth."""
    owner = people.make_user(f"owner{number}@demo.example", language="ja", zone="Asia/Tokyo")
    company, acting = make_company_with(owner, name=f"会社{number}")
    return make_booth(fair, company, tables=tables), acting, owner


def student_at(fair: Fair, now: datetime, number: int = 1) -> tuple[Student, Visitor, User]:
    """A student who has signed up, so that the companies there see the profile."""
    user = people.make_user(f"student{number}@demo.example", language="vi", zone="Asia/Ho_Chi_Minh")
    student = make_profile(user, name_local="Nguyễn Thị An", katakana="グエン・ティ・アン", nationality="VN")
    with writing():
        event_actions.sign_up(fair.event, by=people.visitor_of(user), now=now)
    return student, people.visitor_of(user), user


def mover(side: Side, by: Visitor, now: datetime, *, operator_may: bool = False) -> Mover:
    return Mover(side, operator_may=operator_may, by=by, now=now)


def offer(fair: Fair, booth: Booth, wanted: dict[int, int], by: Visitor, now: datetime) -> None:
    with writing():
        actions.offer_times(fair, booth, wanted, mover(Side.COMPANY, by, now))
