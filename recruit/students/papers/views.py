"""Pages of papers: my own four, and the interview sheet of somebody whom a company may see."""

import json

from flask import Response, abort, flash, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext

from recruit.accounts.queries import own_user
from recruit.core import clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.students import queries
from recruit.students.models import Student
from recruit.students.opening import has_no_profile, may_open_profile, own_or_new
from recruit.students.papers import actions, rules
from recruit.students.papers.differences import differences, names_of_skills
from recruit.students.papers.forms import ResumeForm, TakeForm
from recruit.students.papers.printing import PRINTED, pdf_for, picture_for
from recruit.students.papers.resume_reading import Resume, read
from recruit.students.papers.resume_writing import resume_of
from recruit.students.papers.rules import LANGUAGE, Paper, ResumeRefusal
from recruit.students.papers.sheets import unprintable_letters
from recruit.students.papers.words import PAPER_IS_FOR
from recruit.students.rules import ProfileFacts, passport_form
from recruit.students.views.profile import address_of
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import member_of, signed_in
from recruit.web.room import Room
from recruit.web.words import words_for

room = Room("papers", __name__)

# The paper, and the picture of it.
ENDPOINTS = {
    Paper.RIREKISHO: ("papers.rirekisho", "papers.rirekisho_picture"),
    Paper.CV: ("papers.cv", "papers.cv_picture"),
    Paper.INTERVIEW_SHEET: ("papers.own_interview_sheet", "papers.interview_sheet_picture"),
}


def _own() -> Student:
    student = queries.own_student(visitor())
    if student is None:
        raise Missing
    return student


@room.get("/me/papers", lock=signed_in)
def overview() -> ResponseReturnValue:
    """My papers: what each is for, what would stay blank on it, and the paper itself."""
    student = queries.own_student(visitor())
    if student is None and not may_open_profile(visitor()):
        raise Missing
    facts = queries.facts_of(student) if student else ProfileFacts()
    missing = {paper: rules.missing_on(paper, facts) for paper in Paper}
    return render_template(
        "students/papers/overview.html",
        student=student,
        papers=PRINTED,
        is_for=PAPER_IS_FOR,
        missing=missing,
        next_part=next((part for paper in Paper for part in missing[paper]), None),
        by_hand=rules.BY_HAND,
        endpoints=ENDPOINTS,
        resume=Paper.RESUME,
        address_of=address_of,
        unprintable=unprintable_letters(student)[:20] if student else [],
    )


@room.get("/me/documents/rirekisho.pdf", lock=signed_in)
def rirekisho() -> ResponseReturnValue:
    return _own_pdf(Paper.RIREKISHO)


@room.get("/me/documents/cv.pdf", lock=signed_in)
def cv() -> ResponseReturnValue:
    return _own_pdf(Paper.CV)


@room.get("/me/documents/interview-sheet.pdf", lock=signed_in)
def own_interview_sheet() -> ResponseReturnValue:
    return _own_pdf(Paper.INTERVIEW_SHEET)


@room.get("/me/papers/rirekisho.png", lock=signed_in)
def rirekisho_picture() -> ResponseReturnValue:
    return _own_picture(Paper.RIREKISHO)


@room.get("/me/papers/cv.png", lock=signed_in)
def cv_picture() -> ResponseReturnValue:
    return _own_picture(Paper.CV)


@room.get("/me/papers/interview-sheet.png", lock=signed_in)
def interview_sheet_picture() -> ResponseReturnValue:
    return _own_picture(Paper.INTERVIEW_SHEET)


@room.get("/me/documents/resume.json", lock=signed_in)
def resume_file() -> ResponseReturnValue:
    """The profile for other programs."""
    student, now = _own(), clock.now()
    with force_locale(LANGUAGE[Paper.RESUME]):
        whole = resume_of(student, email=own_user(visitor()).email, today=now.date())
    content = json.dumps(whole, ensure_ascii=False, indent=2).encode()
    return _handed_out(content, Paper.RESUME, student, "application/json", "json")


