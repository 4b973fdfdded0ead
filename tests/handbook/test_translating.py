from datetime import datetime, timedelta
import re

import html5lib
import pytest

from recruit.core import clock
from recruit.core.db import session, writing
from recruit.core.errors import Missing, Refused
from recruit.core.translating import known
from recruit.events.models import Event, EventText
from recruit.handbook import queries as handbook_queries
from recruit.handbook.models import Chapter, ChapterVersion
from recruit.handbook.rules import ChapterState
from recruit.handbook.translating import actions, jobs, queries
from recruit.handbook.translating.models import TranslationClaim
from recruit.handbook.translating.privacy import forget_old_claims
from recruit.handbook.translating.rules import TranslationRefusal
from tests import people
from tests.factories.events import make_event
from tests.factories.organisations import make_company
from tests.factories.postings import make_published
from tests.handbook.test_desk import ASKS
from tests.handbook.test_writing import BODY, ENGLISH, small_book

DESK = "/staff/translations"
THERE = f"{DESK}/chapters/small/first/en"
FIRST = {"kind": "chapter", "ref": "small/first", "into": "en"}


def renewed() -> None:
    """What the clock does now and then."""
    jobs.renew(clock.now())


@pytest.fixture
def chapter(app, db, now):
    """Its English text is one edition behind the Japanese one."""
    made = small_book(now)
    publish(made, "ja", 2, BODY + "\n新しい段落です。\n", now)
    renewed()
    return made


def publish(chapter: Chapter, language: str, number: int, body: str, now: datetime) -> None:
    with writing() as rows:
        rows.add(
            ChapterVersion(
                chapter_id=chapter.id,
                language=language,
                number=number,
                title="初め",
                body=body,
                state=ChapterState.PUBLISHED,
                publish_at=now,
            )
        )


def test_a_translation_is_taken_written_and_done(app, client, chapter):
    writer = people.sign_in(client, people.editor())
    second = people.sign_in(app.test_client(), people.coordinator())
    seen = writer.get(f"/vi{DESK}?into=en").text
    assert "First" in seen and "chậm 1" in seen
    assert writer.post(f"/vi{DESK}/take", data={**FIRST, "into": "ja"}).status_code == 404
    assert writer.get(f"/vi{DESK}/chapters/small/first/ja").status_code == 404
    assert writer.post(f"/vi{DESK}/take", data=FIRST).location.endswith(THERE)
    page = writer.get(f"/ja{THERE}").text
    html5lib.HTMLParser(strict=True).parse(page)
    assert "<ins>新しい段落です。</ins>" in page and "What to read first." in page
    # Another is told, and the first one may say so again.
    refused = second.post(f"/ja{DESK}/take", data=FIRST, follow_redirects=True)
    assert "ほかの人" in refused.text
    assert writer.post(f"/vi{DESK}/take", data=FIRST).location.endswith(THERE)

    typed = {
        "title": "First",
        "body": ENGLISH + "\nA new paragraph.\n",
        "note": "A paragraph is new.",
        "revision": "0",
        "source_seen": "2",
    }
    stale = writer.post(f"/vi{THERE}", data={**typed, "revision": "7", "act": "save"})
    assert stale.status_code == 422 and "A new paragraph." in stale.text
    assert 'name="revision" type="hidden" value="0"' in stale.text
    assert "A new paragraph.</ins>" in stale.text
    html5lib.HTMLParser(strict=True).parse(stale.text)
    # Nor is anything lost where the draft was given up meanwhile.
    writer.post("/vi/staff/handbook/books/small/first/en/drop")
    gone = writer.post(f"/vi{THERE}", data={**typed, "act": "save"})
    assert gone.status_code == 422 and "A new paragraph." in gone.text
    html5lib.HTMLParser(strict=True).parse(gone.text)
    writer.post(f"/vi{DESK}/take", data=FIRST)
    assert writer.post(f"/vi{THERE}", data={**typed, "act": "save"}).status_code == 303
    # A draft alone does not say that it follows the original.
    assert handbook_queries.open_version(ASKS, chapter, "en").source_version == 1
    # Nobody sends a text that a second person could not publish.
    faulty = {
        **typed,
        "body": f"{typed['body']}\n{{{{fact:no_such_fact}}}}\n",
        "revision": "1",
        "act": "send",
    }
    told = writer.post(f"/vi{THERE}", data=faulty)
    assert told.status_code == 422 and "Không có dữ kiện tên này." in told.text
    html5lib.HTMLParser(strict=True).parse(told.text)
    assert handbook_queries.open_version(ASKS, chapter, "en").state is ChapterState.DRAFT
    sent = writer.post(f"/vi{THERE}", data={**typed, "revision": "1", "up_to_date": "y", "act": "send"})
    assert sent.location.endswith(f"{DESK}?into=en")
    done = second.post("/ja/staff/handbook/books/small/first/en", data={"act": "publish", "revision": "2"})
    assert done.status_code == 303
    assert "First" not in writer.get(f"/en{DESK}?into=en").text
    assert session().query(TranslationClaim).count() == 0


def test_who_forgets_to_say_that_it_follows_the_newest_is_asked(client, chapter, now):
    publish(chapter, "ja", 3, BODY + "\n{{fact:resignation_notice_days}}日です。\n", now)
    writer = people.sign_in(client, people.editor())
    writer.post(f"/en{DESK}/take", data=FIRST)
    typed = {
        "title": "First",
        "body": ENGLISH + "\nIt takes {{fact:resignation_notice_days}} days.\n",
        "revision": "0",
        "source_seen": "3",
        "act": "send",
    }
    asked = writer.post(f"/en{THERE}", data=typed)
    html5lib.HTMLParser(strict=True).parse(asked.text)
    assert asked.status_code == 422 and "Tick this if it says all of that edition" in asked.text
    assert "It takes {{fact:resignation_notice_days}} days." in asked.text
    assert writer.post(f"/en{THERE}", data={**typed, "act": "save"}).status_code == 303
    assert writer.post(f"/en{THERE}", data={**typed, "revision": "1", "up_to_date": "y"}).status_code == 303
    waits = handbook_queries.open_version(ASKS, chapter, "en")
    assert (waits.state, waits.source_version) == (ChapterState.IN_REVIEW, 3)


