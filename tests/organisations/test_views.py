"""Pages of organisations."""

import pytest

from recruit.core.locales import CODES
from recruit.organisations import queries, registration
from recruit.organisations.rules import OrganisationState, Rights
from tests import people
from tests.factories.organisations import join, make_company, make_university

APPLICATION = {
    "name_ja": "株式会社星見丘建設",
    "name_en": "Hoshimioka Construction",
    "corporate_number": "5990001000102",
    "prefecture": "aichi",
    "telephone": "000-000-0000",
    "capital_yen": "50,000,000円",
    "staff_count": "８０",
    "permit_number": "愛知県知事 (般－５) 第０１２３４５号",
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


def fill_in(browser, typed, language="ja"):
    """Go through the steps; gives the last answer."""
    answer = None
    for step in registration.Step:
        data = {name: typed[name] for name in registration.fields_of(step) if name in typed}
        answer = browser.post(f"/{language}/company/apply/{step}", data=data)
        if answer.status_code != 303:
            return answer
    return answer


def test_a_company_applies_step_by_step(client):
    user = people.sign_in(client, people.company_member())
    assert "/ja/company/apply/company" in user.get("/ja/company/apply").text
    assert fill_in(user, APPLICATION).location == "/ja/company/apply/send"
    read_again = user.get("/ja/company/apply/send").text
    assert "愛知県知事許可（般-5）第12345号" not in read_again, "as typed until it is sent"
    assert "50,000,000" in read_again or "5,000万" in read_again
    assert user.post("/ja/company/apply/send").location == "/ja/company/ready"
    profile = user.get("/ja/company/profile").text
    assert "星見丘" in profile
    assert "愛知県知事許可（般-5）第12345号" in profile
    # What was kept is gone, so a second sending has nothing to send.
    assert user.post("/ja/company/apply/send").location == "/ja/company/apply"


def test_half_filled_it_is_kept_faults_and_all(app):
    member, other = people.company_member(), people.other_company_member()
    user = people.sign_in(app.test_client(), member)
    left = user.post(
        "/ja/company/apply/company", data={"name_ja": "星見丘建設", "corporate_number": "12", "leave": "yes"}
    )
    assert left.location == "/ja/company/apply"
    assert user.post("/vi/company/apply/size", data={"capital_yen": "nhiều"}).status_code == 422
    again = people.sign_in(app.test_client(), member)
    page = again.get("/ja/company/apply/company").text
    assert 'value="星見丘建設"' in page
    assert 'id="corporate_number-error"' in page
    assert 'value="nhiều"' in again.get("/ja/company/apply/size").text
    assert "法人番号：" in again.get("/ja/company/apply/send").text
    # Nothing is sent that is not whole, and nobody else finds it.
    assert again.post("/ja/company/apply/send").status_code == 422
    assert "星見丘" not in people.sign_in(app.test_client(), other).get("/ja/company/apply/company").text
    assert again.post("/ja/company/apply/drop").status_code == 303
    assert "星見丘" not in again.get("/ja/company/apply/company").text


@pytest.mark.parametrize(
    ("step", "typed", "field"),
    [
        ("company", {"name_ja": "株", "corporate_number": "123"}, "corporate_number"),
        ("size", {}, "staff_count"),
        ("size", {"capital_yen": "四億", "staff_count": "80"}, "capital_yen"),
        ("size", {"staff_count": "80", "foreign_staff_count": "81"}, "foreign_staff_count"),
        ("place", {"telephone": "でんわ 12"}, "telephone"),
        ("size", {"capital_yen": "400000000", "staff_count": "2001"}, "staff_count"),
        ("size", {"staff_count": "80", "deemed_large": "y"}, "deemed_large"),
        ("permit", {"permit_number": "12345"}, "permit_number"),
        (
            "permit",
            {"permit_number": "大臣 特-5 12", "permit_until": "2030-01-01"},
            "permit_until",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, step, typed, field):
    user = people.sign_in(client, people.company_member())
    answer = user.post(f"/vi/company/apply/{step}", data=typed)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    for value in typed.values():
        assert f'value="{value}"' in answer.text


def test_a_number_that_is_here_already_names_nobody(client):
    company, owner = make_company("株式会社秘密建設"), people.company_member()
    join(owner, company)
    user = people.sign_in(client, people.other_company_member())
    typed = {**APPLICATION, "corporate_number": company.corporate_number}
    answer = fill_in(user, typed)
    assert answer.status_code == 422
    assert 'href="#corporate_number"' in answer.text
    for told in ("秘密", owner.email, owner.person.display_name):
        assert told not in answer.text


def test_owners_change_the_profile_viewers_read_it(app):
    company = make_company()
    owner, viewer = people.company_member(), people.company_viewer()
    join(owner, company)
    join(viewer, company, Rights.VIEWER)
    data = {**APPLICATION, "address": "愛知県見本市1丁目"}
    by_viewer = people.sign_in(app.test_client(), viewer)
    assert "company-form" not in by_viewer.post("/ja/company/profile", data=data).text
    by_owner = people.sign_in(app.test_client(), owner)
    assert by_owner.post("/ja/company/profile", data=data).status_code == 303
    assert "愛知県見本市1丁目" in by_viewer.get("/ja/company/profile").text
    members = by_viewer.get("/ja/company/members").text
    assert owner.person.display_name in members


def test_an_asked_back_application_is_sent_again(client):
    company = make_company(state=OrganisationState.ASKED_BACK)
    owner = people.company_member()
    join(owner, company)
    people.sign_in(client, owner)
    assert "/company/profile/again" in client.get("/ja/company/profile").text
    unanswered = client.post("/vi/company/profile/again", data={"answer": " "})
    assert unanswered.status_code == 422
    assert 'href="#answer"' in unanswered.text
    for _ in range(2):
        sent = client.post("/ja/company/profile/again", data={"answer": "記入しました。"})
        assert sent.status_code == 303
    assert "記入しました。" in client.get("/ja/company/profile").text
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
