"""An event's words in one language beside the original: what is behind, what changed since, who may write them."""

from datetime import timedelta
import re

import html5lib
import pytest

from recruit.core import clock
from recruit.core.db import session, writing
from recruit.core.errors import Missing, Refused
from recruit.core.translating import Lacking
from recruit.events import actions, queries as event_queries
from recruit.events.forms import EventForm, event_data
from recruit.events.models import Event
from recruit.events.texts.actions import save_text
from recruit.events.texts.queries import seen, standing
from recruit.events.texts.rules import TEXT_FIELDS
from recruit.events.translatable import lacking
from recruit.postings.texts.rules import TextRefusal
from tests import people
from tests.factories.events import make_event

VI = dict.fromkeys(TEXT_FIELDS, "") | {"title": "Ngày hội Hà Nội", "place": "Đại học Xây dựng"}


@pytest.fixture
def user(app, db):
    return people.coordinator()


@pytest.fixture
def staff(user):
    return people.visitor_of(user)


@pytest.fixture
def event(staff) -> Event:
    return make_event(slug="hanoi")


def save(event, staff, words=VI, language="vi", mark=None) -> None:
    with writing():
        save_text(event, language, words, seen=mark or seen(event, language), by=staff, now=clock.now())


def change_original(event, staff, app, **words: str) -> None:
    """As the big form does it, with all the rest as it stands."""
    with app.test_request_context("/", method="POST"):
        found = event_queries.event_for_staff(staff, event.slug)
        data = event_data(found)
        data["texts_ja"] |= words
        form = EventForm(formdata=None, data=data)
        facts = form.facts()
    with writing():
        actions.change_event(found, facts, by=staff, now=clock.now())


def lacks(staff) -> dict[str, Lacking]:
    return {one.language: one.lacking for one in lacking(staff, clock.now())}


def test_a_translation_follows_its_original_until_that_changes(event, staff, app):
    assert lacks(staff) == dict.fromkeys(("en", "id", "vi"), Lacking.MISSING)
    save(event, staff)
    assert set(lacks(staff)) == {"en", "id"}
    change_original(event, staff, app, about="午前は説明会です。\n午後は面談です。")
    # What a translation does not say cannot be behind: it lacks a part.
    assert lacks(staff)["vi"] is Lacking.PARTLY
    save(event, staff, VI | {"about": "Sáng: giới thiệu.\nChiều: gặp gỡ."})
    assert set(lacks(staff)) == {"en", "id"}
    change_original(event, staff, app, about="午前は説明会です。\n午後は個別の面談です。")
    found = standing(session().get_one(Event, event.id), "vi")
    assert (found.versions_behind, found.changed, found.untranslated) == (1, ("about",), ())
    [behind] = [one for one in lacking(staff, clock.now()) if one.language == "vi"]
    assert (behind.lacking, behind.behind, behind.endpoint) == (Lacking.BEHIND, 1, "events.text")
    # The original says again what the translation was made from.
    change_original(event, staff, app, about="午前は説明会です。\n午後は面談です。")
    assert set(lacks(staff)) == {"en", "id"}


def test_the_page_marks_what_changed_and_keeps_what_was_typed(client, event, user, staff, app):
    change_original(event, staff, app, about="午前は説明会です。\n午後は面談です。")
    save(event, staff, VI | {"about": "Sáng: giới thiệu.\nChiều: gặp gỡ."})
    change_original(event, staff, app, about="午前は説明会です。\n午後は個別の面談です。")
    people.sign_in(client, user)
    page = client.get("/id/staff/events/hanoi/texts/vi").text
    html5lib.HTMLParser(strict=True).parse(page)
    # Inside a paragraph as chapters have it: by word, in Japanese by letter.
    assert "<p>午前は説明会です。</p>" in page.replace(' class="keep-lines"', "")
    assert "午後は<ins>個別の</ins>面談です。" in page and "<del>" not in page and "Chiều: gặp gỡ." in page

    typed = VI | {"about": "Chiều: gặp riêng từng người.", "seen": "9-9"}
    stale = client.post("/id/staff/events/hanoi/texts/vi", data=typed)
    assert stale.status_code == 422 and "gặp riêng từng người" in stale.text
    empty = client.post("/id/staff/events/hanoi/texts/vi", data=typed | {"title": " "})
    assert empty.status_code == 422 and "gặp riêng từng người" in empty.text
    # Alone it needs a title, and says so before it is sent; among the other languages it may stay empty.
    assert re.search(r'<input(?=[^>]*id="title")[^>]*aria-required="true"', empty.text)
    # Sent once more, it counts as compared with what the page showed.
    mark = re.search(r'name="seen"[^>]*value="([^"]*)"', stale.text)
    assert mark is not None
    saved = client.post("/id/staff/events/hanoi/texts/vi", data=typed | {"seen": mark[1]})
    assert saved.status_code == 303
    assert "<ins>" not in client.get("/id/staff/events/hanoi/texts/vi").text
    assert client.get("/id/staff/events/hanoi/texts/ja").status_code == 404
    assert client.get("/id/staff/events/hanoi/texts/xx").status_code == 404


def test_who_writes_over_others_is_told(event, staff):
    mark = seen(event, "vi")
    save(event, staff, mark=mark)
    with pytest.raises(Refused) as refused:
        save(event, staff, VI | {"title": "Khác"}, mark=mark)
    assert refused.value.reason is TextRefusal.CHANGED_MEANWHILE
    with pytest.raises(Missing):
        save(event, people.visitor_of(people.editor()))
    with pytest.raises(Missing):
        save(event, staff, language="ja", mark="1-1")


def test_an_event_that_began_waits_for_nobody(event, staff):
    assert lacks(staff)
    assert list(lacking(staff, event.starts_at + timedelta(minutes=1))) == []
