"""Pages of the outbox: what staff see of every mail."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from recruit.core import clock
from recruit.core.db import writing
from recruit.messages import actions, queries, rules, words
from recruit.messages.forms import ActForm, BounceForm, OutboxForm
from recruit.messages.kind_words import KIND_WORDS
from recruit.messages.rules import MailState
from recruit.messages.views.pages import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator

# Beside the states: what waits and is due by now.
DUE = "due"


@room.get("/staff/mail", lock=coordinator)
def mails() -> ResponseReturnValue:
    """Every mail, newest first, and how many stand in each state."""
    asked, now = request.args.get("state", ""), clock.now()
    form = OutboxForm(request.args)
    wanted = queries.Wanted(
        state=MailState(asked) if asked in set(MailState) else None,
        due_by=now if asked == DUE else None,
        kind=form.kind.data if form.kind.data in KIND_WORDS else "",
        address=(form.address.data or "").strip()[:254],
    )
    return render_template(
        "messages/mails.html",
        page=queries.mails_page(visitor(), wanted, after=request.args.get("after")),
        form=form,
        state=DUE if wanted.due_by else wanted.state,
        chosen={"kind": wanted.kind or None, "address": wanted.address or None},
        counts=queries.counts_by_state(visitor()),
        due=queries.how_many_due(visitor(), now),
        late=queries.how_many_late(visitor(), now),
        needs_a_person=rules.NEEDS_A_PERSON,
        kind_words=words.of_kind,
    )


@room.get("/staff/mail/<public_id>", lock=coordinator)
def mail(public_id: str) -> ResponseReturnValue:
    """One mail: what happened to it, and its text as it was kept."""
    return _mail_page(public_id, BounceForm())


def _mail_page(public_id: str, form: BounceForm) -> ResponseReturnValue:
    found = queries.mail_for(visitor(), public_id)
    html = render_template(
        "messages/mail.html",
        mail=found,
        kind_words=words.of_kind(found.kind),
        kind_words_of=words.of_kind,
        form=form,
        report_not_noted=rules.REPORT_NOT_NOTED,
        may_send_again=rules.why_not_again(found.state) is None
        and found.last_error != rules.REPORT_NOT_NOTED,
        may_bounce=rules.why_not_bounced(found.state) is None,
        held_against=queries.state_of_address(visitor(), found.to_address),
        summary=queries.summary_of(visitor(), found),
        parts=queries.parts_of(visitor(), found),
    )
    return make_response(html, 422 if form.errors else 200)


@room.post("/staff/mail/<public_id>/again", lock=coordinator)
def send_again(public_id: str) -> ResponseReturnValue:
    """A person decides that this mail goes out again."""
    found = queries.mail_for(visitor(), public_id)
    if ActForm().is_fine():
        with writing():
            actions.send_again(found, by=visitor(), now=clock.now())
        flash(gettext("The mail is queued again."), "done")
    return redirect(page_url("messages.mail", public_id=public_id), 303)


@room.post("/staff/mail/<public_id>/address-works", lock=coordinator)
def address_works(public_id: str) -> ResponseReturnValue:
    """A person has found out that mail arrives at the address again."""
    found = queries.mail_for(visitor(), public_id)
    if ActForm().is_fine():
        with writing():
            actions.say_address_works(found, by=visitor(), now=clock.now())
        flash(gettext("Mails go to this address again."), "done")
    return redirect(page_url("messages.mail", public_id=public_id), 303)


@room.post("/staff/mail/<public_id>/bounced", lock=coordinator)
def bounced(public_id: str) -> ResponseReturnValue:
    """A person enters that this mail came back."""
    found = queries.mail_for(visitor(), public_id)
    form = BounceForm()
    if not form.is_fine():
        return _mail_page(public_id, form)
    with writing():
        actions.note_bounce(found, reason=form.reason.data or "", by=visitor(), now=clock.now())
    flash(gettext("It is noted. Nothing that is not necessary goes to this address any more."), "done")
    return redirect(page_url("messages.mail", public_id=public_id), 303)
