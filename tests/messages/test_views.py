"""Pages of the outbox and of the development mailbox."""

from datetime import timedelta

import pytest

from recruit.app import create_app
from recruit.core.db import writing
from recruit.core.visitor import Role
from recruit.messages import actions, queries
from recruit.messages.rules import MailState
from recruit.web.mailbox import with_links
from tests.conftest import make_settings
from tests.mail_kinds import queue_note
from tests.people import make_user, sign_in, visitor_of

pytestmark = pytest.mark.usefixtures("mail_kinds")

COORDINATOR, EDITOR, STUDENT, NOBODY = (
    "sato@kakehashi.example",
    "mori@kakehashi.example",
    "lan@people.example",
    "",
)


@pytest.fixture
def cast(db):
    """A coordinator, an editor and a student, by address."""
    return {
        COORDINATOR: make_user(COORDINATOR, roles=(Role.COORDINATOR,)),
        EDITOR: make_user(EDITOR, roles=(Role.EDITOR,)),
        STUDENT: make_user(STUDENT, came_as="student"),
    }


@pytest.fixture
def ask_as(app, cast):
    """Ask as one of the cast, each with a browser of their own."""
    browsers = {NOBODY: app.test_client()}

    def ask(who, method, address, **more):
        if who not in browsers:
            browsers[who] = sign_in(app.test_client(), cast[who])
        return getattr(browsers[who], method)(address, **more)

    return ask


@pytest.fixture
def coordinator(cast):
    return visitor_of(cast[COORDINATOR])


def test_only_coordinators_see_mails(db, ask_as):
    with writing():
        mail = queue_note()
    page = f"/en/staff/mail/{mail.public_id}"
    for address in ("/en/staff/mail", page):
        assert ask_as(NOBODY, "get", address).status_code == 303
        assert ask_as(STUDENT, "get", address).status_code == 403
        assert ask_as(EDITOR, "get", address).status_code == 403
        assert ask_as(COORDINATOR, "get", address).status_code == 200
    for move in ("again", "bounced"):
        assert ask_as(EDITOR, "post", f"{page}/{move}").status_code == 403
    assert ask_as(COORDINATOR, "get", "/en/staff/mail/nobodyhasthis").status_code == 404


def test_the_list_counts_every_state_and_filters(db, ask_as, coordinator, now):
    with writing():
        for number, state in enumerate(MailState):
            queue_note(f"N{number}", due_at=now).state = state
        queue_note("Late", due_at=now - timedelta(minutes=16))
    html = ask_as(COORDINATOR, "get", "/en/staff/mail").text
    assert [(row.state, row.count) for row in queries.counts_by_state(coordinator)] == [
        (state, 2 if state is MailState.QUEUED else 1) for state in MailState
    ]
    assert "1 mail should have gone more than 15 minutes ago" in html
    assert html.count("someone must look") == 3
    html = ask_as(COORDINATOR, "get", "/en/staff/mail?state=unknown").text
    unknown = list(MailState).index(MailState.UNKNOWN)
    assert f"n{unknown}@people.example" in html
    assert "late@people.example" not in html
    assert ask_as(COORDINATOR, "get", "/en/staff/mail?state=made_up&after=rubbish").status_code == 200


def test_the_list_goes_on_page_by_page_newest_first(db, ask_as, coordinator):
    with writing():
        for number in range(60):
            queue_note(f"N{number:02}")
    first = queries.mails_page(coordinator, queries.Wanted(), after=None)
    assert (first.rows[0].params["name"], first.rows[-1].params["name"]) == ("N59", "N10")
    second = queries.mails_page(coordinator, queries.Wanted(), after=first.next_mark)
    assert [mail.params["name"] for mail in second.rows] == [f"N{number:02}" for number in range(9, -1, -1)]
    assert second.next_mark is None
    html = ask_as(COORDINATOR, "get", "/en/staff/mail").text
    assert f"after={first.next_mark}" in html


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_asks_as_often_for_many(db, ask_as, count_queries, how_many):
    with writing():
        for number in range(how_many):
            queue_note(f"N{number}")
    ask_as(COORDINATOR, "get", "/en/staff/mail")
    with count_queries(7):
        ask_as(COORDINATOR, "get", "/en/staff/mail")


