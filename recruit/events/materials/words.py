"""What the coded values of materials are called."""

from flask_babel import lazy_gettext as _l

from recruit.events.materials.rules import MaterialKind, MaterialRefusal, OpensFor

MATERIAL_KIND = {
    MaterialKind.FILE: _l("File"),
    MaterialKind.LINK: _l("Link"),
    MaterialKind.RECORDING: _l("Recording (link)"),
}

OPENS_FOR = {
    OpensFor.EVERYBODY: _l("Everybody"),
    OpensFor.SIGNED_UP: _l("Who has a seat"),
    OpensFor.CAME: _l("Who came"),
}

MATERIAL_REFUSAL = {
    MaterialRefusal.TITLE_NEEDED: _l("Please give it a title in at least one language."),
    MaterialRefusal.FILE_NEEDED: _l("Please choose a file."),
    MaterialRefusal.LINK_NEEDED: _l("Please give the link."),
    MaterialRefusal.LINK_NOT_SAFE: _l("Please give a whole link that begins with https://"),
    MaterialRefusal.TOO_MANY: _l("An event has at most 40 materials."),
    MaterialRefusal.NOTHING_NEW: _l("Nothing has been added since people were told last."),
}

ALL = (MATERIAL_KIND, OPENS_FOR, MATERIAL_REFUSAL)
