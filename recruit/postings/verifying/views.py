"""The page where anybody looks up a code."""

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from recruit.accounts import limits
from recruit.core import clock
from recruit.postings import conditions, queries
from recruit.postings.conditions import Condition
from recruit.postings.life.changes import change_between
from recruit.postings.life.history import Differing, differing
from recruit.postings.verifying.printing import paper_of
from recruit.postings.verifying.queries import Verified, by_code
from recruit.postings.verifying.rules import MOST_TYPED, Standing, read_code
from recruit.postings.views.room import room
from recruit.web.gate import page_url
from recruit.web.locks import anybody

# What a family compares with its paper; all the rest is one click away.
_COMPARED = ("contract", "place", "base_pay", "allowances", "fixed_overtime", "housing", "costs")


@room.get("/verify/", lock=anybody)
@room.get("/verify/<code>", lock=anybody)
def verify(code: str = "") -> ResponseReturnValue:
    """What a code belongs to. `?code=` comes from the form, `?version=` from a paper that was printed from here."""
    typed = request.args.get("code", "").strip()[:MOST_TYPED]
    if typed:
        return redirect(page_url("postings.verify", code=read_code(typed).code or _plain(typed) or None), 303)
    reading, found = read_code(code), None
    if reading.code:
        limits.count("verify", limits.CODES_LOOKED_UP, limits.network_of(request.remote_addr))
        found = by_code(reading.code, now=clock.now())
    number = request.args.get("version", "")
    return render_template(
        "postings/verify.html",
        code=reading.code or code[:40],
        reading=reading,
        found=found,
        standing=Standing,
        words=conditions.words_of(found.content) if found else None,
        words_ja=conditions.words_of(found.content, "ja") if found else None,
        rows=_compared(found) if found else [],
        starts=conditions.start_words(found.content) if found and found.content else "",
        changed=_changed(found, int(number)) if found and number.isdecimal() and len(number) < 6 else None,
    )


@room.get("/positions/<slug>/paper.pdf", lock=anybody)
def paper(slug: str) -> ResponseReturnValue:
    """The position on one page to take home, with its code."""
    posting = queries.public_position(slug)
    limits.count("paper", limits.PAPERS_FOR_ONE_NETWORK, limits.network_of(request.remote_addr))
    response = Response(paper_of(posting, now=clock.now()), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{posting.verify_code}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _plain(typed: str) -> str:
    """What can stand in an address of its own and be read out again."""
    return "".join(sign if sign.isalnum() or sign == "-" else " " for sign in typed)[:40].strip()


def _compared(found: Verified) -> list[Condition]:
    if not found.content:
        return []
    return [row for row in conditions.conditions_of(found.content) if row.name in _COMPARED]


def _changed(found: Verified, number: int) -> list[Differing] | None:
    """What is not as in that earlier version; None where it is the newest one or none of this position."""
    before = found.version(number)
    if before is None:
        return None
    return differing(found.content, change_between(before.content, found.content))
