"""Signing in through a provider of OpenID Connect: against a real provider on this machine."""

from collections.abc import Iterator
from datetime import timedelta
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sqlalchemy import select, update

from recruit.accounts import openid, queries
from recruit.accounts.models import ProviderIdentity, User
from recruit.accounts.rules import AfterProvider, ProviderRefusal, after_provider
from recruit.core.db import session, writing
from recruit.core.locales import CODES
from recruit.core.models import AuditEntry
from tests import people
from tests.accounts import provider as steps
from tests.accounts.provider import Provider, go_there_and_back, leave, return_to
from tests.accounts.steps import path_in
from tests.house import html

ARRIVED = "/en/account/sign-in/arrived"
CONNECT = "/en/account/providers/connect"
ADDRESS = "student@demo.example"


@pytest.fixture(scope="module")
def running_provider() -> Iterator[Provider]:
    with steps.running() as provider:
        yield provider


@pytest.fixture
def provider(app, running_provider) -> Iterator[Provider]:
    """The provider, set in the application. It vouches for a student's address."""
    running_provider.knows("one", email=ADDRESS, email_verified=True, name="Nguyễn Thị An")
    with steps.set_in(app, steps.setting(running_provider.issuer)):
        yield running_provider


def connected(client, provider, person, subject="one"):
    """This person's account, opened by the provider from now on; signed out again."""
    people.sign_in(client, person)
    answer = return_to(client, provider.agree(leave(client, "/en/account/providers/campus/add"), subject))
    assert answer.headers["Location"] == CONNECT
    assert client.post(CONNECT).headers["Location"] == "/en/account/"
    client.post("/en/account/sign-out")


def said_next(client):
    """What the next sign-in page says of what went wrong."""
    page = client.get("/en/account/sign-in")
    assert 'type="password"' in page.text
    return page.text


def is_signed_in(client):
    return client.get("/en/account/").status_code == 200


def test_the_door_offers_it_only_where_it_is_set(client, provider, app):
    page = client.get("/vi/account/sign-in").text
    assert "/vi/account/sign-in/with/campus" in page
    assert client.post("/en/account/sign-in/with/other").status_code == 404
    object.__setattr__(app.extensions["recruit.settings"], "oidc_providers", ())
    assert "sign-in/with" not in client.get("/vi/account/sign-in").text
    assert client.post("/en/account/sign-in/with/campus").status_code == 404


