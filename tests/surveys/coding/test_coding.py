"""An open answer on its way: gloss, two coders who do not see each other, a decision; what is told, taken along and erased."""

from datetime import timedelta
import re

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
import time_machine

from recruit.accounts.models import User
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.errors import Missing
from recruit.core.models import AuditEntry, Sighting
from recruit.core.visitor import Role
from recruit.placements.models import Placement
from recruit.surveys import privacy as survey_privacy
from recruit.surveys.actions.refusing import refuse
from recruit.surveys.coding import figures, privacy, queries
from recruit.surveys.coding.models import Code, Coding, OpenAnswer
from recruit.surveys.coding.queries import Which
from recruit.surveys.coding.rules import HowSettled, Stage, Turn
from recruit.surveys.models import Answer, Response
from recruit.surveys.queries.answering import survey_of_contact
from recruit.surveys.queries.known import newest_programme
from recruit.surveys.rules import OptOutLevel, ResponseState
from tests import people
from tests.conftest import CountQueries
from tests.factories import surveys as make
from tests.surveys.coding.answers import GLOSS, WORDS, write


def officer(name: str) -> User:
    return people.make_user(f"{name}@demo.example", name=name, roles=(Role.RETENTION_OFFICER,))


@pytest.fixture
def placement(app: Flask) -> Placement:
    return make.make_hire()


def post(client: FlaskClient, ref: str, step: str, *, language: str = "en", **data: object) -> str:
    """One step at an answer; where the page leads."""
    reply = client.post(f"/{language}/staff/surveys/open-answers/{ref}/say_more", data={"step": step, **data})
    assert reply.status_code == 303, reply.text
    return reply.headers["Location"]


def test_from_the_words_to_what_holds(app: Flask, placement: Placement, db: Session) -> None:
    ref = write(placement)
    a, b = officer("anna"), officer("bao")
    first, second = (people.sign_in(app.test_client(), one) for one in (a, b))
    address = f"/staff/surveys/open-answers/{ref}/say_more"
    page = first.get(f"/ja{address}").text
    assert WORDS in page
    assert "ベトナム語" in page
    assert placement.person.display_name not in page
    # No gloss, no codes; nothing typed is lost.
    refused = first.post(f"/vi{address}", data={"step": "gloss", "written_in": "vi", "gloss": " "})
    assert refused.status_code == 422
    early = first.post(f"/en{address}", data={"step": "codes", "codes": "pay"})
    assert early.status_code == 422
    post(first, ref, "gloss", written_in="vi", gloss=GLOSS)
    kept = db.scalars(select(OpenAnswer)).one()
    assert GLOSS.encode() not in (kept.gloss or b"")
    assert GLOSS in first.get(f"/ja{address}").text
    whole = first.get(f"/en/staff/surveys/responses/{ref}").text
    assert GLOSS in whole
    assert f"/en{address}" in whole
    post(first, ref, "codes", codes=["pay"])
    # The own codes are shown to be mended; a colleague sees nothing of them, and the same person is not the second.
    assert _ticked(first.get(f"/en{address}").text) == {"pay"}
    blind = second.get(f"/en{address}").text
    assert _ticked(blind) == set()
    assert "What the coders gave" not in blind
    officers = people.visitor_of(a), people.visitor_of(b)
    assert queries.next_in_line(officers[0], Stage.SECOND, Which()) is None
    assert queries.next_in_line(officers[1], Stage.SECOND, Which()) is not None
    assert [queries.waiting_for(one, Stage.SECOND, Which()) for one in officers] == [0, 1]
    post(first, ref, "codes", codes=["pay", "japanese_barrier"])
    assert post(second, ref, "codes", codes=["pay", "career_unclear"]).endswith("/staff/surveys/open-answers")
    assert queries.counts(officers[0], Which())[Stage.SETTLE] == 1
    # Alone, neither of the two decides.
    alone = second.post(f"/en{address}", data={"step": "settle", "codes": ["pay"]})
    assert alone.status_code == 422
    assert 'id="together-error"' in alone.text
    post(second, ref, "settle", codes=["pay"], together="y")
    looks = {coding.turn: coding for coding in db.scalars(select(Coding))}
    assert [looks[turn].chosen for turn in Turn] == [
        ["japanese_barrier", "pay"],
        ["career_unclear", "pay"],
        ["pay"],
    ]
    assert looks[Turn.SETTLED].how is HowSettled.TOGETHER
    assert queries.counts(officers[0], Which("w1", "vi"))[Stage.DONE] == 1
    assert queries.counts(officers[0], Which("w1", "id"))[Stage.DONE] == 0
    # Once settled, another try changes nothing.
    assert first.post(f"/en{address}", data={"step": "settle", "codes": ["visa"]}).status_code == 422
    # The trail, which administrators read, says that somebody read and coded, and never what was found.
    lines = db.execute(select(AuditEntry.action, AuditEntry.change)).all()
    assert {"response.seen", "answer.glossed", "answer.coded", "answer.settled"} <= {
        line.action for line in lines
    }
    assert not [line for line in lines if "pay" in line.change or "barrier" in line.change]
    # Nor which question it was: that one is asked says what was answered before it.
    assert not [line for line in lines if "say_more" in line.change]
    assert set(db.scalars(select(Sighting.person_ref))) == {placement.person.public_id}


