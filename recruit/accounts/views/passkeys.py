"""Passkeys: add and take off on the account page, sign in with one, prove with one.

The browser asks for a challenge, the authenticator answers it, and an ordinary form brings the answer here. Without the
script, or a browser that knows passkeys, the forms stay hidden and every other way stands.
"""

from datetime import UTC, datetime

from flask import Response, flash, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, pgettext
from werkzeug.wrappers import Response as AnyResponse

from recruit.accounts import actions, limits, passkeys, queries, rules
from recruit.accounts.actions import passkeys as passkey_actions
from recruit.accounts.forms import ButtonForm, PasskeyForm, text_of
from recruit.accounts.models import User
from recruit.accounts.passkeys import Site
from recruit.accounts.rules import PasskeyRefusal
from recruit.accounts.views.door import STEP, finish
from recruit.accounts.views.pages import form_page, room, settings, start_page
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.web.gate import page_url, safe_return, visitor
from recruit.web.locks import anybody, proved, signed_in
from recruit.web.words import words_for

# The challenge that this browser was given last. It is taken out when it is answered.
CHALLENGE = "passkey_challenge"


def site_of_passkeys() -> Site:
    """Who we are to an authenticator."""
    return passkeys.site_of(settings().base_url, settings().site_name)


def hand_out_challenge(options: str, challenge: str, what: str) -> Response:
    """Give the browser a challenge for one purpose."""
    session[CHALLENGE] = {"value": challenge, "at": clock.now().timestamp(), "for": what}
    return Response(options, mimetype="application/json", headers={"Cache-Control": "no-store"})


def take_challenge(what: str) -> tuple[str, datetime]:
    """The challenge that was handed out for this, and when. It is gone afterwards, whatever comes of it."""
    kept = session.pop(CHALLENGE, None)
    if not kept or kept["for"] != what:
        raise Refused(PasskeyRefusal.NOT_VALID)
    at = datetime.fromtimestamp(kept["at"], UTC)
    if clock.now() - at > rules.PASSKEY_STEP_VALID_FOR:
        raise Refused(PasskeyRefusal.TOO_LATE)
    return kept["value"], at


@room.post("/account/passkeys/challenge", lock=anybody)
def passkey_challenge() -> ResponseReturnValue:
    """What the browser asks its authenticators. It names nobody, so it tells nothing about anybody."""
    limits.count("passkey", limits.ONE_NETWORK, limits.network_of(request.remote_addr))
    return hand_out_challenge(*passkeys.options_for_using(site_of_passkeys()), "use")


def _use() -> User:
    """Whose passkey has answered. Refused where it did not answer rightly, or turns out to be a copy."""
    limits.count("passkey", limits.ONE_NETWORK, limits.network_of(request.remote_addr))
    challenge, challenged_at = take_challenge("use")
    with writing():
        user = passkey_actions.use_passkey(
            request.form.get("credential", ""),
            site=site_of_passkeys(),
            challenge=challenge,
            challenged_at=challenged_at,
            now=clock.now(),
        )
    if user is None:
        raise Refused(PasskeyRefusal.COPIED)
    return user


@room.post("/account/sign-in/passkey", lock=anybody)
def sign_in_by_passkey() -> ResponseReturnValue:
    """Sign in with a passkey alone, or instead of the code of the second step."""
    try:
        user = _use()
    except Refused as refusal:
        flash(str(words_for(refusal.reason)), "problem")
        return redirect(page_url("accounts.sign_in"), 303)
    step, target, stays = session.get(STEP) or {}, request.form.get("next", ""), False
    began = queries.user_of_step(step.get("token", ""), clock.now())
    if began is not None and began.id == user.id:
        target, stays = step["next"], step["stays"]
    return finish(
        user.person.public_id,
        queries.step_state_of(user),
        with_second_factor=True,
        stays=stays,
        target=target,
    )


@room.post("/account/prove/passkey", lock=signed_in)
def prove_by_passkey() -> ResponseReturnValue:
    """It is still me: my passkey says so."""
    target = safe_return(request.form.get("next"), start_page())
    try:
        user = _use()
        if user.id != visitor().user_id:
            raise Refused(PasskeyRefusal.NOT_VALID)
    except Refused as refusal:
        flash(str(words_for(refusal.reason)), "problem")
        return redirect(page_url("accounts.prove", next=target), 303)
    with writing():
        actions.note_proof(by=visitor(), now=clock.now())
    return redirect(target, 303)


@room.post("/account/passkeys/add/challenge", lock=proved(signed_in))
def new_passkey_challenge() -> ResponseReturnValue:
    """What the browser asks for when it makes a key."""
    asks = visitor()
    options, challenge = passkeys.options_for_adding(
        site_of_passkeys(),
        person_ref=asks.person_ref,
        address=asks.email,
        name=asks.display_name,
        held=[passkey.credential_id for passkey in queries.passkeys_of(asks)],
    )
    return hand_out_challenge(options, challenge, "add")


@room.get("/account/passkeys/add", lock=proved(signed_in))
@room.post("/account/passkeys/add", lock=proved(signed_in))
def add_passkey() -> ResponseReturnValue:
    """Make a passkey and add it to my account."""
    form = PasskeyForm(data={"name": rules.device_name(request.user_agent.string)})
    if request.method == "POST" and form.is_fine():
        try:
            challenge, _at = take_challenge("add")
            new = passkeys.made(site_of_passkeys(), text_of(form.credential), challenge)
            with writing():
                passkey_actions.add_passkey(new, name=text_of(form.name), by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
            # What was answered once is of no use a second time.
            form.credential.data = ""
        else:
            flash(_("Your passkey is added. From now on it signs you in."), "done")
            return redirect(page_url("accounts.account"), 303)
    return form_page("accounts/add_passkey.html", form=form, switch_form_id="passkey")


@room.get("/account/passkeys/<mark>/remove", lock=proved(signed_in))
@room.post("/account/passkeys/<mark>/remove", lock=proved(signed_in))
def remove_passkey(mark: str) -> AnyResponse:
    """Take a passkey off my account."""
    asks = visitor()
    name = next((row.name for row in queries.passkeys_of(asks) if queries.mark_of_passkey(row) == mark), None)
    if name is None:
        raise Missing
    form = ButtonForm()
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                passkey_actions.remove_passkey(
                    mark, staff_need_one=queries.needs_second_factor(settings()), by=asks, now=clock.now()
                )
        except Refused as refusal:
            flash(str(words_for(refusal.reason)), "problem")
        else:
            flash(_("The passkey is taken off. You can also delete it on your device."), "done")
        return redirect(page_url("accounts.account"), 303)
    return form_page(
        "accounts/press.html",
        form=form,
        title=_("Take the passkey “%(name)s” off", name=name),
        sentence=_("After this it no longer opens your account here."),
        button_words=pgettext("passkey", "Take it off"),
        back=page_url("accounts.account"),
    )
