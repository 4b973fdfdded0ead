"""Walks the house as its readers do: signs each of the demonstration accounts in and follows the links of the pages.

So a page is found because somebody is shown the way to it. A page that no link leads to (an address out of a mail) has its
sample in `samples.py`.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from pathlib import Path
import re
import traceback
from urllib.parse import urlsplit

from flask import Flask, got_request_exception
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect, Rule

from recruit.accounts import queries
from recruit.commands.development import SIGN_INS
from recruit.core.db import Database
from recruit.core.locales import CODES
from recruit.web.locks import Lock
from tests.house.samples import PIECES, SAMPLES, SEARCHES
from tests.people import sign_in

NOBODY = "nobody"
# The accounts that the demonstration promises, by the part of the address before the @.
ACCOUNTS: tuple[str, ...] = (NOBODY, *(address.partition("@")[0] for _who, address in SIGN_INS))
STAFF: frozenset[str] = frozenset(
    address.partition("@")[0] for who, address in SIGN_INS if who.startswith("staff")
)
FINDS_PEOPLE: frozenset[str] = frozenset({"staff", "admin"})
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# Who sits in the same office.
TOGETHER: tuple[frozenset[str], ...] = (frozenset({"company", "viewer"}), STAFF)
# Of pages that differ only in whose they are, so many are looked at by each account.
OF_ONE_KIND = 2
LANGUAGE = "en"
LINK = re.compile(r"""<a\b[^>]*?\shref=(["'])(?P<address>.*?)\1""", re.DOTALL)
FORM = re.compile(r"""<form\b(?P<rest>[^>]*)>""", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """What one account got at one address."""

    account: str
    address: str
    endpoint: str
    status: int
    is_html: bool
    text: str
    leads_to: str = ""
    broke: str = ""
    written: tuple[str, ...] = ()


@dataclass(frozen=True)
class Walk:
    """What a walk has found, without the application: processes of one run hand it to each other."""

    pages: dict[tuple[str, str], Page]
    links: dict[str, dict[str, str]]
    samples: dict[str, list[str]]
    cookies: dict[str, dict]


@dataclass
class House:
    """The application, its cast, and what was found."""

    app: Flask
    walk: Walk | None = None
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    links: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    samples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    broken: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        event.listen(
            self.app.extensions["recruit.database"].engine,
            "before_cursor_execute",
            self._note_what_is_written,
        )
        # A page that breaks is noted like any other; the walk goes on.
        self.app.config["PROPAGATE_EXCEPTIONS"] = False
        got_request_exception.connect(self._note_what_broke, self.app)
        for account in ACCOUNTS:
            self.clients[account] = self.app.test_client()
            if self.walk is not None:
                self.clients[account]._cookies.update(self.walk.cookies[account])
            elif account != NOBODY:
                self._sign_in(account)
        if self.walk is not None:
            self.pages.update(self.walk.pages)
            self.links.update(self.walk.links)
            self.samples.update(self.walk.samples)

    def _note_what_broke(self, _app: Flask, exception: BaseException, **_more: object) -> None:
        at = traceback.extract_tb(exception.__traceback__)[-1]
        self.broken.append(
            f"{type(exception).__name__}: {exception} ({Path(at.filename).name}:{at.lineno})"[:300]
        )

    def _note_what_is_written(self, _c: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            self.written.append(" ".join(statement.split())[:120])

    def _sign_in(self, account: str) -> None:
        database: Database = self.app.extensions["recruit.database"]
        with self.app.app_context(), database.scope():
            user = queries.user_by_address(f"{account}@demo.example")
            assert user is not None, f"the demonstration data has no {account}@demo.example"
            sign_in(self.clients[account], user)

    @property
    def locks(self) -> dict[str, Lock]:
        return self.app.extensions["recruit.locks"]

    @property
    def roads(self) -> MapAdapter:
        return self.app.url_map.bind("localhost")

    def rules(self, method: str) -> list[Rule]:
        """Every road of that method but the files."""
        return sorted(
            (
                rule
                for rule in self.app.url_map.iter_rules()
                if method in (rule.methods or ()) and rule.endpoint != "static"
            ),
            key=lambda rule: (rule.endpoint, rule.rule),
        )

    def endpoint_of(self, address: str) -> tuple[str, dict[str, str]] | None:
        """Where an address leads; None where nowhere."""
        try:
            return self.roads.match(urlsplit(address).path, method="GET")
        except RequestRedirect as redirect:
            return self.roads.match(urlsplit(redirect.new_url).path, method="GET")
        except HTTPException:
            return None

    def look(self, account: str, address: str) -> Page:
        """The page that this account gets there, fetched once."""
        known = self.pages.get((account, address))
        if known is not None:
            return known
        found = self.endpoint_of(address)
        self.broken.clear()
        self.written.clear()
        answer = self.clients[account].get(address)
        is_html = answer.mimetype == "text/html"
        page = Page(
            account, address, found[0] if found else "", answer.status_code, is_html,
            answer.get_data(as_text=True) if is_html else "", answer.headers.get("Location", ""),
            "; ".join(self.broken), tuple(self.written),
        )  # fmt: skip
        answer.close()
        self.pages[account, address] = page
        return page

    def walk_everywhere(self) -> Walk:
        for account in ACCOUNTS:
            self._walk(account)
        self._take_samples()
        # Every process that reads the walk asks for these.
        _ = self.fullest_pages
        cookies = {account: dict(client._cookies) for account, client in self.clients.items()}
        return Walk(self.pages, dict(self.links), dict(self.samples), cookies)

    def _take_samples(self) -> None:
        """Addresses of `samples.py` for pages that nobody was led to."""
        database: Database = self.app.extensions["recruit.database"]
        for rule in self.rules("GET"):
            if rule.endpoint in self.samples or rule.endpoint not in SAMPLES:
                continue
            with self.app.app_context(), database.scope() as rows:
                values = dict(SAMPLES[rule.endpoint](rows))
            if "lang" in rule.arguments:
                values["lang"] = LANGUAGE
            self.samples[rule.endpoint].append(self.roads.build(rule.endpoint, values))

    def _walk(self, account: str) -> None:
        """Breadth first from the front door, in one language."""
        searches = [(f"/{LANGUAGE}{search}", "a search") for search in SEARCHES if account in FINDS_PEOPLE]
        waiting = deque([("/", ""), (f"/{LANGUAGE}/start", ""), *searches])
        looked_at: dict[str, int] = defaultdict(int)
        while waiting:
            address, shown_on = waiting.popleft()
            if address in self.links[account]:
                continue
            self.links[account][address] = shown_on
            found = self.endpoint_of(address)
            if found is None or found[1].get("lang", LANGUAGE) != LANGUAGE:
                continue
            kind = found[0] + ("?" if "?" in address else "")
            if looked_at[kind] >= OF_ONE_KIND:
                continue
            looked_at[kind] += 1
            page = self.look(account, address)
            if page.status in (200, 301, 302, 303, 308) and address not in self.samples[found[0]]:
                self.samples[found[0]].append(address)
            waiting.extend((link, address) for link in links_of(page))

    def in_language(self, address: str, language: str) -> str:
        return re.sub(rf"^/({'|'.join(CODES)})/", f"/{language}/", address)

    def reached(self, account: str) -> list[Page]:
        """The pages this account was shown the way to."""
        return [
            page
            for (who, address), page in self.pages.items()
            if who == account and address in self.links[who]
        ]

    def shown_pages(self, account: str) -> list[Page]:
        """One page of every kind that the account is shown, and those of `samples.py` that open for it."""
        chosen: dict[str, Page] = {}
        for page in self.reached(account):
            if page.status == 200 and page.is_html:
                chosen.setdefault(page.endpoint, page)
        for endpoint in sorted(SAMPLES.keys() - PIECES):
            for address in self.samples.get(endpoint, ()):
                page = self.look(account, address)
                if page.status == 200 and page.is_html:
                    chosen.setdefault(page.endpoint, page)
        return list(chosen.values())

    @cached_property
    def fullest_pages(self) -> dict[str, Page]:
        """Each page once, as the account that is shown most there sees it."""
        fullest: dict[str, Page] = {}
        for account in ACCOUNTS:
            for page in self.shown_pages(account):
                known = fullest.get(page.endpoint)
                if known is None or len(page.text) > len(known.text):
                    fullest[page.endpoint] = page
        return fullest

    def knows_the_way(self, account: str, address: str) -> bool:
        """Whether this account, or somebody of the same office, saw a link to there."""
        office = next((group for group in TOGETHER if account in group), frozenset({account}))
        return any(address in self.links[member] for member in office)


def links_of(page: Page) -> list[str]:
    """Addresses within the house that a page shows, or sends on to."""
    found = [page.leads_to] if page.leads_to else []
    if page.is_html:
        found += [unescape(hit["address"]) for hit in LINK.finditer(page.text)]
        for hit in FORM.finditer(page.text):
            words = dict(re.findall(r"""\b(method|action)=["'](.*?)["']""", hit["rest"]))
            if words.get("method", "get").lower() == "get" and words.get("action"):
                found.append(unescape(words["action"]))
    own = []
    for address in found:
        split = urlsplit(address)
        if (
            split.netloc not in ("", "localhost")
            or split.scheme not in ("", "http")
            or not split.path.startswith("/")
        ):
            continue
        own.append(split.path + (f"?{split.query}" if split.query else ""))
    return own
