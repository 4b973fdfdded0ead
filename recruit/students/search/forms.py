"""Forms of the search; the facets are drawn from what is counted."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from recruit.students.search.rules import Sort
from recruit.students.search.words import SORT
from recruit.web.forms import AtMost, CodeField, Form, LineField, Required


class SearchForm(Form):
    """What is asked for; it stands in the address."""

    class Meta(Form.Meta):
        csrf = False

    q = LineField(
        _l("Words"),
        description=_l("Names, majors, universities, skills; in any script, marks do not matter."),
    )
    sort = CodeField(_l("Order"), SORT, empty=SORT[Sort.NEWEST])


class KeepForm(Form):
    """A name for a search that is kept."""

    name = LineField(
        _l("Name of this search"),
        [Required(), AtMost(80)],
        description=_l("Example: civil engineers with N3"),
    )
    by_mail = BooleanField(_l("Tell me by mail of new students, at most once a day"))
