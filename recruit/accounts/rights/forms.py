"""The form with which staff erase somebody."""

from flask_babel import lazy_gettext as _l

from recruit.web.forms import AtMost, Form, LineField, Required


class EraseForm(Form):
    """Typed again what stands above, so that a wrong click erases nobody."""

    typed = LineField(_l("Type it again"), [Required(), AtMost(254)], render_kw={"autocomplete": "off"})
