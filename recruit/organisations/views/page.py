"""A company's own view of its public page: texts by language, pictures, how it looks, and what is still missing."""

import io

from flask import Response, abort, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from PIL import Image

from recruit.accounts import limits
from recruit.core import clock, files, uploads
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.files import LaidDown
from recruit.core.locales import BY_CODE, LANGUAGES
from recruit.core.uploads import PICTURES, pictures
from recruit.organisations import actions, queries, readiness, rules, texts
from recruit.organisations.forms import ButtonForm
from recruit.organisations.marks import mark_of_texts
from recruit.organisations.page_forms import NewPictureForm, PictureForm, TextsForm, texts_of
from recruit.organisations.readiness_words import ITEM, NEXT, WHERE, WHY
from recruit.organisations.rules import OrganisationRefusal, Rights
from recruit.organisations.views.public import about_the_page
from recruit.organisations.views.room import room
from recruit.web.downloads import picture as shown_picture
from recruit.web.forms import Form
from recruit.web.gate import current_language, page_url, visitor
from recruit.web.locks import member_of
from recruit.web.words import words_for

_member = member_of("company")
_editor = member_of("company", Rights.OWNER, Rights.RECRUITER)
MOST_BYTES = 10 * 1024 * 1024
# Wide enough for a page on a large screen; the file as it was sent is not kept.
LONGEST_SIDE = 1600


@room.get("/company/ready", lock=_member)
def ready() -> ResponseReturnValue:
    """What is missing before the first position."""
    asks = visitor()
    organisation = queries.own_organisation(asks)
    said = queries.what_company_said(
        organisation,
        pictures=len(queries.pictures_of(organisation)),
        members=len(queries.live_members(organisation.id)),
    )
    looked = readiness.looked_at(said, clock.day_in(clock.now(), "Asia/Tokyo"))
    act, item = readiness.next_step(organisation.state, looked)
    home = f"/{current_language()}"
    step = (ITEM[item], WHY[item], _("Fill it in"), WHERE[item]) if item is not None else NEXT[act]
    return render_template(
        "organisations/ready.html",
        organisation=organisation,
        looked=[(one, WHY[one.item], home + WHERE[one.item]) for one in looked],
        there=sum(one.is_there for one in looked if one.must),
        needed=len(readiness.MUST),
        step=(*step[:3], home + step[3]),
        may_edit=_editor.opens_for(asks),
    )


@room.get("/company/page", lock=_member)
def page() -> ResponseReturnValue:
    """The texts and pictures of the public page, and how far each has come."""
    asks = visitor()
    organisation = queries.own_organisation(asks)
    return render_template(
        "organisations/page.html",
        organisation=organisation,
        written=[(language, texts.state_of(organisation, language.code)) for language in LANGUAGES],
        pictures=queries.pictures_of(organisation),
        most_pictures=rules.MOST_PICTURES,
        may_edit=_editor.opens_for(asks),
    )


@room.get("/company/page/pictures/new", lock=_editor)
@room.post("/company/page/pictures/new", lock=_editor)
def page_picture_new() -> ResponseReturnValue:
    """Put one more picture on the page."""
    asks, form = visitor(), NewPictureForm()
    organisation = queries.own_organisation(asks)
    if request.method == "POST" and form.is_fine():
        try:
            if len(queries.pictures_of(organisation)) >= rules.MOST_PICTURES:
                raise Refused(OrganisationRefusal.TOO_MANY_PICTURES, field="file")
            limits.count("upload", limits.UPLOADS_OF_ONE_PERSON, asks.person_ref)
            laid, size = _laid_down(*(form.sent() or ("", b"")))
            with writing():
                actions.add_picture(organisation, laid, size, form.words(), by=asks, now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("The picture is on the page."), "done")
            return redirect(page_url("organisations.page") + "#pictures", 303)
    if form.errors:
        form.ask_for_file_again()
    html = render_template("organisations/page_picture_new.html", form=form, switch_form_id="picture-form")
    return make_response(html, 422 if form.errors or form.form_errors else 200)


