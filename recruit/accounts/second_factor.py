"""Codes from an authenticator app (TOTP) and recovery codes, through Flask-Security's own class."""

from dataclasses import dataclass
import re
from typing import Any

from flask_security.totp import Totp
from passlib.totp import TotpMatch
import segno

from recruit.accounts.rules import RECOVERY_CODES
from recruit.accounts.tokens import derived_key, fingerprint

# One step back and forth forgives a clock that is half a minute off.
_WINDOW_SECONDS = 30
_NOT_OF_A_CODE = re.compile(r"[^0-9a-z]")


@dataclass
class _Check:
    """One comparison: the step used last, and the step that was accepted."""

    last_counter: int | None
    accepted: int | None = None


class _OnceOnly(Totp):
    """The class leaves it to us to remember the step used last."""

    def get_last_counter(self, user: Any) -> int | None:
        return user.last_counter

    def set_last_counter(self, user: Any, tmatch: TotpMatch) -> None:
        user.accepted = tmatch.counter


class _Issuer:
    """The name that the app on the phone shows."""

    name = "Recruit"


def name_issuer(name: str) -> None:
    """Set the name. Called once, when the house is built."""
    # A colon ends the issuer in an otpauth address.
    _Issuer.name = name.replace(":", " ")


def _factory() -> _OnceOnly:
    return _OnceOnly({"1": derived_key("totp")}, _Issuer.name)


def new_secret() -> str:
    """A fresh secret, encrypted with a key derived from the installation's."""
    return _factory().generate_totp_secret()


def accepted_counter(code: str, secret: str, last_counter: int | None) -> int | None:
    """The time step of a right code that was not used before; None where the code is wrong, old or used."""
    typed = "".join(code.split())
    if len(typed) != 6 or not typed.isascii() or not typed.isdigit():
        return None
    check = _Check(last_counter)
    _factory().verify_totp(typed, secret, check, window=_WINDOW_SECONDS)  # ty: ignore[invalid-argument-type]
    return check.accepted


def code_now(secret: str) -> str:
    """The code an authenticator app would show at this moment."""
    return _factory().generate_totp_password(secret)


def readable_secret(secret: str) -> str:
    """The secret in groups of four, to be typed where no camera is at hand."""
    return _factory().get_totp_pretty_key(secret)


def picture(secret: str, address: str) -> str:
    """The QR picture as SVG to stand inside a page."""
    uri = _factory().get_totp_uri(address, secret)
    return segno.make(uri, error="m").svg_inline(
        scale=5, border=4, light="#ffffff", dark="#000000", omitsize=False
    )


def new_recovery_codes() -> list[str]:
    """Codes for the day the phone is lost, to be shown once."""
    return _factory().generate_recovery_codes(RECOVERY_CODES)


def hash_of_recovery_code(code: str) -> str:
    return fingerprint("recovery_code", _NOT_OF_A_CODE.sub("", code.lower()))
