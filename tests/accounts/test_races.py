"""Two at once."""

from concurrent.futures import ThreadPoolExecutor
import threading

from sqlalchemy import func, select

from recruit.accounts import actions, passwords, queries
from recruit.accounts.models import Person, User
from recruit.accounts.rules import AccountRefusal, ComesAs, LinkPurpose
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from tests import people
from tests.accounts.steps import link

ADDRESS = "an@demo.example"


def register(now, email=ADDRESS, password="demo-password", name="Nguyễn Thị An", language="vi"):
    password_hash = passwords.hash_of(password)
    with writing():
        actions.register_person(
            name=name,
            email=email,
            password_hash=password_hash,
            comes_as=ComesAs.STUDENT,
            language=language,
            now=now,
        )


def at_once(database, move):
    """Run a move twice at the same moment; gives what each answered."""
    barrier = threading.Barrier(2, timeout=60)

    def one(_number):
        with database.scope():
            barrier.wait()
            try:
                with writing():
                    return move()
            except Refused as refusal:
                return refusal.reason

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, range(2)))


def test_two_registrations_of_one_address_at_once_make_one_user(own_app, own_database):
    now, password_hash = core_clock.now(), passwords.hash_of("demo-password")
    answers = at_once(
        own_database,
        lambda: actions.register_person(
            name="An",
            email=ADDRESS,
            password_hash=password_hash,
            comes_as=ComesAs.STUDENT,
            language="vi",
            now=now,
        ),
    )
    assert set(answers) <= {None, AccountRefusal.ADDRESS_TAKEN}
    assert None in answers
    with own_database.scope() as rows:
        assert rows.scalar(select(func.count()).select_from(User)) == 1
        assert rows.scalar(select(func.count()).select_from(Person)) == 1


def test_one_sign_in_link_pressed_twice_at_once_opens_once(own_app, own_database):
    now = core_clock.now()
    with own_database.scope():
        user = people.student()
        with writing():
            actions.request_sign_in_link(user.email, now=now)
        token = link(LinkPurpose.SIGN_IN, queries.user_by_address(user.email))
    answers = at_once(own_database, lambda: actions.use_sign_in_link(token, now=now).email)
    assert sorted(map(str, answers)) == ["link_not_valid", "student@demo.example"]


def test_two_confirmations_at_once_are_one(own_app, own_database):
    now = core_clock.now()
    with own_database.scope():
        register(now)
        token = link(LinkPurpose.CONFIRM_ADDRESS, queries.user_by_address(ADDRESS))
    confirmed = at_once(own_database, lambda: actions.confirm_address(token, now=now) is not None)
    assert sorted(confirmed) == [False, True]
