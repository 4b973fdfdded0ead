"""What was deleted because its time was over, day by day: the proof that promised ends are kept."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from recruit.accounts.jobs import kept_back_key
from recruit.core.models import PurgeRun
from recruit.core.periods import Kept
from recruit.core.visitor import Role
from recruit.dashboards.queries import purges as queries
from recruit.dashboards.views.pages import room
from recruit.web import period_words
from recruit.web.gate import visitor
from recruit.web.locks import role
from recruit.web.words import words_for


@room.get("/staff/purges", lock=role(Role.ADMINISTRATOR))
def purges() -> ResponseReturnValue:
    """The runs, the newest first, and the periods they go by."""
    page = queries.purge_page(visitor(), after=request.args.get("after"))
    return render_template(
        "dashboards/purges.html",
        page=page,
        gone={run.id: _gone(run) for run in page.rows},
        kept_back={run.id: sum(run.counts.get(kept_back_key(what), 0) for what in Kept) for run in page.rows},
        periods=period_words.rows(),
    )


def _gone(run: PurgeRun) -> list[tuple[str, int]]:
    """What went in one run; what did not occur is left out."""
    return [(words_for(what), run.counts[what]) for what in Kept if run.counts.get(what)]