def _ticked(page: str) -> set[str]:
    """Which codes are ticked on a page."""
    boxes = re.findall(r"<input[^>]*name=\"codes\"[^>]*>", page)
    assert boxes
    return {box.partition('value="')[2].partition('"')[0] for box in boxes if " checked" in box}


def test_nobody_else_reads_open_answers(app: Flask, placement: Placement) -> None:
    ref = write(placement)
    begun = write(make.make_hire(address="c@hires.example"), state=ResponseState.BEGUN)
    reader = people.sign_in(app.test_client(), officer("anna"))
    where = "/en/staff/surveys/open-answers"
    assert reader.get(f"{where}/{begun}/say_more").status_code == 404
    assert reader.get(f"{where}/{ref}/q_settled").status_code == 404
    pages = ("", f"/{ref}/say_more", "/figures", "/codes.csv", "/codes.xlsx")
    for user in (people.administrator(), people.coordinator(), people.company_member()):
        client = people.sign_in(app.test_client(), user)
        assert {client.get(where + page).status_code for page in pages} == {403}
        assert client.get("/en/staff/surveys/codebook").status_code == 403
        with pytest.raises(Missing):
            queries.reading_for(people.visitor_of(user), ref, "say_more")
        with pytest.raises(Missing):
            figures.coded_answers(people.visitor_of(user))


def test_the_desk_of_translations_counts_glosses_for_who_may_read_answers_only(
    app: Flask, placement: Placement
) -> None:
    ref = write(placement)
    desk = "/en/staff/translations"
    both = people.make_user("both@demo.example", roles=(Role.RETENTION_OFFICER, Role.EDITOR))
    client = people.sign_in(app.test_client(), both)
    page = client.get(f"{desk}?into=ja").text
    assert "1 open answer waits" in page and ref not in page
    # A gloss is in Japanese.
    assert "open answer" not in client.get(f"{desk}?into=vi").text
    for user in (people.editor(), people.coordinator(), people.administrator()):
        other = people.sign_in(app.test_client(), user)
        assert "open answer" not in other.get(f"{desk}?into=ja").text


def test_the_queue_has_the_oldest_first_without_words(
    app: Flask, clock: time_machine.Traveller, placement: Placement, count_queries: CountQueries
) -> None:
    client = people.sign_in(app.test_client(), officer("anna"))
    refs = [write(placement)]
    client.get("/vi/staff/surveys/open-answers")
    with count_queries(8):
        client.get("/vi/staff/surveys/open-answers")
    for number in (1, 2):
        clock.shift(timedelta(minutes=5))
        refs.append(write(make.make_hire(address=f"{number}@hires.example"), language="id"))
    with count_queries(8):
        page = client.get("/vi/staff/surveys/open-answers").text
    places = [page.rindex(ref) for ref in refs]
    assert places == sorted(places)
    assert WORDS not in page
    one_language = client.get("/vi/staff/surveys/open-answers?language=id").text
    assert refs[0] not in one_language
    assert refs[1] in one_language
    # The next answer opens by itself; after the last, the queue.
    assert refs[1] in post(client, refs[0], "gloss", written_in="vi", gloss=GLOSS)
    assert refs[2] in post(client, refs[1], "gloss", written_in="id", gloss=GLOSS)
    assert post(client, refs[2], "gloss", written_in="id", gloss=GLOSS).endswith("/open-answers")


