"""Staff invite people to an event, and see who has answered."""

from collections.abc import Sequence
from datetime import datetime

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext

from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.texts import best_text
from recruit.events import queries as event_queries
from recruit.events.forms import ButtonForm
from recruit.events.inviting import actions, queries, rules
from recruit.events.inviting.forms import InviteForm
from recruit.events.inviting.rules import InvitationState, InvitedAs, Invitee, InvitingRefusal
from recruit.events.models import Event
from recruit.events.views.room import room
from recruit.organisations.queries import name_in
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for


@room.get("/staff/events/<slug>/invitations", lock=coordinator)
def invitations(slug: str) -> ResponseReturnValue:
    """Who is invited, and what became of it."""
    event = event_queries.event_for_staff(visitor(), slug)
    asked = request.args.get("state", "")
    state = InvitationState(asked) if asked in set(InvitationState) else None
    return render_template(
        "events/inviting/invitations.html",
        event=event,
        state=state,
        counts=queries.counts_of(visitor(), event),
        page=queries.invitations_page(visitor(), event, state=state, after=request.args.get("after")),
        may_invite=_why_not(event, None) is None,
    )


def _why_not(event: Event, held_until: datetime | None) -> InvitingRefusal | None:
    return rules.why_not_invite(
        event.state, sign_up_until=event.sign_up_until, held_until=held_until, now=clock.now()
    )


@room.post("/staff/events/<slug>/invitations/alone", lock=coordinator)
def open_for_invited(slug: str) -> ResponseReturnValue:
    """Let only people sign up who are invited, or everybody again."""
    event = event_queries.event_for_staff(visitor(), slug)
    if ButtonForm().is_fine():
        alone = request.form.get("alone") == "yes"
        with writing():
            actions.open_for_invited_alone(event, alone, by=visitor(), now=clock.now())
        flash(
            _("Only people who are invited can sign up now.") if alone else _("Everybody can sign up now."),
            "done",
        )
    return redirect(page_url("events.invitations", slug=slug), 303)


@room.post("/staff/events/<slug>/invitations/<invitation>/withdraw", lock=coordinator)
def withdraw_invitation(slug: str, invitation: str) -> ResponseReturnValue:
    """Take an invitation back."""
    event = event_queries.event_for_staff(visitor(), slug)
    found = queries.invitation_for_staff(visitor(), event, invitation)
    if ButtonForm().is_fine():
        with writing():
            actions.withdraw(found, by=visitor(), now=clock.now())
        flash(_("The invitation is taken back. Its link opens nothing any more."), "done")
    return redirect(page_url("events.invitations", slug=slug), 303)


@room.get("/staff/events/<slug>/invitations/new", lock=coordinator)
@room.post("/staff/events/<slug>/invitations/new", lock=coordinator)
def invite(slug: str) -> ResponseReturnValue:
    """Choose whom to invite, look how many they are, and send."""
    event = event_queries.event_for_staff(visitor(), slug)
    form = InviteForm(data={"language": current_language()})
    form.offer(
        [(one.slug, name_in(one, current_language())) for one in queries.universities(visitor())],
        [
            (one.slug, text.title if (text := best_text(one.texts, current_language())) else one.slug)
            for one in queries.earlier_events(visitor(), event, clock.now())
        ],
    )
    sorted_out: actions.Sorted | None = None
    bad: Sequence[str] = ()
    if request.method == "POST" and form.is_fine():
        held_until = form.held_until_in(event.zone)
        try:
            wanted, bad = _wanted(form)
            refusal = _why_not(event, held_until)
            if refusal is not None:
                raise Refused(refusal, field="held_until" if form.held_until.data else None)
            if form.act.data == "send":
                with writing():
                    count = actions.invite(
                        event,
                        wanted,
                        invited_as=InvitedAs(form.group.data),
                        held_until=held_until,
                        language=form.language.data or "en",
                        by=visitor(),
                        now=clock.now(),
                    )
                flash(
                    ngettext(
                        "%(num)d person is invited. The mail goes out now.",
                        "%(num)d people are invited. The mails go out now.",
                        count,
                    ),
                    "done",
                )
                return redirect(page_url("events.invitations", slug=slug), 303)
            sorted_out = actions.sort_out(event, wanted)
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
    html = render_template(
        "events/inviting/invite.html",
        event=event,
        form=form,
        sorted_out=sorted_out,
        bad=bad,
        switch_form_id="invite",
    )
    return make_response(html, 422 if form.errors else 200)


def _wanted(form: InviteForm) -> tuple[Sequence[Invitee], Sequence[str]]:
    """Whom the form names, and the addresses in it that are none."""
    group = InvitedAs(form.group.data)
    if group is InvitedAs.STUDENTS:
        chosen = next(
            (one for one in queries.universities(visitor()) if one.slug == form.university.data), None
        )
        if chosen is None:
            raise Refused(InvitingRefusal.NOTHING_CHOSEN, field="university")
        return queries.students_of(visitor(), chosen.id), ()
    if group is InvitedAs.GUESTS:
        if not form.earlier.data:
            raise Refused(InvitingRefusal.NOTHING_CHOSEN, field="earlier")
        return queries.guests_of(visitor(), form.earlier.data), ()
    if group is InvitedAs.COMPANIES:
        return queries.company_people(visitor()), ()
    text = form.addresses.data or ""
    sent = form.sent()
    if sent is not None:
        listed = rules.text_of_list(sent[1]) if len(sent[1]) <= rules.MOST_BYTES else None
        if listed is None:
            raise Refused(InvitingRefusal.NOT_A_LIST, field="file")
        text = f"{text}\n{listed}"
    found = rules.addresses_in(text)
    if not found.invitees:
        raise Refused(InvitingRefusal.NO_ADDRESS, field="addresses")
    # Browsers do not keep a file: what was in it stands in the box from here on.
    form.addresses.data = rules.as_lines(found.invitees)
    return found.invitees, found.bad
