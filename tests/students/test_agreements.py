"""What students show rests on agreements: to the words of today, and until they are taken back."""

from concurrent.futures import ThreadPoolExecutor
import threading
import time

import pytest
from sqlalchemy import select

from recruit.accounts.actions import agree_again, withdraw_consent
from recruit.accounts.models import Consent
from recruit.accounts.rules import Purpose
from recruit.applications.rules import ApplicationState
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.models import Sighting
from recruit.organisations.rules import OrganisationKind, OrganisationState
from recruit.students import actions, queries
from recruit.students.models import Disclosure, Student
from recruit.students.rules import DisclosureReason, StudentRefusal, Visibility
from tests import people
from tests.accounts.changed_words import change_words
from tests.factories import dashboards as make
from tests.factories.organisations import join, make_company
from tests.factories.students import make_student


def live(student):
    return [row for row in queries.session().scalars(select(Disclosure)) if row.until_at is None]


def of_purpose(purpose):
    return queries.session().scalars(
        select(Consent).where(Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
    )


def test_old_words_show_nothing_new_until_the_new_ones_are_agreed_to(app, db, now, monkeypatch):
    user, first = people.student(), make_company()
    student, by = make_student(user), people.visitor_of(user)
    everybody = Visibility.ALL_APPROVED_COMPANIES
    with writing():
        actions.change_visibility(student, everybody, agrees=True, language="vi", by=by, now=now)
    assert [row.organisation_id for row in live(student)] == [first.id]
    change_words(monkeypatch, Purpose.PROFILE_TO_COMPANY)
    second = make_company(slug="second")
    with writing():
        actions.show_to_new_company(second.id, now=now)
    assert [row.organisation_id for row in live(student)] == [first.id]
    consent = of_purpose(Purpose.PROFILE_TO_COMPANY).one()
    with writing():
        new = agree_again(consent.public_id, language="vi", by=by, now=now)
    assert {row.organisation_id: row.consent_ref for row in live(student)} == {
        first.id: new.public_id,
        second.id: new.public_id,
    }
    # What was shown before the words changed ends with the newer consent too.
    with writing():
        withdraw_consent(new.public_id, by=by, now=now)
    db.expire_all()
    assert live(student) == []


def test_showing_the_card_to_all_wants_the_box_again_after_new_words(app, now, monkeypatch):
    user = people.student()
    student, by = make_student(user), people.visitor_of(user)
    make_company()
    with writing():
        actions.change_visibility(
            student, Visibility.ALL_APPROVED_COMPANIES, agrees=True, language="vi", by=by, now=now
        )
    change_words(monkeypatch, Purpose.PROFILE_TO_COMPANY)
    with writing():
        actions.change_visibility(student, Visibility.NOBODY, agrees=False, language="vi", by=by, now=now)
    with pytest.raises(Refused, match=StudentRefusal.AGREEMENT_NEEDED), writing():
        actions.change_visibility(
            student, Visibility.ALL_APPROVED_COMPANIES, agrees=False, language="vi", by=by, now=now
        )


def partner(now, country="VN"):
    university = make.make_organisation("huce", now, kind=OrganisationKind.UNIVERSITY, country=country)
    teacher = people.university_member()
    make.join(teacher, university, now)
    return university, teacher


def applied(student, now):
    company = make.make_organisation("works", now, name="Kitakami Works")
    make.apply(student, make.make_position(company, "site", now), now, ApplicationState.INTERVIEW)


def test_a_university_abroad_sees_applications_only_while_the_student_wants_it(
    app, client, db, now, monkeypatch
):
    university, teacher = partner(now)
    user = people.student()
    student = make_student(user)
    with writing():
        actions.begin_disclosure(
            student,
            university.id,
            scope=queries.DisclosureScope.CARD,
            reason=DisclosureReason.UNIVERSITY,
            by=people.nobody(),
            now=now,
        )
        student.educations[0].university_id = university.id
    applied(student, now)
    people.sign_in(client, user)
    by_desk = people.sign_in(app.test_client(), teacher)
    page = f"/en/university/students/{student.public_id}"
    assert "has not agreed" in by_desk.get(page).text
    assert "Kitakami Works" not in by_desk.get(page).text
    assert (look := db.scalars(select(Sighting)).first()) and look.organisation_ref == university.public_id
    form = client.get("/en/me/privacy/university").text
    assert "The Ministry of Public Security supervises it." in form.replace("\n", " ")
    assert "checked" not in form.partition("<form")[2].partition("</form>")[0].replace("Checked on", "")
    assert client.post("/en/me/privacy/university").status_code == 422
    assert list(of_purpose(Purpose.PARTNER_ABROAD)) == []
    assert client.post("/en/me/privacy/university", data={"agrees": "y"}).status_code == 303
    consent = of_purpose(Purpose.PARTNER_ABROAD).one()
    assert (consent.country, consent.recipient_ref) == ("VN", university.public_id)
    assert "Kitakami Works" in by_desk.get(page).text
    assert "You let your university see how your applications stand" in client.get("/en/me/privacy").text
    # Every look is a provision of its own: with older words there is none.
    with monkeypatch.context() as patched:
        change_words(patched, Purpose.PARTNER_ABROAD)
        assert "Kitakami Works" not in by_desk.get(page).text
        assert "Please read the new words" in client.get("/en/me/privacy").text
    assert "Kitakami Works" in by_desk.get(page).text
    assert client.post(f"/en/account/consents/{consent.public_id}/withdraw").status_code == 303
    assert "Kitakami Works" not in by_desk.get(page).text


def test_another_university_does_not_inherit_the_agreement(app, db, now):
    university, _teacher = partner(now)
    user = people.student()
    student, by = make_student(user), people.visitor_of(user)
    with writing():
        student.educations[0].university_id = university.id
    db.expire_all()
    with writing():
        actions.show_to_university(student, language="vi", by=by, now=now)
    with writing():
        actions.end_own(student, university, by=by, now=now)
    assert list(of_purpose(Purpose.PARTNER_ABROAD)) == []
    assert live(student) == []


@pytest.mark.parametrize(
    ("country", "state"), [("JP", OrganisationState.APPROVED), ("VN", OrganisationState.SUSPENDED)]
)
def test_there_is_nothing_to_agree_to_where_no_partner_reads_abroad(app, client, db, now, country, state):
    university, _teacher = partner(now, country)
    user = people.student()
    student = make_student(user)
    with writing():
        student.educations[0].university_id = university.id
        university.state = state
    people.sign_in(client, user)
    assert client.get("/vi/me/privacy/university").status_code == 404
    with pytest.raises(Missing), writing():
        actions.show_to_university(student, language="vi", by=people.visitor_of(user), now=now)


def test_strangers_to_a_student_find_no_page(app, now):
    _university, teacher = partner(now)
    student = make_student()
    by_desk = people.sign_in(app.test_client(), teacher)
    assert by_desk.get(f"/vi/university/students/{student.public_id}").status_code == 404
    member, company = people.company_member(), make_company()
    join(member, company)
    by_company = people.sign_in(app.test_client(), member)
    assert by_company.get(f"/ja/university/students/{student.public_id}").status_code == 403
    assert app.test_client().get("/ja/me/privacy/university").status_code == 303


def test_what_a_student_ended_for_one_company_begins_again_by_nothing_but_the_student(
    app, db, now, monkeypatch
):
    user, ended, other = people.student(), make_company(), make_company(slug="other")
    student, by = make_student(user), people.visitor_of(user)
    everybody = Visibility.ALL_APPROVED_COMPANIES

    def seen_by():
        db.expire_all()
        return {row.organisation_id for row in live(student)}

    with writing():
        actions.change_visibility(student, everybody, agrees=True, language="vi", by=by, now=now)
        actions.end_own(student, ended, by=by, now=now)
    assert seen_by() == {other.id}
    # Both are let in anew, and the student agrees to newer words: neither says anything about the company that was shut out.
    with writing():
        for company in (ended, other):
            actions.end_all_for(company.id, now=now)
            actions.show_to_new_company(company.id, now=now)
    assert seen_by() == {other.id}
    change_words(monkeypatch, Purpose.PROFILE_TO_COMPANY)
    consent = of_purpose(Purpose.PROFILE_TO_COMPANY).one()
    with writing():
        agree_again(consent.public_id, language="vi", by=by, now=now)
    assert seen_by() == {other.id}
    # Who chooses all companies once more has chosen all of them.
    with writing():
        actions.change_visibility(student, Visibility.NOBODY, agrees=False, language="vi", by=by, now=now)
        actions.change_visibility(student, everybody, agrees=True, language="vi", by=by, now=now)
    assert seen_by() == {ended.id, other.id}


def test_a_company_let_in_while_a_student_takes_the_card_back_does_not_see_it(own_app, own_database, now):
    with own_app.app_context(), own_database.scope():
        user = people.student()
        student, by = make_student(user), people.visitor_of(user)
        with writing():
            actions.change_visibility(
                student, Visibility.ALL_APPROVED_COMPANIES, agrees=True, language="vi", by=by, now=now
            )
        student_id, company_id = student.id, make_company().id
    taken_back = threading.Event()

    def take_back():
        with own_app.app_context(), own_database.scope() as rows, writing():
            student = rows.get_one(Student, student_id)
            actions.change_visibility(student, Visibility.NOBODY, agrees=False, language="vi", by=by, now=now)
            rows.flush()
            taken_back.set()
            time.sleep(0.5)

    def let_in():
        with own_app.app_context(), own_database.scope():
            assert taken_back.wait(60)
            with writing():
                actions.show_to_new_company(company_id, now=now)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(take_back), pool.submit(let_in)]:
            done.result()
    with own_database.scope() as rows:
        assert live(rows.get_one(Student, student_id)) == []
