"""The matrix of rights: the application, one visitor of every kind, and what each gets on every road.

Every request happens in a savepoint that is rolled back, so that no request sees what another one did.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, event, select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import EnvironBuilder

from recruit.accounts.models import User
from recruit.core import clock
from recruit.core.db import Database
from recruit.core.visitor import NOBODY as NOBODY_ASKS, Seen, Visitor
from recruit.events.models import Event
from recruit.web.locks import Lock
from tests.house import cast, rights
from tests.house.rights import KEY, NOBODY, whose
from tests.house.things import Thing
from tests.people import acting, sign_in

LANGUAGE = "en"
# Roads for everybody are asked as these; all the others as every kind.
FEW = (NOBODY, "student", "viewer", "ended")
MISSING_ID = "AAAAAAAAAAAAAAAAAAAAAA"
MISSING_NUMBER = 999_999_999
# What a request may write though it is refused: tries are counted, and who looked at whom is written down.
COUNTS = frozenset({"rate_hit", "sighting"})
_WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
FINE = {"GET": (200, 303), "POST": (200, 303, 422)}
# The mailbox is a page of development; there is none here.
PLAIN = (200, 302, 303, 308, 404, 422)
# Pages that answer anybody's question, also when the answer is no.
SAYS_UNKNOWN = frozenset({"postings.verify"})


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    leads_to: str
    written: tuple[str, ...]


@dataclass
class Matrix:
    """The application, one signed-in client per kind, and the things that addresses lead to."""

    app: Flask
    connection: Connection
    visitors: dict[str, Visitor] = field(default_factory=dict)
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    secrets: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    found: dict[object, list[Thing]] = field(default_factory=dict)
    _findings: dict[str, "Findings"] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)

    @property
    def locks(self) -> dict[str, Lock]:
        return self.app.extensions["recruit.locks"]

    def roads(self, method: str) -> list[Rule]:
        return sorted(
            (rule for rule in self.app.url_map.iter_rules() if method in (rule.methods or ())),
            key=lambda rule: (rule.endpoint, rule.rule),
        )

    def opens(self, endpoint: str, kind: str) -> bool:
        return kind in (rights.opened_by(self.locks[endpoint].name) or ())

    def methods(self, endpoint: str) -> set[str]:
        return {method for rule in self.app.url_map.iter_rules(endpoint) for method in rule.methods or ()}

    def findings(self, kind: str) -> "Findings":
        """What this visitor gets everywhere, asked once."""
        if kind not in self._findings:
            self._findings[kind] = ask_everything(self, kind)
        return self._findings[kind]

    def things(self, endpoint: str) -> list[Thing]:
        find = whose(endpoint)
        assert find is not None
        assert not isinstance(find, str)
        if find not in self.found:
            with self.app.app_context(), self.app.extensions["recruit.database"].scope() as rows:
                self.found[find] = list(find(rows))
        return self.found[find]

    def address(self, rule: Rule, values: dict[str, str]) -> str:
        """An address of this road; what the values do not say is the first that fits, or a thing that is missing."""
        parts: dict[str, object] = {
            name: MISSING_NUMBER
            if isinstance(converter, IntegerConverter)
            else next(iter(getattr(converter, "items", ())), MISSING_ID)
            for name, converter in rule._converters.items()
        }
        parts |= {name: value for name, value in values.items() if name in parts}
        if "lang" in parts:
            parts["lang"] = LANGUAGE
        return self.app.url_map.bind("localhost").build(
            rule.endpoint, parts, method="POST" if "POST" in (rule.methods or ()) else "GET"
        )

    def another_event(self, slug: str) -> str:
        with self.app.app_context(), self.app.extensions["recruit.database"].scope() as rows:
            return rows.scalars(select(Event.slug).where(Event.slug != slug).order_by(Event.id)).all()[0]

    def ask(self, kind: str, method: str, address: str) -> Answer:
        client = self.clients[kind]
        jar = client._cookies
        assert jar is not None
        cookies = dict(jar)
        self.written.clear()
        savepoint = self.connection.begin_nested()
        answer = client.open(address, method=method)
        body = answer.get_data(as_text=True) if (answer.mimetype or "").startswith("text/") else ""
        written = tuple(self.written)
        answer.close()
        savepoint.rollback()
        jar.clear()
        jar.update(cookies)
        return Answer(answer.status_code, body, answer.headers.get("Location", ""), written)

    def at_the_gate(self, kind: str, method: str, address: str) -> Answer:
        """What the gate says, without the page of an error; status 0 where it lets the request pass."""
        environ = EnvironBuilder(address, method=method).get_environ()
        self.clients[kind]._add_cookies_to_wsgi(environ)
        self.written.clear()
        with self.app.request_context(environ):
            try:
                answer = self.app.make_response(self.app.preprocess_request() or ("", 204))
            except HTTPException as refused:
                return Answer(refused.code or 0, "", "", tuple(self.written))
        status = 0 if answer.status_code == 204 else answer.status_code
        return Answer(status, "", answer.headers.get("Location", ""), tuple(self.written))

    def note_write(self, _c: object, _cursor: object, statement: str, *_more: object) -> None:
        hit = _WRITES.match(statement)
        if hit:
            self.written.append(hit[1])


@contextmanager
def matrix_of(app: Flask) -> Iterator[Matrix]:
    """Everybody signed in, in a transaction that is rolled back at the end."""
    database: Database = app.extensions["recruit.database"]
    with database.engine.connect() as plain:
        connection = plain.execution_options(writing=True)
        transaction = connection.begin()
        with database.pinned_to(connection):
            matrix = Matrix(app, connection)
            app.config["PROPAGATE_EXCEPTIONS"] = False
            with app.app_context(), database.scope() as rows:
                people: dict[str, User] = cast.cast(rows, clock.now())
                matrix.visitors = {kind: acting(user) for kind, user in people.items()}
                matrix.visitors[NOBODY] = NOBODY_ASKS
                matrix.secrets = cast.plant_secrets(rows, matrix.visitors)
                for kind, user in people.items():
                    matrix.clients[kind] = sign_in(app.test_client(), user)
            matrix.clients[NOBODY] = app.test_client()
            event.listen(connection, "before_cursor_execute", matrix.note_write)
            yield matrix
        transaction.rollback()
    database.dispose()


def bare(answer: Answer, address: str) -> str:
    """The page without what differs from request to request: its own address and the number of the request."""
    path = address.removeprefix(f"/{LANGUAGE}")
    return re.sub(r"[0-9a-f]{16}", "", answer.body.replace(path, ""))


# ------------------------------------------------------------------------------------------------ what is asked


@dataclass
class Findings:
    """What one kind of visitor got."""

    faults: list[str] = field(default_factory=list)
    pages: list[tuple[str, str]] = field(default_factory=list)
    asked: int = 0
    own: int = 0


def ask_everything(matrix: Matrix, kind: str, only: str = "") -> Findings:
    """Every road as this visitor (or those of one endpoint): closed, plain, own, other's and missing."""
    found = Findings()
    for method in ("GET", "POST"):
        for rule in matrix.roads(method):
            if rule.endpoint == "static" or (only and rule.endpoint != only):
                continue
            # What the policy does not name fails its own test.
            if rights.opened_by(matrix.locks[rule.endpoint].name) is None:
                continue
            if only or matrix.locks[rule.endpoint].needs_sign_in or kind in FEW:
                _ask_road(matrix, kind, method, rule, found)
    return found


