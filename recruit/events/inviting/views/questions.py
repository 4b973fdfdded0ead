"""What an event asks of somebody who is not the visitor: a guest by key, or a person whom staff sign up."""

from recruit.events.asking import queries as asking
from recruit.events.asking.forms import AnswersForm, answers_form
from recruit.events.models import Event
from recruit.events.programme.showing import choices_for
from recruit.web.gate import current_language


def questions_for(event: Event, *, is_student: bool) -> AnswersForm:
    """The questions, companions and sessions of this event, in the language of the page."""
    language = current_language()
    return answers_form(
        asking.asked_questions(event, is_student=is_student),
        language,
        most_companions=event.most_companions,
        sessions=[(one.ref, one.label) for one in choices_for(event, language)],
    )
