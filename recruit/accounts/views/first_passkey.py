"""Staff who must have a second factor may make a passkey instead of setting up an app, at their first sign-in."""

from flask import Response, flash, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import limits, passkeys, queries, rules
from recruit.accounts.actions import passkeys as actions
from recruit.accounts.forms import PasskeyForm, text_of
from recruit.accounts.models import User
from recruit.accounts.rules import PasskeyRefusal
from recruit.accounts.views.door import STEP, finish
from recruit.accounts.views.pages import room
from recruit.accounts.views.passkeys import hand_out_challenge, site_of_passkeys, take_challenge
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.web.gate import page_url
from recruit.web.locks import anybody
from recruit.web.words import words_for


def _user() -> User:
    """Who has taken the first step and has no second factor yet. Raises Missing."""
    user = queries.user_of_step((session.get(STEP) or {}).get("token", ""), clock.now())
    if user is None or user.tf_totp_secret or queries.has_passkey(user):
        raise Missing
    return user


@room.post("/account/sign-in/second-factor/passkey/challenge", lock=anybody)
def first_passkey_challenge() -> Response:
    """What the browser asks for when it makes the key."""
    limits.count("passkey", limits.ONE_NETWORK, limits.network_of(request.remote_addr))
    user = _user()
    options, challenge = passkeys.options_for_adding(
        site_of_passkeys(),
        person_ref=user.person.public_id,
        address=user.email,
        name=user.person.display_name,
        held=[],
    )
    return hand_out_challenge(options, challenge, "first")


@room.post("/account/sign-in/second-factor/passkey", lock=anybody)
def first_passkey() -> ResponseReturnValue:
    """The key is made: it is the second factor from now on, and this sign-in is done."""
    user, step, form = _user(), session[STEP], PasskeyForm()
    person_ref, state = user.person.public_id, queries.step_state_of(user)
    try:
        if not form.is_fine():
            raise Refused(PasskeyRefusal.NOT_VALID)
        challenge, _at = take_challenge("first")
        new = passkeys.made(site_of_passkeys(), text_of(form.credential), challenge)
        with writing():
            actions.begin_with_passkey(
                person_ref,
                new,
                state=state,
                name=text_of(form.name),
                device=rules.device_name(request.user_agent.string),
                now=clock.now(),
            )
    except Refused as refusal:
        flash(str(words_for(refusal.reason)), "problem")
        return redirect(page_url("accounts.enrol_at_sign_in"), 303)
    response = finish(
        person_ref,
        state,
        with_second_factor=True,
        stays=step["stays"],
        target=step["next"],
    )
    # What the session held before the sign-in is gone, so this is said after it.
    flash(_("Your passkey is added. From now on it signs you in."), "done")
    return response
