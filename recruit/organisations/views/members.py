"""Who acts for an organisation: seen by all its members, changed by its owners."""

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import limits
from recruit.accounts.invitations import is_open
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.organisations import actions, invitations, queries, rules
from recruit.organisations.forms import ButtonForm, InviteMemberForm, RightsForm
from recruit.organisations.models import Membership, Organisation
from recruit.organisations.rules import OrganisationKind, Rights
from recruit.organisations.views.room import room
from recruit.web.forms import Form
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import any_of, member_of
from recruit.web.words import words_for

_member = any_of(*(member_of(kind) for kind in OrganisationKind))
_owner = any_of(*(member_of(kind, Rights.OWNER) for kind in OrganisationKind))
_PAGE = "/<any(company,university,support):kind>/members"


def _own(kind: str) -> Organisation:
    """The organisation the visitor acts for; under the address of another kind it is not there."""
    if not visitor().acts_for(kind):
        raise Missing
    return queries.own_organisation(visitor())


def _back(kind: str) -> ResponseReturnValue:
    return redirect(page_url("organisations.members", kind=kind), 303)


@room.get(_PAGE, lock=_member)
def members(kind: str) -> ResponseReturnValue:
    """Who acts for the organisation, and who is invited."""
    organisation, now = _own(kind), clock.now()
    may_change = _owner.opens_for(visitor())
    return render_template(
        "organisations/members.html",
        kind=kind,
        organisation=organisation,
        members=queries.members_of(visitor()),
        may_change=may_change,
        why_not_invite=words_for(rules.why_not_invite(organisation.state)),
        invited=[(one, is_open(one, now)) for one in invitations.waiting(visitor())],
    )


@room.get(f"{_PAGE}/invite", lock=_owner)
@room.post(f"{_PAGE}/invite", lock=_owner)
def invite_member(kind: str) -> ResponseReturnValue:
    """Invite a colleague by mail."""
    organisation = _own(kind)
    form = InviteMemberForm(organisation.kind, data={"language": current_language()})
    if request.method == "POST" and form.is_fine():
        address = form.email.data or ""
        limits.count_invitation(address, by_whom=organisation.public_id)
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
            return _back(kind)
    return _form_page("organisations/members_invite.html", form, organisation, switch_form_id="invite")


@room.post(f"{_PAGE}/invitations/<public_id>/send-again", lock=_owner)
def send_member_invitation_again(kind: str, public_id: str) -> ResponseReturnValue:
    """Send the mail once more."""
    organisation = _own(kind)
    invitation = invitations.invitation_of(organisation, public_id)
    limits.count_invitation(invitation.email, by_whom=organisation.public_id)
    with writing():
        actions.send_member_invitation_again(organisation, public_id, by=visitor(), now=clock.now())
    flash(_("The invitation is sent once more. Only the link in the newest mail works."), "done")
    return _back(kind)


@room.post(f"{_PAGE}/invitations/<public_id>/withdraw", lock=_owner)
def withdraw_member_invitation(kind: str, public_id: str) -> ResponseReturnValue:
    """Take an invitation back."""
    with writing():
        actions.withdraw_member_invitation(_own(kind), public_id, by=visitor(), now=clock.now())
    flash(_("The invitation is withdrawn. Its link opens nothing any more."), "done")
    return _back(kind)


@room.get(f"{_PAGE}/<person_ref>", lock=_owner)
@room.post(f"{_PAGE}/<person_ref>", lock=_owner)
def member(kind: str, person_ref: str) -> ResponseReturnValue:
    """Give a member other rights."""
    organisation = _own(kind)
    found = queries.member_of(visitor(), person_ref)
    form = RightsForm(organisation.kind, data={"rights": found.rights})
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.change_rights(
                    organisation, person_ref, Rights(form.rights.data), by=visitor(), now=clock.now()
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("The rights are saved. They hold from the next page on."), "done")
            return _back(kind)
    return _member_page(form, organisation, found)


@room.post(f"{_PAGE}/<person_ref>/end", lock=_owner)
def end_membership(kind: str, person_ref: str) -> ResponseReturnValue:
    """Somebody no longer acts for the organisation."""
    organisation = _own(kind)
    found = queries.member_of(visitor(), person_ref)
    try:
        with writing():
            actions.end_membership(organisation, person_ref, by=visitor(), now=clock.now())
    except Refused as refusal:
        form = RightsForm(organisation.kind, formdata=None, data={"rights": found.rights})
        form.blame(refusal, words_for(refusal.reason))
        return _member_page(form, organisation, found)
    flash(_("This person no longer acts for %(organisation)s.", organisation=_name(organisation)), "done")
    return _back(kind)


@room.get(f"{_PAGE}/leave", lock=_member)
@room.post(f"{_PAGE}/leave", lock=_member)
def leave(kind: str) -> ResponseReturnValue:
    """Stop acting for the organisation oneself."""
    organisation, form = _own(kind), ButtonForm()
    if request.method == "POST" and form.is_fine():
        name = _name(organisation)
        try:
            with writing():
                actions.leave_organisation(organisation, by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("You no longer act for %(organisation)s.", organisation=name), "done")
            # Where this device acted for it, it is signed out; then the sign-in page comes first.
            return redirect(page_url("organisations.mine"), 303)
    return _form_page("organisations/members_leave.html", form, organisation)


def _name(organisation: Organisation) -> str:
    return queries.name_in(organisation, current_language())


def _member_page(form: Form, organisation: Organisation, found: Membership) -> ResponseReturnValue:
    return _form_page(
        "organisations/member.html", form, organisation, member=found, switch_form_id="rights-form"
    )


def _form_page(
    template: str, form: Form, organisation: Organisation, **context: object
) -> ResponseReturnValue:
    html = render_template(
        template, form=form, organisation=organisation, kind=str(organisation.kind), **context
    )
    return make_response(html, 422 if form.errors or form.form_errors else 200)
