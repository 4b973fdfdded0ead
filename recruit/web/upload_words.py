"""Why a file was not taken, and what to do instead, in the reader's words."""

from flask_babel import lazy_gettext as _l

from recruit.core.models import Scan
from recruit.core.uploads import UploadRefusal

ALL = {
    UploadRefusal.EMPTY: _l("This file is empty. Please choose it again."),
    UploadRefusal.TOO_LARGE: _l(
        "This file is too large. Please make it smaller, for example with a lower resolution."
    ),
    UploadRefusal.KIND_NOT_TAKEN: _l(
        "This kind of file is not taken here. The kinds that are stand above the field."
    ),
    UploadRefusal.HEIC: _l(
        "This is a photograph in Apple’s HEIC format, which many computers cannot open. On the iPhone, choose Settings, Camera,"
        " Formats, “Most Compatible” and take it again; or open it in Photos, share it and save it as JPEG."
    ),
    UploadRefusal.ENDING: _l(
        "The ending of the name does not fit what the file is. Please save it again with the program that made it."
    ),
    UploadRefusal.DAMAGED: _l(
        "This file is damaged or not complete. Please save or download it anew, then send it again."
    ),
    UploadRefusal.TOO_MANY_PIXELS: _l(
        "This picture has too many pixels. Please make it smaller and send it again."
    ),
    UploadRefusal.TOO_MUCH_INSIDE: _l(
        "There is more packed into this file than we can check. Please split it or save it as a smaller PDF."
    ),
    UploadRefusal.LOCKED: _l(
        "This file is locked, with a password or against changes, so we cannot check it. Please print it into a new PDF and send that."
    ),
    UploadRefusal.PDF_ACTIVE: _l(
        "This PDF holds a script, a form or something else that acts when it is opened. Please print it into a new PDF and send that."
    ),
    UploadRefusal.HOLDS_FILES: _l(
        "There are other files inside this file. Please send each by itself, or print it into a new PDF."
    ),
    UploadRefusal.MACROS: _l("This file holds macros. Please save it as a PDF and send that."),
    UploadRefusal.OUTSIDE_PARTS: _l(
        "This file loads parts from elsewhere when it is opened. Please save it as a PDF and send that."
    ),
    UploadRefusal.VIRUS: _l("A virus was found in this file, and it was not kept. Please check your device."),
    UploadRefusal.NO_RECORDING: _l(
        "This is no recording we can take. Please send M4A, MP3, Ogg or WebM, as telephones make them."
    ),
    UploadRefusal.TOO_LONG: _l("This recording is too long. The name alone, said slowly twice, is enough."),
    UploadRefusal.LENGTH_UNKNOWN: _l(
        "This recording does not say how long it is. Please record it with another app, as M4A or MP3."
    ),
    Scan.CLEAN: _l("Checked for viruses: nothing found"),
    Scan.NOT_SCANNED: _l("Not checked for viruses"),
}
