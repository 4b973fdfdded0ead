"""Previews for staff: how each kind of mail reads, without anything being sent, written or opened."""

import pytest
from sqlalchemy import func, select

from recruit.accounts.models import AddressChange, StaffInvitation
from recruit.core.db import session, undone_afterwards, writing
from recruit.core.models import Heartbeat
from recruit.messages import kinds
from recruit.messages.previews import preview_of
from tests.people import coordinator, editor, sign_in, student, visitor_of

LIST = "/en/staff/mail/kinds"


@pytest.fixture
def staff(client):
    person = coordinator()
    sign_in(client, person)
    return person


def test_only_coordinators_see_previews(app, db):
    pages = (LIST, f"{LIST}/sign_in_link", f"{LIST}/sign_in_link/vi.html")
    for page in pages:
        assert app.test_client().get(page).status_code == 303
    for person in (student(), editor()):
        client = sign_in(app.test_client(), person)
        assert {client.get(page).status_code for page in pages} == {403}


def test_the_list_names_every_kind(client, staff):
    page = client.get(LIST).text
    assert all(f'/staff/mail/kinds/{kind.name}"' in page for kind in kinds.known_kinds())


def test_a_kind_is_shown_in_the_language_asked_for(client, staff):
    page = client.get(f"{LIST}/sign_in_link?language=vi")
    assert page.status_code == 200
    assert 'sandbox src="/en/staff/mail/kinds/sign_in_link/vi.html"' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "đăng nhập" in page.text.lower()
    assert '<html lang="en">' in page.text
    frame = client.get(f"{LIST}/sign_in_link/vi.html")
    assert frame.text.count("<h1") == 1
    policy = frame.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
    for broken in (f"{LIST}/made_up", f"{LIST}/sign_in_link/xx.html", f"{LIST}/made_up/vi.html"):
        assert client.get(broken).status_code == 404


def test_a_preview_opens_nothing_and_leaves_nothing_behind(client, staff, outbox, now):
    for name, opens in (("sign_in_link", "/sign-in/link/"), ("address_change_notice", "/address/keep/")):
        for page in (f"{LIST}/{name}", f"{LIST}/{name}/en.html"):
            text = client.get(page).text
            assert f"{opens}***" in text
    client.get(f"{LIST}/staff_invitation")
    assert outbox.mails == []
    for table in (AddressChange, StaffInvitation):
        assert session().scalar(select(func.count()).select_from(table)) == 0


def test_what_nothing_stands_for_says_so(client, staff):
    assert "Nothing to show yet" in client.get(f"{LIST}/offer_made").text
    assert client.get(f"{LIST}/offer_made/en.html").status_code == 404


def test_every_kind_of_account_mail_needs_no_other_data(app, db, now):
    by = visitor_of(coordinator())
    ours = [kind for kind in kinds.known_kinds() if kind.room == "accounts"]
    with app.app_context():
        without = [kind.name for kind in ours if preview_of(kind, "ja", by=by, now=now) is None]
    assert without == []


def test_what_is_written_inside_is_undone(db, now):
    with undone_afterwards() as rows:
        rows.add(Heartbeat(worker="w", job="kept", at=now))
        rows.flush()

    def break_off():
        with undone_afterwards() as rows:
            rows.add(Heartbeat(worker="w", job="kept", at=now))
            rows.flush()
            raise ValueError("halfway")

    with pytest.raises(ValueError, match="halfway"):
        break_off()
    assert db.scalar(select(func.count()).select_from(Heartbeat)) == 0
    with writing() as rows, pytest.raises(RuntimeError), undone_afterwards():
        pass
    with writing() as rows:
        rows.add(Heartbeat(worker="w", job="kept", at=now))
    assert db.scalar(select(func.count()).select_from(Heartbeat)) == 1
