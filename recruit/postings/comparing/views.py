"""The page on which positions stand side by side."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.postings import conditions
from recruit.postings.comparing import queries
from recruit.postings.comparing.queries import MOST_COMPARED
from recruit.postings.comparing.rows import columns_of, rows_of
from recruit.postings.fitting import fits_for
from recruit.postings.queries import content_of
from recruit.postings.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.locks import anybody


@room.get("/positions/compare", lock=anybody, kept=True)
def compare() -> ResponseReturnValue:
    """Two to four positions side by side; with fewer, what they can be compared with. `?with=` names each."""
    slugs = list(dict.fromkeys(request.args.getlist("with")))
    now = clock.now()
    if not slugs or len(slugs) > MOST_COMPARED:
        return render_template(
            "postings/compare.html",
            columns=[],
            rows=[],
            offered=[(one, conditions.words_of(content_of(one))) for one in queries.ticked(slugs)],
            most=MOST_COMPARED,
            too_many=bool(slugs),
        )
    postings = queries.positions_to_compare(slugs)
    gone = len(slugs) - len(postings)
    slugs = [posting.slug for posting in postings]
    columns = columns_of(postings)
    more = (
        queries.positions_like(postings[0], without=slugs, now=now) if len(postings) < MOST_COMPARED else []
    )
    return render_template(
        "postings/compare.html",
        columns=columns,
        rows=rows_of(columns, fits_for(visitor(), postings), now=now) if len(postings) > 1 else [],
        offered=[(one, conditions.words_of(content_of(one))) for one in more],
        without={
            slug: page_url("postings.compare", **{"with": [one for one in slugs if one != slug]})
            for slug in slugs
        },
        most=MOST_COMPARED,
        too_many=False,
        gone=gone,
    )
