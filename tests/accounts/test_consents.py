"""Consents: given, taken back, in the words that were shown."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from recruit.accounts import actions, consents
from recruit.accounts.consents.queries import holding_consent
from recruit.accounts.consents.rules import Standing, may_provide, standing_of
from recruit.accounts.models import Consent, ConsentText
from recruit.accounts.rules import AccountRefusal, Purpose, RecipientKind
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.locales import CODES
from recruit.core.visitor import NOBODY
from tests import people
from tests.accounts.changed_words import change_words
from tests.accounts.steps import consent_to
from tests.shown_words import shown_on

VERSIONS = Path(__file__).with_name("consent_versions.json")
# Somebody in Japan reads what somebody abroad has entered, or the other way round.
GIVES_ABROAD = (Purpose.PROFILE_TO_COMPANY, Purpose.FAIR_COMPANIES, Purpose.PARTNER_ABROAD)
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
        assert actions.load_consent_texts() == 24
    with writing():
        assert actions.load_consent_texts() == 0


def test_nobody_takes_back_another_persons_consent(app, now):
    user, other = people.student(), people.other_student()
    with writing():
        consent = consent_to(user.person, now)
    with writing(), pytest.raises(Missing):
        actions.withdraw_consent(consent.public_id, by=people.visitor_of(other), now=now)


def test_words_stand_in_every_language_and_change_with_their_version_only():
    found = {}
    for words in consents.all_words():
        key = f"{words.purpose}.{words.country}"
        versions = found.setdefault(key, {}).setdefault(str(words.version), {})
        versions[words.language] = consents.hash_of(words.body)
        assert words.facts_source
        assert words.facts_checked_on
    assert all(set(of_version) == set(CODES) for of_key in found.values() for of_version in of_key.values())
    known = json.loads(VERSIONS.read_text(encoding="utf-8"))
    assert found == known, (
        "changed words are a new version: raise `version` in the file, then note the hashes"
    )


@pytest.mark.parametrize("words", [w for w in consents.all_words() if w.purpose in GIVES_ABROAD], ids=str)
def test_the_three_facts_stand_where_somebody_in_another_country_reads(words):
    # The country, how it protects personal data, what the recipient does to protect it.
    assert [f"\n{number}. **" in f"\n{words.body}" for number in (1, 2, 3)] == [True] * 3


@pytest.mark.parametrize(
    ("version", "ended", "replaced", "standing"),
    [
        (2, False, False, Standing.HOLDS),
        (1, False, False, Standing.OUTDATED),
        (2, True, False, Standing.ENDED),
        (1, True, True, Standing.REPLACED),
    ],
)
def test_only_a_live_consent_to_the_words_of_today_carries_something_new(
    version, ended, replaced, standing, now
):
    found = standing_of(version=version, newest=2, withdrawn_at=now if ended else None, is_replaced=replaced)
    assert found is standing
    assert may_provide(found) is (standing is Standing.HOLDS)
    assert not may_provide(None)


def test_new_words_are_agreed_to_in_place_of_the_old(app, now, db, monkeypatch):
    user = people.other_student()
    with writing():
        old = consent_to(user.person, now)
    assert old.words_hash == consents.hash_of(db.get(ConsentText, old.consent_text_id).body)
    recipient = (Purpose.PROFILE_TO_COMPANY, RecipientKind.ORGANISATION, "A" * 22)
    change_words(monkeypatch, Purpose.PROFILE_TO_COMPANY)
    assert holding_consent(user.person_id, *recipient) is None
    for _press in range(2):
        with writing():
            new = actions.agree_again(old.public_id, language="vi", by=people.visitor_of(user), now=now)
    db.refresh(old)
    assert (old.withdrawn_at, old.replaced_by_ref) == (now, new.public_id)
    assert holding_consent(user.person_id, *recipient) is new
    assert db.get(ConsentText, new.consent_text_id).version == 2
    assert db.scalar(select(func.count()).select_from(Consent)) == 2
    stranger = people.visitor_of(people.student())
    with writing(), pytest.raises(Missing):
        actions.agree_again(new.public_id, language="vi", by=stranger, now=now)


def test_the_page_of_new_words_wants_the_box(app, client, now, db, monkeypatch):
    user = people.other_student()
    with writing():
        old = consent_to(user.person, now)
    change_words(monkeypatch, Purpose.PROFILE_TO_COMPANY)
    people.sign_in(client, user)
    address = f"/id/account/consents/{old.public_id}/again"
    page = client.get(address).text
    assert "New." in page
    assert "checked" not in page
    answer = client.post(address)
    assert answer.status_code == 422
    assert 'href="#agrees"' in answer.text
    assert client.post(address, data={"agrees": "y"}).status_code == 422
    assert client.post(address, data={"agrees": "y", **shown_on(page)}).status_code == 303
    assert client.get(address).status_code == 404
    stranger = people.sign_in(app.test_client(), people.student())
    assert stranger.get(address).status_code == 404
    assert app.test_client().get(address).status_code == 303


def test_receipts_go_by_mail_in_the_persons_language(app, now, db, outbox):
    user = people.student()
    with writing():
        consent = consent_to(user.person, now)
        actions.give_consent(
            user.person,
            Purpose.SERVICE,
            RecipientKind.OPERATOR,
            language="vi",
            way="page",
            by=NOBODY,
            now=now,
        )
    with writing():
        actions.withdraw_consent(consent.public_id, by=people.visitor_of(user), now=now)
    assert outbox.kinds == ["consent_receipt", "consent_ended"]
    # What has ended by the time of its sending needs no receipt any more.
    (ended,) = outbox.hand_over()
    text = ended.get_body(("plain",)).get_content()
    assert ended["To"] == user.email
    assert "Đã rút lại" in text
    assert "/vi/me/privacy" in text


def test_a_receipt_names_version_and_hash(app, now, db, outbox):
    user = people.student()
    with writing():
        consent = consent_to(user.person, now)
    (mail,) = outbox.hand_over()
    text = mail.get_body(("plain",)).get_content()
    assert consent.words_hash in text
    assert f"/vi/me/privacy/consents/{consent.public_id}" in text
    assert "Bahasa Indonesia" in text
