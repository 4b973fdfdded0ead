"""Staff find a person and see one timeline across rooms."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from recruit.core.locales import BY_CODE
from recruit.dashboards.forms import PeopleFilter
from recruit.dashboards.links import address
from recruit.dashboards.queries import people as queries
from recruit.dashboards.views.pages import room
from recruit.web.gate import current_language, visitor
from recruit.web.locks import coordinator


@room.get("/staff/people", lock=coordinator)
def people() -> ResponseReturnValue:
    """Find people by name, in any script, or by mail address."""
    asks = visitor()
    form = PeopleFilter(request.args)
    words = form.q.data or ""
    page = queries.people_page(asks, words, after=request.args.get("after")) if words else None
    return render_template(
        "dashboards/people.html",
        form=form,
        words=words,
        page=page,
        found=queries.with_what_they_are(asks, list(page.rows)) if page else [],
    )


@room.get("/staff/people/<public_id>", lock=coordinator, seen="profile")
def person(public_id: str) -> ResponseReturnValue:
    """What happened to one person, from the first registration on."""
    asks = visitor()
    found = queries.person_for(asks, public_id)
    g.sighted_person_ref = found.person.public_id
    return render_template(
        "dashboards/person.html",
        found=found,
        timeline=queries.timeline_of(asks, found, current_language()),
        address=address,
        language_name=BY_CODE[found.person.language].name if found.person.language in BY_CODE else "",
    )
