"""What everybody reads: one position, whether a code is real."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from recruit.core import clock
from recruit.postings import conditions, queries, rules
from recruit.postings.drawings import day_at_work
from recruit.postings.fit_words import lines_of
from recruit.postings.fitting import asked_by, profile_of, student_of
from recruit.postings.job_posting import blocks_of
from recruit.postings.models import Posting
from recruit.postings.money import money_of
from recruit.postings.texts.showing import text_note
from recruit.postings.views.room import room
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import anybody

# Shown above the rows, not among them.
_IN_THE_PAY = ("base_pay", "allowances", "fixed_overtime", "contract")


@room.get("/positions/<slug>", lock=anybody, kept=True)
def position(slug: str) -> ResponseReturnValue:
    """One position: pay, fit, conditions, where it comes from. `?text=ja` shows the texts in another language."""
    posting = queries.public_position(slug)
    wanted = request.args.get("text", "")
    if wanted and wanted not in queries.content_of(posting)["texts"]:
        return redirect(page_url("postings.position", slug=slug), 303)
    return position_page(posting, wanted)


def position_page(posting: Posting, wanted: str = "") -> str:
    """The page of a position, also of one that nobody reads yet. `wanted` names the language of its texts."""
    content, now = queries.content_of(posting), clock.now()
    shown = {**content, "texts": {wanted: content["texts"][wanted]}} if wanted else content
    words = conditions.words_of(shown)
    rows = conditions.conditions_of(shown, without=_IN_THE_PAY)
    student = student_of(visitor())
    nationality = student.nationality if student else ""
    day_drawn, week_words = day_at_work(content)
    return render_template(
        "postings/position.html",
        posting=posting,
        content=content,
        words=words,
        text_note=text_note(posting, words),
        company=queries.company_of(posting),
        contract=conditions.contract_line(content),
        starts=conditions.start_words(content),
        money=money_of(content, request.args, language=current_language(), nationality=nationality, now=now),
        rows=rows,
        day_drawn=day_drawn,
        week_words=week_words,
        fit=rules.fit_of(profile_of(student), asked_by(posting)) if student else None,
        fit_lines=lines_of,
        is_open=posting.closes_at is None or posting.closes_at >= now,
        others=[conditions.words_of(content, code) for code in content["texts"] if code != words.language],
        blocks=blocks_of(posting, shown, now=now),
    )
