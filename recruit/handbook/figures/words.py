"""Words of pictures in chapters."""

from flask_babel import lazy_gettext as _l

from recruit.handbook.figures.rules import FigureRefusal

ALL = {
    FigureRefusal.KEY_TAKEN: _l("The chapter has a picture of this name already."),
    FigureRefusal.KEY_SHAPE: _l("Use small letters, digits and dashes, such as site-office."),
    FigureRefusal.ENOUGH: _l("The chapter has forty pictures already. Please remove one first."),
    FigureRefusal.SHOWN: _l(
        "A text shows this picture, or was published with it. Another picture gets another name."
    ),
    FigureRefusal.SIGNS: _l("Please write it without square brackets, straight quotation marks and bars."),
}
