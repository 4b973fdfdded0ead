"""Whether we may ask somebody how they are getting on: by the key in a mail, or signed in. One press says yes or no."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts.consents import newest_words
from recruit.accounts.consents.shown import CHANGED, were_shown
from recruit.accounts.rules import Purpose
from recruit.core import clock
from recruit.core.db import writing
from recruit.surveys.actions import agreeing
from recruit.surveys.basis import Asking
from recruit.surveys.queries.agreeing import Hire, hire_of, hire_of_key
from recruit.surveys.views.room import room
from recruit.web.gate import current_language, is_switching_language, page_url, visitor
from recruit.web.locks import signed_in, token_holder


@room.get("/surveys/agreement/<key>", lock=token_holder)
def agreement(key: str) -> ResponseReturnValue:
    """What we would ask, who reads it, and how to say yes or no. Opening changes nothing: mail scanners open it too."""
    return _page(hire_of_key(key, clock.now()), page_url("surveys.keep_agreement", key=key))


@room.post("/surveys/agreement/<key>", lock=token_holder, by_key_alone=True)
def keep_agreement(key: str) -> ResponseReturnValue:
    """Yes, or no."""
    return _keep(hire_of_key(key, clock.now()), "mail", page_url("surveys.agreement", key=key))


@room.get("/me/surveys/agreement", lock=signed_in)
def own_agreement() -> ResponseReturnValue:
    """The same, signed in."""
    return _page(hire_of(visitor(), clock.now()), page_url("surveys.keep_own_agreement"))


@room.post("/me/surveys/agreement", lock=signed_in)
def keep_own_agreement() -> ResponseReturnValue:
    """The same, signed in."""
    return _keep(hire_of(visitor(), clock.now()), "page", page_url("surveys.own_agreement"))


def _page(hire: Hire, address: str) -> str:
    return render_template(
        "surveys/agreement.html",
        hire=hire,
        standings=Asking,
        address=address,
        words=newest_words(Purpose.FOLLOW_UP, current_language()),
    )


def _keep(hire: Hire, way: str, address: str) -> ResponseReturnValue:
    said = "" if is_switching_language() else request.form.get("act", "")
    if said == "yes" and not were_shown(newest_words(Purpose.FOLLOW_UP, current_language())):
        flash(str(CHANGED), "problem")
    elif said == "yes":
        with writing():
            agreeing.agree(hire, language=current_language(), way=way, now=clock.now())
        flash(_("Thank you. We ask you from time to time, and you can stop whenever you like."), "done")
    elif said == "no":
        with writing():
            agreeing.decline(hire, now=clock.now())
        flash(_("We ask you nothing. What was planned is not sent."), "done")
    return redirect(address, 303)
