"""Every page of the house with a believable programme in it, looked at by everybody."""

from pathlib import Path

import pytest

from tests.house import html
from tests.house.samples import ABOUT_ONESELF, BELONGS_TO
from tests.house.walking import ACCOUNTS, LANGUAGE, NOBODY, STAFF, House

EVERYBODY = pytest.mark.parametrize("account", ACCOUNTS)
DONE, SEE_OTHER, MOVED = 200, 303, (301, 302, 303, 308)
# A link out of a mail may be used up; the service is not ready while no worker beats.
ALSO = {"token_holder": (410,), "health.readyz": (503,)}


def test_every_page_is_reached_or_has_a_sample(house: House) -> None:
    without = [
        f"{rule.endpoint} ({rule.rule})" for rule in house.rules("GET") if rule.endpoint not in house.samples
    ]
    assert not without, (
        "no page links to these for any account of the demonstration data; link to them, let the demonstration data hold one, "
        "or, where they stand in mails only, add a sample to tests/house/samples.py:\n" + "\n".join(without)
    )


@EVERYBODY
def test_links_lead_somewhere(house: House, account: str) -> None:
    found = []
    for address, shown_on in house.links[account].items():
        if house.endpoint_of(address) is None:
            if not address.startswith("/static/"):
                found.append(f"{shown_on} links to {address}, which is nothing")
            continue
        page = house.pages.get((account, address))
        if page is not None and page.status not in (DONE, *MOVED):
            found.append(f"{shown_on} links {account} to {address}, which answers {page.status} {page.broke}")
    assert not found, "\n".join(found)


@EVERYBODY
def test_locks_hold_and_nothing_breaks(house: House, account: str) -> None:
    found = []
    for rule in house.rules("GET"):
        lock = house.locks[rule.endpoint]
        for address in house.samples.get(rule.endpoint, ())[:3]:
            page = house.look(account, address)
            if account == NOBODY and lock.needs_sign_in:
                if page.status != SEE_OTHER or "/account/sign-in" not in page.leads_to:
                    found.append(f"{address} ({lock.name}) answers nobody with {page.status}")
            elif page.status not in (
                DONE,
                *MOVED,
                403,
                404,
                *ALSO.get(lock.name, ()),
                *ALSO.get(rule.endpoint, ()),
            ):
                found.append(f"{address} ({lock.name}) answers {page.status} {page.broke}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("account", [account for account in ACCOUNTS if account not in STAFF])
def test_strangers_see_nothing_of_others(house: House, account: str) -> None:
    # Pages of one thing (of a person, of a company) that somebody else was shown the way to, and this account was not.
    looked, found = 0, []
    for rule in house.rules("GET"):
        if rule.endpoint in ABOUT_ONESELF:
            continue
        if not house.locks[rule.endpoint].needs_sign_in or not rule.arguments - {"lang", "form", "kind"}:
            continue
        for address in house.samples.get(rule.endpoint, ()):
            if house.knows_the_way(account, address) or account in BELONGS_TO.get(rule.endpoint, "").split():
                continue
            looked += 1
            page = house.look(account, address)
            # Sent somewhere else, a stranger has seen nothing of it.
            if page.status not in (403, 404, *MOVED):
                found.append(f"{address} answers {account} with {page.status}")
    assert looked, "no page of anybody's own was looked at"
    assert not found, "\n".join(found)


@EVERYBODY
def test_pages_are_well_made(house: House, account: str) -> None:
    static = Path(house.app.static_folder or "")
    pages = house.shown_pages(account)
    assert len(pages) > 5
    # A page that several accounts see is read as the one with most in it, and as it looks to nobody.
    pages = [page for page in pages if account == NOBODY or house.fullest_pages[page.endpoint] is page]
    found = [f"{page.address}: {fault}" for page in pages for fault in html.faults(page.text, static)]
    assert not found, "\n".join(found)


def test_error_pages_are_well_made(house: House) -> None:
    static = Path(house.app.static_folder or "")
    for address in (f"/{LANGUAGE}/no-such-page", "/no-such-page"):
        page = house.look(NOBODY, address)
        assert page.status == 404
        assert html.faults(page.text, static) == []
    forbidden = house.look("student", f"/{LANGUAGE}/staff/audit")
    assert forbidden.status == 403
    assert html.faults(forbidden.text, static) == []


def test_the_reader_of_pages_sees_what_is_wrong(tmp_path: Path) -> None:
    page = "<!doctype html><html lang=en><head><title>{}</title></head><body>{}</body></html>"
    for title, body, wanted in (
        ("A", "<h1>A</h1><p>x</b></p>", "not valid HTML"),
        ("A", "<h1>A</h1><h1>B</h1>", "2 h1"),
        ("", "<h1>A</h1>", "no title"),
        ("A", "<h1 id=a>A</h1><p id=a>x</p>", "there twice"),
        ("A", "<h1>A</h1><input name=x>", "no label"),
        ("A", "<h1>A</h1><p style='color:red'>x</p>", "style attribute"),
        ("A", "<h1>A</h1><script>1</script>", "inline script"),
        ("A", "<h1>A</h1><img alt='' src='https://elsewhere.example/a.png'>", "fetched from"),
        ("A", "<h1>A</h1><h3>B</h3>", "h3 follows h1"),
        ("A", "<h1>A</h1><p onclick='x'>x</p>", "onclick"),
    ):
        assert any(wanted in fault for fault in html.faults(page.format(title, body), tmp_path)), wanted
    assert html.faults(page.format("A", "<h1>A</h1>"), tmp_path) == []