def _ask_road(matrix: Matrix, kind: str, method: str, rule: Rule, found: Findings) -> None:
    endpoint, owner = rule.endpoint, whose(rule.endpoint)

    def ask(values: dict[str, str], right: Collection[int], what: str) -> Answer:
        address = matrix.address(rule, values)
        answer = matrix.ask(kind, method, address)
        found.asked += 1
        if answer.status not in right:
            found.faults.append(f"{kind}: {method} {endpoint} ({what}) answers {answer.status}: {address}")
        # A look at answers stands in the trail too.
        looked = COUNTS | {"audit_entry"} if "sighting" in answer.written else COUNTS
        # A try at answers that is refused does too.
        if (
            answer.status in (403, 404)
            and matrix.app.extensions["recruit.seen"].get(endpoint) == Seen.RESPONSE
        ):
            looked |= {"audit_entry"}
        if answer.status == 422 and endpoint in rights.KEEPS_WHAT_HOLDS:
            looked |= set(answer.written)
        if answer.status not in (200, 303) and set(answer.written) - looked:
            found.faults.append(f"{kind}: {method} {endpoint} ({what}) refuses and writes {answer.written}")
        if answer.status == 200:
            found.pages.append((address, answer.body))
        return answer

    if not matrix.opens(endpoint, kind):
        # A page and its move share one lock.
        if method == "POST" or "POST" not in matrix.methods(endpoint):
            answer = matrix.at_the_gate(kind, method, matrix.address(rule, {}))
            found.asked += 1
            stopped = answer.status == 403
            if kind == NOBODY:
                stopped = answer.status == 303 and "/account/sign-in?" in answer.leads_to
            if not stopped or answer.written:
                found.faults.append(f"{kind}: {method} {endpoint} is not stopped by its lock: {answer}")
        return
    if not set(rule.arguments) - {"lang"}:
        ask({}, (*PLAIN, 503) if endpoint == "health.readyz" else PLAIN, "no thing")
        return
    if owner is KEY:
        ask({}, (404, 410), "a key that nobody has")
        return
    own = other = None
    if owner is not None and not isinstance(owner, str):
        things, asks = matrix.things(endpoint), matrix.visitors[kind]
        own = next((one for one in things if one.belongs_to(asks)), None)
        other = next((one for one in things if not one.belongs_to(asks)), None)
    # Missing is what the last part of the address names.
    likely = (other or own or Thing({})).values
    likely = dict(list(likely.items())[:-1])
    missing, missing_at = None, matrix.address(rule, likely)
    if MISSING_ID in missing_at or str(MISSING_NUMBER) in missing_at:
        missing = ask(likely, (200,) if endpoint in SAYS_UNKNOWN else (404,), "missing")
    if own is not None:
        found.own += 1
        answer = ask(own.values, FINE[method], "own")
        if kind == "viewer" and method == "POST" and matrix.locks[endpoint].for_members and answer.written:
            found.faults.append(f"viewer: POST {endpoint} writes {answer.written}")
    if other is not None:
        answer = ask(other.values, (404,), "other's")
        same = missing is None or bare(answer, matrix.address(rule, other.values)) == bare(
            missing, missing_at
        )
        if answer.status == 404 and not same:
            found.faults.append(f"{kind}: {method} {endpoint} tells another's thing from a missing one")
