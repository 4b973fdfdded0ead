"""Which mails somebody wants: the page of a person, and the one press behind the key in a mail."""

from collections.abc import Sequence

from flask import current_app, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.settings import Settings
from recruit.messages import actions, kinds, queries, unsubscribing
from recruit.messages.forms import (
    AS_THE_GROUP,
    ActForm,
    GroupOfKinds,
    ShownGroup,
    name_of_question,
    shown_groups,
    wishes_form,
)
from recruit.messages.kind_readers import comes_to, readers_of
from recruit.messages.kind_words import KIND_WORDS
from recruit.messages.kinds import MailKind
from recruit.messages.rules import MailGroup, Wish
from recruit.messages.unsubscribing import Said
from recruit.messages.views.pages import room
from recruit.messages.words import GROUPS, necessary_kinds
from recruit.web.forms import Form
from recruit.web.gate import page_url, visitor
from recruit.web.locks import signed_in, token_holder


def _groups() -> list[GroupOfKinds]:
    """What this visitor may be sent."""
    readers = readers_of(visitor())
    sent = [kind for kind in kinds.known_kinds() if not kind.necessary and comes_to(kind.name, readers)]
    found = (
        GroupOfKinds(group, tuple(kind for kind in sent if kind.group == group)) for group in kinds.groups()
    )
    return [one for one in found if one.kinds]


@room.get("/account/mail", lock=signed_in)
@room.post("/account/mail", lock=signed_in)
def preferences() -> ResponseReturnValue:
    """Which mails a person wants: at once, once a day or not at all; each group, and each of its kinds where that differs."""
    groups, wishes = _groups(), queries.wishes_of(visitor().person_ref)
    form = wishes_form(groups, wishes)
    if request.method == "POST" and form.is_fine():
        with writing():
            for one in groups:
                _keep_wishes(one, one.chosen_alone(wishes), form)
        flash(gettext("Saved. What you switched off no longer reaches you."), "done")
        return redirect(page_url("messages.preferences"), 303)
    return _preferences_page(form, shown_groups(form, groups, wishes))


def _keep_wishes(one: GroupOfKinds, alone: Sequence[MailKind], form: Form) -> None:
    now, person_ref = clock.now(), visitor().person_ref
    actions.set_wish(one.group, Wish(form[one.group].data), now=now, person_ref=person_ref)
    for kind in alone:
        said = form[name_of_question(kind)].data
        if said == AS_THE_GROUP:
            actions.follow_group(kind.name, now=now, person_ref=person_ref)
        else:
            actions.set_wish(kind.name, Wish(said), now=now, person_ref=person_ref)


def _preferences_page(form: Form, groups: list[ShownGroup]) -> ResponseReturnValue:
    html = render_template(
        "messages/preferences.html",
        form=form,
        groups=groups,
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


def _keep_word(said: Said, wish: Wish, kind: str) -> None:
    """The word counts for whoever the person is known as now, if two entries were put together since the mail; of who was
    erased nothing is kept, since nothing goes there any more.
    """
    person_ref, now = kinds.person_now(said.person_ref), clock.now()
    if not (person_ref or said.address):
        return
    with writing():
        if wish is Wish.OFF:
            actions.say_no(said.group, now=now, person_ref=person_ref, address=said.address, kind=kind)
        else:
            actions.take_no_back(said.group, now=now, person_ref=person_ref, address=said.address, kind=kind)


@room.get("/mail/off/<token>", lock=token_holder)
@room.post("/mail/off/<token>", lock=token_holder, by_key_alone=True)
def unsubscribe(token: str) -> ResponseReturnValue:
    """No more mails like this one. Opening the page changes nothing; the mail program's own button posts here too."""
    settings: Settings = current_app.extensions["recruit.settings"]
    said = unsubscribing.read(token, settings.secret_key)
    if said is None:
        return make_response(render_template("messages/dead_key.html"), 410)
    wish, kind = None, said.kind
    if request.method == "POST":
        wish = Wish.ON if request.form.get("wish") == Wish.ON else Wish.OFF
        if request.form.get("all") == "yes":
            kind = ""
        _keep_word(said, wish, kind)
    return render_template(
        "messages/unsubscribe.html",
        form=ActForm(),
        about=GROUPS[said.group],
        kind=KIND_WORDS.get(kind, kind),
        is_about_one=bool(said.kind),
        kinds=[] if kind else _kinds_of(said.group),
        may_come_back=said.group is not MailGroup.SUMMARY,
        wish=wish,
    )
