"""The mail to companies about languages that they alone can write: on Mondays, once a week, never for ever."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from recruit.core import clock as our_clock
from recruit.core.db import session, writing
from recruit.core.translating import Lacking, known
from recruit.handbook.translating import jobs, reminding
from recruit.handbook.translating.rules import is_enough, reminded_at, week_of
from recruit.organisations import texts
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.postings.models import Posting, PostingText
from tests import people
from tests.factories.organisations import join, make_company
from tests.factories.postings import make_draft

ZONE = "Asia/Tokyo"
ABOUT = {"ja": "橋をかけています。"}


def test_a_week_begins_on_monday_at_eight() -> None:
    wednesday = datetime(2026, 11, 25, 3, tzinfo=UTC)
    assert week_of(wednesday, ZONE) == date(2026, 11, 30)
    monday = datetime(2026, 11, 29, 22, tzinfo=UTC)
    assert week_of(monday, ZONE) == date(2026, 11, 30)
    assert week_of(monday + timedelta(hours=1), ZONE) == date(2026, 12, 7)
    assert reminded_at(date(2026, 11, 30), "Asia/Ho_Chi_Minh") == datetime(2026, 11, 30, 1, tzinfo=UTC)


def test_the_same_is_told_three_times() -> None:
    assert not is_enough(["a", "a"], "a")
    assert is_enough(["a", "a", "a"], "a") and not is_enough(["a", "a", "a"], "b")
    assert not is_enough(["a", "b", "a"], "a")


@pytest.fixture
def company(app, db) -> Organisation:
    made = make_company(about=ABOUT)
    join(people.make_user("owner@company.example", language="ja", zone=ZONE), made)
    return made


def beat() -> int:
    jobs.renew(our_clock.now())
    return jobs.remind_companies(our_clock.now())


def letters(outbox) -> list:
    return [mail for mail in outbox.hand_over() if mail["To"] == "owner@company.example"]


def test_owners_hear_on_monday_what_is_lacking(company, outbox, clock):
    assert (beat(), beat()) == (1, 0)
    clock.shift(timedelta(days=1))
    assert letters(outbox) == []
    clock.shift(timedelta(days=5))
    [letter] = letters(outbox)
    words = letter.get_body(("plain",)).get_content()
    assert "株式会社風早原建設" in words and "Tiếng Việt" in words and "Bahasa Indonesia" in words
    assert "/ja/company/page" in words
    # In the same week nothing more; one press ends it.
    assert letters(outbox) == []
    stop = urlsplit(letter["List-Unsubscribe"].strip("<>"))
    client = outbox.app.test_client()
    assert client.post(f"{stop.path}?{stop.query}", data={"List-Unsubscribe": "One-Click"}).status_code < 400
    beat()
    clock.shift(timedelta(days=7))
    assert letters(outbox) == []


def test_nothing_is_sent_where_it_was_written_or_the_company_is_gone(company, outbox, clock):
    other = make_company(name="株式会社山川", about=ABOUT)
    join(people.make_user("other@company.example", language="ja"), other)
    assert beat() == 2
    with writing() as rows:
        found = rows.get_one(Organisation, company.id)
        for code in ("en", "id", "vi"):
            texts.write(found, code, {"about": "We build bridges."})
        rows.get_one(Organisation, other.id).state = OrganisationState.SUSPENDED
    clock.shift(timedelta(days=6))
    assert [mail["To"] for mail in outbox.hand_over()] == []
    assert beat() == 0


def test_the_very_same_is_not_told_for_ever(company, outbox, clock):
    told = 0
    for _week in range(6):
        told += beat()
        clock.shift(timedelta(days=7))
    assert told == 3
    with writing() as rows:
        texts.write(rows.get_one(Organisation, company.id), "vi", {"about": "Chúng tôi xây cầu."})
    assert beat() == 1


def test_what_staff_or_others_write_is_no_matter_of_the_company(company, now):
    lacks = reminding.lacks_of(session().get_one(Organisation, company.id), now)
    assert {(one.kind, one.ref) for one in lacks} == {("company_page", company.public_id)}


def test_a_draft_counts_once_a_translation_of_it_was_begun(company, now):
    draft = make_draft(session().get_one(Organisation, company.id))

    def lacking() -> set[tuple[str, str, str]]:
        found = reminding.lacks_of(session().get_one(Organisation, company.id), now)
        return {(one.ref, one.language, one.lacking) for one in found if one.kind == "own_posting"}

    assert lacking() == set()
    with writing() as rows:
        found = rows.get_one(Posting, draft.id)
        source = next(text for text in found.texts if text.language == "ja")
        source.version = 2
        found.texts.append(
            PostingText(
                language="vi",
                title="Quản lý thi công",
                duties="Đo đạc",
                source_language="ja",
                source_version=1,
            )
        )
    assert lacking() == {(draft.public_id, "vi", Lacking.BEHIND)}
    # A company hears what it is writing; nobody else than staff is told of it.
    drafts = known()["own_posting"].lacking
    assert list(drafts(people.visitor_of(people.student()), now, None)) == []
    assert [one.ref for one in drafts(people.visitor_of(people.coordinator()), now, None)] == [
        draft.public_id
    ]
    with writing() as rows:
        rows.get_one(Organisation, company.id).state = OrganisationState.SUSPENDED
    assert beat() == 0
