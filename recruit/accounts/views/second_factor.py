"""The second factor: the code at sign-in, setting up an app, recovery codes."""

from flask import flash, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from recruit.accounts import actions, cookie, limits, queries, second_factor
from recruit.accounts.forms import CodeForm, text_of
from recruit.accounts.models import User
from recruit.accounts.rules import AccountRefusal, device_name
from recruit.accounts.views.door import STEP, finish, settle
from recruit.accounts.views.pages import form_page, onward_after_sign_in, room, settings
from recruit.accounts.words import REFUSALS
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.web.gate import page_url, visitor
from recruit.web.locks import anybody, proved, signed_in

# A secret that is being set up waits here, encrypted, until a code proves that the app has it.
NEW_SECRET = "new_second_factor"


def _user_at_step() -> User | None:
    step = session.get(STEP) or {}
    return queries.user_of_step(step.get("token", ""), clock.now())


def _begin_again() -> Response:
    session.pop(STEP, None)
    flash(_("That took too long. Please sign in again."), "problem")
    return redirect(page_url("accounts.sign_in"), 303)


@room.get("/account/sign-in/code", lock=anybody)
@room.post("/account/sign-in/code", lock=anybody)
def enter_code() -> ResponseReturnValue:
    """The second step of signing in."""
    user = _user_at_step()
    if user is None:
        return _begin_again()
    has_passkey = queries.has_passkey(user)
    if not user.tf_totp_secret and not has_passkey:
        return _begin_again()
    form = CodeForm()
    if request.method == "POST" and form.is_fine():
        person_ref, state, step = user.person.public_id, queries.step_state_of(user), session[STEP]
        limits.count_code_try(person_ref)
        try:
            with writing():
                actions.use_code(
                    person_ref,
                    text_of(form.code),
                    device=device_name(request.user_agent.string),
                    now=clock.now(),
                )
            limits.forgive_codes(person_ref)
            return finish(
                person_ref, state, with_second_factor=True, stays=step["stays"], target=step["next"]
            )
        except Refused as refusal:
            form.blame(refusal, REFUSALS[AccountRefusal(refusal.reason)])
    return form_page(
        "accounts/enter_code.html",
        form=form,
        has_app=bool(user.tf_totp_secret),
        has_passkey=has_passkey,
        switch_form_id="enter-code",
    )


def _new_secret() -> str:
    if NEW_SECRET not in session:
        session[NEW_SECRET] = second_factor.new_secret()
    return session[NEW_SECRET]


def _enrol_page(form: CodeForm, secret: str, address: str, *, is_demanded: bool) -> Response:
    return form_page(
        "accounts/enrol.html",
        form=form,
        picture=Markup(second_factor.picture(secret, address)),
        secret=second_factor.readable_secret(secret),
        key_name=device_name(request.user_agent.string) or _("Passkey"),
        is_demanded=is_demanded,
        switch_form_id="enrol",
    )


@room.get("/account/sign-in/second-factor", lock=anybody)
@room.post("/account/sign-in/second-factor", lock=anybody)
def enrol_at_sign_in() -> ResponseReturnValue:
    """Staff set up their app before their first sign-in is done."""
    user = _user_at_step()
    # Who has a passkey uses it: a password alone must not set up another second factor.
    if user is None or user.tf_totp_secret or queries.has_passkey(user):
        return _begin_again()
    form, secret = CodeForm(), _new_secret()
    if request.method == "POST" and form.is_fine():
        person_ref, state, step = user.person.public_id, queries.step_state_of(user), session[STEP]
        limits.count_code_try(person_ref)
        try:
            codes, cookie_secret = _enrol_and_sign_in(person_ref, state, secret, text_of(form.code))
        except Refused as refusal:
            form.blame(refusal, REFUSALS[AccountRefusal(refusal.reason)])
        else:
            onward = onward_after_sign_in(step["next"])
            response = make_response(
                render_template("accounts/recovery_codes.html", codes=codes, onward=onward)
            )
            response.headers["Cache-Control"] = "no-store"
            settle(response, cookie_secret, stays=step["stays"])
            return response
    return _enrol_page(form, secret, user.email, is_demanded=True)


