"""How I can be reached: mail, telephone, messenger, and somebody I trust. No company sees these pages."""

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import limits
from recruit.accounts.actions import ways as actions
from recruit.accounts.forms import ButtonForm
from recruit.accounts.rules import ContactKind
from recruit.accounts.views.pages import dead_link, form_page, room
from recruit.accounts.ways import queries
from recruit.accounts.ways.forms import FORMS, TOLD_FORMS
from recruit.accounts.ways.rules import HowTold, Messenger, Relation, asks_again_at
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.web.gate import page_url, safe_return, visitor
from recruit.web.locks import sees_hires, signed_in, token_holder
from recruit.web.words import words_for

# What stands in the address of the page on which a way of each kind is added.
KINDS = {
    "phone": ContactKind.PHONE,
    "messenger": ContactKind.MESSENGER,
    "mail": ContactKind.MAIL,
    "trusted-person": ContactKind.TRUSTED_PERSON,
}


@room.get("/account/ways", lock=signed_in)
def ways() -> ResponseReturnValue:
    """How we reach the visitor, in which order, and when they said last that it is right."""
    asks, now = visitor(), clock.now()
    points = queries.own_ways(asks)
    since = queries.confirmed_since(points)
    return render_template(
        "accounts/ways.html",
        points=[(point, queries.mark_of_way(point)) for point in points],
        ended=queries.own_ended_ways(asks),
        since=since,
        asks_now=since is None or asks_again_at(since) <= now,
        sign_in_address=asks.email,
        missing=[name for name, kind in KINDS.items() if kind not in {point.kind for point in points}],
        kinds=KINDS,
    )


@room.get("/account/ways/add/<kind>", lock=signed_in)
@room.post("/account/ways/add/<kind>", lock=signed_in)
def add_way(kind: str) -> ResponseReturnValue:
    """Add one way of a kind."""
    wanted = KINDS.get(kind)
    if wanted is None:
        raise Missing
    form, asks = FORMS[wanted](), visitor()
    if request.method == "POST" and form.is_fine():
        typed = form.data
        if wanted is ContactKind.MAIL:
            limits.count_account_try("way", asks.email)
            limits.count_mail_to(typed["value"])
        try:
            with writing():
                actions.add_way(
                    wanted,
                    typed["value"],
                    messenger=Messenger(typed["messenger"]) if "messenger" in typed else None,
                    holder=typed.get("holder", ""),
                    relation=Relation(typed["relation"]) if "relation" in typed else None,
                    by=asks,
                    now=clock.now(),
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            words = (
                _(
                    "We have sent a mail to %(address)s. Open its link, and the address counts.",
                    address=typed["value"],
                )
                if wanted is ContactKind.MAIL
                else _("Saved.")
            )
            flash(words, "done")
            return redirect(page_url("accounts.ways"), 303)
    return form_page("accounts/add_way.html", form=form, kind=wanted, switch_form_id="way")


@room.post("/account/ways/confirm", lock=signed_in)
def confirm_ways() -> ResponseReturnValue:
    """All of them are still right."""
    with writing():
        actions.confirm_ways(by=visitor(), now=clock.now())
    flash(_("Thank you. We ask again in six months."), "done")
    return redirect(page_url("accounts.ways"), 303)


@room.post("/account/ways/<mark>/first", lock=signed_in)
def put_way_first(mark: str) -> ResponseReturnValue:
    """Try this one before the others."""
    with writing():
        actions.put_way_first(mark, by=visitor(), now=clock.now())
    flash(_("Saved."), "done")
    return redirect(page_url("accounts.ways"), 303)


@room.post("/account/ways/<mark>/end", lock=signed_in)
def end_way(mark: str) -> ResponseReturnValue:
    """Take one off."""
    try:
        with writing():
            actions.end_way(mark, by=visitor(), now=clock.now())
    except Refused as refusal:
        flash(words_for(refusal.reason), "note")
    else:
        flash(_("Taken off. We do not use it any more."), "done")
    return redirect(page_url("accounts.ways"), 303)


@room.get("/account/ways/mail/<token>", lock=token_holder)
@room.post("/account/ways/mail/<token>", lock=token_holder)
def confirm_way(token: str) -> ResponseReturnValue:
    """The reader of a new address agrees. Opening the page changes nothing: mail scanners open it too."""
    now = clock.now()
    if request.method == "POST":
        try:
            with writing():
                point = actions.confirm_way(token, now=now)
        except Refused:
            return dead_link()
        flash(_("From now on we reach you at %(address)s too.", address=point.value), "done")
        return redirect(page_url("accounts.ways" if visitor().is_signed_in else "accounts.sign_in"), 303)
    found = queries.way_of_link(token, now)
    if found is None:
        return dead_link()
    return form_page(
        "accounts/press.html",
        form=ButtonForm(),
        title=_("Is this your address?"),
        sentence=_("We may write to you at %(address)s from now on.", address=found.value),
        button_words=_("Yes, write to me here"),
    )


@room.get("/staff/people/<person_ref>/ways/add/<kind>", lock=sees_hires, seen="profile")
@room.post("/staff/people/<person_ref>/ways/add/<kind>", lock=sees_hires, seen="profile")
def add_way_for(person_ref: str, kind: str) -> ResponseReturnValue:
    """Write down what somebody without a sign-in has told us."""
    asks, wanted = visitor(), KINDS.get(kind)
    if wanted is None:
        raise Missing
    person = queries.person_without_sign_in(asks, person_ref)
    g.sighted_person_ref = person_ref
    form = TOLD_FORMS[wanted]()
    if request.method == "POST" and form.is_fine():
        typed = form.data
        if wanted is ContactKind.MAIL:
            limits.count_mail_to(typed["value"])
        try:
            with writing():
                actions.add_way_for(
                    person_ref,
                    wanted,
                    typed["value"],
                    messenger=Messenger(typed["messenger"]) if "messenger" in typed else None,
                    holder=typed.get("holder", ""),
                    relation=Relation(typed["relation"]) if "relation" in typed else None,
                    told_how=HowTold(typed["told_how"]),
                    told_on=typed["told_on"],
                    by=asks,
                    now=clock.now(),
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved, with how and when the person told you."), "done")
            return redirect(page_url("dashboards.person", public_id=person_ref), 303)
    return form_page("accounts/add_way_for.html", form=form, kind=wanted, person=person, switch_form_id="way")


@room.post("/staff/people/<person_ref>/ways/<mark>/reached", lock=sees_hires)
def note_reached(person_ref: str, mark: str) -> ResponseReturnValue:
    """Somebody of the staff spoke to the person there."""
    asks = visitor()
    point = queries.way_of(asks, person_ref, mark)
    try:
        with writing():
            actions.note_reached(point, by=asks, now=clock.now())
    except Refused as refusal:
        flash(words_for(refusal.reason), "note")
    else:
        flash(_("Noted: reached there today."), "done")
    return redirect(safe_return(request.form.get("next"), page_url("dashboards.start")), 303)
