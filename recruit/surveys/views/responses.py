"""What one person handed in, for the retention officer. Who looked is written down."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from recruit.core.visitor import Role
from recruit.surveys.coding import queries as coding
from recruit.surveys.forms import ItemType, text
from recruit.surveys.queries import responses
from recruit.surveys.queries.answering import WITH_WORDS
from recruit.surveys.views.asking import shown_answer
from recruit.surveys.views.room import room
from recruit.surveys.words import WAVES
from recruit.web.gate import current_language, visitor
from recruit.web.locks import role


@room.get("/staff/surveys/responses/<public_id>", lock=role(Role.RETENTION_OFFICER), seen="response")
def response(public_id: str) -> ResponseReturnValue:
    """What one person answered, question by question."""
    survey = responses.response_for(visitor(), public_id)
    g.sighted_person_ref = survey.contact.placement.person.public_id
    asked = [item for item in survey.visible() if item.type is not ItemType.NOTE]
    language = current_language()
    return render_template(
        "surveys/response.html",
        survey=survey,
        title=text(survey.form.title, language),
        wave=WAVES.get(survey.contact.wave.key, survey.contact.wave.key),
        lines=[
            (
                text(item.label, language),
                shown_answer(item, survey.answers.get(item.name, "")),
                item.name if item.type in WITH_WORDS else "",
            )
            for item in asked
        ],
        # What was written in own words, and not answered with a reserved code.
        in_words={answer.item for answer in survey.response.answers if answer.words is not None}
        if survey.response
        else set(),
        glosses=coding.glosses_in(visitor(), survey.response) if survey.response else {},
        worries={alert.item for alert in survey.worries()},
    )