def _enrol_and_sign_in(person_ref: str, state: str, secret: str, code: str) -> tuple[list[str], str]:
    now = clock.now()
    with writing():
        codes = actions.begin_second_factor(
            person_ref,
            secret,
            code,
            state=state,
            device=device_name(request.user_agent.string),
            now=now,
        )
        user = queries.user_by_ref(person_ref)
        assert user is not None
        # The row is held since the state was compared: only the app is new in it.
        cookie_secret = actions.begin_sign_in(
            person_ref,
            state=queries.step_state_of(user),
            browser=cookie.browser_of(request),
            with_second_factor=True,
            now=now,
        )
    return codes, cookie_secret


@room.get("/account/second-factor", lock=proved(signed_in))
@room.post("/account/second-factor", lock=proved(signed_in))
def enrol() -> ResponseReturnValue:
    """Set up an app from the account page."""
    if visitor().has_second_factor:
        return redirect(page_url("accounts.account"), 303)
    form, secret = CodeForm(), _new_secret()
    if request.method == "POST" and form.is_fine():
        asks = visitor()
        limits.count_code_try(asks.person_ref)
        try:
            with writing():
                codes = actions.begin_second_factor(
                    asks.person_ref,
                    secret,
                    text_of(form.code),
                    device=device_name(request.user_agent.string),
                    now=clock.now(),
                    keep_sign_in=asks.sign_in_id,
                )
        except Refused as refusal:
            form.blame(refusal, REFUSALS[AccountRefusal(refusal.reason)])
        else:
            session.pop(NEW_SECRET, None)
            return render_template(
                "accounts/recovery_codes.html", codes=codes, onward=page_url("accounts.account")
            )
    return _enrol_page(form, secret, visitor().email, is_demanded=False)


@room.get("/account/recovery-codes", lock=signed_in)
@room.post("/account/recovery-codes", lock=signed_in)
def recovery_codes() -> ResponseReturnValue:
    """New recovery codes in place of the old ones."""
    if not visitor().has_second_factor:
        return redirect(page_url("accounts.account"), 303)
    form = CodeForm()
    if request.method == "POST" and form.is_fine():
        limits.count_code_try(visitor().person_ref)
        try:
            with writing():
                codes = actions.renew_recovery_codes(text_of(form.code), by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, REFUSALS[AccountRefusal(refusal.reason)])
        else:
            return render_template(
                "accounts/recovery_codes.html", codes=codes, onward=page_url("accounts.account")
            )
    return form_page("accounts/renew_codes.html", form=form, switch_form_id="enter-code")


@room.get("/account/second-factor/end", lock=signed_in)
@room.post("/account/second-factor/end", lock=signed_in)
def end_second_factor() -> ResponseReturnValue:
    """Sign in with the password alone again. Not offered to staff who must have a second factor."""
    asks = visitor()
    must_keep_one = asks.is_staff and queries.needs_second_factor(settings())
    if not asks.has_second_factor or (must_keep_one and not queries.passkeys_of(asks)):
        return redirect(page_url("accounts.account"), 303)
    form = CodeForm()
    if request.method == "POST" and form.is_fine():
        limits.count_code_try(asks.person_ref)
        try:
            with writing():
                actions.end_second_factor(
                    text_of(form.code), by=asks, must_keep_one=must_keep_one, now=clock.now()
                )
        except Refused as refusal:
            form.blame(refusal, REFUSALS[AccountRefusal(refusal.reason)])
        else:
            flash(_("The second factor is switched off."), "done")
            return redirect(page_url("accounts.account"), 303)
    return form_page("accounts/end_second_factor.html", form=form, switch_form_id="enter-code")
