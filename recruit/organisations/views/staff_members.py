"""Staff see to the members of any organisation: they invite (the first owner of a university or a support organisation comes
in so), and change rights where nobody there can.
"""

from flask import flash, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import limits
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.organisations import actions, invitations, queries, staff_queries
from recruit.organisations.forms import InviteMemberForm, RightsForm
from recruit.organisations.rules import Rights
from recruit.organisations.views.room import room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator
from recruit.web.words import words_for

_PAGE = "/staff/organisations/<public_id>"


def _back(public_id: str) -> ResponseReturnValue:
    return redirect(page_url("organisations.organisation", public_id=public_id), 303)


@room.get(f"{_PAGE}/invite", lock=coordinator)
@room.post(f"{_PAGE}/invite", lock=coordinator)
def invite_for(public_id: str) -> ResponseReturnValue:
    """Invite somebody to act for the organisation."""
    organisation = staff_queries.organisation_for_staff(visitor(), public_id)
    form = InviteMemberForm(
        organisation.kind, data={"language": current_language(), "rights": str(Rights.OWNER)}
    )
    if request.method == "POST" and form.is_fine():
        address = form.email.data or ""
        limits.count_invitation(address, by_whom=visitor().person_ref)
        try:
            with writing():
                actions.invite_member(
                    organisation,
                    address,
                    Rights(form.rights.data),
                    language=form.language.data or "ja",
                    by=visitor(),
                    now=clock.now(),
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("The invitation goes to %(address)s.", address=address), "done")
            return _back(public_id)
    html = render_template(
        "organisations/staff_invite.html",
        form=form,
        organisation=organisation,
        name=queries.name_in(organisation, current_language()),
        switch_form_id="invite",
    )
    return make_response(html, 422 if form.errors or form.form_errors else 200)


@room.get(f"{_PAGE}/members/<person_ref>", lock=coordinator, seen="profile")
@room.post(f"{_PAGE}/members/<person_ref>", lock=coordinator, seen="profile")
def member_for(public_id: str, person_ref: str) -> ResponseReturnValue:
    """Give a member other rights."""
    organisation = staff_queries.organisation_for_staff(visitor(), public_id)
    found = staff_queries.member_for_staff(visitor(), organisation, person_ref)
    g.sighted_person_ref = person_ref
    form = RightsForm(organisation.kind, data={"rights": found.rights})
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.change_rights_for(
                    organisation, person_ref, Rights(form.rights.data), by=visitor(), now=clock.now()
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("The rights are saved. They hold from the next page on."), "done")
            return _back(public_id)
    html = render_template(
        "organisations/staff_member.html",
        form=form,
        organisation=organisation,
        member=found,
        name=queries.name_in(organisation, current_language()),
        switch_form_id="rights-form",
    )
    return make_response(html, 422 if form.errors or form.form_errors else 200)


@room.post(f"{_PAGE}/invitations/<invitation_ref>/send-again", lock=coordinator)
def send_invitation_for_again(public_id: str, invitation_ref: str) -> ResponseReturnValue:
    """Send the mail once more."""
    organisation = staff_queries.organisation_for_staff(visitor(), public_id)
    invitation = invitations.invitation_of(organisation, invitation_ref)
    limits.count_invitation(invitation.email, by_whom=visitor().person_ref)
    with writing():
        actions.send_member_invitation_again(organisation, invitation_ref, by=visitor(), now=clock.now())
    flash(_("The invitation is sent once more. Only the link in the newest mail works."), "done")
    return _back(public_id)


@room.post(f"{_PAGE}/invitations/<invitation_ref>/withdraw", lock=coordinator)
def withdraw_invitation_for(public_id: str, invitation_ref: str) -> ResponseReturnValue:
    """Take an invitation back."""
    organisation = staff_queries.organisation_for_staff(visitor(), public_id)
    with writing():
        actions.withdraw_member_invitation(organisation, invitation_ref, by=visitor(), now=clock.now())
    flash(_("The invitation is withdrawn. Its link opens nothing any more."), "done")
    return _back(public_id)