def _laid_down(name: str, content: bytes) -> tuple[LaidDown, tuple[int, int]]:
    """The picture, looked at and written anew in the size of a page, in the store before anything is written."""
    received = uploads.receive(content, name=name, taken=PICTURES, most_bytes=MOST_BYTES)
    small = pictures.thumbnail(received.content, side=LONGEST_SIDE)
    with Image.open(io.BytesIO(small)) as opened:
        size = opened.size
    return files.lay_down(small, name="picture.jpg", media_type="image/jpeg", scan=received.scan), size


@room.get("/company/page/<code>", lock=_editor)
@room.post("/company/page/<code>", lock=_editor)
def page_texts(code: str) -> ResponseReturnValue:
    """What the page says in one language, beside the Japanese."""
    if code not in BY_CODE:
        abort(404)
    organisation = queries.own_organisation(visitor())
    form = TextsForm(
        data={**texts_of(texts.row_in(organisation, code)), "seen": mark_of_texts(organisation, code)}
    )
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.change_page(
                    organisation,
                    code,
                    form.words(),
                    seen=form.seen.data or "",
                    by=visitor(),
                    now=clock.now(),
                )
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
            # Sent once more, it counts as compared with what stands there now.
            form.seen.data = mark_of_texts(organisation, code)
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("organisations.page"), 303)
    html = render_template(
        "organisations/page_texts.html",
        form=form,
        organisation=organisation,
        written_in=BY_CODE[code],
        state=texts.state_of(organisation, code),
        source=texts.row_in(organisation, texts.SOURCE_LANGUAGE) if code != texts.SOURCE_LANGUAGE else None,
        parts=texts.PARTS,
        switch_form_id="texts-form",
    )
    return make_response(html, 422 if form.errors or form.form_errors else 200)


@room.get("/company/page/pictures/<public_id>", lock=_editor)
@room.post("/company/page/pictures/<public_id>", lock=_editor)
def page_picture(public_id: str) -> ResponseReturnValue:
    """The words of one picture, and the way to take it off."""
    organisation = queries.own_organisation(visitor())
    found = queries.own_picture(visitor(), public_id)
    form = PictureForm(data={f"words_{language}": said for language, said in found.words.items()})
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.change_picture_words(organisation, found, form.words(), by=visitor(), now=clock.now())
        except Refused as refusal:
            form.blame(refusal, words_for(refusal.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(page_url("organisations.page") + "#pictures", 303)
    return _picture_page(form, found)


def _picture_page(form: Form, found: object) -> ResponseReturnValue:
    html = render_template(
        "organisations/page_picture.html",
        form=form,
        picture=found,
        button_form=ButtonForm(formdata=None),
        switch_form_id="picture-form",
    )
    return make_response(html, 422 if form.errors or form.form_errors else 200)


@room.post("/company/page/pictures/<public_id>/take-off", lock=_editor)
def page_picture_off(public_id: str) -> ResponseReturnValue:
    """Take a picture off the page."""
    organisation = queries.own_organisation(visitor())
    found = queries.own_picture(visitor(), public_id)
    with writing():
        actions.take_off_picture(organisation, found, by=visitor(), now=clock.now())
    flash(_("The picture and its file are deleted."), "done")
    return redirect(page_url("organisations.page") + "#pictures", 303)


@room.get("/company/page/pictures/<public_id>/file", lock=_member)
def page_picture_file(public_id: str) -> Response:
    """A picture of the own page, before it is public too."""
    stored = queries.own_picture(visitor(), public_id).stored_file
    return shown_picture(files.content_of(stored), stored)


@room.get("/company/page/look", lock=_member)
def page_look() -> ResponseReturnValue:
    """The public page as others will see it, before it is public too."""
    organisation = queries.own_organisation(visitor())
    return render_template("organisations/company.html", **about_the_page(organisation), is_preview=True)
