"""The position of an application as the applicant read it, for both sides: what was promised stays to be read."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.applications import queries
from recruit.applications.models import Application
from recruit.applications.views.room import room
from recruit.postings.life.versions import frozen
from recruit.web.gate import page_url, visitor
from recruit.web.locks import member_of, signed_in


@room.get("/me/applications/<public_id>/position", lock=signed_in)
def my_position(public_id: str) -> ResponseReturnValue:
    """The position as the visitor read it when applying, and what has changed since."""
    application = queries.own_application(visitor(), public_id)
    return _page(application, _("What you read when you applied"), "applications.my_application")


@room.get("/company/applications/<public_id>/position", lock=member_of("company"))
def applied_for(public_id: str) -> ResponseReturnValue:
    """The same for the company that was applied to."""
    application = queries.application_for_company(visitor(), public_id).application
    return _page(application, _("What the student read when applying"), "applications.of_company")


def _page(application: Application, title: str, back: str) -> str:
    return render_template(
        "applications/as_it_was.html",
        title=title,
        back_url=page_url(back, public_id=application.public_id),
        frozen=frozen(application.posting, application.posting_version),
    )
