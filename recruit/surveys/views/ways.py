"""The two ways in: the key in a mail, and the own list of who is signed in. Both open the same answers.

What was answered before is shown to the holder of a key only in a browser in which a button was pressed: mail programs open
links before people do, and a mail that is looked at is not yet a survey that is looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import session as browser_session

from recruit.core import clock
from recruit.core.errors import Missing
from recruit.surveys.forms import text
from recruit.surveys.queries.answering import Survey, survey_of_own, survey_of_token
from recruit.surveys.readers import kinds_of
from recruit.surveys.rules import Openness
from recruit.surveys.views.reading import reader_rows
from recruit.web.gate import current_language, page_url, visitor

_OPENED = "surveys_opened"
_MOST_OPENED = 5


@dataclass(frozen=True)
class Way:
    """How the person came in: the survey, and where its pages are."""

    survey: Survey
    url: Callable[..., str]
    is_by_key: bool

    @property
    def ref(self) -> str:
        """What this survey is called in the browser. It opens nothing."""
        return self.survey.contact.public_id

    @property
    def is_open(self) -> bool:
        return self.survey.openness(clock.now()) in (Openness.OPEN, Openness.LATE)

    @property
    def shows_answers(self) -> bool:
        """Whether this browser may be shown what was answered before."""
        return not self.is_by_key or self.ref in browser_session.get(_OPENED, ())

    @property
    def told_by_phone(self) -> bool:
        """Whether somebody of the staff has written down some of the answers."""
        response = self.survey.response
        return response is not None and any(one.phone_entry_id is not None for one in response.answers)

    @property
    def goes_on_at(self) -> str:
        """The first question without an answer, or all answers where there is none."""
        item = self.survey.first_open()
        return self.url("question", item=item.name) if item else self.url("check")

    def remember_opened(self) -> None:
        """A button was pressed here: until it is closed, this browser shows the answers."""
        if self.is_by_key and not self.shows_answers:
            browser_session[_OPENED] = [*browser_session.get(_OPENED, ()), self.ref][-_MOST_OPENED:]

    def forget_opened(self) -> None:
        """The next who opens the link here presses a button first."""
        if self.is_by_key and self.shows_answers:
            browser_session[_OPENED] = [ref for ref in browser_session[_OPENED] if ref != self.ref]


class KeyOpensNothing(Missing):
    """A key that is cut off, too old, or nobody's."""


def by_key(token: str) -> Way:
    """By the key in a mail."""
    try:
        survey = survey_of_token(token, clock.now())
    except Missing:
        raise KeyOpensNothing from None
    return Way(
        survey,
        lambda page, **values: page_url(f"surveys.{page}", token=token, **values),
        is_by_key=True,
    )


def by_sign_in(public_id: str) -> Way:
    """By the own list, signed in."""
    return Way(
        survey_of_own(visitor(), public_id),
        lambda page, **values: page_url(f"surveys.own_{page}", public_id=public_id, **values),
        is_by_key=False,
    )


def shared(way: Way) -> dict[str, Any]:
    """What every page of a survey needs."""
    language = current_language()
    now = clock.now()
    return {
        "say": lambda labels: text(labels, language),
        "title": text(way.survey.form.title, language),
        "answer_until": way.survey.takes_answers_until(now),
        "is_late": way.survey.openness(now) is Openness.LATE,
        "readers": reader_rows(set(kinds_of(way.survey.form).values()), told_by_phone=way.told_by_phone),
    }
