"""Two at once, with passkeys and providers."""

from datetime import timedelta
import json

import pytest
from sqlalchemy import func, select

from recruit.accounts import passkeys, queries
from recruit.accounts.actions import passkeys as passkey_actions, providers as provider_actions
from recruit.accounts.actions.providers import Arrival
from recruit.accounts.models import Passkey, ProviderIdentity, User
from recruit.accounts.rules import ComesAs, PasskeyRefusal, ProviderRefusal
from recruit.core import clock as core_clock
from recruit.core.db import session, writing
from recruit.core.visitor import Role
from tests import people
from tests.accounts.authenticator import Authenticator
from tests.accounts.test_races import at_once

SITE = passkeys.site_of("http://localhost", "Recruit")
ADDRESS = "an@demo.example"


@pytest.fixture
def now(own_app):
    return core_clock.now()


def arrival(now, label="Campus"):
    return Arrival(
        issuer="https://id.example",
        subject="one",
        email=ADDRESS,
        email_is_confirmed=True,
        label=label,
        at=now,
    )


def passkey(person, now):
    """A key of this person, added."""
    key = Authenticator()
    by = people.visitor_of(person)
    options, challenge = passkeys.options_for_adding(
        SITE, person_ref=by.person_ref, address=by.email, name=by.display_name, held=[]
    )
    new = passkeys.made(SITE, key.make(json.loads(options)), challenge)
    with writing():
        passkey_actions.add_passkey(new, name="Telephone", by=by, now=now)
    return key


def test_one_return_from_a_provider_registers_one_person(own_database, now):
    answers = at_once(
        own_database,
        lambda: (
            provider_actions.register_by_provider(
                arrival(now), name="An", comes_as=ComesAs.STUDENT, language="vi", now=now
            )
            and "registered"
        ),
    )
    assert "registered" in answers and len(set(answers)) == 2
    with own_database.scope():
        assert session().scalar(select(func.count()).select_from(User)) == 1
        assert session().scalar(select(func.count()).select_from(ProviderIdentity)) == 1


def test_one_return_from_a_provider_signs_in_once(own_database, now):
    with own_database.scope(), writing():
        provider_actions.register_by_provider(
            arrival(now), name="An", comes_as=ComesAs.STUDENT, language="vi", now=now
        )
    later = now + timedelta(minutes=1)
    answers = at_once(
        own_database, lambda: provider_actions.sign_in_by_provider(arrival(later)) and "signed in"
    )
    assert sorted(answers) == sorted(["signed in", ProviderRefusal.NOT_OURS])


def test_two_accounts_cannot_connect_the_same_identity(own_database, now):
    with own_database.scope():
        visitors = [people.visitor_of(people.student()), people.visitor_of(people.other_student())]
    answers = at_once(
        own_database,
        lambda: provider_actions.connect_provider(arrival(now), by=visitors.pop(), now=now) or "connected",
    )
    assert sorted(answers) == sorted(["connected", ProviderRefusal.OF_ANOTHER_ACCOUNT])


@pytest.mark.parametrize("counts", [0, 1])
def test_one_answer_of_a_key_opens_once(own_database, now, counts):
    with own_database.scope():
        person = people.student()
        key = passkey(person, now)
        key.steps = counts
        if not counts:
            key.counts = 0
            with writing() as rows:
                rows.scalars(select(Passkey)).one().sign_count = 0
    options, challenge = passkeys.options_for_using(SITE)
    answer, later = key.use(json.loads(options)), now + timedelta(minutes=1)
    answers = at_once(
        own_database,
        lambda: (
            passkey_actions.use_passkey(
                answer, site=SITE, challenge=challenge, challenged_at=later, now=later
            )
            and "opened"
        ),
    )
    # A second press is no copy of the key.
    assert sorted(answers) == sorted(["opened", PasskeyRefusal.NOT_VALID])
    with own_database.scope():
        assert session().scalar(select(func.count()).select_from(Passkey)) == 1


def test_staff_cannot_take_both_of_two_passkeys_off_at_once(own_database, now):
    with own_database.scope():
        person = people.make_user("staff@demo.example", roles=(Role.COORDINATOR,), now=now)
        passkey(person, now)
        passkey(person, now)
        by = people.visitor_of(person)
        marks = [queries.mark_of_passkey(row) for row in queries.passkeys_of(by)]
    answers = at_once(
        own_database,
        lambda: passkey_actions.remove_passkey(marks.pop(), staff_need_one=True, by=by, now=now) or "removed",
    )
    assert sorted(answers) == sorted(["removed", PasskeyRefusal.LAST_SECOND_FACTOR])
