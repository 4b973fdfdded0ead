"""Searches of positions that people keep: counted, opened, removed, and told of by mail, each position once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from recruit.accounts.models import User
from recruit.core import clock as core_clock
from recruit.core.db import session, writing
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.postings import actions
from recruit.postings.search import actions as search_actions, jobs
from recruit.postings.search.models import PostingSearch, PostingTold
from recruit.postings.search.rules import MOST_KEPT, MOST_NAMED, MailPace
from tests import people
from tests.factories.placements import make_company
from tests.factories.postings import STAFF, acting_for, make_published

SEARCHES = "/vi/me/searches"


@pytest.fixture
def company(app):
    return make_company()


@pytest.fixture
def browser(client, company):
    return people.sign_in(client, people.student())


def kept() -> PostingSearch:
    return session().scalars(select(PostingSearch)).one()


def test_a_search_is_kept_counted_opened_and_removed(browser, company, app, clock) -> None:
    make_published(company)
    new = f"{SEARCHES}/new?japanese=N3&q=cầu"
    assert "“cầu” · N3" in browser.get(new).text
    answer = browser.post(new, data={"name": " ", "pace": "daily"})
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert browser.post(f"{SEARCHES}/new", data={"name": "all", "pace": "daily"}).status_code == 422
    assert (
        browser.post(f"{SEARCHES}/new?japanese=N3", data={"name": "N3 cầu", "pace": "never"}).status_code
        == 303
    )
    search = kept()
    assert (search.wanted, search.pace) == ({"japanese": ["N3"]}, MailPace.NEVER)
    assert "N3 cầu" in browser.get(SEARCHES).text
    assert "<b>" not in browser.get(SEARCHES).text
    clock.shift(timedelta(days=1))
    make_published(company)
    assert browser.get(SEARCHES).text.count("<b>") == 1
    opened = browser.post(f"{SEARCHES}/{search.public_id}/open")
    assert opened.headers["Location"] == "/vi/positions?japanese=N3"
    assert "<b>" not in browser.get(SEARCHES).text
    # Somebody else has searches of their own; nobody has none.
    other = people.sign_in(app.test_client(), people.make_user("other@example.com", came_as="student"))
    assert "N3 cầu" not in other.get(SEARCHES).text
    for move in ("open", "mail", "remove"):
        assert other.post(f"{SEARCHES}/{search.public_id}/{move}").status_code == 404
    assert app.test_client().get(SEARCHES).status_code == 303
    assert browser.post(f"{SEARCHES}/{search.public_id}/mail", data={"pace": "hourly"}).status_code == 303
    assert browser.post(f"{SEARCHES}/{search.public_id}/mail", data={"pace": "weekly"}).status_code == 303
    session().refresh(search)
    assert search.pace is MailPace.WEEKLY
    assert browser.post(f"{SEARCHES}/{search.public_id}/remove").status_code == 303
    assert session().scalars(select(PostingSearch)).all() == []


def test_no_more_are_kept_than_can_be_read(browser) -> None:
    for number in range(MOST_KEPT):
        assert (
            browser.post(f"{SEARCHES}/new?q={number}", data={"name": "x", "pace": "never"}).status_code == 303
        )
    assert browser.post(f"{SEARCHES}/new?q=more", data={"name": "x", "pace": "never"}).status_code == 422
    assert len(session().scalars(select(PostingSearch)).all()) == MOST_KEPT


@pytest.fixture
def next_day(app, now, clock, company):
    """Another day, on which something came on the list or nothing; gives how many mails are queued."""

    def turn(day: int, come: int = 0) -> int:
        clock.move_to(now + timedelta(days=day))
        for _number in range(come):
            make_published(company)
        later = now + timedelta(days=day, hours=1)
        clock.move_to(later)
        with app.app_context():
            told = jobs.tell_new(later)
            assert jobs.tell_new(later) == 0
        return told

    return turn


def test_new_positions_are_told_of_once_while_it_is_wanted(browser, company, outbox, next_day, now) -> None:
    old = make_published(company)
    browser.post(f"{SEARCHES}/new?japanese=N3", data={"name": "N3 cầu", "pace": "daily"})
    assert [next_day(1), next_day(2, 2), next_day(3)] == [0, 1, 0]
    (message,) = outbox.hand_over()
    body = message.get_body(("plain",)).get_content()
    assert "2 vị trí mới" in message["Subject"]
    assert body.count("/vi/positions/") == 2 and old.slug not in body
    assert "japanese=N3" in body
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # Taken back and published anew, it is on the list again, and told of no second time.
    told = session().scalars(select(PostingTold.posting_id)).all()
    assert len(told) == 2
    for posting in (session().get(type(old), key) for key in told):
        with writing():
            actions.take_back(posting, by=acting_for(company), now=core_clock.now())
            actions.submit_posting(posting, by=acting_for(company), now=core_clock.now())
            actions.publish_posting(posting, by=STAFF, now=core_clock.now())
    assert next_day(4) == 0
    # It was looked through, and found nothing to tell.
    assert kept().told_at == now + timedelta(days=4, hours=1)
    browser.post(f"{SEARCHES}/{kept().public_id}/mail", data={"pace": "never"})
    assert next_day(5, 1) == 0
    # What came while no mails were wanted is not told of when they are wanted again.
    browser.post(f"{SEARCHES}/{kept().public_id}/mail", data={"pace": "weekly"})
    assert [next_day(7, 1), next_day(9), next_day(13)] == [0, 0, 1]
    (message,) = outbox.hand_over()
    assert "1 vị trí mới" in message["Subject"]


def test_what_is_not_public_any_more_at_hand_over_is_left_out(
    browser, company, outbox, next_day, clock
) -> None:
    browser.post(f"{SEARCHES}/new?japanese=N3", data={"name": "N3", "pace": "daily"})
    assert next_day(1, 2) == 1
    gone = session().get_one(
        type(make_published(company)), session().scalars(select(PostingTold.posting_id)).first()
    )
    with writing():
        actions.close_posting(gone, by=acting_for(company), now=core_clock.now())
    (message,) = outbox.hand_over()
    body = message.get_body(("plain",)).get_content()
    assert "1 vị trí mới" in message["Subject"]
    assert gone.slug not in body
    # The company is stopped, or the search removed, while the mail waits: it is not sent.
    assert next_day(3, MOST_NAMED + 2) == 1
    with writing() as rows:
        rows.execute(update(Organisation).values(state=OrganisationState.SUSPENDED))
    assert outbox.hand_over() == []
    with writing() as rows:
        rows.execute(update(Organisation).values(state=OrganisationState.APPROVED))
    assert next_day(5, MOST_NAMED + 2) == 1
    (message,) = outbox.hand_over()
    body = message.get_body(("plain",)).get_content()
    assert body.count("/vi/positions/") == MOST_NAMED
    assert "Còn 2 vị trí" in body
    assert next_day(7, 1) == 1
    with writing():
        search_actions.remove_search(kept())
    assert outbox.hand_over() == []


def test_who_cannot_sign_in_any_more_is_told_nothing(browser, company, outbox, next_day) -> None:
    browser.post(f"{SEARCHES}/new?japanese=N3", data={"name": "N3", "pace": "daily"})
    with writing() as rows:
        rows.execute(update(User).values(active=False))
    assert (next_day(1, 1), outbox.kinds) == (0, [])


def test_what_is_seen_meanwhile_is_not_told_of(browser, company, next_day, clock, now) -> None:
    browser.post(f"{SEARCHES}/new?japanese=N3", data={"name": "N3", "pace": "daily"})
    clock.move_to(now + timedelta(days=1))
    make_published(company)
    clock.shift(timedelta(minutes=1))
    browser.post(f"{SEARCHES}/{kept().public_id}/open")
    assert next_day(1) == 0
