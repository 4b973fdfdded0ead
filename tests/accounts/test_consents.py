"""Consents: given, taken back, in the words that were shown."""

import pytest
from sqlalchemy import func, select

from recruit.accounts import actions
from recruit.accounts.models import Consent, ConsentText
from recruit.accounts.rules import AccountRefusal
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from tests import people
from tests.accounts.steps import consent_to

ADDRESS = "an@demo.example"


def refused(reason):
    return pytest.raises(Refused, match=f"AccountRefusal.{reason}")


def test_a_consent_holds_until_it_is_taken_back_and_may_be_given_again(app, now, db):
    user = people.other_student()
    with writing():
        consent = consent_to(user.person, now)
    with writing(), refused(AccountRefusal.ALREADY_CONSENTED):
        consent_to(user.person, now)
    words = db.get(ConsentText, consent.consent_text_id)
    assert (words.language, words.version) == ("id", 1)
    assert "APPI" in words.body
    for _press in range(2):
        with writing():
            actions.withdraw_consent(consent.public_id, by=people.visitor_of(user), now=now)
    with writing():
        consent_to(user.person, now)
    assert db.scalar(select(func.count()).select_from(Consent)) == 2


def test_the_words_of_consents_become_rows_once(app):
    with writing():
        assert actions.load_consent_texts() == 12
    with writing():
        assert actions.load_consent_texts() == 0


def test_nobody_takes_back_another_persons_consent(app, now):
    user, other = people.student(), people.other_student()
    with writing():
        consent = consent_to(user.person, now)
    with writing(), pytest.raises(Missing):
        actions.withdraw_consent(consent.public_id, by=people.visitor_of(other), now=now)
