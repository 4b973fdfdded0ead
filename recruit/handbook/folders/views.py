"""A book as an archive: taken along, and brought in after a look at what it changes."""

from collections.abc import Sequence

from flask import Response, current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _, ngettext, pgettext

from recruit.accounts import limits
from recruit.core import clock, scanning
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.scanning import Verdict
from recruit.core.uploads import UploadRefusal
from recruit.handbook import queries as handbook
from recruit.handbook.folders import actions, queries
from recruit.handbook.folders.forms import ArchiveForm, BringForm
from recruit.handbook.folders.models import BookDelivery
from recruit.handbook.folders.packing import packed, unpacked
from recruit.handbook.folders.queries import Plan
from recruit.handbook.folders.reading import book_from
from recruit.handbook.folders.rules import MOST_FAULTS, MOST_NEW_FIGURES, FileFault, FileFaultKind, FilesWrong
from recruit.handbook.folders.writing import files_of
from recruit.handbook.models import Book
from recruit.handbook.rendering import pages_to_link
from recruit.handbook.views.addresses import lead_on
from recruit.handbook.views.room import writers
from recruit.web.gate import page_url, visitor
from recruit.web.room import Room
from recruit.web.words import words_for

room = Room("book_files", __name__)
room.register_error_handler(Missing, lead_on)
_AT = "/staff/handbook/books/<book>/files"


@room.get(_AT, lock=writers)
def files(book: str) -> ResponseReturnValue:
    """Take the book along as files, or send some."""
    return _files_page(_book(book), ArchiveForm(formdata=None))


@room.get(f"{_AT}.zip", lock=writers)
def take_files(book: str) -> ResponseReturnValue:
    """The book as one archive; `?drafts=1`: what is being written before what is published."""
    found = _book(book)
    has_drafts = request.args.get("drafts") == "1"
    content = packed(files_of(queries.book_as_files(visitor(), found, drafts=has_drafts)), found.slug)
    response = Response(content, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.zip"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@room.post(_AT, lock=writers)
def send_files(book: str) -> ResponseReturnValue:
    """Look through an archive and keep it until its sender says yes. Nothing of the book changes by that."""
    found, form = _book(book), ArchiveForm()
    if not form.is_fine():
        return _files_page(found, form), 422
    name, content = form.sent()
    try:
        limits.count("upload", limits.UPLOADS_OF_ONE_PERSON, visitor().person_ref)
        if scanning.scan(content) is Verdict.FOUND:
            raise Refused(UploadRefusal.VIRUS, field="file")
        _plan(found, content)
        with writing():
            row = actions.keep_delivery(found, name, content, by=visitor(), now=clock.now())
    except Refused as refused:
        form.blame(refused, words_for(refused.reason))
        return _files_page(_book(book), form), 422
    except FilesWrong as wrong:
        count = len(wrong.faults)
        form.blame_field(
            "file",
            ngettext(
                "These files cannot be read: %(num)d thing is wrong, named below.",
                "These files cannot be read: %(num)d things are wrong, named below.",
                count,
            ),
        )
        return _files_page(found, form, wrong.faults), 422
    return redirect(page_url("book_files.look_at_files", book=found.slug, public_id=row.public_id), 303)


@room.get(f"{_AT}/<public_id>", lock=writers)
def look_at_files(book: str, public_id: str) -> ResponseReturnValue:
    """What the files would change, text by text."""
    found = _book(book)
    return _look_page(found, _delivery(found, public_id), BringForm(formdata=None))


@room.post(f"{_AT}/<public_id>", lock=writers)
def bring_in_files(book: str, public_id: str) -> ResponseReturnValue:
    """Bring them in as drafts."""
    found, form = _book(book), BringForm()
    delivery = _delivery(found, public_id)
    if not form.is_fine():
        return _look_page(found, delivery, form), 422
    try:
        laid = actions.lay_down_figures(_plan(found, delivery.content))
        with writing():
            content = actions.take_delivery(_delivery(found, public_id), by=visitor())
            plan = actions.bring_in(
                book_from(unpacked(content)),
                pages=pages_to_link(current_app),
                by=visitor(),
                now=clock.now(),
                book=found,
                laid=laid,
            )
    except Refused as refused:
        # Somebody began a text at the same moment: the page says anew what becomes of each.
        form.blame_field(None, words_for(refused.reason))
        try:
            return _look_page(_book(book), _delivery(_book(book), public_id), form), 422
        except Missing:
            return redirect(page_url("handbook.desk"), 303)
    except Missing:
        # Pressed twice: the first press has brought them in.
        return redirect(page_url("handbook.desk"), 303)
    except FilesWrong:
        return redirect(page_url("book_files.look_at_files", book=found.slug, public_id=public_id), 303)
    count = len(plan.brings)
    flash(
        ngettext(
            "%(num)d text came in. Readers see it when a second person has published it.",
            "%(num)d texts came in. Readers see them when a second person has published them.",
            count,
        ),
        "done",
    )
    return redirect(page_url("handbook.desk"), 303)


def _book(slug: str) -> Book:
    handbook.demand_writer(visitor())
    return handbook.book_named(slug)


def _delivery(book: Book, public_id: str) -> BookDelivery:
    return queries.delivery_of(visitor(), book, public_id, clock.now())


def _plan(book: Book, content: bytes) -> Plan:
    plan = queries.plan_of(
        visitor(), book_from(unpacked(content)), pages=pages_to_link(current_app), book=book
    )
    if len(plan.figures) > MOST_NEW_FIGURES:
        raise FilesWrong([FileFault(FileFaultKind.TOO_MUCH, about=str(len(plan.figures)))])
    return plan


def _files_page(book: Book, form: ArchiveForm, faults: Sequence[FileFault] = ()) -> str:
    return render_template(
        "handbook/desk/files.html",
        book=book,
        form=form,
        faults=faults[:MOST_FAULTS],
        more=max(0, len(faults) - MOST_FAULTS),
        switch_form_id="files-form",
    )


def _look_page(book: Book, delivery: BookDelivery, form: BringForm) -> str:
    try:
        plan, faults = _plan(book, delivery.content), ()
    except FilesWrong as wrong:
        plan, faults = None, wrong.faults
    return render_template(
        "handbook/desk/delivery.html",
        book=book,
        delivery=delivery,
        form=form,
        plan=plan,
        faults=faults[:MOST_FAULTS],
        more=max(0, len(faults) - MOST_FAULTS),
        kept=[_name_of(one) for one in plan.kept] if plan else [],
    )


def _name_of(part: str) -> str:
    """What of the book stays as it is here, in words."""
    names = {
        "slug": pgettext("of a page", "Address"),
        "audience": _("Readers"),
        "titles": _("Title"),
        "notes": _("Note for readers"),
        "languages": _("Languages the book promises"),
    }
    chapter, colon, what = part.partition(": ")
    if not colon:
        return names[part]
    if what.startswith("figure "):
        return f"{chapter}: {_('Picture')} {what.removeprefix('figure ')}"
    of_chapter = {"position": _("Number in the book"), "part": _("A part of the book begins here")}
    return f"{chapter}: {of_chapter[what]}"