def test_a_claim_ends_by_itself_and_can_be_given_back(app, chapter, now):
    one, other = people.visitor_of(people.editor()), people.visitor_of(people.coordinator())
    found = queries.lack_named(*FIRST.values(), by=one, now=now)
    assert (found.behind, found.since) == (1, now)
    with writing():
        actions.take(found, by=one, now=now)
    with writing():
        actions.go_on(*found.key, by=one, now=now + timedelta(days=10))
    with pytest.raises(Refused), writing():
        actions.take(found, by=other, now=now + timedelta(days=24))
    later = now + timedelta(days=25)
    assert queries.claim_on(*found.key, now=later) is None
    with writing():
        actions.give_back(*found.key, by=other)
        actions.take(found, by=other, now=later)
    claim = queries.claim_on(*found.key, now=later)
    assert claim is not None and claim.person_id == other.person_id
    with writing():
        assert forget_old_claims(later + timedelta(days=15)) == 1


def test_nobody_takes_what_others_write(app, db, now):
    """An editor sees what coordinators and companies write, and leaves it to them."""
    more_of_other_rooms(1)
    editor, coordinator = people.visitor_of(people.editor()), people.visitor_of(people.coordinator())
    for kind, refused in (
        ("event", (editor,)),
        ("posting", (editor,)),
        ("company_page", (editor, coordinator)),
    ):
        found = next(iter(known()[kind].lacking(coordinator, now, None)))
        for by in refused:
            with pytest.raises(Refused) as said, writing():
                actions.take(found, by=by, now=now)
            assert said.value.reason is TranslationRefusal.NOT_FOR_YOU
        if coordinator not in refused:
            with writing():
                actions.take(found, by=coordinator, now=now)
    stranger = people.visitor_of(people.student())
    with pytest.raises(Missing), writing():
        actions.take(found, by=stranger, now=now)


def more_of_other_rooms(how_many: int) -> None:
    """Companies with a page and events, in Japanese only."""
    for _number in range(how_many):
        company = make_company(about={"ja": "橋をかけています。"})
        make_published(company)
        make_event(title_ja="会社説明会")


# Three for whoever signed in; counts, a page, what is mine and what is free; then the rooms of what is shown with their
# texts, who is on it, and who writes.
COST = 19


def test_the_desk_costs_the_same_for_any_number_of_texts(client, chapter, count_queries, now):
    people.sign_in(client, people.editor())
    client.post(f"/en{DESK}/take", data=FIRST)
    more_of_other_rooms(1)
    renewed()
    with count_queries(COST):
        shown = client.get(f"/id{DESK}?into=en").text
    # A position and an event are for coordinators, a company's page is the company's.
    assert "untuk koordinator" in shown and "untuk perusahaan" in shown
    # Of many positions with one title each says whose it is.
    assert shown.count("Kazahayahara Construction") >= 2
    # Nothing leads an editor to pages that do not open.
    assert "/staff/events/" not in shown and "/staff/organisations/" not in shown
    for number in (2, 3):
        with writing() as rows:
            more = Chapter(
                book_id=chapter.book_id, slug=f"more-{number}", position=number, titles={"en": "More"}
            )
            rows.add(more)
        publish(more, "ja", 1, BODY, now)
        client.post(f"/en{DESK}/take", data={**FIRST, "ref": f"small/more-{number}"})
    more_of_other_rooms(2)
    renewed()
    with count_queries(COST):
        assert client.get(f"/en{DESK}?into=en").text.count("Give it back") == 3


def rows_shown(page: str) -> list[str]:
    return re.findall(r"texts/vi[^>]*>(Fair \d+)<", page)


def test_pages_follow_one_another_and_leave_out_what_was_written_meanwhile(app, db, client, now):
    people.sign_in(client, people.coordinator())
    events = [make_event(title_ja="説明会", en=f"Fair {number}") for number in range(52)]
    renewed()
    desk = f"/en{DESK}?into=vi"
    first = client.get(desk).text
    with writing() as rows:
        found = rows.get_one(Event, events[-1].id)
        found.texts.append(
            EventText(language="vi", title="Ngày hội", place="Hà Nội", source_language="ja", source_version=1)
        )
    follows = re.search(r'href="([^"]*after=[^"]*)"', first)
    assert follows is not None
    second = client.get(follows[1].replace("&amp;", "&")).text
    assert len(set(rows_shown(first))) == 50 and len(set(rows_shown(second))) == 1
    assert not set(rows_shown(first)) & set(rows_shown(second))
    # An address that somebody changed is the first page.
    assert len(set(rows_shown(client.get(f"{desk}&after=W10").text))) == 50


def test_who_took_what_is_written_now_is_free(app, db, now):
    staff = people.visitor_of(people.coordinator())
    event = make_event(title_ja="説明会")
    renewed()
    key = ("event", event.slug, "vi")
    with writing():
        actions.take(queries.lack_named(*key, by=staff, now=now), by=staff, now=now)
    renewed()
    assert queries.claim_on(*key, now=now) is not None
    with writing() as rows:
        found = rows.get_one(Event, event.id)
        found.texts.append(
            EventText(language="vi", title="Ngày hội", place="Hà Nội", source_language="ja", source_version=1)
        )
    renewed()
    assert queries.claim_on(*key, now=now) is None
