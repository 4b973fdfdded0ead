"""The cookie of a sign-in: a signed secret, stamped with the time it was last used, so that a GET writes no row."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, Request, Response as PageResponse, g, request
from werkzeug.wrappers import Response

from recruit.accounts import limits, tokens
from recruit.accounts.rules import SIGN_IN_IDLE, SIGN_IN_LASTS, Browser, device_name
from recruit.core import clock

# A new stamp with every answer would only make every answer larger.
_STAMPED_ANEW_AFTER = timedelta(minutes=5)
# As long as browsers keep a cookie at all. It opens nothing: it only says that somebody has signed in here before.
BROWSER_KNOWN_FOR = timedelta(days=400)
_LONGEST_SECRET = 64


@dataclass(frozen=True)
class HeldCookie:
    """What the browser showed. `stays` means that it outlives the browser's window, as its owner asked."""

    secret: str
    stays: bool
    seen_at: datetime


def name_of(*, uses_https: bool) -> str:
    # The prefix makes browsers refuse the cookie from other hosts and from plain HTTP.
    return "__Host-sign-in" if uses_https else "sign-in"


def read(of: Request) -> HeldCookie | None:
    """The cookie of this request, if its signature holds."""
    value = of.cookies.get(name_of(uses_https=g.settings.uses_https))
    if not value:
        return None
    found = tokens.read_cookie(value, clock.now(), SIGN_IN_IDLE)
    return HeldCookie(*found) if found else None


def browser_name(*, uses_https: bool) -> str:
    return "__Host-browser" if uses_https else "browser"


def browser_of(of: Request) -> Browser:
    """From where this request comes. A browser that is not known yet gets its secret with the sign-in."""
    if "browser_secret" not in g:
        held = of.cookies.get(browser_name(uses_https=g.settings.uses_https), "")
        g.browser_secret = held if 0 < len(held) <= _LONGEST_SECRET else tokens.new_sign_in_secret()
    return Browser(limits.network_of(of.remote_addr), device_name(of.user_agent.string), g.browser_secret)


def hand_out(response: Response, secret: str, *, stays: bool) -> None:
    """Give the browser the cookie, stamped now; after a sign-in also the one by which it is known again."""
    response.set_cookie(
        name_of(uses_https=g.settings.uses_https),
        tokens.cookie_value(secret, stays=stays),
        max_age=SIGN_IN_LASTS if stays else None,
        secure=g.settings.uses_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    if "browser_secret" in g:
        response.set_cookie(
            browser_name(uses_https=g.settings.uses_https),
            g.browser_secret,
            max_age=BROWSER_KNOWN_FOR,
            secure=g.settings.uses_https,
            httponly=True,
            samesite="Lax",
            path="/",
        )
    g.sign_in_cookie_settled = True


def take_back(response: Response) -> None:
    """Remove the cookie from the browser."""
    response.delete_cookie(
        name_of(uses_https=g.settings.uses_https),
        secure=g.settings.uses_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    g.sign_in_cookie_settled = True


def keep_fresh(app: Flask) -> None:
    """Stamp the cookie of who is signed in anew now and then."""

    @app.after_request
    def _stamp(response: PageResponse) -> PageResponse:
        visitor = g.get("visitor")
        if visitor is None or not visitor.is_signed_in or g.get("sign_in_cookie_settled"):
            return response
        held = read(request)
        if held is not None and clock.now() - held.seen_at > _STAMPED_ANEW_AFTER:
            hand_out(response, held.secret, stays=held.stays)
        return response
