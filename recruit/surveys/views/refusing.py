"""A person who does not want to be asked: by the key in the mail or signed in, without giving a reason."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.core.db import writing
from recruit.surveys.actions import refusing
from recruit.surveys.queries.answering import refusal_of
from recruit.surveys.rules import OptOutLevel
from recruit.surveys.views.room import room
from recruit.surveys.views.ways import Way, by_key, by_sign_in, shared
from recruit.web.gate import visitor
from recruit.web.locks import signed_in, token_holder


@room.get("/s/<token>/refuse", lock=token_holder)
def refuse(token: str) -> ResponseReturnValue:
    """What it means not to be asked."""
    return _page(by_key(token))


@room.post("/s/<token>/refuse", lock=token_holder, by_key_alone=True)
def keep_refusal(token: str) -> ResponseReturnValue:
    """Do not ask me, or ask me again."""
    return _keep(by_key(token))


@room.get("/me/surveys/<public_id>/refuse", lock=signed_in)
def own_refuse(public_id: str) -> ResponseReturnValue:
    """The same, signed in."""
    return _page(by_sign_in(public_id))


@room.post("/me/surveys/<public_id>/refuse", lock=signed_in)
def own_keep_refusal(public_id: str) -> ResponseReturnValue:
    """The same, signed in."""
    return _keep(by_sign_in(public_id))


def _page(way: Way) -> str:
    return render_template(
        "surveys/refuse.html",
        way=way,
        survey=way.survey,
        refusal=refusal_of(way.survey),
        levels=OptOutLevel,
        signed_in=visitor().is_signed_in,
        **shared(way),
    )


def _keep(way: Way) -> ResponseReturnValue:
    wanted = request.form.get("act", "")
    with writing():
        if wanted == "again":
            refusing.ask_again(way.survey, now=clock.now())
        elif wanted in list(OptOutLevel):
            refusing.refuse(way.survey, OptOutLevel(wanted), now=clock.now())
    return _page(way)
