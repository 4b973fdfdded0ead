"""Words of books that come as files."""

from flask_babel import lazy_gettext as _l

from recruit.handbook.folders.rules import FileFaultKind, Outcome

FILE_FAULTS = {
    FileFaultKind.NOT_AN_ARCHIVE: _l("This is no archive (.zip) that can be read."),
    FileFaultKind.LOCKED: _l("The archive has a password. Please send it without one."),
    FileFaultKind.TOO_MUCH: _l(
        "There is too much in it. At most: 1,000 files (10 MB packed, 60 MB unpacked), 6 MB of texts in 100,000 lines, 200 chapters with 100 earlier addresses each, 40 new pictures at once."
    ),
    FileFaultKind.BAD_NAME: _l("This name leads out of the folder or stands there twice."),
    FileFaultKind.NO_BOOK: _l("The folder has no book.json."),
    FileFaultKind.NOT_UTF8: _l("This line is not written in UTF-8. Save the file as UTF-8."),
    FileFaultKind.NOT_JSON: _l("This is no JSON."),
    FileFaultKind.WRONG_VALUE: _l("This is missing or of the wrong kind."),
    FileFaultKind.OTHER_BOOK: _l("These are the files of another book."),
    FileFaultKind.TWICE: _l("This stands there twice."),
    FileFaultKind.UNLISTED: _l("No chapter of book.json has this file."),
    FileFaultKind.NO_FRONT_MATTER: _l(
        "The file must begin with a line of three dashes, then what it is, then three dashes again."
    ),
    FileFaultKind.WRONG_LINE: _l("This line cannot be read, or says something a second time."),
    FileFaultKind.OTHER_PLACE: _l("This is not what the name of the file says."),
    FileFaultKind.TOO_LONG: _l("This is too long."),
    FileFaultKind.NO_TITLE: _l("The file has no title."),
    FileFaultKind.LANGUAGE_NOT_PROMISED: _l(
        "The book here does not promise this language. Add it to the book first."
    ),
    FileFaultKind.ADDRESS_TAKEN: _l("This address is taken."),
}
OUTCOMES = {
    Outcome.SAME: _l("As it is here"),
    Outcome.NEW_TEXT: _l("A first draft"),
    Outcome.DRAFT: _l("A new draft"),
    Outcome.DRAFT_SAVED: _l("Your draft, saved anew"),
    Outcome.BESIDE: _l("Kept beside: somebody is writing this text here"),
    Outcome.KNOWN: _l("Kept beside already"),
}
ALL = (FILE_FAULTS, OUTCOMES)
