"""Staff find a person and see one timeline across rooms."""

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from recruit.accounts.merging.queries import merges_of, why_not_parted
from recruit.accounts.ways.queries import mark_of_way
from recruit.core import clock
from recruit.core.locales import BY_CODE
from recruit.core.visitor import Role
from recruit.dashboards.forms import PeopleFilter
from recruit.dashboards.links import address
from recruit.dashboards.queries import people as queries
from recruit.dashboards.queries.timelines import timeline_of
from recruit.dashboards.rules import TimelinePart
from recruit.dashboards.views.pages import room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import sees_hires

# So much of a long timeline is shown at first.
FIRST_HAPPENINGS = 60


@room.get("/staff/people", lock=sees_hires)
def people() -> ResponseReturnValue:
    """Find people by name in any script, address, telephone, or the number of anything of theirs."""
    asks = visitor()
    form = PeopleFilter(request.args)
    words = form.q.data or ""
    page = queries.people_page(asks, words, after=request.args.get("after")) if words else None
    return render_template(
        "dashboards/people.html",
        form=form,
        words=words,
        may_merge=asks.is_coordinator,
        page=page,
        found=queries.with_what_they_are(asks, page.rows) if page and page.rows else [],
    )


@room.get("/staff/people/<public_id>", lock=sees_hires, seen="profile")
def person(public_id: str) -> ResponseReturnValue:
    """What happened to one person, from the first registration on; all of it, or one part alone."""
    asks = visitor()
    found = queries.person_for(asks, public_id)
    if found.person.public_id != public_id:
        return redirect(page_url("dashboards.person", public_id=found.person.public_id), 303)
    g.sighted_person_ref = found.person.public_id
    happenings = timeline_of(asks, found, current_language())
    part = next((one for one in TimelinePart if one == request.args.get("part")), None)
    chosen = [one for one in happenings if part is None or one.part is part]
    shows_all = request.args.get("all") == "yes"
    return render_template(
        "dashboards/person.html",
        found=found,
        parts=[(one, sum(1 for each in happenings if each.part is one)) for one in TimelinePart],
        part=part,
        timeline=chosen if shows_all else chosen[:FIRST_HAPPENINGS],
        count=len(chosen),
        address=address,
        language_name=BY_CODE[found.person.language].name if found.person.language in BY_CODE else "",
        merges=[(one, why_not_parted(one, clock.now())) for one in merges_of([found.person.id])]
        if asks.is_coordinator
        else [],
        may_merge=asks.is_coordinator,
        may_erase=Role.ADMINISTRATOR in asks.roles and found.person.public_id != asks.person_ref,
        may_add_ways=found.user is None or not found.user.active,
        ways=[(point, mark_of_way(point)) for point in found.ways],
        now=clock.now(),
    )
