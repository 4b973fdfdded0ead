"""A confidential answer is unreachable for everybody whom it is not for: by every road, file, mail, line of the log and row.

Swept over the map of the application, not sampled. Whoever works for a company or a university (and students, interpreters of
nothing, people who left) is asked twice, before anybody has answered and after: every page must stay as it was, to the letter,
so that not even the fact of having answered shows. Staff who may know that somebody answered must not read what.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
import io
import logging
import os
from pathlib import Path
import re
import zipfile

import pytest
from sqlalchemy import update
import time_machine

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.visitor import Visitor
from recruit.messages import kinds
from recruit.messages.previews import preview_of
from recruit.surveys.models import Answer
from tests.conftest import NOW
from tests.house import canaries
from tests.house.conftest import app_on_a_copy
from tests.house.matrix import LANGUAGE, Matrix, matrix_of
from tests.house.rights import COMPANY, KINDS, NOBODY, opened_by

# Not even that somebody answered.
OUTSIDE = (
    *sorted(COMPANY), "other_company", "both", "ended", "university", "other_university", "support", "student",
    NOBODY,
)  # fmt: skip
# Those who ask before as well: one of every kind of organisation, and others of them are shown no more.
COMPARED = OUTSIDE if os.environ.get("FULL") else ("owner", "university", NOBODY)
# They see states and days, and no answers.
STAFF = ("coordinator", "editor", "administrator")
READ_ANSWERS = {"retention", "hire"}
# What differs from one request to the next.
CHANGES = re.compile(
    rb"[0-9a-f]{16}|nonce-[\w-]+|name=\"csrf_token\" value=\"[^\"]*\""
    rb"|(?:Set-Cookie|Content-Length|Last-Modified|ETag|Date): [^\n]+"
)
# A new secret each time it is asked for.
RANDOM = "/account/second-factor"
# Roads that open for everybody are asked as these, and those that open for whoever is signed in.
FOR_ALL = frozenset({NOBODY, "owner", "coordinator"})
FOR_SIGNED_IN = frozenset({"owner", "university", "student", "ended", "coordinator", "hire"})
# Also asks for what does not open: the pages of refusals are pages too.
REFUSED = frozenset({"owner"})


@dataclass
class Sweep:
    """What every kind of visitor got, before and after."""

    matrix: Matrix
    planted: canaries.Canaries
    heard: canaries.Heard
    sampled: dict[str, dict[str, str]]
    answered: int = 0
    alerts: int = 0
    before: dict[tuple[str, str], bytes] = field(default_factory=dict)
    after: dict[tuple[str, str], bytes] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    in_mails: list[str] = field(default_factory=list)
    mails: int = 0
    unsealed: list[str] = field(default_factory=list)

    def ask(self, kind: str, into: dict[tuple[str, str], bytes]) -> None:
        for rule in self.matrix.roads("GET"):
            lock = self.matrix.locks.get(rule.endpoint)
            if rule.endpoint == "static" or lock is None or kind not in _asks(self.matrix, rule.endpoint):
                continue
            if into is self.before and not self.matrix.opens(rule.endpoint, kind):
                continue
            where = canaries.addresses(self.matrix, rule, kind, self.planted.refs, self.sampled)
            if into is self.after and kind in (*STAFF, "retention"):
                where += canaries.about(self.matrix, rule, self.planted)
            for address in where:
                if (kind, address) not in into:
                    status, into[kind, address] = canaries.get(
                        self.matrix.clients[kind], self.matrix, address
                    )
                    if status >= 500 and rule.endpoint != "health.readyz":
                        self.broken.append(f"{kind}: {address}")

    def leaks(self) -> list[str]:
        return [
            f"{kind} reads {sorted(found)[:3]} at {address}"
            for (kind, address), body in self.after.items()
            if kind not in READ_ANSWERS and (found := canaries.seen_in(body))
        ]

    def traces(self) -> list[str]:
        """Pages that tell whoever is outside that something has changed."""
        return [
            f"{kind} can tell from {address} that somebody has answered"
            for (kind, address), body in self.after.items()
            if kind in OUTSIDE
            and (kind, address) in self.before
            and RANDOM not in address
            and _bare(body) != _bare(self.before[kind, address])
        ]


def _asks(matrix: Matrix, endpoint: str) -> frozenset[str]:
    """Who asks for a road. Whom its lock stops is stopped before anything is read: the matrix of rights holds that."""
    lock = matrix.locks[endpoint]
    if not lock.needs_sign_in:
        return FOR_ALL
    if lock.name.removesuffix(", proved") == "signed_in":
        return FOR_SIGNED_IN | REFUSED
    return (opened_by(lock.name) or frozenset(KINDS)) | REFUSED


def _bare(body: bytes) -> object:
    return list(canaries.texts_of(body)) if body[:2] == b"PK" else CHANGES.sub(b"", body)


@pytest.fixture(scope="module")
def sweep(
    demo_file: Path, tmp_path_factory: pytest.TempPathFactory, instance_folder: Path
) -> Iterator[Sweep]:
    app = app_on_a_copy(demo_file, tmp_path_factory.mktemp("confidential"), instance_folder)
    heard = canaries.Heard()
    root = logging.getLogger()
    level = root.level
    with (
        pytest.MonkeyPatch.context() as patch,
        time_machine.travel(datetime.fromisoformat(NOW), tick=False),
        matrix_of(app) as matrix,
    ):
        canaries.Papers().install(patch)
        database = app.extensions["recruit.database"]
        with app.app_context(), database.scope() as rows:
            planted = canaries.ask_hires(rows, matrix)
            found = Sweep(matrix, planted, heard, canaries.samples(rows, matrix))
        for kind in COMPARED:
            found.ask(kind, found.before)
        root.addHandler(heard)
        root.setLevel(logging.DEBUG)
        try:
            with app.app_context(), database.scope() as rows:
                found.answered = canaries.answer_everything(rows, found.planted)
                found.alerts = canaries.open_alerts(rows, found.planted)
                found.unsealed = canaries.kept_in_the_clear(rows)
            for kind in (*OUTSIDE, *STAFF, *sorted(READ_ANSWERS)):
                found.ask(kind, found.after)
            with app.app_context(), database.scope():
                found.in_mails, found.mails = _mails(matrix.visitors["coordinator"])
        finally:
            root.removeHandler(heard)
            root.setLevel(level)
        yield found


def _mails(by: Visitor) -> tuple[list[str], int]:
    found, made = [], 0
    for kind in kinds.known_kinds():
        preview = preview_of(kind, LANGUAGE, by=by, now=clock.now())
        if preview is not None:
            made += 1
            words = f"{preview.subject}\n{preview.text}\n{preview.html}\n{preview.attachments}"
            if canaries.FOUND.search(words):
                found.append(kind.name)
    return found, made


def test_hires_of_every_employer_have_answered_everything(sweep: Sweep) -> None:
    """Without this the sweep would look for nothing."""
    assert len(sweep.planted.employers) >= 10
    assert sweep.answered > 10 * len(sweep.planted.employers)
    assert sweep.alerts >= len(sweep.planted.employers)
    assert len(sweep.after) > 800
    read = {kind for (kind, _address), body in sweep.after.items() if canaries.seen_in(body)}
    assert "retention" in read, "who may read the answers finds none of them"
    assert not sweep.broken, f"pages that break show nothing, and would hide a leak: {sweep.broken}"


@pytest.mark.parametrize("kind", [*OUTSIDE, *STAFF])
def test_nobody_else_reads_an_answer(sweep: Sweep, kind: str) -> None:
    assert any(who == kind for who, _address in sweep.after)
    found = [leak for leak in sweep.leaks() if leak.startswith(f"{kind} ")]
    assert not found, "\n".join(found)


def test_nobody_outside_can_tell_that_somebody_answered(sweep: Sweep) -> None:
    compared = {kind for kind, address in sweep.after if (kind, address) in sweep.before}
    assert compared == set(COMPARED)
    found = sweep.traces()
    assert not found, "\n".join(found)


def test_no_mail_no_log_and_no_other_row_holds_an_answer(sweep: Sweep) -> None:
    assert sweep.mails > 50
    assert not sweep.in_mails
    assert sweep.heard.lines > len(sweep.after)
    assert not sweep.heard.found
    assert not sweep.unsealed


# ------------------------------------------------------------------------------------------------ the tests' tests


def test_a_page_that_tells_an_answer_is_found(sweep: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint, address, word = "placements.of_company", "/en/company/placements", canaries.word(1)
    assert ("owner", address) in sweep.after
    for told, leaks, traces in ((f"She said {word}.", 1, 1), ("She has answered.", 0, 1)):
        monkeypatch.setitem(sweep.matrix.app.view_functions, endpoint, lambda told=told: told)
        status, body = canaries.get(sweep.matrix.clients["owner"], sweep.matrix, address)
        assert status == 200
        monkeypatch.setattr(sweep, "after", {("owner", address): body})
        assert (len(sweep.leaks()), len(sweep.traces())) == (leaks, traces)


def test_a_sheet_a_line_of_the_log_and_a_row_that_tell_an_answer_are_found(
    sweep: Sweep,
) -> None:
    word = canaries.word(2)
    sheet = io.BytesIO()
    with zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", f"<t>{word}</t>")
    assert canaries.seen_in(sheet.getvalue()) == {word}
    heard = canaries.Heard()
    record = logging.makeLogRecord({"name": "recruit", "msg": "form refused", "typed": word})
    heard.handle(record)
    assert len(heard.found) == 1
    savepoint = sweep.matrix.connection.begin_nested()
    with sweep.matrix.app.app_context(), sweep.matrix.app.extensions["recruit.database"].scope() as rows:
        with writing():
            rows.execute(update(Answer).where(Answer.words.is_not(None)).values(words=word.encode()))
        assert "answer" in canaries.kept_in_the_clear(rows)
    savepoint.rollback()
