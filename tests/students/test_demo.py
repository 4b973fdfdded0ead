"""The invented companies and students of the demonstration."""

from random import Random

from sqlalchemy import func, select

from recruit.accounts.models import User
from recruit.core.db import session, writing
from recruit.demo.organisations import make_organisations
from recruit.demo.students import make_students
from recruit.organisations.rules import OrganisationState, is_corporate_number
from recruit.students import queries, rules
from recruit.students.models import Disclosure
from tests import people

CAST = ("company", "viewer", "university", "support", "student", "hire")


def test_the_demonstration_is_believable_and_the_same_for_the_same_seed(app, now):
    random = Random(2026)
    with writing():
        companies = make_organisations(random, 1, now)
        students = make_students(random, 1, now)
    assert len(companies) == 24
    assert len({company.slug for company in companies}) == 24
    assert all(is_corporate_number(company.corporate_number or "") for company in companies)
    assert companies[0].state is OrganisationState.APPROVED
    assert len(students) == 402
    assert any(student.has_one_name for student in students)
    found = (
        session().scalars(select(User).where(User.email.in_([f"{who}@demo.example" for who in CAST]))).all()
    )
    cast = {user.email.partition("@")[0]: user for user in found}
    assert set(cast) == set(CAST)
    assert people.acting(cast["viewer"]).acting.organisation_id == companies[0].id
    first = queries.student_of_person(cast["student"].person_id)
    assert rules.next_part(queries.facts_of(first)) is None
    assert queries.scope_shown_to(first, companies[0].id) is rules.DisclosureScope.PROFILE
    assert session().scalar(select(func.count()).select_from(Disclosure)) > len(students)
    # Written down once: another number here means that the same seed no longer gives the same people.
    assert companies[0].public_id == "OmGybyqqNP85x9fEViSc2r"
    assert students[0].public_id == "3GGE5P9scT0puPIOChziW8"
