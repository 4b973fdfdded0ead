"""Forms of the search; the facets are drawn from what is counted."""

from flask_babel import lazy_gettext as _l

from recruit.postings.search.rules import MailPace, Sort
from recruit.postings.search.words import MAIL_PACE, SORT
from recruit.web.forms import AtMost, CodeField, Form, LineField, Required

MOST_NAME = 80


class SearchForm(Form):
    """What is asked for; it stands in the address and is never refused."""

    class Meta(Form.Meta):
        csrf = False

    q = LineField(
        _l("Words"),
        description=_l("Work, companies, places; in any script, marks do not matter."),
    )
    sort = CodeField(
        _l("Order"),
        {sort: words for sort, words in SORT.items() if sort is not Sort.NEWEST},
        empty=SORT[Sort.NEWEST],
    )


class KeepForm(Form):
    """A name for a search that is kept, and how often it tells."""

    name = LineField(
        _l("Name of this search"),
        [Required(), AtMost(MOST_NAME)],
        description=_l("Example: bridges near Osaka"),
    )
    pace = CodeField(
        _l("Tell me of new positions by mail"), MAIL_PACE, validators=[Required()], default=MailPace.DAILY
    )
