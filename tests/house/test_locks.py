"""Who may come in where: the census of locks, CSRF, and requests that only read."""

from dataclasses import replace
from difflib import unified_diff
import os
from pathlib import Path

from flask import Flask
import pytest
from werkzeug.routing import Rule

from recruit.web.locks import token_holder
from tests.house.rights import OF_MANY
from tests.house.walking import ACCOUNTS, LANGUAGE, NOBODY, House, Page

# A preview writes in a transaction that it takes back: tests/messages/test_previews.py looks at what is left.
UNDONE = frozenset({"messages.mail_kind"})
CENSUS = Path(__file__).with_name("locks.txt")
REWRITE = "RECRUIT_WRITE_LOCKS"
FULL = os.environ.get("FULL") == "1"
# Without FULL=1 each account asks for every fifth move that is closed to it.
EVERY = 5


def by_key_alone(app: Flask) -> set[str]:
    """Moves that ask for no form token, because the key in their address is all the proof there is."""
    return {endpoint for room in app.blueprints.values() for endpoint in getattr(room, "by_key_alone", ())}


def census(app: Flask) -> str:
    """One line for every road: endpoint, methods, lock, and where no form token is asked for."""
    locks = app.extensions["recruit.locks"]
    without_token = by_key_alone(app)
    lines = set()
    for rule in app.url_map.iter_rules():
        methods = " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        lock = locks.get(rule.endpoint)
        token = ", by key alone" if rule.endpoint in without_token and "POST" in methods else ""
        lines.add(f"{rule.endpoint:40} {methods:5} {lock.name if lock else 'NO LOCK'}{token}")
    return "".join(f"{line}\n" for line in sorted(lines))


def test_locks_are_those_of_the_census(house_app: Flask) -> None:
    found = census(house_app)
    assert "NO LOCK" not in found
    if os.environ.get(REWRITE):
        CENSUS.write_text(found, encoding="utf-8")
    known = CENSUS.read_text(encoding="utf-8")
    changes = "".join(
        unified_diff(known.splitlines(keepends=True), found.splitlines(keepends=True), "census", "now")
    )
    assert not changes, (
        f"locks changed; if this is meant, run with {REWRITE}=1 and commit the census:\n{changes}"
    )


def some_address(house: House, rule: Rule) -> str:
    """An address of this road; whether the thing is there does not matter before the lock."""
    values: dict[str, object] = {}
    for name, converter in rule._converters.items():
        values[name] = next(iter(getattr(converter, "items", ())), "nobody-has-this")
    values["lang"] = LANGUAGE
    return house.roads.build(rule.endpoint, values, method="POST")


def test_every_move_needs_its_token(house: House) -> None:
    exempt = by_key_alone(house.app)
    assert all(house.locks[endpoint] is token_holder for endpoint in exempt)
    rules = [rule for rule in house.rules("POST") if rule.endpoint not in exempt]
    assert rules
    house.app.config["WTF_CSRF_ENABLED"] = True
    try:
        found = [
            f"{rule.endpoint} answers {status}"
            for rule in rules
            if (status := house.clients["admin"].post(some_address(house, rule)).status_code) != 400
        ]
    finally:
        house.app.config["WTF_CSRF_ENABLED"] = False
    assert not found, "\n".join(found)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_closed_locks_stop_every_move(house: House, account: str) -> None:
    """With the page that says so: of those who are signed in each move is asked for by some, in turn.

    That the gate stops everybody else is held by the matrix of rights, for every move and every kind of visitor.
    """
    client = house.clients[account]
    me = client.get(f"/{LANGUAGE}/account/")
    assert me.status_code == (303 if account == NOBODY else 200)
    stopped = 0
    for number, rule in enumerate(house.rules("POST"), start=ACCOUNTS.index(account)):
        lock = house.locks[rule.endpoint]
        if account != NOBODY and not FULL and number % EVERY:
            continue
        if account == NOBODY and not lock.needs_sign_in:
            continue
        if account != NOBODY and lock.opens_for(_visitor(house, account)):
            continue
        stopped += 1
        answer = client.post(some_address(house, rule))
        if account == NOBODY:
            assert answer.status_code == 303, rule.endpoint
            assert "/account/sign-in" in answer.headers["Location"]
        else:
            assert answer.status_code == 403, rule.endpoint
    assert stopped


def _visitor(house: House, account: str):
    from flask import g

    from recruit.web.gate import visitor

    client = house.clients[account]
    with client:
        client.get(f"/{LANGUAGE}/account/")
        assert g is not None
        return visitor()


# A page that shows a person's data is noted, by the gate, in its own transaction (a look at answers in the trail too);
# nothing else is written by reading. The walk has noted what each page wrote.
SIGHTING, TRAIL = "INSERT INTO sighting", "INSERT INTO audit_entry"


def writes_too_much(page: Page, seen: dict[str, str]) -> bool:
    """Whether more was written than that somebody looked; `seen` says by endpoint at what of a person."""
    looks = [one.startswith(SIGHTING) for one in page.written].count(True)
    noted = [one.startswith(TRAIL) for one in page.written].count(True)
    what = seen.get(page.endpoint, "")
    # A file takes many people out at once, and whoever puts two together looks at both: each of them is told.
    most = looks if what == "export" else 2 if page.endpoint == "dashboards.merge" else bool(what)
    # Of many people the looks are written in one statement, the lines of the trail one after the other.
    lines = noted if page.endpoint in OF_MANY and looks else (what == "response") * looks
    return looks > most or noted > lines or len(page.written) > looks + noted


@pytest.mark.parametrize("account", ACCOUNTS)
def test_reading_never_writes(house: House, account: str) -> None:
    seen: dict[str, str] = {
        endpoint: what
        for room in house.app.blueprints.values()
        for endpoint, what in getattr(room, "seen", {}).items()
    }
    pages = [page for page in house.reached(account) if page.endpoint not in UNDONE]
    assert len(pages) > 5
    found = [f"{page.address} wrote {page.written}" for page in pages if writes_too_much(page, seen)]
    assert not found, "\n".join(found)
    # Where looks are noted at all the walk has heard of it.
    assert account not in ("company", "staff", "retention") or any(page.written for page in pages)


def test_reading_that_writes_is_found(house: House) -> None:
    page = next(page for page in house.reached("company") if not page.written and page.status == 200)
    assert not writes_too_much(page, {})
    for written in (SIGHTING, TRAIL, "UPDATE person SET"):
        assert writes_too_much(replace(page, written=(written,)), {})
    assert not writes_too_much(replace(page, written=(SIGHTING,)), {page.endpoint: "person"})