def test_what_travels_to_the_provider(client, provider):
    asked = parse_qs(urlsplit(leave(client)).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://localhost/account/from/campus"]
    assert "openid" in asked["scope"][0].split()
    again = parse_qs(urlsplit(leave(client)).query)
    for secret in ("state", "nonce", "code_challenge"):
        assert len(asked[secret][0]) >= 20
        assert asked[secret] != again[secret]


def test_the_code_is_exchanged_with_its_verifier(client, provider, monkeypatch):
    sent = []
    real = requests.Session.send
    monkeypatch.setattr(
        requests.Session,
        "send",
        lambda self, request, **more: sent.append(request) or real(self, request, **more),
    )
    go_there_and_back(client, provider, "one")
    exchange = next(request for request in sent if request.url.endswith("/oauth2/token"))
    body = parse_qs(exchange.body)
    assert len(body["code_verifier"][0]) >= 43
    assert exchange.headers["Authorization"].startswith("Basic ")


def test_somebody_new_registers_with_a_role_and_the_consent(client, provider, outbox):
    answer = go_there_and_back(client, provider, "one")
    assert answer.headers["Location"] == ARRIVED
    page = client.get(ARRIVED)
    assert ADDRESS in page.text and "Nguyễn Thị An" in page.text
    faulty = client.post(ARRIVED, data={"name": "Nguyễn Thị An"})
    assert faulty.status_code == 422
    assert queries.user_by_address(ADDRESS) is None
    answer = client.post(ARRIVED, data={"name": "Nguyễn Thị An", "comes_as": "student", "agrees": "y"})
    assert answer.status_code == 303
    assert is_signed_in(client)
    user = queries.user_by_address(ADDRESS)
    assert (user.password, user.came_as) == (None, "student")
    assert user.confirmed_at is not None
    found = queries.user_of_identity(provider.issuer, "one")
    assert found is not None and found[0].id == user.id
    assert outbox.kinds == ["provider_connected"]
    consent = queries.consents_of(people.visitor_of(user))
    assert [one.purpose for one in consent] == ["service"]


def test_an_address_the_provider_has_not_confirmed_opens_nothing(client, provider, outbox):
    for claims in ({"email": "new@demo.example"}, {"email": ADDRESS, "email_verified": False}, {}):
        provider.knows("unsure", **claims)
        go_there_and_back(client, provider, "unsure")
        assert (
            client.post(ARRIVED, data={"comes_as": "student", "name": "X", "agrees": "y"}).status_code == 303
        )
        assert "does not confirm that the e-mail address there is yours" in said_next(client)
    assert not is_signed_in(client)
    assert session().scalars(select(ProviderIdentity)).all() == []
    assert outbox.mails == []


def test_who_is_connected_signs_in_and_chooses_whether_to_stay(client, provider, clock):
    connected(client, provider, people.student())
    clock.shift(timedelta(minutes=1))
    go_there_and_back(client, provider, "one", next="/en/account/second-factor")
    assert not is_signed_in(client)
    page = client.get(ARRIVED)
    assert ADDRESS in page.text
    answer = client.post(ARRIVED, data={"stays": "y"})
    assert "second-factor" in answer.headers["Location"]
    assert "Max-Age" in next(
        one for one in answer.headers.getlist("Set-Cookie") if one.startswith("sign-in=")
    )
    assert is_signed_in(client)


def test_an_account_with_the_same_address_is_not_taken_over(client, provider, outbox):
    people.student()
    go_there_and_back(client, provider, "one")
    assert "already has an account" in client.get(ARRIVED).text
    assert client.post(ARRIVED, data={"password": "a guess of mine"}).status_code == 422
    # Nor by sending what another page would send.
    assert client.post(ARRIVED, data={"comes_as": "student", "name": "X", "agrees": "y"}).status_code == 422
    assert not is_signed_in(client)
    assert session().scalars(select(ProviderIdentity)).all() == []
    answer = client.post(ARRIVED, data={"password": people.PASSWORD})
    assert answer.status_code == 303 and is_signed_in(client)
    assert queries.user_of_identity(provider.issuer, "one") is not None
    assert outbox.kinds == ["provider_connected"]


def test_a_mailed_link_is_proof_too(client, provider, outbox):
    people.student()
    go_there_and_back(client, provider, "one")
    assert client.post(ARRIVED, data={"way": "link"}).headers["Location"].endswith("mail=link")
    link = path_in(outbox.hand_over()[-1], "/account/sign-in/link/")
    lang = link.split("/")[1]
    assert client.post(link).headers["Location"].endswith("/account/providers/connect")
    page = client.get(f"/{lang}/account/providers/connect")
    assert ADDRESS in page.text
    assert session().scalars(select(ProviderIdentity)).all() == []
    client.post(CONNECT)
    assert queries.user_of_identity(provider.issuer, "one") is not None


def test_whoever_signs_in_to_another_account_connects_nothing(client, provider, app):
    """Somebody else's return waits in this browser: it belongs to the account with that address, or to nobody."""
    people.student()
    other = people.other_student()
    go_there_and_back(client, provider, "one")
    people.sign_in(client, other)
    assert client.post(CONNECT).headers["Location"] == "/en/account/"
    assert session().scalars(select(ProviderIdentity)).all() == []
    assert "does not belong to this browser" in client.get("/en/account/").text


def test_a_registration_that_nobody_confirmed_hands_its_account_to_nobody(client, provider, db, now):
    """Somebody typed the victim's address and a password of their own before the victim came."""
    person = people.make_user(ADDRESS, name="Attacker")
    with writing() as rows:
        rows.execute(update(User).where(User.id == person.id).values(confirmed_at=None))
    go_there_and_back(client, provider, "one")
    client.post(ARRIVED, data={"name": "Nguyễn Thị An", "comes_as": "student", "agrees": "y"})
    db.refresh(person)
    assert person.password is None and person.confirmed_at is not None
    assert person.person.display_name == "Nguyễn Thị An"
    assert queries.right_user(ADDRESS, people.PASSWORD) is None


def test_staff_still_need_their_code(client, provider, monkeypatch, clock):
    monkeypatch.setattr(queries, "needs_second_factor", lambda settings: True)
    connected(client, provider, people.coordinator())
    clock.shift(timedelta(minutes=1))
    go_there_and_back(client, provider, "one")
    assert client.post(ARRIVED).headers["Location"] == "/en/account/sign-in/second-factor"
    assert not is_signed_in(client)


def test_an_account_that_was_closed_stays_closed(client, provider, clock):
    person = people.student()
    connected(client, provider, person)
    with writing() as rows:
        rows.execute(update(User).where(User.id == person.id).values(active=False))
    clock.shift(timedelta(minutes=1))
    go_there_and_back(client, provider, "one")
    client.post(ARRIVED)
    assert not is_signed_in(client)


def test_adding_asks_again_who_is_there(client, provider, clock):
    people.sign_in(client, people.student())
    clock.shift(timedelta(hours=1))
    for page in ("/en/account/providers/campus/add", CONNECT):
        for answer in (client.get(page), client.post(page)):
            assert "/account/prove?next=" in answer.headers["Location"]


def test_one_person_of_the_provider_opens_one_account(client, provider, outbox):
    connected(client, provider, people.student())
    people.sign_in(client, people.other_student())
    return_to(client, provider.agree(leave(client, "/en/account/providers/campus/add"), "one"))
    client.post(CONNECT)
    assert "belongs to another account" in client.get("/en/account/").text
    assert len(session().scalars(select(ProviderIdentity)).all()) == 1
    assert outbox.kinds == ["provider_connected"]


def test_the_owner_takes_it_off_and_hears_of_it(client, provider, outbox, app):
    person = people.student()
    connected(client, provider, person)
    people.sign_in(client, person)
    identity = session().scalars(select(ProviderIdentity)).one()
    page = f"/en/account/providers/{queries.mark_of_identity(identity)}/remove"
    assert page in client.get("/en/account/").text
    stranger = app.test_client()
    people.sign_in(stranger, people.other_student())
    assert stranger.get(page).status_code == stranger.post(page).status_code == 404
    assert client.get(page).status_code == 200
    assert client.post(page).headers["Location"] == "/en/account/"
    assert session().scalars(select(ProviderIdentity)).all() == []
    assert outbox.kinds == ["provider_connected", "provider_disconnected"]
    for message in outbox.hand_over():
        assert message["To"] == ADDRESS
        assert "Campus" in message["Subject"]
    lines = session().scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert [line for line in lines if line.startswith("provider")] == [
        "provider_connected",
        "provider_disconnected",
    ]


def test_the_last_way_in_stays(client, provider):
    person = people.student()
    connected(client, provider, person)
    with writing() as rows:
        rows.execute(update(User).where(User.id == person.id).values(password=None))
    people.sign_in(client, person)
    identity = session().scalars(select(ProviderIdentity)).one()
    client.post(f"/en/account/providers/{queries.mark_of_identity(identity)}/remove")
    assert "choose a password first" in client.get("/en/account/").text
    assert len(session().scalars(select(ProviderIdentity)).all()) == 1


# ------------------------------------------------------------------------------------- answers that open nothing


def test_who_stops_there_is_told_so_in_their_language(client, provider):
    for language, words in (("en", "You stopped"), ("ja", "中止"), ("id", "berhenti"), ("vi", "dừng")):
        location = provider.deny(leave(client, f"/{language}/account/sign-in/with/campus"))
        answer = return_to(client, location)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/{language}/account/sign-in")
        assert words in client.get(answer.headers["Location"]).text


def test_an_answer_to_another_browser(app, client, provider):
    location = provider.agree(leave(client), "one")
    other = app.test_client()
    other.get("/en/account/sign-in")
    return_to(other, location)
    assert "does not belong to this browser" in said_next(other)
    leave(other)
    return_to(other, location)
    assert "does not belong to this browser" in said_next(other)


def test_an_answer_that_was_used(client, provider):
    location = provider.agree(leave(client), "one")
    with client.session_transaction() as kept:
        departure = dict(kept["departure"])
    assert return_to(client, location).headers["Location"] == ARRIVED
    assert return_to(client, location).headers["Location"].endswith("/account/sign-in")
    assert "does not belong to this browser" in said_next(client)
    # Even somebody who copied the cookie before: the provider takes a code once.
    with client.session_transaction() as kept:
        kept["departure"] = departure
    return_to(client, location)
    assert "an answer that we cannot accept" in said_next(client)


def test_a_return_opens_once(client, provider, clock):
    connected(client, provider, people.student())
    clock.shift(timedelta(minutes=1))
    go_there_and_back(client, provider, "one")
    with client.session_transaction() as kept:
        arrival = kept["arrival"]
    client.post(ARRIVED)
    client.post("/en/account/sign-out")
    with client.session_transaction() as kept:
        kept["arrival"] = arrival
    client.post(ARRIVED)
    assert not is_signed_in(client)


def test_answers_that_come_too_late(client, provider, clock):
    location = provider.agree(leave(client), "one")
    clock.shift(timedelta(minutes=11))
    return_to(client, location)
    assert "That took too long" in said_next(client)
    go_there_and_back(client, provider, "one")
    clock.shift(timedelta(minutes=11))
    assert client.post(ARRIVED).status_code == 303
    assert "That took too long" in said_next(client)


def test_a_token_for_another_nonce(client, provider):
    location = provider.agree(leave(client), "one")
    with client.session_transaction() as kept:
        kept["departure"] = {**kept["departure"], "nonce": "of-another-sign-in"}
    return_to(client, location)
    assert "an answer that we cannot accept" in said_next(client)


def test_an_answer_signed_by_another_issuer(client, provider):
    location = provider.agree(leave(client), "one")
    return_to(client, f"{location}&iss=https%3A%2F%2Fevil.example")
    assert "an answer that we cannot accept" in said_next(client)


def test_an_answer_of_another_provider(app, client, running_provider):
    """Mixed up: left for one, came back to the address of the other."""
    running_provider.knows("one", email=ADDRESS, email_verified=True)
    both = (
        steps.setting(running_provider.issuer),
        steps.setting(running_provider.issuer.replace("localhost", "127.0.0.1"), key="work"),
    )
    with steps.set_in(app, *both):
        location = running_provider.agree(leave(client), "one")
        return_to(client, location.replace("/from/campus", "/from/work"))
        assert "does not belong to this browser" in said_next(client)


def test_a_token_for_another_client(client, provider, monkeypatch):
    """The provider answers with a token that it made for another site."""
    location = provider.agree(leave(client), "one")
    real = openid._Client.fetch_access_token

    def of_another(self, *arguments, **named):
        self.client_id = "recruit"
        return real(self, *arguments, **named)

    monkeypatch.setattr(openid._Client, "fetch_access_token", of_another)
    with steps.set_in(client.application, steps.setting(provider.issuer, client_id="somebody-else")):
        return_to(client, location)
    assert "an answer that we cannot accept" in said_next(client)


def test_a_description_of_another_issuer(app, client, running_provider):
    with steps.set_in(app, steps.setting(running_provider.issuer + "/")):
        answer = client.post("/en/account/sign-in/with/campus")
        assert answer.headers["Location"] == "/en/account/sign-in"
        assert "an answer that we cannot accept" in said_next(client)


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "ftp://x.example/"},
        {"jwks_uri": None},
        {"id_token_signing_alg_values_supported": ["none", "HS256"]},
    ],
)
def test_descriptions_that_are_refused(wrong):
    whole = {
        "issuer": "https://id.example",
        "authorization_endpoint": "https://id.example/a",
        "token_endpoint": "https://id.example/t",
        "jwks_uri": "https://id.example/k",
        "id_token_signing_alg_values_supported": ["none", "RS256"],
    }
    openid._check_description(whole, "https://id.example")
    assert whole["id_token_signing_alg_values_supported"] == ["RS256"]
    with pytest.raises(Exception, match="provider_answer_not_valid"):
        openid._check_description({**whole, **wrong}, "https://id.example")


