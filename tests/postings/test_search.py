"""Finding positions: words in any script, facets on the page, what is public, what the job packs, and query plans."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
import re
import threading
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update

from recruit.core.db import database, session, writing
from recruit.core.finding import packed
from recruit.organisations.models import Organisation, OrganisationText
from recruit.organisations.rules import OrganisationState
from recruit.postings import actions
from recruit.postings.models import Posting
from recruit.postings.search import jobs, queries
from recruit.postings.search.models import (
    PackedPostings,
    PostingFound,
    PostingSearch,
    PostingTold,
    PostingWord,
)
from recruit.postings.search.rules import MailPace, Wanted
from recruit.postings.search.words import understood
from tests.conftest import CountQueries
from tests.factories.placements import make_company
from tests.factories.postings import (
    STAFF,
    acting_for,
    make_draft,
    make_published,
    make_submitted,
    whole_content,
)

BRIDGES = {"vi": {"title": "Quản lý thi công cầu Đức", "place": "Asahikawa"}, "en": {"title": "Bridge works"}}


@pytest.fixture
def company(app):
    return make_company("共栄シナノ橋梁")


@pytest.fixture
def titles(app, now):
    """What somebody finds, by its slug."""

    def find(**address: Any) -> list[str]:
        instant = address.pop("at", now)
        asked = {name: [value] if isinstance(value, str) else value for name, value in address.items()}
        wanted = Wanted.of(asked)
        with app.app_context():
            meant = understood(wanted.words)
        found = queries.found(wanted, meant, after=None, now=instant)
        assert found.total == len(found.rows)
        return [one.slug for one in found.rows]

    return find


@pytest.mark.parametrize(
    "words",
    [
        "duc", "Đức", "ĐỨC cau", "cầu", "シナノ", "しなの", "shinano", "kyoei", "kyouei", "きょうえい", "橋梁", "あさひかわ", "asahi",
        "北海道", "ほっかいどう", "hokkaido", "施工管理", "quan ly", "Manajemen", "寮", "tohoku OR", "perumahan",
    ],
)  # fmt: skip
def test_words_in_any_script(company, titles, words) -> None:
    with writing():
        company.name_kana = "キョウエイシナノ"
    bridge = make_published(company, texts=BRIDGES)
    others = {"ja": {**whole_content()["texts"]["ja"], "title": "測量", "place": "那覇"}}
    make_published(make_company("別会社"), prefecture="okinawa", work_kind="surveying", texts=others)
    missing = {"tohoku OR", "perumahan", "寮"}
    assert titles(q=words) == ([] if words in missing else [bridge.slug])


def test_only_what_is_open_of_an_approved_company_is_found_whatever_moves_it(company, now, titles) -> None:
    make_draft(company)
    make_submitted(company)
    assert titles() == []
    posting = make_published(company)
    assert titles(q="土木") == [posting.slug]
    assert titles(at=now + timedelta(days=61)) == []
    with writing():
        actions.take_back(posting, by=acting_for(company), now=now)
    assert titles() == []
    assert session().scalars(select(PostingWord)).all() == []
    with writing():
        actions.submit_posting(posting, by=acting_for(company), now=now)
        actions.publish_posting(posting, by=STAFF, now=now)
    assert titles() == [posting.slug]
    # A company that changes its name is found by the new one, and by the old one no more.
    with writing():
        session().scalars(select(OrganisationText)).one().name = "青葉建設"
    assert (titles(q="青葉"), titles(q="シナノ")) == ([posting.slug], [])
    with writing():
        company.state = OrganisationState.SUSPENDED
    assert titles() == []
    with writing():
        company.state = OrganisationState.APPROVED
    # What came past all of it, or went, is right after the next turn of the job.
    with writing() as rows:
        rows.execute(delete(PostingFound))
    assert jobs.keep_found(now) == 1
    assert titles() == [posting.slug]
    with writing() as rows:
        rows.execute(update(Organisation).values(state=OrganisationState.SUSPENDED))
    assert queries.found(Wanted(), [], after=None, now=now).rows == []
    assert jobs.keep_found(now) == 1
    assert queries.found(Wanted(), [], after=None, now=now).total == 0


def test_what_is_packed_and_what_has_changed_since_give_the_same_list(
    company, now, titles, clock, monkeypatch
) -> None:
    monkeypatch.setattr(packed, "PACK_FROM", 2)
    first, second = make_published(company), make_published(company, japanese_level="N1")
    clock.shift(timedelta(days=1))
    later = now + timedelta(days=1)
    assert jobs.keep_found(later) == 1
    assert jobs.keep_found(later) == 0
    assert session().scalar(select(PackedPostings.packed_at)) == later
    assert titles(japanese="N3") == titles(q="施工 Ｎ3") == [first.slug]
    clock.shift(timedelta(minutes=1))
    third = make_published(company)
    with writing():
        actions.close_posting(first, by=acting_for(company), now=later)
    assert titles(japanese="N3") == [third.slug]
    assert titles() == [third.slug, second.slug]
    # What came in bulk with the pack is packed again when it need not be read row by row any more, and then no more.
    monkeypatch.setattr(packed, "PACK_AGAIN_FROM", 2)
    soon = later + timedelta(minutes=2) + packed.OVERLAP
    assert [jobs.keep_found(later + timedelta(minutes=2)), jobs.keep_found(soon), jobs.keep_found(soon)] == [
        1,
        1,
        0,
    ]
    # So few are not packed: what was packed goes.
    monkeypatch.setattr(packed, "PACK_FROM", 3)
    jobs.keep_found(later + timedelta(hours=1))
    assert session().scalars(select(PackedPostings.layout)).all() == []
    assert titles() == [third.slug, second.slug]


def test_a_company_is_renamed_while_its_position_closes(own_app, own_database, now) -> None:
    with own_app.app_context(), own_database.scope():
        company = make_company("共栄橋梁")
        postings = [make_published(company).id for _number in range(5)]
        company_id = company.id
    barrier = threading.Barrier(2, timeout=60)

    def rename() -> None:
        with own_app.app_context(), own_database.scope():
            barrier.wait()
            with writing() as rows:
                names = select(OrganisationText).where(OrganisationText.organisation_id == company_id)
                rows.scalars(names).one().name = "青葉建設"

    def close() -> None:
        with own_app.app_context(), own_database.scope():
            barrier.wait()
            with writing() as rows:
                posting = rows.get_one(Posting, postings[2])
                actions.close_posting(posting, by=acting_for(posting.organisation), now=now)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(rename), pool.submit(close)]:
            done.result()
    with own_database.scope():
        rows = session().execute(select(PostingFound.posting_id, PostingFound.is_open)).all()
        assert {row.posting_id for row in rows if row.is_open} == set(postings) - {postings[2]}


def test_what_only_a_machine_has_read_is_not_found(company, titles) -> None:
    posting = make_published(company, texts=BRIDGES)
    with writing():
        next(one for one in posting.texts if one.language == "vi").origin = "machine"
    assert (titles(q="duc"), titles(q="bridge")) == ([], [posting.slug])


def test_filters_stand_in_the_address_and_an_empty_list_says_what_to_leave_out(client, company) -> None:
    posting = make_published(company)
    page = client.get("/vi/positions?japanese=N3&q=asahikawa%20xyz&housing=company_flat").text
    assert posting.slug not in page
    assert 'value="N3" checked' in page
    # Chips: each condition without the others kept; and the one word to leave out finds one.
    assert 'href="/vi/positions?housing=company_flat&amp;q=asahikawa+xyz"' in page
    make_published(company, texts={"en": {"title": "Works at Asahikawa"}})
    page = client.get("/vi/positions?japanese=N3&q=asahikawa%20xyz&housing=company_flat").text
    assert 'href="/vi/positions?japanese=N3&amp;housing=company_flat&amp;q=asahikawa"' in page
    page = client.get("/en/positions?pay=220").text
    assert re.search(
        r'value="220" checked>\s*<span>¥220,000 to ¥239,999</span>.*?2 positions', page, re.DOTALL
    )
    assert "postings.searches" not in page and "/me/searches" not in page
    # Nonsense in the address finds nothing and breaks nothing.
    odd = "/vi/positions?work=%00&start=9999-99&pay=x'--&region=%F0%9F%8C%8F&after=W10&sort=x&q=%25%20_&start=٢٠٢٧-04"
    assert client.get(odd).status_code == 200


def test_pages_follow_each_other(client, company, monkeypatch) -> None:
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    slugs = {make_published(company, base_pay_yen=pay).slug for pay in (230_000, 240_000, 250_000)}
    seen, address = [], "/en/positions?sort=pay&japanese=N3"
    for _page in range(2):
        page = client.get(address).text
        seen += [
            slug for slug in dict.fromkeys(re.findall(r'/en/positions/([\w-]+)"', page)) if slug in slugs
        ]
        found = re.search(r'href="(/en/positions\?[^"]*after=[^"]*)"', page)
        address = found.group(1).replace("&amp;", "&") if found else ""
    assert len(seen) == 3 and set(seen) == slugs
    assert not address


@pytest.mark.parametrize("query", ["q=旭川+施工管理&japanese=N3", "q=x&work=surveying"])
def test_words_cost_one_statement_more(client, company, count_queries: CountQueries, query) -> None:
    make_published(company)
    with count_queries(6 if "N3" in query else 3):
        assert client.get(f"/ja/positions?{query}").status_code == 200


@pytest.mark.usefixtures("app")
def test_statements_of_the_search_are_answered_by_indexes(now) -> None:
    """Few rows make every plan a scan on PostgreSQL, so scans are put aside there; a missing index shows even so."""
    plans = {
        "ix_posting_found_changed_at": select(PostingFound.posting_id).where(PostingFound.changed_at >= now),
        "ix_posting_word_word_posting_id": select(PostingWord.posting_id).where(
            PostingWord.word >= "duc", PostingWord.word < "duc\U0010ffff"
        ),
        "posting_search_pace_told_at": select(PostingSearch.id).where(
            PostingSearch.pace == MailPace.DAILY, PostingSearch.told_at <= now
        ),
        "posting_told": select(PostingTold.posting_id).where(
            PostingTold.search_id == 1, PostingTold.posting_id.in_([1, 2])
        ),
        "": select(Posting.slug).where(Posting.id.in_([1, 2])),
    }
    how = "EXPLAIN QUERY PLAN" if database().is_sqlite else "EXPLAIN"
    if not database().is_sqlite:
        session().execute(text("SET LOCAL enable_seqscan = off"))
    for index, query in plans.items():
        compiled = query.compile(database().engine, compile_kwargs={"literal_binds": True})
        lines = session().execute(text(f"{how} {compiled}".replace(":", r"\:"))).all()
        plan = "\n".join(str(line[-1]) for line in lines)
        assert index in plan, plan
        assert "Seq Scan" not in plan, plan
        assert "SCAN" not in plan, plan
