"""Taking everything along: ask for the archive, see how far it is, fetch it."""

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts.forms import ButtonForm
from recruit.accounts.rights import actions, queries, rules
from recruit.accounts.rights.rules import ExportState
from recruit.accounts.rights.views.pages import room
from recruit.accounts.rights.words import stays
from recruit.core import clock, files
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.periods import EXPORTS
from recruit.web.downloads import attachment
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import proved, signed_in
from recruit.web.period_words import length
from recruit.web.times import reader_zone
from recruit.web.words import words_for


@room.get("/me/privacy/export", lock=proved(signed_in))
@room.post("/me/privacy/export", lock=proved(signed_in))
def export() -> ResponseReturnValue:
    """The archive of all that is held about me: asked for here, and fetched from here."""
    form, now = ButtonForm(), clock.now()
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.ask_for_export(language=current_language(), zone=reader_zone(), by=visitor(), now=now)
        except Refused as refusal:
            flash(words_for(refusal.reason), "problem")
        else:
            flash(_("Your archive is being made. We write to you when it is ready."), "done")
        return redirect(page_url("rights.export"), 303)
    newest = queries.newest_export(visitor())
    state = rules.state_of(queries.times_of(newest), now) if newest else None
    return render_template(
        "accounts/rights/export.html",
        form=form,
        export=newest,
        state=state,
        states=ExportState,
        may_ask=rules.why_not_ask(queries.times_of(newest) if newest else None, now) is None,
        kept_for=length(EXPORTS),
        stays=stays(),
    )


@room.get("/me/privacy/export/<public_id>", lock=proved(signed_in))
def fetch(public_id: str) -> Response:
    """The archive."""
    found = queries.ready_export(visitor(), public_id, clock.now())
    assert found.stored_file is not None, "ready_export gives only what has a file"
    return attachment(files.content_of(found.stored_file), found.stored_file)