def test_codes_and_errors_made_up(client, provider):
    for query in ("", "?code=x", "?state=y", "?error=server_error&state=y", "?code=x&state=%00"):
        answer = client.get(f"/account/from/campus{query}")
        assert answer.status_code in (303, 404)
    for more in ("code=made-up", "error=server_error", "code="):
        state = parse_qs(urlsplit(leave(client)).query)["state"][0]
        assert client.get(f"/account/from/campus?state={state}&{more}").status_code == 303
        assert "an answer that we cannot accept" in said_next(client)


def test_a_provider_that_is_down_leaves_the_password(app, client):
    with steps.set_in(app, steps.setting("http://localhost:9")):
        answer = client.post("/en/account/sign-in/with/campus")
        assert answer.headers["Location"] == "/en/account/sign-in"
        assert "does not answer at the moment" in said_next(client)


def test_only_people_of_the_domains_that_were_set(app, client, running_provider):
    running_provider.knows("in", email="an@HUST.example", email_verified=True)
    running_provider.knows("out", email="an@else.example", email_verified=True)
    running_provider.knows("unsure", email="an@hust.example")
    running_provider.knows("below", email="an@evil.hust.example", email_verified=True)
    with steps.set_in(app, steps.setting(running_provider.issuer, domains=("hust.example",))):
        for subject in ("out", "unsure", "below"):
            go_there_and_back(client, running_provider, subject)
            assert "of certain organisations" in said_next(client)
        assert go_there_and_back(client, running_provider, "in").headers["Location"] == ARRIVED


