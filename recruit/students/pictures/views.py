"""Pages of pictures: a student's own, and the pictures on the page of the student for who may read the profile."""

from flask import Response, abort, flash, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import limits
from recruit.core import clock, files, uploads
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.uploads import pictures as pictures_sent
from recruit.core.visitor import Visitor
from recruit.students import queries as student_queries
from recruit.students.forms import ButtonForm
from recruit.students.pictures import actions, queries, rules
from recruit.students.pictures.actions import LaidPicture
from recruit.students.pictures.forms import TAKEN, NewPictureForm, PictureForm
from recruit.students.pictures.models import ExperiencePicture
from recruit.students.pictures.rules import PictureMove, PictureSize
from recruit.students.views.room import chosen
from recruit.web.downloads import picture as handed_out
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import coordinator, member_of, signed_in
from recruit.web.room import Room
from recruit.web.words import words_for

room = Room("pictures", __name__)


@room.get("/me/profile/experience/<experience_ref>/pictures", lock=signed_in)
@room.post("/me/profile/experience/<experience_ref>/pictures", lock=signed_in)
def of_experience(experience_ref: str) -> ResponseReturnValue:
    """The pictures of something I have done, and a form for one more."""
    asks, form = visitor(), NewPictureForm()
    experience = student_queries.own_experience(asks, experience_ref)
    here = page_url("pictures.of_experience", experience_ref=experience_ref)
    if request.method == "POST" and form.is_fine():
        try:
            held = queries.pictures_of_experience(experience.id)
            refusal = rules.why_not_add(len(held), 0, 0)
            if refusal:
                raise Refused(refusal, field="file")
            laid = _laid_down(form, asks)
            with writing():
                actions.add(
                    experience, laid, words=form.said(), language=current_language(), by=asks, now=clock.now()
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("The picture is here. Whoever may read your profile sees it."), "done")
            return redirect(here, 303)
    if form.errors:
        form.ask_for_file_again()
    html = render_template(
        "students/pictures/of_experience.html",
        form=form,
        experience=experience,
        pictures=queries.pictures_of_experience(experience.id),
        most=rules.MOST_PICTURES,
        moves=PictureMove,
        switch_form_id="picture-form",
    )
    return make_response(html, 422 if form.errors else 200)


@room.get("/me/profile/pictures/<public_id>", lock=signed_in)
@room.post("/me/profile/pictures/<public_id>", lock=signed_in)
def own(public_id: str) -> ResponseReturnValue:
    """One of my pictures: what it shows, another one instead."""
    asks = visitor()
    picture = queries.own_picture(asks, public_id)
    form = PictureForm(data={"words": picture.words})
    if request.method == "POST" and form.is_fine():
        try:
            newer = _laid_down(form, asks) if form.sent() else None
            now = clock.now()
            with writing():
                actions.say(picture, words=form.said(), language=current_language(), by=asks, now=now)
                if newer:
                    actions.replace(picture, newer, by=asks, now=now)
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(_row_of(picture), 303)
    if form.errors:
        form.ask_for_file_again()
    html = render_template(
        "students/pictures/own.html", form=form, picture=picture, switch_form_id="picture-form"
    )
    return make_response(html, 422 if form.errors else 200)


@room.post("/me/profile/pictures/<public_id>/move", lock=signed_in)
def move(public_id: str) -> ResponseReturnValue:
    """One place earlier or later."""
    picture, where = queries.own_picture(visitor(), public_id), chosen(PictureMove, request.form.get("where"))
    if where is None or not ButtonForm().is_fine():
        abort(422)
    with writing():
        actions.move(picture, where, by=visitor(), now=clock.now())
    return redirect(_row_of(picture), 303)


@room.post("/me/profile/pictures/<public_id>/remove", lock=signed_in)
def remove(public_id: str) -> ResponseReturnValue:
    """I take a picture out of the profile."""
    picture = queries.own_picture(visitor(), public_id)
    if not ButtonForm().is_fine():
        abort(422)
    back = _row_of(picture)
    with writing():
        actions.remove(picture, by=visitor(), now=clock.now())
    flash(_("The picture is removed, and its file deleted."), "done")
    return redirect(back, 303)


@room.get("/me/profile/pictures/<public_id>/<any(small, large):size>", lock=signed_in)
def own_file(public_id: str, size: str) -> Response:
    """My picture."""
    return _shown(queries.own_picture(visitor(), public_id), size)


@room.get(
    "/company/students/<student_ref>/pictures/<public_id>/<any(small, large):size>",
    lock=member_of("company"),
    seen="profile",
)
def for_company(student_ref: str, public_id: str, size: str) -> Response:
    """A picture on the page of a student."""
    return _looked_at(queries.picture_seen(visitor(), student_ref, public_id), size)


@room.get(
    "/staff/students/<student_ref>/pictures/<public_id>/<any(small, large):size>",
    lock=coordinator,
    seen="profile",
)
def for_staff(student_ref: str, public_id: str, size: str) -> Response:
    """The same on the page for staff."""
    return _looked_at(queries.picture_seen(visitor(), student_ref, public_id, as_staff=True), size)


def _looked_at(picture: ExperiencePicture, size: str) -> Response:
    """The small ones stand on the page of the student, whose look is noted; who opens a large one has looked once more."""
    if size == PictureSize.LARGE:
        g.sighted_person_ref = picture.experience.student.person.public_id
    return _shown(picture, size)


def _shown(picture: ExperiencePicture, size: str) -> Response:
    stored = picture.small if size == PictureSize.SMALL else picture.large
    return handed_out(files.content_of(stored), stored)


def _row_of(picture: ExperiencePicture) -> str:
    return page_url("pictures.of_experience", experience_ref=picture.experience.public_id)


def _laid_down(form: PictureForm, asks: Visitor) -> LaidPicture:
    """The picture that was sent, looked at and written anew in both sizes. Raises Refused."""
    limits.count("upload", limits.UPLOADS_OF_ONE_PERSON, asks.person_ref)
    sent = form.sent()
    assert sent is not None, "the form asks for a file"
    name, content = sent
    received = uploads.receive(content, name=name, taken=TAKEN, most_bytes=rules.MOST_BYTES)
    stem = received.name.rpartition(".")[0]
    large, small = (
        files.lay_down(
            pictures_sent.thumbnail(received.content, side=side),
            name=called,
            media_type="image/jpeg",
            scan=received.scan,
        )
        for side, called in ((rules.LARGE_SIDE, f"{stem}.jpg"), (pictures_sent.THUMBNAIL_SIDE, "small.jpg"))
    )
    return LaidPicture(large, small, name)
