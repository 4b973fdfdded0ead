"""Moves of accounts, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.accounts import actions, jobs, passwords, privacy, queries, second_factor, tokens
from recruit.accounts.actions.sign_ins import add_sign_in
from recruit.accounts.models import Consent, Person, SignIn
from recruit.accounts.rules import AccountRefusal, Browser, ComesAs, LinkPurpose, Purpose, RecipientKind
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.periods import Kept
from recruit.core.visitor import NOBODY, Role
from tests import people
from tests.accounts.steps import consent_to, link

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


def refused(reason):
    return pytest.raises(Refused, match=f"AccountRefusal.{reason}")


def test_registering_waits_for_the_address_to_be_confirmed(app, now, outbox):
    register(now)
    user = queries.user_by_address(ADDRESS)
    assert user.confirmed_at is None
    assert user.person.zone == "Asia/Ho_Chi_Minh"
    assert outbox.kinds == ["confirm_address"]
    assert queries.live_consent(user.person_id, Purpose.SERVICE, RecipientKind.OPERATOR)
    with writing(), refused(AccountRefusal.NOT_CONFIRMED):
        actions.begin_sign_in(
            user.person.public_id, state=queries.step_state_of(user), browser=Browser(), now=now
        )


def test_a_known_address_gets_a_mail_and_nothing_else_changes(app, now, outbox):
    people.student()
    register(now, email="Student@demo.example", password="another-password", name="Somebody")
    user = queries.user_by_address("student@demo.example")
    assert outbox.kinds == ["address_in_use"]
    assert user.person.display_name == "Nguyễn Thị An"
    assert passwords.matches(people.PASSWORD, user.password)


def test_registering_again_before_confirming_kills_the_first_link_and_every_password(app, now, outbox):
    register(now)
    first = link(LinkPurpose.CONFIRM_ADDRESS, queries.user_by_address(ADDRESS))
    register(now, password="second-password")
    assert outbox.kinds == ["confirm_address", "confirm_address"]
    with writing(), refused(AccountRefusal.LINK_NOT_VALID):
        actions.confirm_address(first, now=now)
    assert queries.user_by_address(ADDRESS).password is None


def test_confirming_twice_still_says_yes(app, now):
    register(now)
    token = link(LinkPurpose.CONFIRM_ADDRESS, queries.user_by_address(ADDRESS))
    for _press in range(2):
        with writing():
            actions.confirm_address(token, now=now)
    assert queries.user_by_address(ADDRESS).confirmed_at == now


def test_a_link_is_dead_when_old_and_for_another_purpose(app, now, clock):
    register(now)
    user = queries.user_by_address(ADDRESS)
    token, other = link(LinkPurpose.CONFIRM_ADDRESS, user), link(LinkPurpose.RESET_PASSWORD, user)
    with writing(), refused(AccountRefusal.LINK_NOT_VALID):
        actions.confirm_address(other, now=now)
    clock.shift(timedelta(days=8))
    with writing(), refused(AccountRefusal.LINK_NOT_VALID):
        actions.confirm_address(token, now=core_clock.now())


def test_only_the_newest_reset_link_opens_once_and_signs_every_device_out(app, now):
    user = people.student()
    with writing():
        add_sign_in(user, now=now)
        actions.request_reset(user.email, now=now)
    older = link(LinkPurpose.RESET_PASSWORD, user)
    with writing():
        actions.request_reset(user.email, now=now)
    newest = link(LinkPurpose.RESET_PASSWORD, user)
    new_hash = passwords.hash_of("a-new-password")
    with writing(), refused(AccountRefusal.LINK_NOT_VALID):
        actions.reset_password(older, new_hash, now=now)
    with writing():
        actions.reset_password(newest, new_hash, now=now)
    with writing(), refused(AccountRefusal.LINK_NOT_VALID):
        actions.reset_password(newest, new_hash, now=now)
    assert queries.right_user(user.email, "a-new-password")
    assert queries.right_user(user.email, people.PASSWORD) is None
    assert queries.devices_of(people.visitor_of(user), now) == []


def test_a_superseded_link_is_not_mailed(app, now, outbox):
    user = people.student()
    for _ask in range(2):
        with writing():
            actions.request_sign_in_link(user.email, now=now)
    messages = outbox.hand_over()
    assert [message["To"] for message in messages] == [user.email]
    assert [str(mail.state) for mail in outbox.mails] == ["not_wanted", "sent"]


def test_the_mailed_link_signs_in_once_and_is_not_kept(app, now, outbox):
    user = people.student()
    with writing():
        actions.request_sign_in_link(user.email, now=now)
    text = outbox.hand_over()[0].get_body(("plain",)).get_content()
    token = text.split("/account/sign-in/link/")[1].split()[0]
    assert token not in outbox.mails[0].body
    with writing():
        assert actions.use_sign_in_link(token, now=now).id == user.id
    with writing(), refused(AccountRefusal.LINK_NOT_VALID):
        actions.use_sign_in_link(token, now=now)


def test_an_unknown_address_gets_no_mail(app, now, outbox):
    with writing():
        actions.request_reset("nobody@demo.example", now=now)
        actions.request_sign_in_link("nobody@demo.example", now=now)
    assert outbox.kinds == []


def test_a_password_changed_between_the_steps_refuses_the_second(app, now):
    user = people.student()
    state = queries.step_state_of(user)
    with writing():
        actions.change_password(passwords.hash_of("a-new-password"), by=people.visitor_of(user), now=now)
    with writing(), refused(AccountRefusal.WRONG_SIGN_IN):
        actions.begin_sign_in(user.person.public_id, state=state, browser=Browser(), now=now)


def test_giving_a_role_signs_the_person_out(app, now, db):
    user = people.student()
    with writing():
        add_sign_in(user, now=now)
    with writing():
        actions.give_role(user, Role.EDITOR, by=NOBODY, now=now)
    assert db.scalars(select(SignIn.ended_at)).all() == [now]
    with writing():
        actions.take_role(user, Role.EDITOR, by=NOBODY, now=now)
    assert queries.roles_of(queries.user_by_address(user.email)) == frozenset()


def test_a_staff_user_with_a_known_address_is_refused(app, now):
    people.student()
    with refused(AccountRefusal.ADDRESS_TAKEN), writing():
        actions.create_staff_user(
            email="student@demo.example",
            role=Role.EDITOR,
            name="X",
            password_hash=None,
            language="ja",
            by=NOBODY,
            now=now,
        )


def enrolled(user, now):
    secret = second_factor.new_secret()
    with writing():
        codes = actions.begin_second_factor(
            user.person.public_id, secret, second_factor.code_now(secret), now=now
        )
    return secret, codes


def test_each_code_opens_once(app, now, clock):
    user = people.coordinator()
    secret, codes = enrolled(user, now)
    assert secret not in codes
    used = second_factor.code_now(secret)
    with writing(), refused(AccountRefusal.CODE_NOT_VALID):
        actions.use_code(user.person.public_id, used, now=now)
    clock.shift(timedelta(seconds=60))
    with writing():
        actions.use_code(user.person.public_id, second_factor.code_now(secret), now=core_clock.now())
    with writing():
        actions.use_code(user.person.public_id, codes[0].upper().replace("-", " "), now=core_clock.now())
    with writing(), refused(AccountRefusal.CODE_NOT_VALID):
        actions.use_code(user.person.public_id, codes[0], now=core_clock.now())


def test_neither_secret_nor_codes_can_be_read_in_the_row(app, now):
    user = people.coordinator()
    secret, codes = enrolled(user, now)
    row = queries.user_by_address(user.email)
    assert second_factor.readable_secret(secret).replace("-", "") not in row.tf_totp_secret
    assert not set(codes) & set(row.recovery_codes)


def test_with_a_second_factor_the_password_alone_does_not_sign_in(app, now):
    user = people.coordinator()
    enrolled(user, now)
    with writing(), refused(AccountRefusal.SECOND_FACTOR_NEEDED):
        actions.begin_sign_in(
            user.person.public_id, state=queries.step_state_of(user), browser=Browser(), now=now
        )


def test_a_lost_second_factor_is_dropped_with_every_sign_in(app, now):
    user = people.coordinator()
    secret, codes = enrolled(user, now)
    with writing():
        add_sign_in(user, now=now, with_second_factor=True)
        actions.drop_second_factor(user, by=NOBODY, now=now)
    assert queries.devices_of(people.visitor_of(user), now) == []
    for code in (second_factor.code_now(secret), codes[0]):
        with writing(), refused(AccountRefusal.CODE_NOT_VALID):
            actions.use_code(user.person.public_id, code, now=now)


def test_a_secret_under_another_key_opens_nothing(app, now, settings):
    secret = second_factor.new_secret()
    code = second_factor.code_now(secret)
    tokens.use_key("another-secret-key-of-another-installation")
    try:
        assert second_factor.accepted_counter(code, secret, None) is None
    finally:
        tokens.use_key(settings.secret_key)


def test_another_persons_device_is_missing(app, now):
    user, other = people.student(), people.other_student()
    with writing():
        add_sign_in(user, now=now)
    mark = queries.devices_of(people.visitor_of(user), now)[0].mark
    with writing(), pytest.raises(Missing):
        actions.end_device(mark, by=people.visitor_of(other), now=now)


def test_unsent_mail_takes_the_new_language(app, now, outbox):
    user = people.student()
    with writing():
        actions.request_reset(user.email, now=now)
        actions.change_language("ja", by=people.visitor_of(user), now=now)
        actions.change_zone("Asia/Tokyo", by=people.visitor_of(user), now=now)
    mail = outbox.mails[0]
    assert (mail.language, mail.zone) == ("ja", "Asia/Tokyo")


def test_erasing_leaves_a_person_without_name_or_way_in(app, now, db):
    user = people.student()
    person_id, address = user.person_id, user.email
    with writing():
        add_sign_in(user, now=now)
        consent_to(user.person, now)
    told = privacy.export(person_id)
    assert told["account"]["email"] == address
    assert told["consents"][0]["words"]
    with writing():
        privacy.erase(person_id, now)
    assert queries.user_by_address(address) is None
    person = db.get(Person, person_id)
    assert (person.display_name, person.anonymised_at) == ("", now)
    assert db.scalars(select(Consent.withdrawn_at)).all() == [now]


def test_old_sign_ins_and_unconfirmed_registrations_are_forgotten(app, now, clock, outbox):
    register(now)
    with writing():
        add_sign_in(queries.user_by_address(ADDRESS), now=now)
    clock.shift(timedelta(days=200))
    gone = jobs.purge(core_clock.now())
    assert (gone[Kept.SIGN_INS], gone[Kept.UNCONFIRMED]) == (0, 1)
    assert queries.user_by_address(ADDRESS) is None
    assert [mail.to_address for mail in outbox.mails] == [""]
