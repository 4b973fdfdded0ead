"""Sign in, register and connect an account through a provider of OpenID Connect.

Somebody leaves by a press on our page, comes back to `come_back`, which moves nothing, and a last press on our own page does
what follows: so no other site can sign a browser in, and everybody sees as whom they are about to sign in.
"""

from dataclasses import dataclass
from datetime import datetime
import json
import logging

from flask import flash, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from recruit.accounts import actions, consents, limits, openid, queries, rules
from recruit.accounts.actions import providers as provider_actions
from recruit.accounts.actions.providers import Arrival
from recruit.accounts.consents.shown import agrees_to_shown
from recruit.accounts.forms import (
    ButtonForm,
    ProviderProofForm,
    ProviderRegisterForm,
    ProviderSignInForm,
    text_of,
)
from recruit.accounts.rules import AccountRefusal, AfterProvider, ComesAs, ProviderRefusal, Purpose
from recruit.accounts.views.door import AFTER_LINK, ARRIVAL, go_on, may_try_password
from recruit.accounts.views.pages import form_page, onward, room, settings
from recruit.accounts.words import REFUSALS
from recruit.core import clock, vault
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.providers import SignInProvider
from recruit.core.visitor import Visitor
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import anybody, proved, signed_in
from recruit.web.words import words_for

log = logging.getLogger(__name__)

# What the browser must show again when it comes back.
DEPARTURE = "departure"


def _provider(key: str) -> SignInProvider:
    for provider in settings().oidc_providers:
        if provider.key == key:
            return provider
    raise Missing


@dataclass(frozen=True)
class ProviderRow:
    """An identity as its owner sees it."""

    label: str
    mark: str
    linked_at: datetime
    arrived_at: datetime


def _label_of(issuer: str) -> str:
    """The operator's word for a provider; its address where the operator has taken it out of the settings."""
    return next((each.label for each in settings().oidc_providers if each.issuer == issuer), issuer)


def provider_rows(asks: Visitor) -> list[ProviderRow]:
    """The providers that open the visitor's account."""
    return [
        ProviderRow(_label_of(each.issuer), queries.mark_of_identity(each), each.linked_at, each.arrived_at)
        for each in queries.identities_of(asks)
    ]


def providers_to_add(rows: list[ProviderRow]) -> list[SignInProvider]:
    """The providers that could open it too."""
    held = {row.label for row in rows}
    return [provider for provider in settings().oidc_providers if provider.label not in held]


def _back_to(provider: SignInProvider) -> str:
    """The one address that the provider knows of us: the same in every language, and never the host of a request."""
    return f"{settings().base_url}/account/from/{provider.key}"


def _trouble(refusal: Refused, *, page: str = "accounts.sign_in", key: str = "") -> Response:
    """Say what went wrong where every other way in is at hand."""
    log.warning("provider opens nothing", extra={"provider": key, "reason": str(refusal.reason)})
    session.pop(ARRIVAL, None)
    flash(str(words_for(refusal.reason)), "problem")
    return redirect(page_url(page), 303)


def _leave(provider: SignInProvider, *, target: str, for_person: str) -> Response:
    """Send the browser to the provider. By a page, not a redirect: what follows a form may lead only to our own site."""
    try:
        departure = openid.depart(provider, _back_to(provider), language=current_language())
    except Refused as refusal:
        return _trouble(
            refusal, page="accounts.account" if for_person else "accounts.sign_in", key=provider.key
        )
    session[DEPARTURE] = {
        "key": provider.key,
        "state": departure.state,
        "nonce": departure.nonce,
        "verifier": departure.verifier,
        "at": clock.now().timestamp(),
        "next": target,
        "for": for_person,
    }
    page = make_response(render_template("accounts/leave.html", provider=provider, url=departure.url))
    page.headers["Refresh"] = f"0;url={departure.url}"
    page.headers["Cache-Control"] = "no-store"
    return page


@room.post("/account/sign-in/with/<key>", lock=anybody)
def sign_in_with(key: str) -> ResponseReturnValue:
    """Go to a provider to sign in or register."""
    provider = _provider(key)
    if visitor().is_signed_in:
        return redirect(onward(request.form.get("next")), 303)
    limits.count("provider", limits.ONE_NETWORK, limits.network_of(request.remote_addr))
    return _leave(provider, target=request.form.get("next", ""), for_person="")


