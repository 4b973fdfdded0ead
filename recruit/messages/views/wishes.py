"""Which mails somebody wants: the page of a person, and the one press behind the key in a mail."""

from flask import current_app, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.settings import Settings
from recruit.messages import actions, kinds, queries, unsubscribing
from recruit.messages.forms import ActForm, wishes_form
from recruit.messages.kind_readers import comes_to, readers_of
from recruit.messages.kind_words import KIND_WORDS
from recruit.messages.rules import MailGroup, Wish
from recruit.messages.unsubscribing import Said
from recruit.messages.views.pages import room
from recruit.messages.words import GROUPS, necessary_kinds
from recruit.web.forms import Form
from recruit.web.gate import page_url, visitor
from recruit.web.locks import signed_in, token_holder


def _groups() -> list[MailGroup]:
    """What this visitor may be sent."""
    readers = readers_of(visitor())
    sent = {kind.group for kind in kinds.known_kinds() if not kind.necessary and comes_to(kind.name, readers)}
    return [group for group in kinds.groups() if group in sent]


@room.get("/account/mail", lock=signed_in)
@room.post("/account/mail", lock=signed_in)
def preferences() -> ResponseReturnValue:
    """Which mails a person wants: at once, once a day or not at all."""
    groups = _groups()
    form = wishes_form(groups, queries.wishes_of(visitor().person_ref))
    if request.method == "POST" and form.is_fine():
        with writing():
            for group in groups:
                wish = Wish(form[group].data)
                actions.set_wish(group, wish, now=clock.now(), person_ref=visitor().person_ref)
        flash(gettext("Saved. What you switched off no longer reaches you."), "done")
        return redirect(page_url("messages.preferences"), 303)
    return _preferences_page(form, groups)


def _preferences_page(form: Form, groups: list[MailGroup]) -> ResponseReturnValue:
    html = render_template(
        "messages/preferences.html",
        form=form,
        groups=[(form[group], _own_kinds_of(group)) for group in groups],
        necessary=necessary_kinds(readers_of(visitor())),
        switch_form_id="preferences",
    )
    return make_response(html, 422 if form.errors else 200)


def _kinds_of(group: MailGroup) -> list[str]:
    """What the mails of a group are about."""
    return [
        str(KIND_WORDS[kind.name])
        for kind in kinds.known_kinds()
        if kind.group == group and not kind.necessary and kind.name in KIND_WORDS
    ]


def _own_kinds_of(group: MailGroup) -> list[str]:
    """The same, of those mails alone that may come to this visitor."""
    readers = readers_of(visitor())
    return [
        str(KIND_WORDS[kind.name])
        for kind in kinds.known_kinds()
        if kind.group == group
        and not kind.necessary
        and kind.name in KIND_WORDS
        and comes_to(kind.name, readers)
    ]


def _keep_word(said: Said, wish: Wish) -> None:
    """The word counts for whoever the person is known as now, if two entries were put together since the mail; of who was
    erased nothing is kept, since nothing goes there any more.
    """
    person_ref, now = kinds.person_now(said.person_ref), clock.now()
    if not (person_ref or said.address):
        return
    with writing():
        if wish is Wish.OFF:
            actions.say_no(said.group, now=now, person_ref=person_ref, address=said.address)
        else:
            actions.set_wish(said.group, wish, now=now, person_ref=person_ref, address=said.address)


@room.get("/mail/off/<token>", lock=token_holder)
@room.post("/mail/off/<token>", lock=token_holder, by_key_alone=True)
def unsubscribe(token: str) -> ResponseReturnValue:
    """No more mails like this one. Opening the page changes nothing; the mail program's own button posts here too."""
    settings: Settings = current_app.extensions["recruit.settings"]
    said = unsubscribing.read(token, settings.secret_key)
    if said is None:
        return make_response(render_template("messages/dead_key.html"), 410)
    wish = None
    if request.method == "POST":
        wish = Wish.ON if request.form.get("wish") == Wish.ON else Wish.OFF
        _keep_word(said, wish)
    return render_template(
        "messages/unsubscribe.html",
        form=ActForm(),
        about=GROUPS[said.group],
        kinds=_kinds_of(said.group),
        may_come_back=said.group is not MailGroup.SUMMARY,
        wish=wish,
    )
