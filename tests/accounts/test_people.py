"""The standing cast can sign in."""

from recruit.accounts import queries
from tests import people


def test_the_cookie_of_a_person_opens_the_account_page(client, db):
    person = people.student()
    assert people.sign_in(client, person).get("/vi/account/").status_code == 200


def test_without_a_cookie_the_sign_in_page_comes_first(client):
    answer = client.get("/ja/account/")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/ja/account/sign-in?next=%2Fja%2Faccount%2F"


def test_finding_out_who_asks_takes_three_statements(client, count_queries):
    people.sign_in(client, people.coordinator())
    with count_queries(3):
        client.get("/en/account/sent")


def test_a_stranger_costs_no_statement(client, count_queries):
    with count_queries(0):
        client.get("/en/account/sent")


def test_roles_stand_in_the_visitor(app, client):
    staff = people.coordinator()
    assert people.visitor_of(staff).is_coordinator
    assert queries.roles_of(staff) == people.visitor_of(staff).roles
