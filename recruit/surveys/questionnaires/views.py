"""Staff read questionnaires as people are asked them; everybody can read where the questions come from."""

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from markupsafe import Markup

from recruit.core.errors import Missing
from recruit.core.locales import BY_CODE, CODES, LANGUAGES
from recruit.core.visitor import Role
from recruit.surveys.forms import RESERVED_LABELS, ItemType, Screen, by_screen, text
from recruit.surveys.questionnaires import queries, words
from recruit.surveys.readers import kinds_of
from recruit.surveys.views.reading import reader_rows
from recruit.surveys.views.room import room
from recruit.web.gate import current_language
from recruit.web.locks import anybody, role

_readers = role(Role.COORDINATOR, Role.RETENTION_OFFICER, Role.ADMINISTRATOR)


@room.get("/survey-scales", lock=anybody)
def scales() -> ResponseReturnValue:
    """Where the questions come from, and on what terms they are used."""
    return render_template("surveys/questionnaires/scales.html", scales=queries.scales_in_use(), text=text)


@room.get("/staff/surveys", lock=_readers)
def questionnaires() -> ResponseReturnValue:
    """All questionnaires in their newest version."""
    return render_template(
        "surveys/questionnaires.html", questionnaires=queries.questionnaires(), text=text, by_screen=by_screen
    )


@room.get("/staff/surveys/<key>", lock=_readers)
def questionnaire(key: str) -> ResponseReturnValue:
    """One version: its questions in the reader's language, what changed, who reads the answers."""
    asked = queries.questionnaire(key, _number())
    return render_template(
        "surveys/questionnaire.html",
        asked=asked,
        screens=by_screen(asked.form.items),
        differences=asked.differences(),
        readers=reader_rows(set(kinds_of(asked.form).values())) if asked.form.audience == "hire" else [],
        text=text,
        words_of=words,
    )


@room.get("/staff/surveys/<key>/preview", lock=_readers)
def questionnaire_preview(key: str) -> ResponseReturnValue:
    """One screen in any language, as wide as on a phone. Nothing is answered here."""
    asked = queries.questionnaire(key, _number())
    here = current_language()
    chosen = request.args.get("in", here if here in CODES else "en")
    if chosen not in CODES:
        raise Missing
    screens = by_screen(asked.form.items)
    names = [screen.name for screen in screens]
    name = request.args.get("screen", names[0])
    if name not in names:
        raise Missing
    place = names.index(name)
    return render_template(
        "surveys/questionnaires/preview.html",
        asked=asked,
        screens=screens,
        place=place,
        before=names[place - 1] if place else None,
        following=names[place + 1] if place + 1 < len(names) else None,
        drawn=_drawn(screens[place], chosen),
        chosen=BY_CODE[chosen],
        languages=LANGUAGES,
        text=text,
        words_of=words,
    )


def _drawn(screen: Screen, language: str) -> Markup:
    """The screen as its reader meets it, words of the page included. Without what other templates are given: the links of
    the header would be kept in this language for the page around it.
    """
    template = current_app.jinja_env.get_template("surveys/questionnaires/screen.html")
    with force_locale(language):
        return Markup(
            template.render(
                screen=screen,
                item=screen.items[0],
                say=lambda labels: text(labels, language),
                types=ItemType,
                reserved_labels=RESERVED_LABELS,
            )
        )


def _number() -> int | None:
    return request.args.get("version", type=int)