def test_a_person_sends_again_what_is_unknown_and_nothing_else(db, ask_as):
    with writing():
        mail = queue_note()
        mail.state = MailState.UNKNOWN
    page = f"/en/staff/mail/{mail.public_id}"
    assert "Send this mail again" in ask_as(COORDINATOR, "get", page).text
    assert ask_as(COORDINATOR, "get", f"{page}/again").status_code == 405
    assert ask_as(COORDINATOR, "post", f"{page}/again").status_code == 303
    assert mail.state is MailState.QUEUED
    assert "Send this mail again" not in ask_as(COORDINATOR, "get", page).text
    refused = ask_as(COORDINATOR, "post", f"{page}/again")
    assert refused.status_code == 422
    assert "Only a mail that failed or was cut off can be sent again." in refused.text


def test_the_button_needs_its_token(db, ask_as, csrf):
    with writing():
        mail = queue_note()
        mail.state = MailState.UNKNOWN
    assert ask_as(COORDINATOR, "post", f"/en/staff/mail/{mail.public_id}/again").status_code == 400
    assert mail.state is MailState.UNKNOWN


def test_a_person_notes_a_bounce(db, ask_as, outbox):
    with writing():
        mail = queue_note()
    outbox.hand_over()
    page = f"/en/staff/mail/{mail.public_id}"
    html = ask_as(COORDINATOR, "get", page).text
    assert "Dear Lan &amp; family" in html
    assert "TOKEN" not in html
    empty = ask_as(COORDINATOR, "post", f"{page}/bounced", data={"reason": " "})
    assert empty.status_code == 422
    assert "Please fill this in." in empty.text
    assert ask_as(COORDINATOR, "post", f"{page}/bounced", data={"reason": "no such user"}).status_code == 303
    assert (mail.state, mail.last_error) == (MailState.BOUNCED, "no such user")
    assert queries.why_paused("lan@people.example") == "no such user"


# --------------------------------------------------------------------------------------------- mailbox


@pytest.fixture
def mailbox(shared_database, tmp_path, db):
    """A development application that keeps its mails in a folder."""
    url = shared_database.url.render_as_string(hide_password=False)
    settings = make_settings(url, tmp_path, MODE="development", SMTP_URL=f"folder://{tmp_path / 'box'}")
    return create_app(settings, database=shared_database).test_client(), tmp_path / "box"


LETTER = (
    "From: a@b.example\nTo: lan@people.example\nSubject: =?utf-8?q?X=C3=A1c_nh=E1=BA=ADn?=\nContent-Language: vi\n"
    "Date: Wed, 25 Nov 2026 03:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n"
    "<b>Press</b> (http://localhost:8000/vi/account/confirm/abc_-). Bye\n"
)


def test_the_mailbox_shows_kept_mails_with_links(mailbox):
    client, folder = mailbox
    assert "No mail yet" in client.get("/mailbox", headers={"Accept-Language": "en"}).text
    folder.mkdir()
    (folder / "20261125T030000000000-old.eml").write_text(LETTER.replace("lan@", "old@"))
    (folder / "20261125T030001000000-new.eml").write_text(LETTER)
    html = client.get("/mailbox").text
    assert html.index("lan@people.example") < html.index("old@people.example")
    assert "Xác nhận" in html
    html = client.get("/mailbox/20261125T030001000000-new.eml").text
    address = "http://localhost:8000/vi/account/confirm/abc_-"
    assert f'<a href="{address}">{address}</a>' in html
    assert "&lt;b&gt;Press" in html


def test_the_mailbox_opens_nothing_but_its_own_files(mailbox):
    client, folder = mailbox
    folder.mkdir()
    (folder.parent / "secret.eml").write_text(LETTER)
    for name in ("..%2Fsecret.eml", "%2e%2e/secret.eml", "20261125T030001000000-gone.eml"):
        assert client.get(f"/mailbox/{name}").status_code == 404


