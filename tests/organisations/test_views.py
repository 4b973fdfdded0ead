"""Pages of organisations."""

import pytest

from recruit.core.locales import CODES
from recruit.organisations import queries
from recruit.organisations.rules import OrganisationState, Rights
from tests import people
from tests.factories.organisations import join, make_company, make_university, new_corporate_number

APPLICATION = {
    "name_ja": "株式会社星見丘建設",
    "name_en": "Hoshimioka Construction",
    "corporate_number": "5990001000102",
    "prefecture": "aichi",
    "telephone": "000-000-0000",
    "capital_yen": "50,000,000円",
    "staff_count": "８０",
    "trades": ["civil_general"],
}


@pytest.mark.parametrize("language", CODES)
def test_companies_are_public(client, language):
    company = make_company(about={"ja": "橋をつくります。"}, trades=["civil_general"], support=["housing"])
    assert queries.name_in(company, language) in client.get(f"/{language}/companies").text
    page = client.get(f"/{language}/companies/{company.slug}")
    assert page.status_code == 200
    assert "橋をつくります。" in page.text
    assert ('<div class="prose" lang="ja">' in page.text) is (language != "ja")


def test_lists_find_by_name_and_prefecture(client):
    make_company(slug="one")
    make_company("株式会社月影台建設", english="Tsukikagedai", slug="two", prefecture="osaka")
    assert "/companies/two" in client.get("/ja/companies?q=月影").text
    page = client.get("/ja/companies?prefecture=osaka").text
    assert "/companies/two" in page
    assert "/companies/one" not in page
    assert "/companies/one" in client.get("/ja/companies?prefecture=nowhere").text


@pytest.mark.parametrize(
    "state", [state for state in OrganisationState if state is not OrganisationState.APPROVED]
)
def test_who_is_not_approved_has_no_page(client, state):
    company = make_company(state=state)
    assert client.get(f"/ja/companies/{company.slug}").status_code == 404
    assert company.slug not in client.get("/ja/companies").text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_public_list_takes_two_statements(client, count_queries, rows):
    for _ in range(rows):
        make_company()
    with count_queries(2):
        client.get("/en/companies")


def test_a_company_applies_after_sign_in(client):
    user = people.sign_in(client, people.company_member())
    answer = user.post("/ja/company/apply", data=APPLICATION)
    assert answer.headers["Location"] == "/ja/company/profile"
    assert "星見丘" in user.get("/ja/company/profile").text
    assert user.post("/ja/company/apply", data=APPLICATION).status_code == 303


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_a_wrong_number_is_said_beside_the_field_and_all_stays_typed(client, language):
    user = people.sign_in(client, people.company_member())
    answer = user.post(f"/{language}/company/apply", data={**APPLICATION, "corporate_number": "123"})
    assert answer.status_code == 422
    assert 'id="corporate_number-error"' in answer.text
    assert 'value="123"' in answer.text
    assert "株式会社星見丘建設" in answer.text


def test_a_refusal_of_the_rules_stands_beside_its_field(client):
    user = people.sign_in(client, people.company_member())
    answer = user.post("/ja/company/apply", data={**APPLICATION, "deemed_large": "y"})
    assert answer.status_code == 422
    assert 'id="deemed_large"' in answer.text
    assert "field-error" in answer.text


def test_owners_change_the_profile_viewers_read_it(app):
    company = make_company()
    owner, viewer = people.company_member(), people.company_viewer()
    join(owner, company)
    join(viewer, company, Rights.VIEWER)
    data = {**APPLICATION, "about_ja": "河川を守ります。"}
    by_viewer = people.sign_in(app.test_client(), viewer)
    assert "company-form" not in by_viewer.post("/ja/company/profile", data=data).text
    by_owner = people.sign_in(app.test_client(), owner)
    assert by_owner.post("/ja/company/profile", data=data).status_code == 303
    assert "河川を守ります。" in by_viewer.get("/ja/company/profile").text
    members = by_viewer.get("/ja/company/members").text
    assert owner.person.display_name in members


def test_an_asked_back_application_is_sent_again(client):
    company = make_company(state=OrganisationState.ASKED_BACK)
    owner = people.company_member()
    join(owner, company)
    people.sign_in(client, owner)
    assert "/company/profile/again" in client.get("/ja/company/profile").text
    assert client.post("/ja/company/profile/again").status_code == 303
    assert client.post("/ja/company/profile/again").status_code == 303
    assert queries.organisation_by_ref(company.public_id).state is OrganisationState.APPLIED


def test_who_belongs_to_two_acts_for_one_at_a_time(client):
    first, second, strange = (make_company(name) for name in ("株式会社甲", "株式会社乙", "株式会社丙"))
    user = people.company_member()
    join(user, first)
    join(user, second)
    people.sign_in(client, user)
    assert "株式会社甲" in client.get("/ja/company/profile").text
    assert client.post(f"/ja/account/organisations/{second.public_id}").status_code == 303
    assert "株式会社乙" in client.get("/ja/company/profile").text
    assert client.post(f"/ja/account/organisations/{strange.public_id}").status_code == 404


def test_staff_decide(client):
    company = make_company(state=OrganisationState.APPLIED)
    people.sign_in(client, people.coordinator())
    here = f"/ja/staff/organisations/{company.public_id}"
    assert client.get(here).status_code == 200
    assert client.post(f"{here}/ask-back", data={"reason": ""}).status_code == 422
    assert client.post(f"{here}/checks", data={"check": "size", "outcome": "passed"}).status_code == 303
    refused = client.post(f"{here}/approve")
    assert refused.status_code == 422
    assert "まだ" in refused.text
    assert client.post(f"{here}/approve", data={"despite_open_checks": "y"}).status_code == 303
    assert client.post(f"{here}/suspend", data={"reason": "確認中です。"}).status_code == 303
    assert "確認中です。" in client.get(here).text
    assert client.get("/ja/staff/organisations/nobody-has-this-id").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_staff_list_takes_a_fixed_number_of_statements(client, count_queries, rows):
    people.sign_in(client, people.coordinator())
    for _ in range(rows):
        make_company()
        make_university()
    with count_queries(6):
        assert client.get("/vi/staff/organisations").status_code == 200
    assert client.get("/vi/staff/organisations?kind=university&state=approved&q=mau").status_code == 200


@pytest.mark.parametrize(
    "page",
    ["company/apply", "company/profile", "company/members", "account/organisations", "staff/organisations"],
)
def test_nobody_is_sent_to_the_sign_in_page(client, page):
    assert client.get(f"/ja/{page}").headers["Location"].startswith("/ja/account/sign-in?next=")


def test_locks_keep_others_out(client):
    people.sign_in(client, people.student())
    for page in ("company/profile", "company/members", "staff/organisations"):
        assert client.get(f"/ja/{page}").status_code == 403


def test_a_taken_number_is_refused_on_the_page(client):
    number = new_corporate_number()
    people.sign_in(client, people.company_member())
    assert (
        client.post("/ja/company/apply", data={**APPLICATION, "corporate_number": number}).status_code == 303
    )
    people.sign_in(client, people.other_company_member())
    assert (
        client.post("/ja/company/apply", data={**APPLICATION, "corporate_number": number}).status_code == 422
    )
