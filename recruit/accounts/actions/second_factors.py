"""Moves of the second factor: begin, use a code, renew recovery codes, end."""

from datetime import datetime

from sqlalchemy import delete, select, update

from recruit.accounts import queries, second_factor
from recruit.accounts.actions.notices import device_of, note_and_tell
from recruit.accounts.actions.sign_ins import end_all_sign_ins
from recruit.accounts.models import Passkey, SignIn, User
from recruit.accounts.rules import AccountRefusal
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Visitor


def _locked(person_ref: str) -> User:
    """The user's row, held until the end of the transaction, so that one code opens once."""
    user = queries.user_by_ref(person_ref)
    if user is None or not user.active:
        raise Missing
    session().execute(select(User.id).where(User.id == user.id).with_for_update())
    session().refresh(user, [*queries.STEP_RESTS_ON, "tf_last_counter", "recovery_codes"])
    return user


def begin_second_factor(
    person_ref: str,
    secret: str,
    code: str,
    *,
    now: datetime,
    keep_sign_in: int | None = None,
    state: str | None = None,
    device: str = "",
) -> list[str]:
    """Take an authenticator app as second factor, proven by a code; gives the recovery codes, to be shown once.

    Every sign-in ends but `keep_sign_in`, the one the code was typed in. While signing in, `state` is what the first step saw:
    a password changed in between refuses.
    """
    user = _locked(person_ref)
    if state is not None and queries.step_state_of(user) != state:
        raise Refused(AccountRefusal.WRONG_SIGN_IN)
    if user.tf_totp_secret:
        raise Refused(AccountRefusal.LINK_NOT_VALID)
    counter = second_factor.accepted_counter(code, secret, None)
    if counter is None:
        raise Refused(AccountRefusal.FIRST_CODE_NOT_VALID, field="code")
    codes = second_factor.new_recovery_codes()
    user.tf_totp_secret, user.tf_last_counter, user.tf_begun_at = secret, counter, now
    user.recovery_codes = [second_factor.hash_of_recovery_code(each) for each in codes]
    session().flush()
    end_all_sign_ins(user.id, now, but=keep_sign_in)
    session().execute(update(SignIn).where(SignIn.id == keep_sign_in).values(with_second_factor=True))
    _tell("second_factor_begun", user, now, device=device)
    return codes


def use_code(person_ref: str, code: str, *, now: datetime, device: str = "") -> None:
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
        _tell("recovery_code_used", user, now, device=device)
    session().flush()


def renew_recovery_codes(code: str, *, by: Visitor, now: datetime) -> list[str]:
    """New recovery codes in place of all old ones."""
    device = device_of(by)
    use_code(by.person_ref, code, device=device, now=now)
    user = queries.own_user(by)
    codes = second_factor.new_recovery_codes()
    user.recovery_codes = [second_factor.hash_of_recovery_code(each) for each in codes]
    session().flush()
    _tell("recovery_codes_renewed", user, now, device=device)
    return codes


def end_second_factor(code: str, *, by: Visitor, now: datetime, must_keep_one: bool = False) -> None:
    """Sign in with the password alone again; proven by a last code. Who must keep a second factor needs a passkey for it."""
    device = device_of(by)
    use_code(by.person_ref, code, device=device, now=now)
    user = queries.own_user(by)
    if must_keep_one and not queries.has_passkey(user):
        raise Refused(AccountRefusal.SECOND_FACTOR_NEEDED)
    clear_app(user)
    _tell("second_factor_ended", user, now, device=device)


def drop_second_factor(user: User, *, by: Visitor, now: datetime) -> None:
    """Take the second factor from somebody whose phone and recovery codes are lost, with the passkeys that may be on the
    same phone; staff set up a new one at once.

    For whoever runs the installation, who has made sure on another way who is asking.
    """
    clear_app(user)
    session().execute(delete(Passkey).where(Passkey.user_id == user.id))
    end_all_sign_ins(user.id, now)
    note_and_tell("second_factor_dropped", user, by=by, now=now)


def clear_app(user: User) -> None:
    """Ask no more for codes of an app."""
    user.tf_totp_secret = user.tf_last_counter = user.tf_begun_at = None
    user.recovery_codes = []
    session().flush()


def _tell(what: str, user: User, now: datetime, *, device: str) -> None:
    note_and_tell(what, user, by=Visitor(person_ref=user.person.public_id), now=now, device=device)