@room.get("/account/from/<key>", lock=anybody, bare=True)
def come_back(key: str) -> ResponseReturnValue:
    """Where the provider sends people back to. Checks everything, moves nothing."""
    provider = _provider(key)
    departure = session.pop(DEPARTURE, None) or {}
    is_connecting = bool(departure.get("for"))
    try:
        _check_return(provider, departure)
        claims = openid.arrive(
            provider,
            _back_to(provider),
            code=request.args.get("code", ""),
            nonce=departure["nonce"],
            verifier=departure["verifier"],
        )
        if not rules.is_of_domains(
            provider.domains,
            address=claims.email,
            address_is_confirmed=claims.email_is_confirmed,
            hosted_domain=claims.hosted_domain,
        ):
            raise Refused(ProviderRefusal.OTHER_DOMAIN)
    except Refused as refusal:
        return _trouble(
            refusal, page="accounts.account" if is_connecting else "accounts.sign_in", key=provider.key
        )
    words = {
        "key": provider.key,
        "issuer": claims.issuer,
        "subject": claims.subject,
        "email": claims.email,
        "email_is_confirmed": claims.email_is_confirmed,
        "name": claims.name,
        "at": clock.now().isoformat(),
        "next": departure["next"],
        "for": departure["for"],
    }
    # Sealed, because the session cookie can be read, and this names a person.
    session[ARRIVAL] = vault.seal(json.dumps(words)).decode()
    return redirect(page_url("accounts.connect_arrived" if is_connecting else "accounts.arrived"), 303)


def _check_return(provider: SignInProvider, departure: dict) -> None:
    """That this browser left for this provider, lately, and comes back with the provider's yes."""
    if not departure or departure["key"] != provider.key or request.args.get("state") != departure["state"]:
        raise Refused(ProviderRefusal.NOT_OURS)
    # Providers that sign their answers with a name (RFC 9207) must sign with the right one.
    if request.args.get("iss", provider.issuer) != provider.issuer:
        raise Refused(ProviderRefusal.NOT_VALID)
    if clock.now().timestamp() - departure["at"] > rules.PROVIDER_STEP_VALID_FOR.total_seconds():
        raise Refused(ProviderRefusal.TOO_LATE)
    if request.args.get("error"):
        denied = request.args["error"] in ("access_denied", "login_required", "consent_required")
        raise Refused(ProviderRefusal.DENIED if denied else ProviderRefusal.NOT_VALID)
    if not request.args.get("code"):
        raise Refused(ProviderRefusal.NOT_VALID)


def _arrived() -> tuple[dict, Arrival] | None:
    """Who came back in this browser, not too long ago."""
    try:
        words = json.loads(vault.unseal(session.get(ARRIVAL, "").encode()) or "null")
    except ValueError:
        words = None
    if not words:
        return None
    at = datetime.fromisoformat(words["at"])
    if clock.now() - at > rules.PROVIDER_STEP_VALID_FOR:
        return None
    return words, Arrival(
        issuer=words["issuer"],
        subject=words["subject"],
        email=words["email"],
        email_is_confirmed=words["email_is_confirmed"],
        label=_label_of(words["issuer"]),
        at=at,
    )


@room.get("/account/sign-in/arrived", lock=anybody)
@room.post("/account/sign-in/arrived", lock=anybody)
def arrived() -> ResponseReturnValue:
    """Back from a provider: sign in, prove that an account is one's own, or register."""
    found = _arrived()
    if found is None:
        return _trouble(Refused(ProviderRefusal.TOO_LATE))
    words, arrival = found
    linked = queries.user_of_identity(arrival.issuer, arrival.subject)
    account = queries.user_by_address(arrival.email) if arrival.email else None
    step = rules.after_provider(
        is_linked=linked is not None,
        address_is_confirmed_there=arrival.email_is_confirmed and bool(arrival.email),
        account_is_confirmed=account is not None and (account.confirmed_at is not None or not account.active),
    )
    if isinstance(step, ProviderRefusal):
        return _trouble(Refused(step), key=words["key"])
    try:
        if step is AfterProvider.SIGN_IN:
            return _sign_in(arrival, target=words["next"])
        if step is AfterProvider.PROVE:
            return _prove(arrival, target=words["next"])
        return _register(arrival, name=words["name"], target=words["next"])
    except Refused as refusal:
        if refusal.reason is AccountRefusal.ADDRESS_TAKEN:
            # Registered in another window in the meantime: the same page now asks for proof.
            return redirect(page_url("accounts.arrived"), 303)
        return _trouble(refusal, key=words["key"])


def _sign_in(arrival: Arrival, *, target: str) -> Response:
    form = ProviderSignInForm()
    if request.method == "POST" and form.is_fine():
        with writing():
            user = provider_actions.sign_in_by_provider(arrival)
        session.pop(ARRIVAL, None)
        return go_on(user, stays=form.stays.data, target=target)
    return form_page("accounts/arrived_sign_in.html", form=form, arrival=arrival, switch_form_id="arrived")


