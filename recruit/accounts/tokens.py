"""Signed tokens: links in mails, the step between password and code, and the cookie of a sign-in."""

from datetime import UTC, datetime, timedelta
import hashlib
import hmac
import secrets

from itsdangerous import BadSignature, URLSafeTimedSerializer

from recruit.accounts.rules import LINK_VALID_FOR, SECOND_STEP_VALID_FOR, LinkPurpose


class _Key:
    """The secret of the installation; everything signed or encrypted here hangs on it."""

    secret = ""


def use_key(secret: str) -> None:
    """Set the secret. Called once, when the house is built."""
    _Key.secret = secret


def derived_key(name: str) -> str:
    """A key for one use, from which the secret cannot be found."""
    if not _Key.secret:
        raise RuntimeError("the secret key has not been set")
    return hmac.new(_Key.secret.encode(), f"recruit.accounts.{name}".encode(), hashlib.sha256).hexdigest()


def fingerprint(*parts: object) -> str:
    """A short keyed hash over the state that a token is bound to."""
    text = "\x1f".join(str(part) for part in parts)
    return hmac.new(derived_key("state").encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(derived_key("signing"), salt=f"recruit.accounts.{purpose}")


def _read(token: str, purpose: str, valid_for: timedelta, now: datetime) -> tuple[list, datetime] | None:
    """The content and the time of signing; None where anything is wrong with it."""
    try:
        content, signed_at = _signer(purpose).loads(token, return_timestamp=True)
    except BadSignature:
        return None
    signed_at = signed_at.astimezone(UTC)
    # The signature counts whole seconds, so it may seem a moment younger or older than it is.
    if not isinstance(content, list) or now - signed_at > valid_for:
        return None
    return content, signed_at


def link_token(purpose: LinkPurpose, person_ref: str, state: str, *, onward: str = "") -> str:
    """The token of a link for this person while their `state` (see `fingerprint`) stays as it is. `onward` is the page the
    person had come for; in here nobody reads it, so that it brings no words of a stranger into a mail.
    """
    return _signer(purpose).dumps([person_ref, state, onward] if onward else [person_ref, state])


def read_link_token(purpose: LinkPurpose, token: str, now: datetime) -> tuple[str, str] | None:
    """(person_ref, state) of a link that is whole, for this purpose and not too old."""
    found = _read(token, purpose, LINK_VALID_FOR[purpose], now)
    if found is None or len(found[0]) not in (2, 3):
        return None
    return str(found[0][0]), str(found[0][1])


def onward_of_link(purpose: LinkPurpose, token: str, now: datetime) -> str:
    """The page that the person of this link had come for; empty where there is none."""
    found = _read(token, purpose, LINK_VALID_FOR[purpose], now)
    return str(found[0][2]) if found is not None and len(found[0]) == 3 else ""


def step_token(person_ref: str, state: str) -> str:
    """Proof that the first step of signing in was right."""
    return _signer("second_step").dumps([person_ref, state])


def read_step_token(token: str, now: datetime) -> tuple[str, str] | None:
    """(person_ref, state) of a first step that is not too long ago."""
    found = _read(token, "second_step", SECOND_STEP_VALID_FOR, now)
    if found is None or len(found[0]) != 2:
        return None
    return str(found[0][0]), str(found[0][1])


def new_sign_in_secret() -> str:
    """256 random bits: what the cookie of a sign-in holds, and only its hash is kept."""
    return secrets.token_urlsafe(32)


def hash_of_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def cookie_value(secret: str, *, stays: bool) -> str:
    """The signed cookie, stamped with the present moment: the time the sign-in was last used."""
    return _signer("cookie").dumps([secret, int(stays)])


def read_cookie(value: str, now: datetime, longest: timedelta) -> tuple[str, bool, datetime] | None:
    """(secret, whether the cookie outlives the browser, when it was last stamped)."""
    found = _read(value, "cookie", longest, now)
    if found is None or len(found[0]) != 2:
        return None
    return str(found[0][0]), bool(found[0][1]), found[1]
