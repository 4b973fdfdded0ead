"""Words of pictures of experiences."""

from flask_babel import lazy_gettext as _l

from recruit.students.pictures.rules import PictureRefusal

ALL = {
    PictureRefusal.ENOUGH_PICTURES: _l("There are four pictures here already. Please remove one first."),
    PictureRefusal.PICTURES_TOO_LARGE: _l(
        "Your pictures would be too large together. Please remove one that says less."
    ),
}
