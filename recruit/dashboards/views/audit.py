"""The audit trail: who moved what, and whether a line is missing or was changed."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from recruit.core.visitor import Role
from recruit.dashboards.forms import AuditFilter
from recruit.dashboards.queries import audit as queries
from recruit.dashboards.trail_changes import change_words
from recruit.dashboards.trail_words import action_words, thing_words
from recruit.dashboards.views.pages import room
from recruit.web.gate import visitor
from recruit.web.locks import role


@room.get("/staff/audit", lock=role(Role.ADMINISTRATOR))
def audit() -> ResponseReturnValue:
    """Lines of the trail; `check=yes` walks the whole chain, which takes a while, so only when asked."""
    asks = visitor()
    form = AuditFilter(request.args)
    wanted = queries.Wanted(subject_ref=form.subject.data or "", by_ref=form.by.data or "")
    page = queries.audit_page(asks, wanted, after=request.args.get("after"))
    checks = request.args.get("check") == "yes"
    return render_template(
        "dashboards/audit.html",
        page=page,
        action_words=action_words,
        thing_words=thing_words,
        change_words=change_words,
        names=queries.names_behind(asks, list(page.rows)),
        form=form,
        filters={"subject": wanted.subject_ref or None, "by": wanted.by_ref or None},
        checks=checks,
        broken=queries.first_broken_line(asks) if checks else None,
    )
