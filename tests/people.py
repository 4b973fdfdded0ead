"""The standing cast of the tests: people with a sign-in, made by plain functions.

A factory opens its own `writing()`; call it inside `database.scope()`. `sign_in` gives a test client the cookie of a person
without going through the page.
"""

from datetime import datetime

from flask.testing import FlaskClient

from recruit.accounts import actions, cookie, install, passwords, queries, tokens
from recruit.accounts.actions.sign_ins import add_sign_in
from recruit.accounts.models import User
from recruit.accounts.rules import Browser, ComesAs
from recruit.core import clock
from recruit.core.db import Database, writing
from recruit.core.settings import Settings
from recruit.core.visitor import NOBODY, Role, Via, Visitor
from recruit.organisations import queries as organisation_queries

PASSWORD = "demo-password"
_hashes: dict[str, str] = {}


def password_hash(password: str = PASSWORD) -> str:
    """Hashing is slow on purpose; the cast shares one password, hashed once."""
    if password not in _hashes:
        _hashes[password] = passwords.hash_of(password)
    return _hashes[password]


def make_user(
    email: str,
    *,
    name: str = "",
    language: str = "en",
    came_as: str = "",
    roles: tuple[Role, ...] = (),
    zone: str = "",
    now: datetime | None = None,
) -> User:
    """A confirmed sign-in with the shared password."""
    with writing():
        return actions.create_user_for_demo(
            email=email,
            name=name or email.partition("@")[0].replace(".", " ").title(),
            password_hash=password_hash(),
            language=language,
            zone=zone,
            came_as=came_as,
            roles=roles,
            now=now or clock.now(),
        )


def visitor_of(user: User) -> Visitor:
    """The visitor this user would be, without a sign-in row: for queries and actions."""
    return Visitor(
        via=Via.SIGN_IN,
        person_id=user.person_id,
        person_ref=user.person.public_id,
        user_id=user.id,
        display_name=user.person.display_name,
        email=user.email,
        language=user.person.language,
        zone=user.person.zone,
        roles=queries.roles_of(user),
        has_second_factor=bool(user.tf_totp_secret),
    )


def acting(user: User, organisation_ref: str = "") -> Visitor:
    """The visitor this user would be, acting for that organisation (or for the first one the user belongs to)."""
    held = organisation_queries.memberships_of(user.person_id, user.person.language)
    return organisation_queries.with_memberships(visitor_of(user), held, organisation_ref)


def sign_in(client: FlaskClient, user: User, *, with_second_factor: bool = True) -> FlaskClient:
    """Give the client the cookie of a fresh sign-in, as if this person had gone through the page."""
    settings: Settings = client.application.extensions["recruit.settings"]
    database: Database = client.application.extensions["recruit.database"]
    install.install_keys(settings)
    with database.scope(), writing():
        found = queries.user_by_address(user.email)
        assert found is not None
        secret = add_sign_in(
            found, now=clock.now(), browser=Browser(device="Test"), with_second_factor=with_second_factor
        )
    client.set_cookie(
        cookie.name_of(uses_https=settings.uses_https), tokens.cookie_value(secret, stays=False), path="/"
    )
    return client


def sign_out(client: FlaskClient) -> None:
    """Take the cookie from the client; the sign-in row stays."""
    settings: Settings = client.application.extensions["recruit.settings"]
    client.delete_cookie(cookie.name_of(uses_https=settings.uses_https), path="/")


def student() -> User:
    return make_user("student@demo.example", name="Nguyễn Thị An", language="vi", came_as=ComesAs.STUDENT)


def other_student() -> User:
    return make_user(
        "other.student@demo.example", name="Budi Santoso", language="id", came_as=ComesAs.STUDENT
    )


def company_member() -> User:
    return make_user("company@demo.example", name="佐藤 花子", language="ja", came_as=ComesAs.COMPANY)


def company_viewer() -> User:
    return make_user("viewer@demo.example", name="鈴木 一郎", language="ja", came_as=ComesAs.COMPANY)


def other_company_member() -> User:
    return make_user("other.company@demo.example", name="高橋 健", language="ja", came_as=ComesAs.COMPANY)


def university_member() -> User:
    return make_user("university@demo.example", name="Trần Văn Minh", language="vi")


def support_member() -> User:
    return make_user("support@demo.example", name="田中 美咲", language="ja")


def coordinator() -> User:
    return make_user("staff@demo.example", name="渡辺 直子", language="ja", roles=(Role.COORDINATOR,))


def retention_officer() -> User:
    return make_user(
        "retention@demo.example", name="中村 さくら", language="ja", roles=(Role.RETENTION_OFFICER,)
    )


def editor() -> User:
    return make_user("editor@demo.example", name="小林 恵", language="ja", roles=(Role.EDITOR,))


def administrator() -> User:
    return make_user("admin@demo.example", name="加藤 誠", language="ja", roles=(Role.ADMINISTRATOR,))


def nobody() -> Visitor:
    return NOBODY