def _prove(arrival: Arrival, *, target: str) -> Response:
    form = ProviderProofForm()
    if request.method == "POST" and form.is_fine():
        if request.form.get("way") == "link":
            limits.count_mail_to(arrival.email)
            with writing():
                actions.request_sign_in_link(arrival.email, now=clock.now())
            session[AFTER_LINK] = page_url("accounts.connect_arrived")
            return redirect(page_url("accounts.sent", mail="link"), 303)
        limits.count_account_try("sign_in", arrival.email)
        may_try = may_try_password(arrival.email)
        user = queries.right_user(arrival.email, text_of(form.password)) if may_try else None
        if user is not None:
            limits.forgive_account("sign_in", arrival.email)
            with writing():
                provider_actions.prove_and_connect(arrival, user, now=clock.now())
            session.pop(ARRIVAL, None)
            return go_on(user, stays=False, target=target)
        wrong = AccountRefusal.WRONG_PASSWORD if may_try else AccountRefusal.LINK_INSTEAD
        form.blame(Refused(wrong, field="password"), REFUSALS[wrong])
    return form_page("accounts/arrived_prove.html", form=form, arrival=arrival, switch_form_id="arrived")


def _register(arrival: Arrival, *, name: str, target: str) -> Response:
    form = ProviderRegisterForm(data={"name": name})
    words = consents.newest_words(Purpose.SERVICE, current_language())
    if request.method == "POST" and form.is_fine() and agrees_to_shown(form, words):
        limits.count_account_try("register", arrival.email)
        with writing():
            user = provider_actions.register_by_provider(
                arrival,
                name=text_of(form.name),
                comes_as=ComesAs(text_of(form.comes_as)),
                language=current_language(),
                now=clock.now(),
            )
        session.pop(ARRIVAL, None)
        return go_on(user, stays=False, target=target)
    return form_page(
        "accounts/arrived_register.html",
        form=form,
        arrival=arrival,
        words=words,
        switch_form_id="arrived",
    )


@room.get("/account/providers/<key>/add", lock=proved(signed_in))
@room.post("/account/providers/<key>/add", lock=proved(signed_in))
def add_provider(key: str) -> ResponseReturnValue:
    """Go to a provider to connect it with my account."""
    provider = _provider(key)
    form = ButtonForm()
    if request.method == "POST" and form.is_fine():
        return _leave(provider, target="", for_person=visitor().person_ref)
    return form_page(
        "accounts/press.html",
        form=form,
        title=_("Connect %(label)s", label=provider.label),
        sentence=_("You sign in there now. From then on it opens your account here too."),
        button_words=_("Go to %(label)s", label=provider.label),
        back=page_url("accounts.account"),
    )


@room.get("/account/providers/connect", lock=proved(signed_in))
@room.post("/account/providers/connect", lock=proved(signed_in))
def connect_arrived() -> ResponseReturnValue:
    """Back from a provider: connect who came back with my account."""
    found, asks = _arrived(), visitor()
    if found is None:
        return _trouble(Refused(ProviderRefusal.TOO_LATE), page="accounts.account")
    words, arrival = found
    # Whoever left from the account page comes back to the same account; who came from the door owns its address.
    is_same = (
        words["for"] == asks.person_ref
        if words["for"]
        else arrival.email_is_confirmed and arrival.email == asks.email
    )
    if not is_same:
        return _trouble(Refused(ProviderRefusal.NOT_OURS), page="accounts.account", key=words["key"])
    form = ButtonForm()
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                provider_actions.connect_provider(arrival, by=asks, now=clock.now())
        except Refused as refusal:
            return _trouble(refusal, page="accounts.account", key=words["key"])
        session.pop(ARRIVAL, None)
        flash(_("%(label)s now opens your account.", label=arrival.label), "done")
        return redirect(page_url("accounts.account"), 303)
    return form_page(
        "accounts/press.html",
        form=form,
        title=_("Connect %(label)s", label=arrival.label),
        sentence=_(
            "You have come back as %(who)s. From now on this opens your account here.",
            who=arrival.email or arrival.subject,
        ),
        button_words=_("Connect"),
        back=page_url("accounts.account"),
    )


@room.get("/account/providers/<mark>/remove", lock=proved(signed_in))
@room.post("/account/providers/<mark>/remove", lock=proved(signed_in))
def remove_provider(mark: str) -> ResponseReturnValue:
    """Take a provider off my account."""
    asks = visitor()
    label = next((each.label for each in provider_rows(asks) if each.mark == mark), None)
    if label is None:
        raise Missing
    form = ButtonForm()
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                provider_actions.disconnect_provider(mark, label=label, by=asks, now=clock.now())
        except Refused as refusal:
            flash(str(words_for(refusal.reason)), "problem")
        else:
            flash(_("%(label)s no longer opens your account.", label=label), "done")
        return redirect(page_url("accounts.account"), 303)
    return form_page(
        "accounts/press.html",
        form=form,
        title=_("Take %(label)s off", label=label),
        sentence=_("After this it no longer opens your account here."),
        button_words=_("Take it off"),
        back=page_url("accounts.account"),
    )
