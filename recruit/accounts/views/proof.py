"""Before what could cost somebody their account: is it still you?"""

from flask import redirect, request, session
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from recruit.accounts import actions, limits, queries
from recruit.accounts.forms import ButtonForm, CodeForm, ProofForm, text_of
from recruit.accounts.models import User
from recruit.accounts.rules import AccountRefusal
from recruit.accounts.views.door import AFTER_LINK
from recruit.accounts.views.pages import form_page, room, start_page
from recruit.accounts.words import REFUSALS
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.web.gate import page_url, safe_return, visitor
from recruit.web.locks import signed_in


@room.get("/account/prove", lock=signed_in)
@room.post("/account/prove", lock=signed_in)
def prove() -> ResponseReturnValue:
    """Type the password once more. Who signs in without one uses a code of the app, or a mailed link."""
    user = queries.own_user(visitor())
    if user.password:
        return _by_password(user)
    return _by_code(user) if user.tf_totp_secret else _by_link(user)


def _target() -> str:
    return safe_return(request.values.get("next"), start_page())


def _go_on(target: str) -> Response:
    with writing():
        actions.note_proof(by=visitor(), now=clock.now())
    return redirect(target, 303)


def _by_password(user: User) -> ResponseReturnValue:
    form = ProofForm()
    if request.method == "POST" and form.is_fine():
        limits.count_password_try(user.email, person_ref=visitor().person_ref)
        if queries.right_user(user.email, text_of(form.password)) is not None:
            limits.forgive_account("password", user.email)
            return _go_on(_target())
        wrong = AccountRefusal.WRONG_PASSWORD
        form.blame(Refused(wrong, field="password"), REFUSALS[wrong])
    return _page(form, "password")


def _by_code(user: User) -> ResponseReturnValue:
    form = CodeForm()
    if request.method == "POST" and form.is_fine():
        person_ref, target = user.person.public_id, _target()
        limits.count_code_try(person_ref)
        try:
            with writing():
                actions.use_code(person_ref, text_of(form.code), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, REFUSALS[AccountRefusal(refusal.reason)])
        else:
            limits.forgive_codes(person_ref)
            return _go_on(target)
    return _page(form, "code")


def _by_link(user: User) -> ResponseReturnValue:
    form = ButtonForm()
    if request.method == "POST" and form.is_fine():
        limits.count_mail_to(user.email)
        with writing():
            actions.request_sign_in_link(user.email, now=clock.now())
        session[AFTER_LINK] = _target()
        return redirect(page_url("accounts.sent", mail="link"), 303)
    return _page(form, "link")


def _page(form: ProofForm | CodeForm | ButtonForm, way: str) -> Response:
    return form_page(
        "accounts/prove.html",
        form=form,
        way=way,
        target=_target(),
        has_passkey=bool(queries.passkeys_of(visitor())),
        switch_form_id="prove",
    )
