"""Pages of documents: a student's own, and what a company may open of a student."""

from flask import Response, abort, flash, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import limits
from recruit.core import clock, files, uploads
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.files import LaidDown
from recruit.core.uploads import PICTURES, Received, pictures
from recruit.core.visitor import Visitor
from recruit.students.documents import actions, queries, rules
from recruit.students.documents.forms import TAKEN, DeleteForm, DocumentForm, NewDocumentForm
from recruit.students.documents.models import StudentDocument
from recruit.students.documents.words import choice_notes, kind_of_file, size_in_words
from recruit.students.opening import may_open_profile
from recruit.students.rules import DocumentKind
from recruit.web.downloads import attachment, picture
from recruit.web.gate import page_url, visitor
from recruit.web.locks import member_of, signed_in
from recruit.web.room import Room
from recruit.web.words import words_for

room = Room("documents", __name__)

ABOUT = {"size_in_words": size_in_words, "kind_of_file": kind_of_file, "portfolio": DocumentKind.PORTFOLIO}


@room.get("/me/documents", lock=signed_in)
@room.post("/me/documents", lock=signed_in)
def mine() -> ResponseReturnValue:
    """My documents, and a form for one more."""
    asks, form = visitor(), NewDocumentForm()
    student = queries.own_student(asks)
    if student is None and (request.method == "POST" or not may_open_profile(asks)):
        raise Missing
    if request.method == "POST" and student is not None and form.is_fine():
        try:
            refusal = rules.why_not_add(queries.held_by(student), 0)
            if refusal:
                raise Refused(refusal, field="file")
            laid, small = _laid_down(_received(form, asks))
            with writing():
                actions.hand_in(student, laid, small, **form.said(), by=asks, now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Your document is here. Only who you chose can open it."), "done")
            return redirect(page_url("documents.mine"), 303)
    if form.errors:
        form.ask_for_file_again()
    html = render_template(
        "students/documents/mine.html",
        form=form,
        has_profile=student is not None,
        documents=queries.own_documents(asks),
        held=queries.held_by(student) if student else rules.Held(),
        rules=rules,
        notes=choice_notes(),
        switch_form_id="document-form",
        **ABOUT,
    )
    return make_response(html, 422 if form.errors else 200)


@room.get("/me/documents/<public_id>", lock=signed_in)
@room.post("/me/documents/<public_id>", lock=signed_in)
def own(public_id: str) -> ResponseReturnValue:
    """One of my documents: what it is, who may open it, a newer file."""
    asks = visitor()
    document = queries.own_document(asks, public_id)
    form = DocumentForm(
        data={"kind": document.kind, "title": document.title, "shown_to": str(document.shown_to)}
    )
    if request.method == "POST" and form.is_fine():
        try:
            newer = _laid_down(_received(form, asks)) if form.sent() else None
            now = clock.now()
            with writing():
                actions.change(document, **form.said(), by=asks, now=now)
                if newer:
                    actions.replace(document, *newer, by=asks, now=now)
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("documents.mine"), 303)
    if form.errors:
        form.ask_for_file_again()
    html = render_template(
        "students/documents/own.html",
        form=form,
        document=document,
        notes=choice_notes(),
        switch_form_id="document-form",
        **ABOUT,
    )
    return make_response(html, 422 if form.errors else 200)


@room.post("/me/documents/<public_id>/delete", lock=signed_in)
def delete(public_id: str) -> ResponseReturnValue:
    """I take a document back."""
    document = queries.own_document(visitor(), public_id)
    if not DeleteForm().is_fine():
        abort(422)
    with writing():
        actions.delete(document, by=visitor(), now=clock.now())
    flash(_("The document and its file are deleted."), "done")
    return redirect(page_url("documents.mine"), 303)


@room.get("/me/documents/<public_id>/file", lock=signed_in)
def own_file(public_id: str) -> Response:
    """My file, to be saved."""
    return _saved(queries.own_document(visitor(), public_id))


@room.get("/me/documents/<public_id>/picture", lock=signed_in)
def own_picture(public_id: str) -> Response:
    """A small picture of my document."""
    return _small(queries.own_document(visitor(), public_id))


@room.get("/company/students/<student_ref>/documents/<public_id>", lock=member_of("company"), seen="document")
def for_company(student_ref: str, public_id: str) -> Response:
    """A document of a student. That it was opened is noted, and the student can read it."""
    document = queries.document_for_company(visitor(), student_ref, public_id)
    g.sighted_person_ref = document.student.person.public_id
    return _saved(document)


@room.get("/company/students/<student_ref>/documents/<public_id>/picture", lock=member_of("company"))
def picture_for_company(student_ref: str, public_id: str) -> Response:
    """The small picture on the student's page; the look at that page is what is noted."""
    return _small(queries.document_for_company(visitor(), student_ref, public_id))


def _received(form: DocumentForm, asks: Visitor) -> Received:
    """The file that was sent, looked at. Raises Refused."""
    limits.count("upload", limits.UPLOADS_OF_ONE_PERSON, asks.person_ref)
    sent = form.sent()
    assert sent is not None, "the form asks for a file"
    name, content = sent
    return uploads.receive(content, name=name, taken=TAKEN, most_bytes=rules.MOST_BYTES)


def _laid_down(received: Received) -> tuple[LaidDown, LaidDown | None]:
    """The file and its small picture, in the store before anything is written."""
    laid = files.lay_down(
        received.content, name=received.name, media_type=received.media_type, scan=received.scan
    )
    if received.kind not in PICTURES:
        return laid, None
    small = pictures.thumbnail(received.content)
    return laid, files.lay_down(small, name="small.jpg", media_type="image/jpeg", scan=received.scan)


def _saved(document: StudentDocument) -> Response:
    return attachment(files.content_of(document.stored_file), document.stored_file)


def _small(document: StudentDocument) -> Response:
    if document.thumbnail is None:
        raise Missing
    return picture(files.content_of(document.thumbnail), document.thumbnail)
