"""What companies, universities and everybody read of how long people stay."""

from datetime import date, timedelta

from flask import Flask
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.core.clock import now
from recruit.core.db import writing
from recruit.core.errors import Missing
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationKind, Rights, Support
from recruit.placements.models import Placement
from recruit.placements.rules import ExitKind
from recruit.retention.disclosure.models import FigureRelease
from recruit.retention.disclosure.queries import viewer_of
from recruit.retention.outside import actions, queries
from recruit.retention.outside.jobs import release_outside
from recruit.retention.outside.rules import Shown, shown_of
from recruit.students.actions import show_to_university
from recruit.students.models import Education, Student
from tests import people
from tests.conftest import CountQueries
from tests.factories import dashboards
from tests.factories.placements import add_placement, make_company, make_member

START = date(2025, 4, 1)
SENTENCE = "engineers whom this company hired from abroad"


def hire(company: Organisation, number: int, *, left: int = 0) -> None:
    with writing():
        for place in range(number):
            gone = START + timedelta(days=200) if place < left else None
            add_placement(
                employer=company,
                starts_on=START,
                ended_on=gone,
                exit_kind=ExitKind.RETURNED_HOME if gone else None,
                name=f"Of {company.slug}",
            )


def test_a_company_reads_its_own_people_and_others_only_together(
    app: Flask, db: Session, count_queries: CountQueries
) -> None:
    ours, *others = [make_company() for _one in range(7)]
    owner = people.student()
    visitor = make_member(owner, ours, Rights.OWNER)
    hire(ours, 4, left=1)
    for other in others[:3]:
        hire(other, 2)
    client = people.sign_in(app.test_client(), owner)
    assert release_outside(now()) == 0
    page = client.get("/en/company/retention").text
    assert page.count(f"Of {ours.slug}") == 4
    assert f"Of {others[0].slug}" not in page
    assert "were still there after 12 months" not in page
    with writing():
        for other in others[3:]:
            assert other.company
            other.company.support = [str(Support.MENTOR)]
    hire(ours, 1)
    for other in others[3:]:
        hire(other, 6, left=2)
    for other in others[:3]:
        hire(other, 4, left=2)
    assert release_outside(now()) > 0
    with count_queries(12):
        page = client.get("/en/company/retention").text
    assert "Of 5 people who began at least a year ago, 4 were still there" in page
    assert "about 65% (36)" in page
    assert page.count("about 65% (18)") == 2
    officer = people.sign_in(app.test_client(), people.retention_officer())
    shown = officer.get("/en/staff/retention/releases").text
    assert "Other companies of the size, after 12 months" in shown and f">{ours.texts[0].name}<" in shown
    rows = queries.newest_of(viewer_of(ours.public_id))
    assert shown_of(rows["others-small-12"].shown) == Shown(65, False, False, 36)
    # Five readers at a time, each table once.
    assert release_outside(now()) > 0
    assert release_outside(now()) == 0
    told = [(row.what, row.viewer) for row in db.scalars(select(FigureRelease))]
    assert len(told) == len(set(told)) > 7
    with pytest.raises(Missing):
        actions.show_staying(by=make_member(people.other_student(), ours, Rights.RECRUITER), now=now())
    assert visitor.acts_for("company")


def test_everybody_reads_it_only_while_the_company_agrees(app: Flask, db: Session) -> None:
    small, large = make_company(), make_company()
    owner = people.student()
    make_member(owner, large, Rights.OWNER)
    hire(small, 19)
    hire(large, 22, left=1)
    of_small = make_member(people.other_student(), small, Rights.OWNER)
    with writing():
        actions.show_staying(by=of_small, now=now())
    release_outside(now())
    public = app.test_client()
    address = f"/en/companies/{large.slug}"
    assert SENTENCE not in public.get(address).text
    client = people.sign_in(app.test_client(), owner)
    assert client.post("/en/company/retention/show").status_code == 303
    assert SENTENCE not in public.get(address).text
    release_outside(now())
    assert (
        "Of about 20 engineers whom this company hired from abroad, 90% or more were"
        in public.get(address).text
    )
    assert SENTENCE not in public.get(f"/en/companies/{small.slug}").text
    assert client.post("/en/company/retention/hide").status_code == 303
    assert SENTENCE not in public.get(address).text


@pytest.mark.parametrize("address", ["/en/company/retention", "/en/university/retention"])
def test_nobody_else_comes_in(app: Flask, db: Session, address: str) -> None:
    assert app.test_client().get(address).status_code == 303
    assert people.sign_in(app.test_client(), people.student()).get(address).status_code == 403


def test_a_university_reads_of_graduates_whom_it_does_not_read_by_name(app: Flask, db: Session) -> None:
    university = dashboards.make_organisation("huce", now(), kind=OrganisationKind.UNIVERSITY, country="VN")
    teacher = people.university_member()
    dashboards.join(teacher, university, now())
    works, named = make_company(), people.student()
    dashboards.make_student(named, now(), university=university)
    with writing():
        show_to_university(
            db.scalars(select(Student)).one(), language="vi", by=people.visitor_of(named), now=now()
        )
        add_placement(employer=works, person=named.person, starts_on=START)
        graduates = [add_placement(employer=works, starts_on=START) for _one in range(4)]

    def studied(hires: list[Placement]) -> None:
        with writing() as rows:
            rows.add_all(
                Student(
                    person_id=one.person_id,
                    saved_at=now(),
                    educations=[Education(university_id=university.id, university_name="HUCE")],
                )
                for one in hires
            )

    studied(graduates)
    client = people.sign_in(app.test_client(), teacher)
    # Five work there, but one of them by name: the other four would be told.
    assert release_outside(now()) == 0
    assert "There are not enough people yet" in client.get("/en/university/retention").text
    with writing():
        more = add_placement(employer=works, starts_on=START)
    studied([more])
    assert release_outside(now()) == 2
    page = client.get("/en/university/retention").text
    assert page.count("60% or more (5)") == 2