@room.get("/company/students/<public_id>/interview-sheet.pdf", lock=member_of("company"), seen="profile")
def for_company(public_id: str) -> ResponseReturnValue:
    """The sheet of somebody whose whole profile this company may see. That it was opened is noted like a look at the page."""
    seen = queries.student_for_company(visitor(), public_id)
    if not seen.shows_profile:
        raise Missing
    content = pdf_for(Paper.INTERVIEW_SHEET, seen.student, email="", now=clock.now())
    g.sighted_person_ref = seen.student.person.public_id
    return _handed_out(content, Paper.INTERVIEW_SHEET, seen.student)


def _own_picture(paper: Paper) -> Response:
    """The first page, to look at before it is taken along."""
    content = picture_for(paper, _own(), email=own_user(visitor()).email, now=clock.now())
    response = Response(content, content_type="image/png")
    response.headers["Cache-Control"] = "no-store"
    return response


def _own_pdf(paper: Paper) -> Response:
    student = _own()
    content = pdf_for(paper, student, email=own_user(visitor()).email, now=clock.now())
    return _handed_out(content, paper, student)


def _handed_out(
    content: bytes, paper: Paper, student: Student, media_type: str = "application/pdf", ending: str = "pdf"
) -> Response:
    """A file to take home; no cache keeps it."""
    letters = passport_form(student.name_passport or student.name_local)
    name = "-".join(
        "".join(sign for sign in letters if sign.isascii() and (sign.isalnum() or sign == " ")).split()
    )
    file_name = "-".join(part for part in (str(paper).replace("_", "-"), name[:60]) if part)
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}.{ending}"'
    response.headers["Cache-Control"] = "no-store"
    return response


# ------------------------------------------------------------------------------------------------ taking in a file


@room.get("/me/papers/take-in", lock=signed_in)
@room.post("/me/papers/take-in", lock=signed_in)
def take_in() -> ResponseReturnValue:
    """Choose a file; then see what it would change. Nothing is kept of it before something is chosen."""
    if has_no_profile(visitor()):
        raise Missing
    form = ResumeForm()
    if request.method == "POST" and form.is_fine():
        try:
            content = form.sent()
            if not content:
                raise Refused(ResumeRefusal.NOTHING_SENT, field="file")
            return _preview(content.decode("utf-8-sig", "replace"), read(content, names_of_skills()))
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
    html = render_template("students/papers/take_in.html", form=form, switch_form_id="take-in-form")
    return make_response(html, 422 if form.errors or form.form_errors else 200)


@room.post("/me/papers/take-in/chosen", lock=signed_in)
def take_over() -> ResponseReturnValue:
    """Write what was ticked into the profile. The file is read anew: what came back from the page is not trusted either."""
    asks, now = visitor(), clock.now()
    resume = read((TakeForm().resume.data or "").encode(), names_of_skills())
    with writing():
        student = own_or_new(asks, now=now)
        offers = differences(student, resume)
        form = TakeForm(offers=offers)
        if not form.is_fine():
            abort(422)
        count, refusals = actions.take_over(
            student, offers, form.take.data or (), language=current_language(), by=asks, now=now
        )
    flash(ngettext("%(num)d line was taken over.", "%(num)d lines were taken over.", count), "done")
    for reason in refusals:
        flash(words_for(reason), "note")
    return redirect(page_url("students.profile"), 303)


def _empty() -> Student:
    """A profile that is not there yet, to compare with. It never reaches the database."""
    return Student(name_passport="", name_local="", call_name="", katakana="", about="")


def _preview(words: str, resume: Resume) -> ResponseReturnValue:
    offers = differences(queries.own_student(visitor()) or _empty(), resume)
    return render_template(
        "students/papers/preview.html",
        form=TakeForm(formdata=None, resume=words, offers=offers),
        offers=offers,
        unknown=resume.unknown,
    )
