"""The ceremonies of passkeys (WebAuthn), through py_webauthn. Nothing here knows accounts or pages.

User verification is demanded throughout: whoever uses a passkey has the device and its finger, face or number, which is why
one passkey counts as two factors.
"""

from dataclasses import dataclass
import json
import logging
from urllib.parse import urlsplit

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from recruit.accounts.rules import PASSKEY_STEP_VALID_FOR, PasskeyRefusal
from recruit.core.errors import Refused

log = logging.getLogger(__name__)

# Larger than any answer of an authenticator; nothing longer is read.
MOST_LETTERS = 20_000
_LONGEST_ID = 1023
_TRANSPORTS = frozenset({"usb", "nfc", "ble", "smart-card", "hybrid", "internal"})
_TIMEOUT_MS = int(PASSKEY_STEP_VALID_FOR.total_seconds() * 1000)


@dataclass(frozen=True)
class Site:
    """Who we are to an authenticator: the name of the host, and where our pages stand."""

    host: str
    origin: str
    name: str


def site_of(base_url: str, name: str) -> Site:
    """As the operator has set it; never the host that a request claims."""
    parts = urlsplit(base_url)
    return Site(parts.hostname or "", f"{parts.scheme}://{parts.netloc.lower()}", name)


@dataclass(frozen=True)
class NewPasskey:
    """What is kept of a key that was just made."""

    credential_id: str
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]
    backed_up: bool


def options_for_adding(
    site: Site, *, person_ref: str, address: str, name: str, held: list[str]
) -> tuple[str, str]:
    """(what the browser is told, the challenge). Keys in `held` are not made a second time."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        # Says nothing about the person, and is the same for each of their keys.
        user_id=person_ref.encode(),
        user_name=address,
        user_display_name=name or address,
        timeout=_TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in held],
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


def options_for_using(site: Site) -> tuple[str, str]:
    """(what the browser is told, the challenge). Any of the keys for this site may answer: nobody is named."""
    options = generate_authentication_options(
        rp_id=site.host, timeout=_TIMEOUT_MS, user_verification=UserVerificationRequirement.REQUIRED
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


def made(site: Site, answer: str, challenge: str) -> NewPasskey:
    """Check the answer of an authenticator that has made a key."""
    try:
        found = verify_registration_response(
            credential=_read(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _FAULTS as error:
        raise _refused(error) from error
    if len(found.credential_id) > _LONGEST_ID:
        raise Refused(PasskeyRefusal.NOT_VALID)
    said = _read(answer).get("response", {}).get("transports", [])
    transports = tuple(sorted(_TRANSPORTS.intersection(said if isinstance(said, list) else [])))
    return NewPasskey(
        bytes_to_base64url(found.credential_id),
        found.credential_public_key,
        found.sign_count,
        transports,
        found.credential_backed_up,
    )


@dataclass(frozen=True)
class Use:
    """What a key says of its use, after its signature was checked."""

    sign_count: int
    backed_up: bool


def id_in(answer: str) -> str:
    """Which key has answered; nothing about it is believed yet."""
    found = _read(answer).get("id")
    if not isinstance(found, str) or not 0 < len(found) <= 1400:
        raise Refused(PasskeyRefusal.NOT_VALID)
    return found


def used(site: Site, answer: str, challenge: str, *, public_key: bytes, person_ref: str) -> Use:
    """Check the answer of a key. What its count means is for the rules to say."""
    try:
        read = _read(answer)
        found = verify_authentication_response(
            credential=read,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
        handle = read.get("response", {}).get("userHandle")
        if handle and base64url_to_bytes(handle) != person_ref.encode():
            raise Refused(PasskeyRefusal.NOT_VALID)
    except _FAULTS as error:
        raise _refused(error) from error
    return Use(found.new_sign_count, found.credential_backed_up)


# Whatever may be in a field that anybody can fill in.
_FAULTS = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


def _read(answer: str) -> dict:
    try:
        found = json.loads(answer) if len(answer) <= MOST_LETTERS else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("response", {}), dict):
        raise Refused(PasskeyRefusal.NOT_VALID)
    return found


def _refused(error: Exception) -> Refused:
    log.warning("passkey refused", extra={"reason": type(error).__name__, "said": str(error)[:120]})
    return Refused(PasskeyRefusal.NOT_VALID)