def test_there_is_no_mailbox_outside_development(client):
    assert client.get("/mailbox").status_code == 404
    assert client.get("/mailbox/20261125T030001000000-new.eml").status_code == 404


def test_links_are_found_and_the_rest_is_only_text():
    assert with_links('See https://x.example/a?b=1&c="2". <script>') == (
        'See <a href="https://x.example/a?b=1&amp;c=">https://x.example/a?b=1&amp;c=</a>&#34;2&#34;. &lt;script&gt;'
    )
    assert with_links("（https://x.example/あ）。").startswith('（<a href="https://x.example/あ">')


# ------------------------------------------------------------------------------------- what staff look for


def test_the_list_is_searched_by_kind_address_and_what_is_due(db, ask_as, now):
    with writing():
        queue_note("Lan", due_at=now)
        queue_note("Budi", due_at=now + timedelta(hours=1))
        queue_note("Sent", due_at=now).state = MailState.SENT
        queue_note("Percent", to_address="100%@people.example", due_at=now + timedelta(hours=1))
        confirm = queue_note("Confirm", kind="confirm_address", params={"person_ref": "x"})

    def found(query):
        page = ask_as(COORDINATOR, "get", f"/en/staff/mail?{query}")
        assert page.status_code == 200
        rows = page.text.partition("<tbody")[2]
        names = ("lan@", "budi@", "sent@", "100%@", "confirm@")
        return {name for name in names if f"{name}people.example" in rows}

    assert found("state=due") == {"lan@", "confirm@"}
    assert found("state=queued") == {"lan@", "budi@", "100%@", "confirm@"}
    assert found("address=BUDI") == {"budi@"}
    assert found("address=%25%40") == {"100%@"}
    assert found("kind=confirm_address") == {"confirm@"}
    assert found("kind=confirm_address&state=sent") == set()
    assert found("kind=made_up") == {"lan@", "budi@", "sent@", "100%@", "confirm@"}
    page = ask_as(COORDINATOR, "get", "/en/staff/mail?address=lan&state=due").text
    assert "state=sent&amp;address=lan" in page or "address=lan&amp;state=sent" in page
    assert confirm.state is MailState.QUEUED


def test_a_person_says_that_an_address_works_again(db, ask_as, outbox):
    with writing():
        mail = queue_note()
    outbox.hand_over()
    page = f"/en/staff/mail/{mail.public_id}"
    assert "goes to this address" not in ask_as(COORDINATOR, "get", page).text
    ask_as(COORDINATOR, "post", f"{page}/bounced", data={"reason": "no such user"})
    shown = ask_as(COORDINATOR, "get", page).text
    assert "Nothing that is not necessary goes to this address." in shown
    assert "no such user" in shown
    assert ask_as(EDITOR, "post", f"{page}/address-works").status_code == 403
    assert ask_as(COORDINATOR, "post", f"{page}/address-works").status_code == 303
    assert queries.why_paused("lan@people.example") is None
    with writing():
        actions.note_complaint("lan@people.example", reason="complaint", now=mail.queued_at)
    shown = ask_as(COORDINATOR, "get", page).text
    assert "Its reader has reported our mail as unwanted." in shown
    assert "The address works again" not in shown
    ask_as(COORDINATOR, "post", f"{page}/address-works")
    assert queries.why_paused("lan@people.example") == "complaint"


def test_a_summary_and_its_parts_lead_to_each_other(db, ask_as):
    with writing() as rows:
        summary, part = queue_note("Whole"), queue_note("Part")
        rows.flush()
        part.part_of_id, part.state, part.subject_line = summary.id, MailState.SUMMED_UP, "News for Part"
    assert "News for Part" in ask_as(COORDINATOR, "get", f"/en/staff/mail/{summary.public_id}").text
    shown = ask_as(COORDINATOR, "get", f"/en/staff/mail/{part.public_id}").text
    assert f"/en/staff/mail/{summary.public_id}" in shown