def test_a_person_takes_it_along_and_is_erased(app: Flask, placement: Placement, db: Session) -> None:
    ref = write(placement)
    first, second = (people.sign_in(app.test_client(), officer(name)) for name in ("anna", "bao"))
    post(first, ref, "gloss", written_in="vi", gloss=GLOSS)
    post(first, ref, "codes", codes=["pay"])
    post(second, ref, "codes", codes=["pay"])
    person_id = placement.person_id
    # The day of the point was edited since, so it is called by another one.
    with writing():
        programme = newest_programme()
        assert programme is not None
        programme.rules = {**programme.rules, "moved": {"w1": "start.d9"}}
    (row,) = privacy.export(person_id)["glosses_and_codes"]
    label = "Lương" if placement.person.language == "vi" else "Gaji"
    assert (row["gloss"], row["point"], row["item"]) == (GLOSS, "start.d9", "say_more")
    assert [given["codes"] for given in row["codes_given"]] == [label, label]
    reader = people.visitor_of(officer("chi"))
    file = first.get("/en/staff/surveys/open-answers/codes.csv").text
    assert ",start.d9,say_more,vi,pay,pay,,pay" in file
    assert placement.person.public_id not in file
    assert figures.figures(reader).people == {"pay": None}
    # One point was begun and not handed in, in codes too; of what was handed in the codes stay.
    begun = write(placement, wave="m1", state=ResponseState.BEGUN)
    with writing() as rows:
        for public_id in (ref, begun):
            response = rows.scalars(select(Response).where(Response.public_id == public_id)).one()
            response.answers.append(Answer(item="q_astold", value=["2"], answered_at=core_clock.now()))
    with writing():
        privacy.erase(person_id, core_clock.now())
        survey_privacy.erase(person_id, core_clock.now())
    left = select(Response.public_id, Answer.item).join(Answer, Answer.response_id == Response.id)
    assert db.execute(left).all() == [(ref, "q_astold")]
    kept = db.scalars(select(OpenAnswer).execution_options(populate_existing=True)).one()
    assert (kept.gloss, kept.response_id, kept.gloss_by_ref) == (None, None, "")
    assert kept.nobody_ref
    assert privacy.export(person_id) == {"glosses_and_codes": []}
    # The figures still know of one person.
    found = figures.figures(reader)
    assert (found.of_people, found.is_told, found.by_code["pay"].n) == (1, False, 1)
    with pytest.raises(Missing):
        queries.reading_for(reader, ref, "say_more")


def test_words_whose_time_is_over_take_the_gloss_along(
    app: Flask, clock: time_machine.Traveller, placement: Placement, db: Session
) -> None:
    ref = write(placement)
    post(people.sign_in(app.test_client(), officer("anna")), ref, "gloss", written_in="vi", gloss=GLOSS)
    # Somebody has begun and refused everything since: no point of that employment is left, and the words go all the same.
    refuses = make.make_hire(address="c@hires.example")
    write(refuses, state=ResponseState.BEGUN)
    with writing():
        refuse(survey_of_contact(make.contact_of(refuses, "w1")), OptOutLevel.SURVEYS, now=core_clock.now())
    assert {state.split()[0] for state in make.states_of(refuses).values()} == {"opted_out"}
    with writing():
        survey_privacy.purge(core_clock.now())
    assert db.scalar(select(func.count()).select_from(Answer).where(Answer.words.is_not(None))) == 2
    with writing():
        survey_privacy.purge(core_clock.now() + timedelta(days=6 * 366))
    assert db.scalar(select(func.count()).select_from(Answer).where(Answer.words.is_not(None))) == 0
    kept = db.scalars(select(OpenAnswer).execution_options(populate_existing=True)).one()
    assert kept.gloss is None
    assert kept.response_id is not None


def test_the_codebook_is_changed_by_new_versions_alone(app: Flask, placement: Placement, db: Session) -> None:
    ref = write(placement, language="ja", words="バスが少ないです。")
    client = people.sign_in(app.test_client(), officer("anna"))
    texts = {
        f"texts_{code}-{what}": f"{what} {code}"
        for code in ("ja", "en", "id", "vi")
        for what in ("label", "definition", "example")
    }
    new = {**texts, "texts_en-label": "Commuting", "theme": "trouble"}
    gap = client.post("/vi/staff/surveys/codebook/new", data={**new, "texts_vi-example": ""})
    assert gap.status_code == 422
    assert "definition ja" in gap.text
    assert client.post("/en/staff/surveys/codebook/new", data=new).status_code == 303
    post(client, ref, "codes", codes=["commuting"])
    first = {**texts, "seen_number": "1"}
    assert client.post("/en/staff/surveys/codebook/commuting", data=first).status_code == 303
    # A colleague who still sees the first version is told so.
    assert client.post("/en/staff/surveys/codebook/commuting", data=first).status_code == 422
    code = db.scalars(select(Code).where(Code.key == "commuting")).one()
    assert [wording.number for wording in code.wordings] == [2, 1]
    assert code.wordings[1].texts["label"]["en"] == "Commuting"
    assert db.scalars(select(Coding)).one().offered["commuting"] == 1
    assert client.post("/en/staff/surveys/codebook/commuting/retire").status_code == 303
    second = people.sign_in(app.test_client(), officer("bao"))
    retired = second.post(
        f"/en/staff/surveys/open-answers/{ref}/say_more", data={"step": "codes", "codes": "commuting"}
    )
    assert retired.status_code == 422
    # Retired, never deleted: the page of the book shows it, and it can be used again.
    assert "retired" in client.get("/en/staff/surveys/codebook").text
    assert client.post("/en/staff/surveys/codebook/commuting/use-again").status_code == 303
    post(second, ref, "codes", codes=["commuting"])
    assert db.scalars(select(OpenAnswer)).one().stage is Stage.DONE
