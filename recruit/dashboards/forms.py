"""Filters of the pages that cross rooms. They stand in the address and change nothing."""

from flask_babel import lazy_gettext as _l

from recruit.web.forms import Form, LineField


class PeopleFilter(Form):
    """Whom staff look for."""

    class Meta(Form.Meta):
        csrf = False

    q = LineField(
        _l("Name, address, telephone or number"),
        description=_l(
            "Names in any script; marks may be left out: duc finds Đức. A number may be that of a hire, an application, a sign-up or a request."
        ),
    )


class AuditFilter(Form):
    """Which lines of the audit trail are wanted."""

    class Meta(Form.Meta):
        csrf = False

    subject = LineField(_l("Thing"), description=_l("Its public number, as in its address"))
    by = LineField(_l("Person"), description=_l("The public number of who did it"))
