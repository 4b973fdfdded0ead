"""Bad input on every form that somebody is shown: nothing breaks, nothing is kept, and the answer says what is wrong where it is.

Forms are found on the walk through the house, none is listed here. Each account's forms are posted in a transaction that
is rolled back, each post in a savepoint, so that no post sees what another one did.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from itertools import cycle
import json
import logging
import os
from pathlib import Path
import re
from urllib.parse import urlsplit

from flask.testing import FlaskClient
import pytest
from sqlalchemy import BigInteger, Connection, Integer, String, event, text
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from recruit.core.db import Database
from recruit.surveys.queries.answering import survey_of_contact
from tests.house import html
from tests.house.forms import Control, Form, Paper
from tests.house.judging import as_kept, is_english, is_keepable, is_said_in
from tests.house.nonsense import ROUNDS, Pairs, as_sent, filled, rounds_for
from tests.house.rights import KEEPS_WHAT_HOLDS
from tests.house.samples import KEY, open_contact
from tests.house.walking import ACCOUNTS, LANGUAGE, NOBODY, House
from tests.shown_words import FIELD as WORDS_SHOWN, shown_on

LANGUAGES = ("vi", "ja")
# With FULL=1 every form gets every kind of nonsense; else these, and of the others every eighth in turn: neighbours get all.
FULL = os.environ.get("FULL") == "1"
ALWAYS = frozenset({"in earnest", "nothing"})
EVERY = 8
# The demonstration shows so many different forms at least; with fewer the search for them is broken.
LEAST_FORMS = 40
# Of these so many take what is typed in earnest; with fewer the rounds would not come past the first check.
LEAST_TAKEN = 25
# Beyond those of the walk, so many pages of one kind are looked at by each account: their forms differ with their state.
MORE_OF_ONE_KIND = 5 if FULL else 3
# Rows that a refused form may leave: tries are counted, and who looked at whom is written down.
MAY_STAY = frozenset({"rate_hit", "sighting"})
LOOKED = ".seen'"
# A position is kept as a draft before it is sent; where it cannot be sent yet, the page of the draft says both.
KEPT_AS_DRAFT = frozenset({"postings.new", "postings.edit"})
_WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)


@dataclass
class Shown:
    """A form, who is shown it, and where."""

    account: str
    page: str
    endpoint: str
    form: Form


@dataclass
class Sweep:
    """What was found out about all forms."""

    shown: list[Shown] = field(default_factory=list)
    posts: int = 0
    refused: int = 0
    taken: set[int] = field(default_factory=set)
    why_not: dict[int, list[str]] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)

    def note(self, kind: str, words: str) -> None:
        self.faults.setdefault(kind, []).append(words)


def _endpoint_of_post(house: House, address: str) -> str:
    try:
        return house.roads.match(urlsplit(address).path, method="POST")[0]
    except HTTPException:
        return ""


def _questions(house: House) -> Iterator[tuple[str, str]]:
    """Every question of the surveys that can be answered now."""
    for key, account in ((KEY, NOBODY), ("", "hire")):
        with house.app.app_context(), house.app.extensions["recruit.database"].scope() as rows:
            contact = open_contact(rows, "" if key else f"{account}@demo.example")
            way = {"token": key} if key else {"public_id": contact.public_id}
            names = [item.name for item in survey_of_contact(contact).form.items]
        for name in names:
            endpoint = "surveys.question" if key else "surveys.own_question"
            yield account, house.roads.build(endpoint, {"lang": LANGUAGE, "item": name, **way})


def _places(house: House) -> Iterator[tuple[str, str]]:
    """Who looks where: what was looked at on the walk, and more of each kind of page that one thing has."""
    for account in ACCOUNTS:
        for page in (*house.reached(account), *house.shown_pages(account)):
            if page.status == 200 and page.is_html:
                yield account, page.address
        looked_at: dict[str, int] = defaultdict(int)
        for address in house.links[account]:
            found = house.endpoint_of(address)
            if found is None or len(found[1]) < 2 or "?" in address or (account, address) in house.pages:
                continue
            looked_at[found[0]] += 1
            if found[1]["lang"] == LANGUAGE and looked_at[found[0]] <= MORE_OF_ONE_KIND:
                yield account, address
    yield from _questions(house)


def _text_at(house: House, account: str, address: str) -> str:
    answer = house.clients[account].get(address)
    return answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""


def forms_of(house: House) -> list[Shown]:
    """Each form once, as the first account sees it to whom it has these fields."""
    found: dict[tuple[str, frozenset[tuple[str, str]]], Shown] = {}
    for account, address in dict.fromkeys(_places(house)):
        # Pages that are looked at only here are not the walk's: other tests read what the walk has seen.
        known = house.pages.get((account, address))
        page = known.text if known else _text_at(house, account, address)
        if "<form" not in page:
            continue
        for form in Paper(page).forms(address):
            endpoint = _endpoint_of_post(house, form.address)
            if form.visible and endpoint:
                found.setdefault((endpoint, form.kind()), Shown(account, address, endpoint, form))
    return list(found.values())


def _rows_of(connection: Connection, tables: Iterable[str]) -> dict[str, list[str]]:
    return {
        table: sorted(
            row
            for row in map(repr, connection.execute(text(f'SELECT * FROM "{table}"')))
            if LOOKED not in row
        )
        for table in tables
    }


def _same_form(endpoint: str) -> frozenset[str]:
    # What was kept has an address of its own from then on.
    return next(
        (kind for kind in (KEPT_AS_DRAFT, KEEPS_WHAT_HOLDS) if endpoint in kind), frozenset({endpoint})
    )


def _main_of(page: str) -> str:
    """What stands between head and foot: the rest of every page is the same, and half of it."""
    begins, ends = page.find("<main"), page.rfind("</main>")
    return page[begins:ends] if 0 <= begins < ends else page


def round_name_of(here: str) -> str:
    return here.partition("[")[2].rstrip("]")


class Poster:
    """Sends forms of the house, each in a savepoint that is taken back."""

    def __init__(self, house: House, connection: Connection, log: pytest.LogCaptureFixture) -> None:
        self.house, self.connection, self.log = house, connection, log
        self.sweep = Sweep(shown=forms_of(house))
        self.written: list[str] = []
        self.unkeepable: list[str] = []
        self.looked_over: set[int] = set()

    def note_write(self, _c: object, _cursor: object, statement: str, *_more: object) -> None:
        hit = _WRITES.match(statement)
        if hit:
            self.written.append(hit[1])

    def note_rows(self, rows: Session, *_more: object) -> None:
        for row in (*rows.new, *rows.dirty):
            self.unkeepable += [
                f"{row.__tablename__}.{column.key}: {str(value)[:30]!r}"
                for column in row.__mapper__.columns
                if (value := row.__dict__.get(column.key)) is not None and not is_keepable(column.type, value)
            ]

    def post_all(self) -> Sweep:
        for number, shown in enumerate(self.sweep.shown):
            languages = cycle(LANGUAGES if number % 2 else LANGUAGES[::-1])
            buttons: list[Control | None] = [one for one in shown.form.controls if one.kind == "button"]
            for place, (round_name, only) in enumerate(rounds_for(shown.form)):
                if not FULL and round_name not in ALWAYS and (number + place) % EVERY:
                    continue
                for button in buttons[: 2 if round_name in ("in earnest", "nothing") else 1] or [None]:
                    pairs = filled(shown.form, round_name, only, button=button)
                    content = ROUNDS.get(round_name, {}).get("file", "a,b\n1,2\n")
                    self.post(number, shown, f"{round_name} {only}".strip(), pairs, content, next(languages))
        return self.sweep

    def post(
        self, number: int, shown: Shown, round_name: str, pairs: Pairs, content: str, language: str
    ) -> None:
        client = self.house.clients[shown.account]
        pairs = self._with_words_of(shown, pairs, language)
        cookies = dict(client._cookies)
        self.written.clear()
        self.unkeepable.clear()
        self.log.clear()
        self.house.broken.clear()
        address = self.house.in_language(shown.form.address, language)
        here = f"{shown.account} {address} [{round_name}]"
        savepoint = self.connection.begin_nested()
        answer = self._send(client, address, shown.form, pairs, content)
        page = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        status = answer.status_code
        answer.close()
        touched = set(self.written) - MAY_STAY
        after = _rows_of(self.connection, touched) if status == 422 else {}
        savepoint.rollback()
        client._cookies.clear()
        client._cookies.update(cookies)
        self.sweep.posts += 1
        if shown.endpoint not in KEPT_AS_DRAFT | KEEPS_WHAT_HOLDS and after != _rows_of(
            self.connection, after
        ):
            self.sweep.note("a refused form left rows", f"{here}: {sorted(touched)}")
        if self.unkeepable:
            self.sweep.note("PostgreSQL would not keep this", f"{here}: {self.unkeepable}")
        if status in (200, 303):
            if round_name == "in earnest":
                self.sweep.taken.add(number)
        elif status != 422:
            self.sweep.note(f"answered {status}", f"{here} {'; '.join(self.house.broken)}")
        else:
            self.sweep.refused += 1
            self._look_at_refusal(number, shown, here, page, pairs, language)

    def _with_words_of(self, shown: Shown, pairs: Pairs, language: str) -> Pairs:
        """The words to agree to as the page shows them in the language that the form is sent in."""
        if not any(name == WORDS_SHOWN for name, _value in pairs):
            return pairs
        page = self.house.clients[shown.account].get(self.house.in_language(shown.page, language))
        words = shown_on(page.get_data(as_text=True))[WORDS_SHOWN]
        return [(name, words if name == WORDS_SHOWN else value) for name, value in pairs]

    def _send(
        self, client: FlaskClient, address: str, form: Form, pairs: Pairs, content: str
    ) -> TestResponse:
        files = [one for one in form.visible if one.kind == "file"]
        if not files:
            return client.post(address, data=as_sent(pairs), content_type="application/x-www-form-urlencoded")
        data: MultiDict = MultiDict(
            (name, value.encode("utf-8", "replace").decode()) for name, value in pairs
        )
        for one in files:
            # The sign that no database keeps, in the name too: no form takes it along.
            data.add(one.name, (BytesIO(content.encode("latin-1")), "li\0st.csv"))
        return client.post(address, data=data, content_type="multipart/form-data")

    def _look_at_refusal(
        self, number: int, shown: Shown, here: str, page: str, pairs: Pairs, language: str
    ) -> None:
        note = self.sweep.note
        paper = Paper(_main_of(page))
        again = self._the_form_again(paper, shown)
        if not again:
            paper = Paper(page)
            again = self._the_form_again(paper, shown)
        if not again:
            words = next((node.text for node in paper.nodes if node.tag == "main"), "")
            note("the form is gone from the answer", f"{here}: {words[:120]}")
            return
        path = urlsplit(self.house.in_language(shown.form.address, language)).path
        form = next((one for one in again if urlsplit(one.address).path == path), again[0])
        self._look_at_what_is_said(here, paper, language)
        self._look_at_what_is_kept(here, shown.form, form, pairs)
        self._look_at_the_log(here, shown, pairs)
        if number not in self.looked_over:
            self.looked_over.add(number)
            for fault in html.faults(page, Path(self.house.app.static_folder or "")):
                note("the answer is not well made", f"{here}: {fault}")
        if round_name_of(here) == "in earnest":
            self.sweep.why_not[number] = [words for _place, words in paper.summary()]

    def _the_form_again(self, paper: Paper, shown: Shown) -> list[Form]:
        names = {one.name for one in shown.form.visible}
        return [
            form
            for form in paper.forms(urlsplit(shown.form.address).path)
            if _endpoint_of_post(self.house, form.address) in _same_form(shown.endpoint)
            and names & {one.name for one in form.visible}
        ]

    def _look_at_what_is_said(self, here: str, paper: Paper, language: str) -> None:
        note = self.sweep.note
        lines, faults = paper.summary(), paper.faults()
        if not lines:
            note("no summary of what is wrong", here)
        said = " \n ".join(words for _place, words in lines)
        for place, sentences in faults.items():
            owners = paper.described_by(place) if place else []
            if not owners:
                note("a fault belongs to no field", f"{here}: {sentences}")
            for owner in owners:
                if owner.tag != "fieldset" and owner.get("aria-invalid") != "true":
                    note("a field with a fault is not marked as wrong", f"{here}: {owner.get('name')}")
            for words in sentences:
                if words not in said:
                    note("a fault is not in the summary", f"{here}: {words}")
                if not is_said_in(language, words) or is_english(words):
                    note("a fault is not said in the reader's language", f"{here}: {words[:200]}")
        beside = [words for sentences in faults.values() for words in sentences]
        for place, words in lines:
            if place:
                target = paper.by_id.get(place)
                fieldset = target.around("fieldset") if target else None
                told = [*(target.get("aria-describedby").split() if target else ())]
                told += fieldset.get("aria-describedby").split() if fieldset else ()
                if not any(one in faults for one in told):
                    note("a line of the summary leads to nothing that is wrong", f"{here}: {place}: {words}")
                if not any(words.endswith(sentence) or sentence in words for sentence in beside):
                    note("a fault of the summary is not beside its field", f"{here}: {words}")
            elif not is_said_in(language, words) or is_english(words):
                note("a fault is not said in the reader's language", f"{here}: {words[:200]}")

    def _look_at_what_is_kept(self, here: str, sent: Form, form: Form, pairs: Pairs) -> None:
        typed: dict[str, list[str]] = {}
        for name, value in pairs:
            typed.setdefault(name, []).append(value)
        known = {(one.name, one.value) for one in sent.visible if one.kind == "box"}
        left: dict[str, list[Control]] = {}
        for control in form.visible:
            left.setdefault(control.name, []).append(control)
        for name in dict.fromkeys(one.name for one in sent.visible):
            controls = left.get(name, [])
            if not controls:
                self.sweep.note("a field is gone from the answer", f"{here}: {name}")
                continue
            kind, values = controls[0].kind, typed.get(name, [])
            if kind == "password":
                if any(one.value for one in controls):
                    self.sweep.note("a password was sent back", f"{here}: {name}")
            elif kind == "box":
                # A button without a value stands for none of the others.
                on = {one.value for one in controls if one.is_on and one.value and (name, one.value) in known}
                can_be_empty = controls[0].node.get("type") == "checkbox"
                if (values or can_be_empty) and {one for one in values if one and (name, one) in known} != on:
                    self.sweep.note("what was ticked is not kept", f"{here}: {name}: {values} became {on}")
            elif kind == "choice":
                if values and values[0] in controls[0].options and controls[0].value != values[0]:
                    self.sweep.note(
                        "what was chosen is not kept",
                        f"{here}: {name}: {values[0]} became {controls[0].value}",
                    )
            elif (
                kind != "file"
                and values
                and "\0" not in values[0]
                and as_kept(controls[0].value) != as_kept(values[0])
            ):
                self.sweep.note(
                    "what was typed is not kept",
                    f"{here}: {name}: {values[0][:60]!r} became {controls[0].value[:60]!r}",
                )

    def _look_at_the_log(self, here: str, shown: Shown, pairs: Pairs) -> None:
        typed = {one.name for one in shown.form.visible if one.kind not in ("box", "choice")}
        lines = [record for record in self.log.records if record.getMessage() == "form refused"]
        if not lines:
            self.sweep.note("the log does not say that a form was refused", here)
        for record in lines:
            said = vars(record)
            if said.get("endpoint") != shown.endpoint or not said.get("fields") or not said.get("form"):
                self.sweep.note("the log does not say which form and fields", f"{here}: {said.get('fields')}")
            words = json.dumps([said["form"], said["fields"]], ensure_ascii=False)
            told = [
                value for name, value in pairs if name in typed and len(value.strip()) > 3 and value in words
            ]
            if told:
                self.sweep.note("the log says what was typed", f"{here}: {told}")


@contextmanager
def poster_of(house: House, log: pytest.LogCaptureFixture) -> Iterator[Poster]:
    """All in one transaction that is taken back."""
    database: Database = house.app.extensions["recruit.database"]
    with database.engine.connect() as plain:
        connection = plain.execution_options(writing=True)
        transaction = connection.begin()
        with database.pinned_to(connection):
            poster = Poster(house, connection, log)
            event.listen(connection, "before_cursor_execute", poster.note_write)
            event.listen(Session, "before_flush", poster.note_rows)
            try:
                yield poster
            finally:
                event.remove(Session, "before_flush", poster.note_rows)
        transaction.rollback()


@pytest.fixture
def sweep(house: House, caplog: pytest.LogCaptureFixture) -> Iterator[Sweep]:
    """Every form of the house, posted with every kind of nonsense."""
    caplog.set_level(logging.INFO, logger="recruit")
    with poster_of(house, caplog) as poster:
        yield poster.post_all()


def test_bad_input_on_every_form(sweep: Sweep) -> None:
    assert len(sweep.shown) >= LEAST_FORMS, f"only {len(sweep.shown)} forms were found"
    assert len(sweep.taken) >= LEAST_TAKEN, (
        f"only {len(sweep.taken)} forms take what is typed in earnest: {sweep.why_not}"
    )
    found = [
        f"{kind} ({len(places)}):\n  " + "\n  ".join(places) for kind, places in sorted(sweep.faults.items())
    ]
    assert not found, "\n".join(found)


def test_an_address_with_nul_is_nowhere(house: House) -> None:
    assert house.clients[NOBODY].get("/vi/companies/a%00b").status_code == 404


def test_the_sweep_sees_what_is_wrong(house: House) -> None:
    page = (
        '<form method="post" action="/vi/x"><ul class="error-summary"><li><a href="#a">A: wrong</a></li></ul>'
        '<div id="a-error"><p class="field-error">wrong</p></div><p class="field-error">lost</p>'
        '<input id="a" name="a" inputmode="numeric" aria-describedby="a-error" value="&lt;1">'
        '<textarea name="b">\r\nkept</textarea><input type="radio" name="c" value="1" checked>'
        '<button name="switch_language" value="ja">日本語</button></form>'
    )
    paper = Paper(page)
    assert paper.summary() == [("a", "A: wrong")]
    assert paper.faults() == {"a-error": ["wrong"], "": ["lost"]}
    assert [node.get("name") for node in paper.described_by("a-error")] == ["a"]
    (form,) = paper.forms("/vi/shown")
    assert [(one.kind, one.value) for one in form.controls] == [
        ("number", "<1"),
        ("text", "kept"),
        ("box", "1"),
    ]
    assert is_said_in("ja", "入力してください。")
    assert not is_said_in("ja", "Please fill this in.")
    assert is_english("読めません：the file is not a list")
    assert not is_keepable(String(3), "abcd")
    assert not is_keepable(String(), "a\0")
    assert not is_keepable(Integer(), 3_000_000_000)
    assert is_keepable(BigInteger(), 3_000_000_000)
