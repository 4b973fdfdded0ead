"""Pages of the search: filters, side by side, and searches that are kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from recruit.core.db import session, writing
from recruit.core.models import Sighting
from recruit.organisations.models import Membership, Organisation
from recruit.organisations.rules import OrganisationState, Rights
from recruit.students.models import Disclosure
from recruit.students.rules import DisclosureScope
from recruit.students.search import jobs
from recruit.students.search.models import StudentSearch
from recruit.students.search.rules import MOST_KEPT
from tests import people
from tests.factories.organisations import join, make_company
from tests.factories.students import make_student, show

SEARCHES = "/ja/company/students/searches"


@pytest.fixture
def company(app):
    return make_company()


@pytest.fixture
def browser(client, company):
    member = people.company_member()
    join(member, company, Rights.RECRUITER)
    return people.sign_in(client, member)


def test_filters_stand_in_the_address_and_an_empty_list_says_what_to_leave_out(browser, company):
    show(make_student(), company)
    page = browser.get("/vi/company/students?level=N3&q=duc&skill=autocad").text
    assert page.count('class="found"') == 1
    assert 'value="N3" checked' in page
    assert 'href="/vi/company/students?level=N3&amp;skill=autocad"' in page
    page = browser.get("/vi/company/students?level=N3&level=N1&major=mining&q=duc").text
    assert page.count('class="found"') == 0
    assert 'href="/vi/company/students?level=N3&amp;level=N1&amp;q=duc"' in page
    # Nonsense in the address finds nobody and breaks nothing.
    odd = "/vi/company/students?level=%00&university=x'--&graduates=9999-9&country=%F0%9F%8C%8F&after=W10&sort=x&q=%25"
    assert browser.get(odd).status_code == 200


def test_side_by_side_each_is_told_and_a_card_stays_a_card(browser, company, app):
    whole, card, hidden = make_student(), make_student(call_name="Thẻ"), make_student()
    show(whole, company)
    show(card, company, DisclosureScope.CARD)
    address = f"/ja/company/students/compare?with={whole.public_id}&with={card.public_id}"
    page = browser.get(address).text
    assert "Thẻ" in page
    assert page.count("AutoCAD") == 1
    assert page.count("NGUYEN VAN DUC") == 1
    looks = session().scalars(select(Sighting).order_by(Sighting.id)).all()
    assert {look.person_ref for look in looks} == {whole.person.public_id, card.person.public_id}
    assert {(look.organisation_ref, look.what) for look in looks} == {(company.public_id, "profile")}
    assert browser.get(f"{address}&with={hidden.public_id}").status_code == 404
    assert browser.get(f"/ja/company/students/compare?with={whole.public_id}").status_code == 200
    assert browser.get(address + "".join(f"&with={number}" for number in "abc")).status_code == 200
    assert len(session().scalars(select(Sighting)).all()) == 2
    stranger = people.other_company_member()
    join(stranger, make_company())
    assert people.sign_in(app.test_client(), stranger).get(address).status_code == 404


def test_a_search_is_kept_counted_opened_and_removed(browser, company, app, clock):
    show(make_student(), company)
    answer = browser.post(f"{SEARCHES}/new?level=N3&level=N2", data={"name": " ", "by_mail": "y"})
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert browser.post(f"{SEARCHES}/new?level=N3&level=N2", data={"name": "現場"}).status_code == 303
    search = session().scalars(select(StudentSearch)).one()
    assert (search.wanted, search.by_mail) == ({"level": ["N3", "N2"]}, False)
    assert "現場" in browser.get(SEARCHES).text
    assert "<b>" not in browser.get(SEARCHES).text
    clock.shift(timedelta(days=1))
    show(make_student(), company)
    assert browser.get(SEARCHES).text.count("<b>") == 1
    opened = browser.post(f"{SEARCHES}/{search.public_id}/open")
    assert opened.headers["Location"] == "/ja/company/students?level=N3&level=N2"
    assert "<b>" not in browser.get(SEARCHES).text
    # A colleague has searches of their own.
    colleague = people.other_company_member()
    join(colleague, company)
    other = people.sign_in(app.test_client(), colleague)
    assert "現場" not in other.get(SEARCHES).text
    for move in ("open", "mail", "remove"):
        assert other.post(f"{SEARCHES}/{search.public_id}/{move}").status_code == 404
    assert browser.post(f"{SEARCHES}/{search.public_id}/remove").status_code == 303
    assert session().scalars(select(StudentSearch)).all() == []


def test_who_only_looks_keeps_nothing(client, company):
    viewer = people.company_viewer()
    join(viewer, company, Rights.VIEWER)
    people.sign_in(client, viewer)
    show(make_student(), company)
    page = client.get("/ja/company/students?level=N3").text
    assert 'class="found"' in page
    assert "searches" not in page
    assert client.get(SEARCHES).status_code == 403
    assert client.post(f"{SEARCHES}/new", data={"name": "x"}).status_code == 403


def test_no_more_are_kept_than_can_be_read(browser):
    for number in range(MOST_KEPT):
        assert browser.post(f"{SEARCHES}/new", data={"name": str(number)}).status_code == 303
    assert browser.post(f"{SEARCHES}/new", data={"name": "one more"}).status_code == 422
    assert len(session().scalars(select(StudentSearch)).all()) == MOST_KEPT


def test_new_students_are_told_of_once_a_day_while_it_is_wanted(browser, company, outbox, now, clock):
    browser.post(f"{SEARCHES}/new?level=N3", data={"name": "現場", "by_mail": "y"})
    search = session().scalars(select(StudentSearch)).one()

    def next_day(day: int, *, somebody_new: bool) -> int:
        clock.move_to(now + timedelta(days=day))
        if somebody_new:
            show(make_student(), company)
        told = jobs.tell_new(now + timedelta(days=day, hours=1))
        assert jobs.tell_new(now + timedelta(days=day, hours=1)) == 0
        return told

    assert next_day(1, somebody_new=False) == 0
    assert next_day(2, somebody_new=True) == 1
    assert next_day(3, somebody_new=False) == 0
    (mail,) = outbox.of_kind("students_found")
    assert mail.params == {"search": search.public_id, "since": now.isoformat()}
    (message,) = outbox.hand_over()
    assert "現場" in message["Subject"]
    assert "Đức" not in message.get_body(("plain",)).get_content()
    browser.post(f"{SEARCHES}/{search.public_id}/mail", data={"by_mail": "no"})
    assert next_day(4, somebody_new=True) == 0
    browser.post(f"{SEARCHES}/{search.public_id}/mail", data={"by_mail": "yes"})
    assert next_day(6, somebody_new=True) == 1
    # While it waits: who may no longer keep searches, whose company is stopped, or of whom the only new student is out of
    # sight again, is told nothing.
    for day, (kind, wrong, right) in enumerate(
        (
            (Membership, {"rights": Rights.VIEWER}, {"rights": Rights.OWNER}),
            (Organisation, {"state": OrganisationState.SUSPENDED}, {"state": OrganisationState.APPROVED}),
            (Disclosure, {"until_at": now}, {"until_at": None}),
        ),
        start=4,
    ):
        assert next_day(day * 2, somebody_new=True) == 1
        with writing() as rows:
            rows.execute(update(kind).values(wrong))
        assert outbox.hand_over() == []
        assert next_day(day * 2 + 1, somebody_new=kind is not Disclosure) == 0
        with writing() as rows:
            rows.execute(update(kind).values(right))
    # Who has left the company is told nothing, and neither is the mail that waits sent.
    with writing() as rows:
        rows.scalars(select(Membership)).one().ended_at = now
    assert next_day(20, somebody_new=True) == 0
    assert outbox.hand_over() == []
