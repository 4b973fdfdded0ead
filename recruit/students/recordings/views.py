"""Pages of recordings: a student's own, and the sound for who may read the profile."""

from flask import Response, abort, flash, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import limits
from recruit.core import clock, files, uploads
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.students.documents import queries as document_queries
from recruit.students.opening import may_open_profile
from recruit.students.recordings import actions, queries, rules
from recruit.students.recordings.forms import DeleteForm, RecordingForm
from recruit.web.downloads import sound
from recruit.web.gate import page_url, visitor
from recruit.web.locks import member_of, signed_in
from recruit.web.room import Room
from recruit.web.words import words_for

room = Room("recordings", __name__)


@room.get("/me/name-recording", lock=signed_in)
@room.post("/me/name-recording", lock=signed_in)
def mine() -> ResponseReturnValue:
    """How my name sounds: listen, replace."""
    asks, form = visitor(), RecordingForm()
    student = document_queries.own_student(asks)
    if student is None and (request.method == "POST" or not may_open_profile(asks)):
        raise Missing
    if request.method == "POST" and student is not None and form.is_fine():
        try:
            limits.count("upload", limits.UPLOADS_OF_ONE_PERSON, asks.person_ref)
            received, seconds = uploads.receive_recording(
                form.content(), most_bytes=rules.MOST_BYTES, most_seconds=rules.MOST_SECONDS
            )
            laid = files.lay_down(
                received.content, name=received.name, media_type=received.media_type, scan=received.scan
            )
            with writing():
                actions.keep(student, laid, seconds=seconds, by=asks, now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Your recording is here. Listen to it once."), "done")
            return redirect(page_url("recordings.mine"), 303)
    html = render_template(
        "students/recordings/mine.html",
        form=form,
        has_profile=student is not None,
        recording=queries.own_recording(asks),
        switch_form_id="recording-form",
    )
    return make_response(html, 422 if form.errors else 200)


@room.post("/me/name-recording/delete", lock=signed_in)
def delete() -> ResponseReturnValue:
    """I take the recording back. Pressed twice, nothing more happens."""
    if not DeleteForm().is_fine():
        abort(422)
    recording = queries.own_recording(visitor())
    if recording is not None:
        with writing():
            actions.delete(recording, by=visitor(), now=clock.now())
    flash(_("The recording is deleted."), "done")
    return redirect(page_url("recordings.mine"), 303)


@room.get("/me/name-recording/sound", lock=signed_in)
def own_sound() -> Response:
    """My recording, for the player."""
    recording = queries.own_recording(visitor())
    if recording is None:
        raise Missing
    return sound(files.content_of(recording.stored_file), recording.stored_file)


@room.get("/company/students/<student_ref>/name-recording", lock=member_of("company"), seen="profile")
def for_company(student_ref: str) -> Response:
    """The recording on the page of the student. Who goes past that page straight to the sound has looked all the same."""
    recording = queries.recording_for_company(visitor(), student_ref)
    g.sighted_person_ref = recording.student.person.public_id
    return sound(files.content_of(recording.stored_file), recording.stored_file)
