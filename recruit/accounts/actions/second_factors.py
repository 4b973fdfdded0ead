"""Moves of the second factor: begin, use a code, renew recovery codes, end."""

from datetime import datetime

from sqlalchemy import delete, select, update

from recruit.accounts import queries, second_factor
from recruit.accounts.actions.sign_ins import end_all_sign_ins
from recruit.accounts.models import Passkey, SignIn, User
from recruit.accounts.rules import AccountRefusal
from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Visitor


def _locked(person_ref: str) -> User:
    """The user's row, held until the end of the transaction, so that one code opens once."""
    user = queries.user_by_ref(person_ref)
    if user is None or not user.active:
        raise Missing
    session().execute(select(User.id).where(User.id == user.id).with_for_update())
    session().refresh(user, ["tf_totp_secret", "tf_last_counter", "recovery_codes"])
    return user


def begin_second_factor(
    person_ref: str, secret: str, code: str, *, now: datetime, keep_sign_in: int | None = None
) -> list[str]:
    """Take an authenticator app as second factor, proven by a code; gives the recovery codes, to be shown once.

    Every sign-in ends but `keep_sign_in`, the one the code was typed in.
    """
    user = _locked(person_ref)
    if user.tf_totp_secret:
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    counter = second_factor.accepted_counter(code, secret, None)
    if counter is None:
        raise Refused(AccountRefusal.CODE_NOT_VALID, field="code")
    codes = second_factor.new_recovery_codes()
    user.tf_totp_secret, user.tf_last_counter = secret, counter
    user.recovery_codes = [second_factor.hash_of_recovery_code(each) for each in codes]
    session().flush()
    end_all_sign_ins(user.id, now, but=keep_sign_in)
    session().execute(update(SignIn).where(SignIn.id == keep_sign_in).values(with_second_factor=True))
    _note("second_factor_begun", user, now)
    return codes


def use_code(person_ref: str, code: str, *, now: datetime) -> None:
    """Accept a code of the app or a recovery code; each opens once."""
    user = _locked(person_ref)
    if not user.tf_totp_secret:
        raise Refused(AccountRefusal.CODE_NOT_VALID, field="code")
    counter = second_factor.accepted_counter(code, user.tf_totp_secret, user.tf_last_counter)
    if counter is not None:
        user.tf_last_counter = counter
    else:
        spent = second_factor.hash_of_recovery_code(code)
        if spent not in user.recovery_codes:
            raise Refused(AccountRefusal.CODE_NOT_VALID, field="code")
        user.recovery_codes = [each for each in user.recovery_codes if each != spent]
        _note("recovery_code_used", user, now)
    session().flush()


def renew_recovery_codes(code: str, *, by: Visitor, now: datetime) -> list[str]:
    """New recovery codes in place of all old ones."""
    use_code(by.person_ref, code, now=now)
    user = queries.own_user(by)
    codes = second_factor.new_recovery_codes()
    user.recovery_codes = [second_factor.hash_of_recovery_code(each) for each in codes]
    session().flush()
    _note("recovery_codes_renewed", user, now)
    return codes


def end_second_factor(code: str, *, by: Visitor, now: datetime, must_keep_one: bool = False) -> None:
    """Sign in with the password alone again; proven by a last code. Who must keep a second factor needs a passkey for it."""
    use_code(by.person_ref, code, now=now)
    user = queries.own_user(by)
    if must_keep_one and not queries.has_passkey(user):
        raise Refused(AccountRefusal.SECOND_FACTOR_NEEDED)
    _clear(user)
    _note("second_factor_ended", user, now)


def drop_second_factor(user: User, *, by: Visitor, now: datetime) -> None:
    """Take the second factor from somebody whose phone and recovery codes are lost, with the passkeys that may be on the
    same phone; staff set up a new one at once.

    For whoever runs the installation, who has made sure on another way who is asking.
    """
    _clear(user)
    session().execute(delete(Passkey).where(Passkey.user_id == user.id))
    end_all_sign_ins(user.id, now)
    ref = user.person.public_id
    audit.record("second_factor_dropped", by=by, now=now, subject_kind="person", subject_ref=ref)


def _clear(user: User) -> None:
    user.tf_totp_secret = user.tf_last_counter = None
    user.recovery_codes = []
    session().flush()


def _note(action: str, user: User, now: datetime) -> None:
    ref = user.person.public_id
    audit.record(action, by=Visitor(person_ref=ref), now=now, subject_kind="person", subject_ref=ref)
