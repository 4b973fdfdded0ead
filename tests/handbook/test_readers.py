import html5lib
import pytest

from recruit.core.db import session, writing
from recruit.core.errors import Refused
from recruit.handbook.models import ChapterVersion, ReaderQuestion
from recruit.handbook.readers import actions
from recruit.handbook.rules import ChapterState, HandbookRefusal
from tests import people
from tests.handbook.test_writing import small_book

ASK = "/en/handbook/small/first/ask"


@pytest.fixture
def chapter(app, db, now):
    return small_book(now)


def test_a_reader_is_answered_once_and_by_mail(chapter, client, app, outbox):
    student, writer = people.student(), people.editor()
    page = client.get("/en/handbook/small/first")
    assert f'href="{ASK}?said=question"' in page.text
    people.sign_in(client, student)
    html5lib.HTMLParser(strict=True).parse(client.get(f"{ASK}?said=question").text)
    missing = client.post(ASK, data={"said": "question", "words": " "})
    assert missing.status_code == 422 and "Please write your question." in missing.text
    sent = client.post(ASK, data={"said": "question", "words": "How long\ndoes it take?"})
    assert sent.status_code == 303
    assert "The answer comes to you by mail." in client.get(sent.location).text
    [asked] = session().query(ReaderQuestion).all()
    assert (asked.person_id, asked.read_language, asked.number) == (student.person_id, "en", 1)
    desk = "/en/staff/handbook/questions"
    assert client.get(desk).status_code == 403
    staff = people.sign_in(app.test_client(), writer)
    assert "1 reader of the handbook waits for an answer." in staff.get("/en/staff/").text
    shown = staff.get(desk).text
    html5lib.HTMLParser(strict=True).parse(shown)
    assert "How long" in shown
    one = f"{desk}/{asked.public_id}"
    html5lib.HTMLParser(strict=True).parse(staff.get(one).text)
    assert staff.post(one, data={"words": "About three months."}).status_code == 303
    assert staff.post(one, data={"words": "Another answer."}).status_code == 422
    staff.post(f"{one}/close")
    assert session().query(ReaderQuestion).one().answer == "About three months."
    [message] = outbox.hand_over()
    assert message["To"] == student.email
    assert "About three months." in message.get_body(("plain",)).get_content()
    assert one in staff.get(f"{desk}?state=done").text and one not in staff.get(desk).text


def test_votes_are_counted_and_who_is_unknown_gets_no_answer(chapter, client, app, now):
    for words in ("", "", "Where is the form?"):
        assert client.post(ASK, data={"said": "not_helpful", "words": words}).status_code == 303
    people.sign_in(client, people.student())
    for said in ("not_helpful", "helpful", "helpful"):
        client.post(ASK, data={"said": said})
    writer = people.editor()
    staff = people.sign_in(app.test_client(), writer)
    page = staff.get("/en/staff/handbook/questions").text
    assert "1 text of a reader waits for an answer." in page
    kinds = [one.kind for one in session().query(ReaderQuestion)]
    assert sorted(kinds) == ["helpful", "not_helpful", "not_helpful", "not_helpful"]
    with_words = session().query(ReaderQuestion).filter(ReaderQuestion.words != "").one()
    asks = people.visitor_of(writer)
    with pytest.raises(Refused) as refused, writing():
        actions.answer(with_words, "There.", by=asks, now=now)
    assert refused.value.reason is HandbookRefusal.NOBODY_TO_ANSWER
    address = f"/en/staff/handbook/questions/{with_words.public_id}"
    assert "Send the answer" not in staff.get(address).text
    staff.post(f"{address}/close")
    assert "0 texts of readers wait" in staff.get("/en/staff/handbook/questions").text


def test_nobody_asks_about_a_draft(chapter, client, db):
    with writing():
        for version in db.query(ChapterVersion):
            version.state = ChapterState.DRAFT
    assert client.get(ASK).status_code == 404
    assert client.post(ASK, data={"said": "helpful"}).status_code == 404


def test_a_program_does_not_fill_the_desk(chapter, client, app):
    app.config["ACCOUNT_LIMITS"] = True
    try:
        answers = [client.post(ASK, data={"said": "helpful"}).status_code for _time in range(31)]
    finally:
        app.config["ACCOUNT_LIMITS"] = False
    assert answers == [303] * 30 + [429]
