"""Pages of the search: companies find students they may see, staff find all, and up to four stand side by side."""

from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from recruit.students.search import queries, shown
from recruit.students.search.forms import SearchForm
from recruit.students.search.queries import Found
from recruit.students.search.rules import MOST_COMPARED, Wanted, wanted_of
from recruit.students.search.words import understood
from recruit.students.views.room import about_students, room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import coordinator, member_of


@room.get("/company/students", lock=member_of("company"))
def for_company() -> ResponseReturnValue:
    """The students whom this company may see, narrowed down as it likes. A list is no look at anybody."""
    wanted = _wanted()
    found = queries.found_by_company(
        visitor(), wanted, understood(wanted.words), after=request.args.get("after")
    )
    return _page("students/search/for_company.html", "students.for_company", found, wanted)


@room.get("/staff/students", lock=coordinator)
def for_staff() -> ResponseReturnValue:
    """Every student, by the same search."""
    wanted = _wanted()
    found = queries.found_by_staff(
        visitor(), wanted, understood(wanted.words), after=request.args.get("after")
    )
    return _page("students/search/for_staff.html", "students.for_staff", found, wanted)


@room.get("/company/students/compare", lock=member_of("company"), seen="profile")
def compare() -> ResponseReturnValue:
    """Two to four students side by side: each of them can read that the company looked."""
    refs = request.args.getlist("with")
    many = dict.fromkeys(refs)
    if not 2 <= len(many) <= MOST_COMPARED:
        # Nobody is shown: what was pressed without choosing gets the way back.
        return render_template(
            "students/search/compare.html", seen=[], chosen=len(many), most=MOST_COMPARED
        ), 422
    seen = queries.students_to_compare(visitor(), refs)
    g.sighted_person_refs = [one.student.person.public_id for one in seen]
    return render_template(
        "students/search/compare.html", seen=seen, chosen=len(seen), most=MOST_COMPARED, **about_students()
    )


def _wanted() -> Wanted:
    return wanted_of({name: request.args.getlist(name) for name in request.args})


def _page(template: str, endpoint: str, found: Found, wanted: Wanted, **more: Any) -> str:
    address = wanted.address()
    return render_template(
        template,
        form=SearchForm(request.args),
        found=found,
        wanted=wanted,
        address=address,
        endpoint=endpoint,
        facets=shown.facets_of(found, wanted),
        chosen=shown.chosen_of(found, wanted, endpoint),
        ways_out=[] if found.total else shown.ways_out(found, wanted, endpoint),
        next_url=page_url(endpoint, after=found.next_mark, **address) if found.next_mark else None,
        first_url=None if found.is_first else page_url(endpoint, **address),
        most_compared=MOST_COMPARED,
        **about_students(),
        **more,
    )
