"""A company that is not approved is nowhere public: not its name, not its positions, not in a count.

Every address that opens for anybody is asked before such companies are in the house and after. Nothing may have changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
import re

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from recruit.core import clock, files
from recruit.core.db import Database, writing
from recruit.core.locales import CODES
from recruit.fairs.models import Fair
from recruit.organisations.actions import suspend
from recruit.organisations.models import Organisation, OrganisationPicture, OrganisationText
from recruit.organisations.rules import OrganisationState, Prefecture
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from recruit.web.locks import anybody
from tests import people
from tests.conftest import make_settings
from tests.factories.events import make_event
from tests.factories.fairs import make_booth, make_fair
from tests.factories.placements import make_company
from tests.factories.postings import STAFF, make_published

# Rooms whose pages show no company, or only to who has signed in or holds a key.
ELSEWHERE = (
    "accounts.",
    "cases.",
    "figures.",
    "handbook.",
    "readers.",
    "legal.",
    "mailbox.",
    "requests.",
    "roster.",
    "samples.",
    "static",
)
HIDDEN = [
    state
    for state in OrganisationState
    if state not in (OrganisationState.APPROVED, OrganisationState.LISTED)
]
# A word that stands in every name and title of what must not be seen; searches ask for less than all of it.
SECRET, ASKED = "zyxwvut", "zyxw"
OPEN = "offenbar"
SEARCHED = ("postings.", "organisations.", "events.", "dashboards.", "api.", "retention.")
MAP = "dashboards.sitemap_part"
QUERIES = (f"q={ASKED}", "prefecture=hokkaido&work=civil_site_management&japanese=N2", "q=hokkaido")
# Written anew for every answer.
ANEW = re.compile(r"nonce=\"[^\"]*\"|nonce-[\w+/=-]+")


def described(number: int, word: str) -> dict:
    title = f"{word} {number}"
    ja = {
        "title": f"施工管理 {title}",
        "duties": f"工程表の管理 {word}",
        "duties_change_range": "会社の定める技術業務",
        "place": f"旭川市 {word}",
        "place_change_range": "北海道内",
        "more": "",
    }
    return {"texts": {"ja": ja} | {code: {"title": title, "place": word} for code in ("en", "id", "vi")}}


def company_called(word: str) -> Organisation:
    company = make_company(f"{word}建設")
    with writing():
        company.texts += [
            OrganisationText(language=code, name=f"{word} {code}") for code in ("en", "id", "vi")
        ]
        company.search_key = f" {word} "
        company.slug = f"{word}-{company.id}"
        if company.company is not None:
            company.company.prefecture = Prefecture.HOKKAIDO
    return company


@dataclass
class Public:
    """What is public, and the addresses of what must not be."""

    app: Flask
    slugs: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    visible: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)

    def rules(self, *, with_variables: bool) -> Iterator[Rule]:
        locks = self.app.extensions["recruit.locks"]
        for rule in self.app.url_map.iter_rules():
            if locks.get(rule.endpoint) is not anybody or "GET" not in (rule.methods or ()):
                continue
            if not rule.endpoint.startswith(ELSEWHERE) and bool(rule.arguments - {"lang"}) is with_variables:
                yield rule

    def address(self, rule: Rule, language: str, **values: object) -> str:
        given = {"lang": language, **values} if "lang" in rule.arguments else values
        return self.app.url_map.bind("localhost").build(rule.endpoint, given)

    def lists(self) -> Iterator[str]:
        """Every address without a name in it, in all languages and with some searches."""
        for rule in self.rules(with_variables=False):
            for language in CODES if "lang" in rule.arguments else CODES[:1]:
                yield self.address(rule, language)
            if rule.endpoint.startswith(SEARCHED):
                yield from (self.address(rule, "vi") + f"?{query}" for query in QUERIES)
        yield from (f"/{code}/fairs/nagoya" for code in CODES)
        yield "/en/fairs/nagoya.ics"
        yield from (f"/vi/positions/compare?with={slug}" for slug in self.visible)
        # The map of the site comes in numbered parts.
        kinds = next(rule for rule in self.app.url_map.iter_rules() if rule.endpoint == MAP)
        for kind in kinds._converters["kind"].items:
            yield from (f"/sitemaps/{kind}-{number}.xml" for number in range(2))

    def addressed(self) -> Iterator[str]:
        """Every address that names a thing, with the names of what must not be found."""
        for rule in self.rules(with_variables=True):
            # What stands in an address beside the name, such as which list the reader came from, is one of a few words.
            few = {
                name: next(iter(converter.items))
                for name, converter in rule._converters.items()
                if name != "lang" and getattr(converter, "items", ())
            }
            names = rule.arguments - {"lang", *few}
            if names == {"code"}:
                yield from (self.address(rule, "vi", code=code, **few) for code in self.codes)
            elif rule.endpoint == "organisations.company_picture":
                for slug, public_id in self.pictures:
                    yield self.address(rule, "vi", slug=slug, public_id=public_id)
            elif names == {"slug"}:
                yield from (self.address(rule, "vi", slug=slug, **few) for slug in self.slugs)
            else:
                # What is left of an event names no company.
                assert rule.endpoint in ("dashboards.country", "events.material", MAP), (
                    f"say what {rule.endpoint} is asked with"
                )
        yield from (
            f"/vi/positions/compare?with={there}&with={slug}" for there in self.visible for slug in self.slugs
        )


def hide(public: Public, fair: Fair) -> None:
    """Companies of every other state with positions that would be open, and one of another state each: as wrong as rows can be."""
    others = cycle(set(PostingState) - {PostingState.PUBLISHED})
    for state in HIDDEN:
        company = company_called(SECRET)
        make_booth(fair, company)
        postings = [make_published(company, **described(number, SECRET)) for number in range(2)]
        picture = OrganisationPicture(
            organisation_id=company.id,
            stored_file=files.store(b"a picture", name="a.jpg", media_type="image/jpeg", now=clock.now()),
            words={"ja": SECRET},
            width=8,
            height=8,
            added_at=clock.now(),
        )
        with writing() as rows:
            rows.add(picture)
            company.state = state
            postings[1].state = next(others)
        public.slugs += [company.slug, *(posting.slug for posting in postings)]
        public.codes += [posting.verify_code or "" for posting in postings]
        public.pictures.append((company.slug, picture.public_id))


def asked(client: FlaskClient, addresses: Iterator[str]) -> dict[str, tuple[int, str]]:
    found = {}
    for address in addresses:
        answer = client.get(address)
        found[address] = (answer.status_code, ANEW.sub("", answer.data.decode(errors="replace")))
    return found


@pytest.fixture
def fair(app: Flask) -> Fair:
    return make_fair(make_event(slug="nagoya"))


@pytest.mark.parametrize("who", ["nobody", "student"])
def test_companies_that_are_not_approved_are_nowhere_public(
    app: Flask, client: FlaskClient, db: Session, fair: Fair, who: str
) -> None:
    visible = company_called(OPEN)
    posting = make_published(visible, **described(0, OPEN))
    public = Public(app, visible=[posting.slug])
    for state in set(PostingState) - {PostingState.PUBLISHED}:
        other = make_published(visible, **described(1, SECRET))
        with writing():
            other.state = state
        public.slugs.append(other.slug)
        # Who holds the code of a closed position, or of one that is being changed, is told which it was.
        public.codes += [other.verify_code or ""] if state is PostingState.WITHDRAWN else []
    make_booth(fair, visible)
    if who == "student":
        people.sign_in(client, people.student())
    before = asked(client, public.lists())
    hide(public, fair)
    after = asked(client, public.lists())
    assert {address: words for address, words in after.items() if words != before[address]} == {}
    assert [address for address, (_status, words) in after.items() if SECRET in words] == []
    # The sweep sees what there is to see.
    seen = [address for address, (_status, words) in after.items() if OPEN in words]
    for address in (
        "/vi/positions",
        "/ja/companies",
        "/id/fairs/nagoya",
        "/vi/positions?q=hokkaido",
        "/sitemaps/positions-0.xml",
    ):
        assert address in seen
    if who == "student":
        return
    named = asked(client, public.addressed())
    # A page that is not there links to itself in the other languages.
    own_address = re.compile("|".join(map(re.escape, public.slugs)))
    assert [at for at, (_status, words) in named.items() if SECRET in own_address.sub("", words)] == []
    # Beside a position that everybody may read the page stays, and leaves the other out.
    beside = re.compile(rf"/compare\?with={posting.slug}&")
    wrong = [
        address
        for address, (status, _words) in named.items()
        if "/verify/" not in address and not beside.search(address) and status != 404
    ]
    assert wrong == []
    assert len([address for address in named if "/positions/" in address]) > 2 * len(HIDDEN)
    assert OPEN in client.get(f"/en/verify/{posting.verify_code}").text


def test_what_is_kept_for_searching_is_not_believed(
    app: Flask, client: FlaskClient, db: Session, fair: Fair
) -> None:
    """A state that is written past the house, as by hand in the database: what was kept before says otherwise."""
    company = company_called(SECRET)
    posting = make_published(company, **described(0, SECRET))
    make_booth(fair, company)
    public = Public(app)
    addresses = [at for at in public.lists() if at.startswith(("/vi/", "/api/", "/sitemaps/"))]
    assert any(SECRET in words for _status, words in asked(client, iter(addresses)).values())
    with writing() as rows:
        rows.execute(
            update(Organisation)
            .where(Organisation.id == company.id)
            .values(state=OrganisationState.SUSPENDED)
            .execution_options(synchronize_session=False)
        )
    db.expire_all()
    assert [at for at, (_status, words) in asked(client, iter(addresses)).items() if SECRET in words] == []
    assert client.get(f"/vi/positions/{posting.slug}").status_code == 404


def test_pages_that_are_kept_forget_a_company_at_once(own_database: Database, instance_folder, now) -> None:
    from recruit.app import create_app

    url = own_database.url.render_as_string(hide_password=False)
    app = create_app(make_settings(url, instance_folder, KEPT_PAGES="400"), database=own_database)
    client, public = app.test_client(), Public(app)
    with own_database.scope():
        company = company_called(SECRET)
        make_published(company, **described(0, SECRET))
        make_booth(make_fair(make_event(slug="nagoya")), company)
    shown = [
        address for address, (_status, words) in asked(client, public.lists()).items() if SECRET in words
    ]
    assert {"/ja/positions", "/ja/companies", "/ja/fairs/nagoya"} <= set(shown)
    assert len(app.extensions["recruit.kept"]) > 0
    with own_database.scope() as rows:
        company = rows.scalars(select(Organisation).where(Organisation.slug.startswith(SECRET))).one()
        with writing():
            suspend(company, "Words of complaint", by=STAFF, now=now)
    assert [
        address for address, (_status, words) in asked(client, iter(shown)).items() if SECRET in words
    ] == []
    with own_database.scope() as rows:
        assert rows.scalars(select(Posting.state)).all() == [PostingState.WITHDRAWN]
