"""Everything people write in several languages stands at the desk of translations, or is named here with why it does not."""

from datetime import date

import pytest

from recruit import tables
from recruit.core import clock
from recruit.core.db import Base, writing
from recruit.core.locales import CODES
from recruit.core.translating import Lacking, Whose, known, lacks_of_words
from recruit.events.asking.models import EventQuestion, EventQuestionText
from recruit.events.asking.rules import AskedOf, QuestionForm
from recruit.events.materials.models import EventMaterial, EventMaterialText
from recruit.events.materials.rules import MaterialKind, OpensFor
from recruit.events.programme.models import (
    EventSpeaker,
    EventSpeakerText,
    ProgrammeSession,
    ProgrammeSessionText,
)
from recruit.fairs.models import Fair
from recruit.fairs.preparing.models import FairTask
from recruit.fairs.preparing.rules import TaskKind
from recruit.handbook.models import GlossaryTerm
from tests import people
from tests.factories.events import make_event
from tests.handbook.test_writing import small_book

assert tables.ROOMS

# Tables of words by language -> the kind under which the desk shows them.
AT_THE_DESK = {
    "chapter_version": "chapter",
    "book": "book",
    "glossary_term": "term",
    "posting_text": "posting",
    "organisation_text": "company_page",
    "event_text": "event",
    "programme_session_text": "event_session",
    "event_speaker_text": "event_speaker",
    "event_question_text": "event_question",
    "event_material_text": "event_material",
    "fair_task": "fair_task",
}
# Why others are not there.
ELSEWHERE = {
    "chapter": "titles follow the published texts",
    "event_letter_text": "sent at once, with all languages side by side; nobody reads it here afterwards",
    "step_rule_text": "shipped with the program in all languages; its file is tested",
    "consent_text": "shipped with the program; a legal text is never shown in part",
    "help_line": "shipped with the program in all languages; its file is tested",
    "code_wording": "its form demands every language",
    "mail": "made by the program at hand-over",
    "translation_claim": "who is on it",
    "translation_lack": "what waits",
}


def has_words_by_language(table) -> bool:
    """A row for each language, or a column that holds words by language."""
    names = set(table.columns.keys())
    return table.name.endswith("_text") or bool(names & {"titles", "texts", "meanings", "words_by_language"})


def test_every_text_in_several_languages_is_accounted_for(app):
    found = {table.name for table in Base.metadata.sorted_tables if has_words_by_language(table)}
    assert found - AT_THE_DESK.keys() - ELSEWHERE.keys() == set()
    # A position has the same texts while its company writes it.
    assert {*AT_THE_DESK.values(), "own_posting"} == set(known())


def test_words_side_by_side_lack_what_another_language_says():
    words = {"vi": {"title": "Ca 1", "about": "Mở đầu"}, "ja": {"title": "第1部", "about": " "}}
    assert lacks_of_words(words, ("ja", "vi", "en")) == {"ja": Lacking.PARTLY, "en": Lacking.MISSING}
    assert lacks_of_words({"ja": {"title": ""}}, ("ja", "en")) == {}


@pytest.fixture
def written(app, db, now) -> None:
    """One thing of each kind that stands side by side in all languages, written in Japanese only."""
    event = make_event(en="Fair", id="Bursa", vi="Ngày hội")
    book = small_book(now).book
    with writing() as rows:
        session = ProgrammeSession(
            event_id=event.id,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            texts=[ProgrammeSessionText(language="ja", title="第1部")],
        )
        speaker = EventSpeaker(
            event_id=event.id,
            name="Lan",
            agreed_on=date(2026, 11, 1),
            agreed="mail",
            texts=[EventSpeakerText(language="ja", role="技術者")],
        )
        question = EventQuestion(
            event_id=event.id,
            position=1,
            form=QuestionForm.TEXT,
            asked_of=AskedOf.EVERYBODY,
            texts=[EventQuestionText(language="ja", words="食事の希望")],
        )
        material = EventMaterial(
            event_id=event.id,
            kind=MaterialKind.LINK,
            url="https://example.com/",
            opens_for=OpensFor.EVERYBODY,
            from_at=now,
            added_at=now,
            texts=[EventMaterialText(language="ja", title="資料")],
        )
        rows.add_all(
            [session, speaker, question, material, Fair(event_id=event.id, wishes_until=event.starts_at)]
        )
        rows.flush()
        rows.add(FairTask(fair_id=event.id, kind=TaskKind.OWN, days_before=7, words={"ja": "名札を用意する"}))
        rows.add(GlossaryTerm(key="naitei", words={"ja": "内定"}, meanings={"ja": "採用の約束"}))
        rows.merge(book).notes = {"ja": "続きは後日。"}


BESIDE = (
    "book",
    "event_material",
    "event_question",
    "event_session",
    "event_speaker",
    "fair_task",
    "term",
)


@pytest.mark.parametrize("kind", BESIDE)
def test_each_kind_says_what_it_lacks_and_leads_to_where_it_is_written(kind, written, client):
    user = people.coordinator()
    staff = people.visitor_of(user)
    lacks = list(known()[kind].lacking(staff, clock.now(), None))
    assert {one.language for one in lacks} == (set(CODES) - {"ja"} if kind != "book" else {"en"})
    [one, *_rest] = lacks
    assert one.source_language == "ja" and one.whose in (Whose.WRITERS, Whose.COORDINATORS)
    # Asked for by name it says the same, and of others nothing.
    assert list(known()[kind].lacking(staff, clock.now(), {one.ref})) == lacks
    assert list(known()[kind].lacking(staff, clock.now(), {"no-such"})) == []
    people.sign_in(client, user)
    with client.application.test_request_context("/en/"):
        address = client.application.url_for(one.endpoint, lang="en", **one.values)
    assert client.get(address).status_code == 200
