"""Pages of pictures in chapters, and the pictures themselves."""

from flask import Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from recruit.accounts import limits
from recruit.core import clock, files
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.locales import BY_CODE
from recruit.handbook.figures import actions, queries, rules
from recruit.handbook.figures.drawing import mark_of, shown_of
from recruit.handbook.figures.forms import FigureWordsForm, NewFigureForm
from recruit.handbook.queries import book_named
from recruit.handbook.views.addresses import lead_on
from recruit.handbook.views.place import AT, Place, place_of
from recruit.handbook.views.room import writers
from recruit.web.downloads import picture as handed_out
from recruit.web.gate import page_url, visitor
from recruit.web.locks import anybody
from recruit.web.room import Room
from recruit.web.words import words_for

room = Room("figures", __name__)
room.register_error_handler(Missing, lead_on)
# Whoever keeps a copy asks each time: a text that is withdrawn takes its pictures along at the next visit.
_ASKED_EACH_TIME = "public, no-cache"


@room.get(f"{AT}/figures", lock=writers)
@room.post(f"{AT}/figures", lock=writers)
def of_chapter(book: str, chapter: str, code: str) -> ResponseReturnValue:
    """The pictures of a chapter as they are written in a text, and a form for one more."""
    place, form = place_of(book, chapter, code), NewFigureForm()
    if request.method == "POST" and form.is_fine():
        try:
            _add(place, form)
        except Refused as refused:
            form.blame(refused, words_for(refused.reason))
        else:
            flash(_("The picture is here. Put its line into the text where readers are to see it."), "done")
            return redirect(_address("of_chapter", place), 303)
    if form.errors:
        form.ask_for_file_again()
    figures = queries.figures_of(visitor(), place.chapter)
    page = render_template(
        "handbook/figures/of_chapter.html",
        form=form,
        figures=[(one, shown_of(one), mark_of(one, code)) for one in figures],
        most=rules.MOST_FIGURES,
        **_about(place),
    )
    return make_response(page, 422 if form.errors else 200)


@room.get(f"{AT}/figures/<key>", lock=writers)
@room.post(f"{AT}/figures/<key>", lock=writers)
def one(book: str, chapter: str, code: str, key: str) -> ResponseReturnValue:
    """What is said of a picture in this language."""
    place = place_of(book, chapter, code)
    figure = queries.figure_named(visitor(), place.chapter, key)
    form = FigureWordsForm(data=figure.words.get(code, {}))
    if request.method == "POST" and form.is_fine():
        try:
            with writing():
                actions.say(figure, code, form.said(), by=visitor(), now=clock.now())
        except Refused as refused:
            form.blame(refused, words_for(refused.reason))
        else:
            flash(_("Saved."), "done")
            return redirect(_address("of_chapter", place), 303)
    page = render_template(
        "handbook/figures/one.html",
        form=form,
        figure=figure,
        shown=shown_of(figure),
        is_held=queries.is_held(place.chapter, key),
        **_about(place),
    )
    return make_response(page, 422 if form.errors else 200)


@room.post(f"{AT}/figures/<key>/remove", lock=writers)
def remove(book: str, chapter: str, code: str, key: str) -> ResponseReturnValue:
    """Take a picture away that no text shows."""
    place = place_of(book, chapter, code)
    figure = queries.figure_named(visitor(), place.chapter, key)
    try:
        with writing():
            actions.remove(figure, by=visitor(), now=clock.now())
    except Refused as refused:
        flash(words_for(refused.reason), "problem")
        return redirect(_address("one", place, key=key), 303)
    flash(_("The picture is removed, and its file deleted."), "done")
    return redirect(_address("of_chapter", place), 303)


@room.get("/handbook/<book>/<chapter>/figures/<key>/<int:width>", lock=anybody, bare=True)
def file(book: str, chapter: str, key: str, width: int) -> Response:
    """A picture at one width: for everybody where a published text shows it, else for who writes the books."""
    found = next((one for one in book_named(book).chapters if one.slug == chapter), None)
    if found is None:
        raise Missing
    size, is_public = queries.file_to_show(visitor(), found, key, width)
    if not is_public:
        return handed_out(files.content_of(size.file), size.file)
    # Who has it is answered without opening the file.
    mark = size.file.sha256[:32]
    has_it = request.if_none_match.contains(mark)
    response = Response(status=304) if has_it else handed_out(files.content_of(size.file), size.file)
    response.headers["Cache-Control"] = _ASKED_EACH_TIME
    response.set_etag(mark)
    return response


def _add(place: Place, form: NewFigureForm) -> None:
    asks = visitor()
    limits.count("upload", limits.UPLOADS_OF_ONE_PERSON, asks.person_ref)
    sent = form.sent()
    assert sent is not None, "the form asks for a file"
    name, content = sent
    words = {place.code: form.said()}
    laid = actions.laid_down(content, name)
    with writing():
        actions.add(place.chapter, form.key.data or "", laid, words, by=asks, now=clock.now())


def _address(view: str, place: Place, **more: str) -> str:
    return page_url(
        f"figures.{view}", book=place.book.slug, chapter=place.chapter.slug, code=place.code, **more
    )


def _about(place: Place) -> dict[str, object]:
    return {"place": place, "tongue": BY_CODE[place.code], "switch_form_id": "figure-form"}
