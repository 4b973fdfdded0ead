"""Mails about ways into an account: a device that was not known, a password, a second factor, a passkey, a provider."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from recruit.accounts import not_me, queries
from recruit.accounts.rules import LINK_VALID_FOR, LinkPurpose
from recruit.core.errors import Missing
from recruit.messages.kinds import MailKind, Params
from recruit.web.gate import page_url
from recruit.web.times import two_clocks

# What happened: the matter of the mail, and the sentence that answers. `label` is the owner's word for the way in.
WORDS: Mapping[str, tuple[Any, Any]] = {
    "new_device": (
        _l("A sign-in on a device we did not know"),
        _l("Somebody has signed in to your account on a device that was not used for it before."),
    ),
    "password_changed": (
        _l("Your password has changed"),
        _l("Your account has a new password, and the devices that were signed in are signed out."),
    ),
    "password_reset": (
        _l("Your password was set anew"),
        _l("Your account has a new password, chosen through a link in a mail to this address."),
    ),
    "second_factor_begun": (
        _l("Signing in now asks for a code"),
        _l(
            "An authenticator app was set up for your account. From now on signing in asks for a code from it."
        ),
    ),
    "second_factor_ended": (
        _l("Signing in no longer asks for a code"),
        _l("The authenticator app was taken off your account. Its codes are no longer asked for."),
    ),
    "second_factor_dropped": (
        _l("Your second factor was taken off"),
        _l("Those who run this site have taken the authenticator app and the passkeys off your account."),
    ),
    "recovery_code_used": (
        _l("A recovery code was used"),
        _l("One of your recovery codes was used instead of a code from the app. It will not work again."),
    ),
    "recovery_codes_renewed": (
        _l("You have new recovery codes"),
        _l("New recovery codes were made for your account. Those from before no longer work."),
    ),
    "passkey_added": (
        _l("A new passkey opens your account"),
        _l("The passkey “%(label)s” was added to your account."),
    ),
    "passkey_removed": (
        _l("A passkey no longer opens your account"),
        _l("The passkey “%(label)s” was taken off your account."),
    ),
    "passkey_copied": (
        _l("A passkey was stopped because it seems to have been copied"),
        _l(
            "Somebody used a copy of your passkey “%(label)s”. We let nobody in and took the passkey off your account. You can "
            "add a new one."
        ),
    ),
    "provider_connected": (
        _l("%(label)s now opens your account"),
        _l("Signing in through %(label)s was connected to your account."),
    ),
    "provider_disconnected": (
        _l("%(label)s no longer opens your account"),
        _l("Signing in through %(label)s was taken off your account."),
    ),
}


def _filled(words: Any, label: str) -> str:
    return str(words).replace("%(label)s", label)


def _context_of(kind: str) -> Callable[[Params, str], Mapping[str, Any]]:
    def context(params: Params, _language: str) -> dict[str, Any]:
        user = queries.user_by_ref(params["person_ref"])
        if user is None:
            raise Missing
        at = datetime.fromisoformat(params["at"])
        title, sentence = WORDS[kind]
        token = not_me.token_of(user, at)
        return {
            "name": user.person.display_name,
            "title": _filled(title, params["label"]),
            "sentence": _filled(sentence, params["label"]),
            "clocks": two_clocks(at, "Asia/Tokyo"),
            "device": params.get("device", ""),
            "days": LINK_VALID_FOR[LinkPurpose.NOT_ME].days,
            "url": page_url("accounts.not_me", token=token, _external=True),
            "token": token,
        }

    return context


def _is_there(params: Params, _now: datetime) -> bool:
    user = queries.user_by_ref(params["person_ref"])
    return user is not None and user.active


def _sign_in_address(params: Params) -> str:
    """Links that open an account go to the address it is signed in with, and nowhere else."""
    user = queries.user_by_ref(params["person_ref"])
    return user.email if user else ""


KINDS = tuple(
    MailKind(
        name=kind,
        room="accounts",
        template="accounts/mail/way_in",
        context=_context_of(kind),
        still_wanted=_is_there,
        address=_sign_in_address,
        necessary=True,
        secrets=("token",),
    )
    for kind in WORDS
)
