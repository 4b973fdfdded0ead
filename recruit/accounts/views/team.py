"""The team: who is on staff, who is invited, what each may do. For administrators."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import actions, invitations, limits, team as team_queries
from recruit.accounts.forms import ButtonForm, text_of
from recruit.accounts.invitation_rules import worries_about
from recruit.accounts.team_forms import InviteToStaffForm, RolesForm
from recruit.accounts.team_words import ROLE_NOTES
from recruit.accounts.views.pages import form_page, room
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.visitor import Role
from recruit.web.gate import page_url, visitor
from recruit.web.locks import proved, role
from recruit.web.words import words_for

_administrator = role(Role.ADMINISTRATOR)


@room.get("/staff/team", lock=_administrator)
def team() -> ResponseReturnValue:
    """Who is on staff, and who is invited."""
    now, counts = clock.now(), team_queries.counts_of_roles()
    return render_template(
        "accounts/team.html",
        members=team_queries.staff_members(visitor()),
        invited=[
            (one, [Role(code) for code in one.roles], invitations.is_open(one, now))
            for one in team_queries.open_invitations(visitor())
        ],
        worries=worries_about(
            administrators=counts[Role.ADMINISTRATOR], retention_officers=counts[Role.RETENTION_OFFICER]
        ),
    )


@room.get("/staff/team/invite", lock=proved(_administrator))
@room.post("/staff/team/invite", lock=proved(_administrator))
def invite_to_staff() -> ResponseReturnValue:
    """Invite somebody by mail."""
    form = InviteToStaffForm(data={"language": "ja"})
    if request.method == "POST" and form.is_fine():
        limits.count_invitation(text_of(form.email), by_whom=visitor().person_ref)
        try:
            with writing():
                actions.invite_to_staff(
                    text_of(form.email),
                    [Role(code) for code in form.roles.data or ()],
                    language=text_of(form.language),
                    by=visitor(),
                    now=clock.now(),
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("The invitation goes to %(address)s.", address=text_of(form.email)), "done")
            return redirect(page_url("accounts.team"), 303)
    return form_page("accounts/team_invite.html", form=form, notes=ROLE_NOTES, switch_form_id="invite")


@room.post("/staff/team/invitations/<public_id>/send-again", lock=_administrator)
def send_staff_invitation_again(public_id: str) -> ResponseReturnValue:
    """Send the mail once more."""
    invitation = team_queries.invitation_by_ref(public_id)
    limits.count_invitation(invitation.email, by_whom=visitor().person_ref)
    with writing():
        actions.send_staff_invitation_again(public_id, by=visitor(), now=clock.now())
    flash(_("The invitation is sent once more. Only the link in the newest mail works."), "done")
    return redirect(page_url("accounts.team"), 303)


@room.post("/staff/team/invitations/<public_id>/withdraw", lock=_administrator)
def withdraw_staff_invitation(public_id: str) -> ResponseReturnValue:
    """Take an invitation back."""
    with writing():
        actions.withdraw_staff_invitation(public_id, by=visitor(), now=clock.now())
    flash(_("The invitation is withdrawn. Its link opens nothing any more."), "done")
    return redirect(page_url("accounts.team"), 303)


@room.get("/staff/team/<person_ref>", lock=proved(_administrator))
@room.post("/staff/team/<person_ref>", lock=proved(_administrator))
def staff_member(person_ref: str) -> ResponseReturnValue:
    """Give and take roles."""
    member = team_queries.staff_member(visitor(), person_ref)
    form = RolesForm(data={"roles": list(member.roles)})
    if request.method == "POST" and form.is_fine():
        wanted = [Role(code) for code in form.roles.data or ()]
        try:
            with writing():
                actions.set_roles(person_ref, wanted, by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("The roles of %(name)s are saved.", name=member.name), "done")
            # Whoever has changed the own roles signs in anew first.
            return redirect(page_url("accounts.team"), 303)
    return form_page(
        "accounts/team_member.html", form=form, member=member, notes=ROLE_NOTES, switch_form_id="roles-form"
    )


@room.get("/staff/team/<person_ref>/access", lock=proved(_administrator))
@room.post("/staff/team/<person_ref>/access", lock=proved(_administrator))
def staff_access(person_ref: str) -> ResponseReturnValue:
    """Switch somebody's account off, or on again."""
    member = team_queries.staff_member(visitor(), person_ref)
    form = ButtonForm()
    if request.method == "POST" and form.is_fine():
        move = actions.switch_off if member.is_active else actions.switch_on
        try:
            with writing():
                move(person_ref, by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(
                _("The account of %(name)s is switched off. Every device is signed out.", name=member.name)
                if member.is_active
                else _("The account of %(name)s is open again.", name=member.name),
                "done",
            )
            return redirect(page_url("accounts.team"), 303)
    return form_page("accounts/team_access.html", form=form, member=member)
