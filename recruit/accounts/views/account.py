"""My account: name, language, zone, password, devices, consents."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import actions, limits, passwords, queries
from recruit.accounts.consents import newest_words
from recruit.accounts.consents.queries import own_live_consent
from recruit.accounts.consents.shown import agrees_to_shown
from recruit.accounts.forms import AgainForm, PasswordForm, PersonForm, blame_weak_password, text_of
from recruit.accounts.rules import AccountRefusal, Purpose
from recruit.accounts.views.pages import form_page, room, settings
from recruit.accounts.views.providers import provider_rows, providers_to_add
from recruit.accounts.words import REFUSALS, TAKEN_BACK
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import signed_in


@room.get("/account/", lock=signed_in)
@room.post("/account/", lock=signed_in)
def account() -> ResponseReturnValue:
    """My account."""
    asks = visitor()
    form = PersonForm(data={"name": asks.display_name, "language": asks.language, "zone": asks.zone})
    if request.method == "POST" and form.is_fine():
        now = clock.now()
        with writing():
            actions.change_display_name(text_of(form.name), by=asks, now=now)
            actions.change_language(text_of(form.language), by=asks, now=now)
            actions.change_zone(text_of(form.zone), by=asks, now=now)
        flash(_("Saved."), "done")
        return redirect(page_url("accounts.account"), 303)
    rows, held = provider_rows(asks), queries.passkeys_of(asks)
    return form_page(
        "accounts/account.html",
        form=form,
        passkeys=[(passkey, queries.mark_of_passkey(passkey)) for passkey in held],
        provider_rows=rows,
        providers_to_add=providers_to_add(rows),
        devices=queries.devices_of(asks, clock.now()),
        may_end_second_factor=bool(held) or not (asks.is_staff and queries.needs_second_factor(settings())),
        switch_form_id="person",
    )


@room.get("/account/password", lock=signed_in)
@room.post("/account/password", lock=signed_in)
def password() -> ResponseReturnValue:
    """Change the password, knowing the present one."""
    form, asks = PasswordForm(), visitor()
    if request.method == "POST" and form.is_fine():
        limits.count_password_try(asks.email, person_ref=asks.person_ref)
        if queries.right_user(asks.email, text_of(form.old)) is None:
            form.blame(
                Refused(AccountRefusal.WRONG_PASSWORD, field="old"), REFUSALS[AccountRefusal.WRONG_PASSWORD]
            )
        elif not blame_weak_password(form, form.new, asks.email, asks.display_name):
            password_hash = passwords.hash_of(text_of(form.new))
            with writing():
                actions.change_password(password_hash, by=asks, now=clock.now())
            flash(_("Your new password is set. Your other devices are signed out."), "done")
            return redirect(page_url("accounts.account"), 303)
    return form_page("accounts/password.html", form=form, switch_form_id="password")


@room.post("/account/devices/<mark>/end", lock=signed_in)
def end_device(mark: str) -> ResponseReturnValue:
    """Sign one of my devices out."""
    with writing():
        actions.end_device(mark, by=visitor(), now=clock.now())
    flash(_("This device is signed out."), "done")
    return redirect(page_url("accounts.account"), 303)


@room.get("/account/consents/<ref>/again", lock=signed_in)
@room.post("/account/consents/<ref>/again", lock=signed_in)
def agree_again(ref: str) -> ResponseReturnValue:
    """The words have changed since I agreed: read the new ones, and agree to them or not."""
    consent, form = own_live_consent(visitor(), ref), AgainForm()
    purpose = Purpose(consent.purpose)
    words = newest_words(purpose, current_language(), consent.country)
    if request.method == "POST" and form.is_fine() and agrees_to_shown(form, words):
        with writing():
            actions.agree_again(ref, language=current_language(), by=visitor(), now=clock.now())
        flash(_("You have agreed to the new words."), "done")
        return redirect(f"{page_url('dashboards.privacy')}#agreed", 303)
    return form_page(
        "accounts/agree_again.html",
        form=form,
        ref=ref,
        purpose=purpose,
        words=words,
        switch_form_id="again",
    )


@room.post("/account/consents/<ref>/withdraw", lock=signed_in)
def withdraw(ref: str) -> ResponseReturnValue:
    """Take back something I agreed to. Pressed twice, nothing more happens."""
    with writing():
        purpose = actions.withdraw_consent(ref, by=visitor(), now=clock.now())
    flash(str(TAKEN_BACK[purpose]), "done")
    return redirect(f"{page_url('dashboards.privacy')}#agreed", 303)
