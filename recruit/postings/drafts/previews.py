"""A position as students see it, before anybody does: in any language, as wide as a phone or a desk."""

from flask import g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from recruit.core.locales import CODES, LANGUAGES
from recruit.core.visitor import NOBODY
from recruit.postings import conditions, queries
from recruit.postings.views.public import position_page
from recruit.postings.views.room import room
from recruit.web.gate import page_url, visitor
from recruit.web.headers import CONTENT_SECURITY_POLICY
from recruit.web.locks import member_of

_member = member_of("company")
# Who looks first looks as most readers will: a Vietnamese student on a phone.
FIRST_LANGUAGE, WIDTHS = "vi", ("phone", "desk")


@room.get("/company/positions/<public_id>/preview", lock=_member)
def preview(public_id: str) -> ResponseReturnValue:
    """The position in a frame. `?as=` names the language, `?width=` phone or desk."""
    posting = queries.own_position(visitor(), public_id)
    language, width = request.args.get("as", ""), request.args.get("width", "")
    language = language if language in CODES else FIRST_LANGUAGE
    width = width if width in WIDTHS else WIDTHS[0]

    def here(**changes: str) -> str:
        chosen = {"as": language, "width": width} | changes
        return page_url("postings.preview", public_id=public_id, **chosen)

    html = render_template(
        "postings/edit_preview.html",
        posting=posting,
        words=conditions.words_of(queries.content_of(posting), "ja"),
        shown_in=language,
        width=width,
        frame=page_url("postings.previewed", public_id=public_id, lang=language),
        by_language=[
            {"label": one.name, "href": here(**{"as": one.code}), "current": one.code == language}
            for one in LANGUAGES
        ],
        here=here,
    )
    answer = make_response(html)
    answer.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return answer


@room.get("/company/positions/<public_id>/previewed", lock=_member)
def previewed(public_id: str) -> ResponseReturnValue:
    """What stands in the frame: the page of the position as who is not signed in will see it."""
    posting = queries.own_position(visitor(), public_id)
    g.visitor, g.is_framed = NOBODY, True
    answer = make_response(position_page(posting))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    )
    return answer
