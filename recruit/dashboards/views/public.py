"""The start page, the way to it, and what membership means."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.dashboards import figures
from recruit.dashboards.links import address, start_of
from recruit.dashboards.queries import public as queries
from recruit.dashboards.views.pages import room
from recruit.students.names import country_name
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import anybody, signed_in


@room.get("/", lock=anybody, bare=True)
def root() -> ResponseReturnValue:
    """Lead to the start page in the reader's language."""
    response = redirect(f"/{current_language()}/", 302)
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@room.get("/", lock=anybody, kept=True)
def home() -> ResponseReturnValue:
    """The start page."""
    now = clock.now()
    return render_template(
        "dashboards/home.html",
        fairs=queries.coming_fairs(current_language(), now),
        figure=figures.start_page_figure(now),
        countries=[(code, country_name(code)) for code in queries.COUNTRIES],
        address=address,
    )


@room.get("/start", lock=signed_in)
def start() -> ResponseReturnValue:
    """Lead to where this visitor's own work begins."""
    return redirect(page_url(start_of(visitor())), 303)


@room.get("/members", lock=anybody, kept=True)
def members() -> ResponseReturnValue:
    """What membership means for a company."""
    return render_template("dashboards/members.html", companies=queries.how_many_companies(), address=address)