def test_the_pages_on_the_way_are_whole_in_every_language(client, provider, app, clock):
    static = Path(app.static_folder)
    for language in CODES:
        pages = [client.post(f"/{language}/account/sign-in/with/campus")]
        go_there_and_back(client, provider, "one")
        pages.append(client.get(f"/{language}/account/sign-in/arrived"))
        pages.append(client.post(f"/{language}/account/sign-in/arrived"))
        assert [page.status_code for page in pages] == [200, 200, 422]
        assert [html.faults(page.text, static) for page in pages] == [[], [], []]
    person = people.student()
    for language in CODES:
        arrived = f"/{language}/account/sign-in/arrived"
        go_there_and_back(client, provider, "one")
        assert html.faults(client.get(arrived).text, static) == []
    connected(client, provider, person)
    clock.shift(timedelta(minutes=1))
    go_there_and_back(client, provider, "one")
    for language in CODES:
        assert html.faults(client.get(f"/{language}/account/sign-in/arrived").text, static) == []
    client.post(ARRIVED)
    remove = queries.mark_of_identity(session().scalars(select(ProviderIdentity)).one())
    for language in CODES:
        for page in ("", "providers/campus/add", f"providers/{remove}/remove"):
            assert html.faults(client.get(f"/{language}/account/{page}").text, static) == []


def test_an_unconfirmed_address_and_the_right_password_connect_nothing(client, provider):
    people.student()
    provider.knows("liar", email=ADDRESS)
    go_there_and_back(client, provider, "liar")
    client.post(ARRIVED, data={"password": people.PASSWORD})
    assert not is_signed_in(client)
    assert session().scalars(select(ProviderIdentity)).all() == []


def test_rules_after_a_provider():
    facts = ("is_linked", "address_is_confirmed_there", "account_is_confirmed")
    for values, follows in (
        ((True, False, False), AfterProvider.SIGN_IN),
        ((False, False, False), ProviderRefusal.ADDRESS_NOT_CONFIRMED),
        ((False, False, True), ProviderRefusal.ADDRESS_NOT_CONFIRMED),
        ((False, True, True), AfterProvider.PROVE),
        ((False, True, False), AfterProvider.REGISTER),
    ):
        assert after_provider(**dict(zip(facts, values, strict=True))) is follows


def test_the_session_cookie_names_nobody(client, provider):
    go_there_and_back(client, provider, "one")
    with client.session_transaction() as kept:
        assert ADDRESS not in json.dumps(dict(kept))
