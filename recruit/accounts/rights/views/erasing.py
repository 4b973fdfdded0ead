"""Pages of erasing somebody for them: a request came by letter, or by an address without an account."""

from flask import flash, g, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import closing, personal_data
from recruit.accounts.models import Person
from recruit.accounts.rights import queries
from recruit.accounts.rights.forms import EraseForm
from recruit.accounts.rights.rules import ErasedBecause, ErasureRefusal
from recruit.accounts.rights.views.pages import room
from recruit.accounts.rights.words import stays
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.visitor import Role
from recruit.web.gate import page_url, visitor
from recruit.web.locks import proved, role
from recruit.web.words import words_for

_ADMINISTRATOR = proved(role(Role.ADMINISTRATOR))


@room.get("/staff/people/<public_id>/erase", lock=_ADMINISTRATOR, seen="profile")
def erase(public_id: str) -> ResponseReturnValue:
    """Who it is, what goes, what stays; the address is typed again."""
    return _page(queries.person_to_erase(visitor(), public_id), EraseForm())


@room.post("/staff/people/<public_id>/erase", lock=_ADMINISTRATOR, seen="profile")
def erase_now(public_id: str) -> ResponseReturnValue:
    """The person is erased, for good."""
    person, form = queries.person_to_erase(visitor(), public_id), EraseForm()
    if form.is_fine():
        try:
            with writing():
                if (form.typed.data or "").strip().lower() != queries.told_apart_by(person).lower():
                    raise Refused(ErasureRefusal.TYPED_SOMETHING_ELSE, field="typed")
                to_do = closing.to_do_first(person.id)
                if to_do:
                    raise Refused(to_do[0])
                number = personal_data.erase(
                    public_id, because=ErasedBecause.ASKED, by=visitor(), now=clock.now()
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(
                _(
                    "The person is erased. The number of the certificate is %(number)s. "
                    "Texts of mails to others that name the person are emptied within a day.",
                    number=number,
                ),
                "done",
            )
            return redirect(page_url("dashboards.people"), 303)
    return _page(person, form)


def _page(person: Person, form: EraseForm) -> ResponseReturnValue:
    g.sighted_person_ref = person.public_id
    page = render_template(
        "accounts/rights/erase.html",
        person=person,
        told_apart_by=queries.told_apart_by(person),
        form=form,
        to_do=closing.to_do_first(person.id),
        stays=stays(),
    )
    return make_response(page, 422 if form.errors or form.form_errors else 200)
