"""Forms of questions: what staff write, and what is answered."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l, lazy_ngettext
from wtforms import BooleanField, Field, FormField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange

from recruit.core.locales import CODES, LANGUAGES
from recruit.core.texts import best_text
from recruit.events.asking import rules
from recruit.events.asking.models import EventQuestion
from recruit.events.asking.rules import Answer, AskedOf, QuestionFacts, QuestionForm, QuestionWords
from recruit.events.words import ASKED_OF, QUESTION_FORM
from recruit.web.forms import (
    AtMost,
    CodeField,
    CodesField,
    Form,
    LineField,
    LongField,
    Required,
    choices_of,
    optional,
)

YES_NO = {rules.YES: _l("Yes"), rules.NO: _l("No")}


class QuestionPart(Form):
    """A question in one language."""

    class Meta(Form.Meta):
        csrf = False

    words = LineField(_l("The question"), [optional(), AtMost(300)])
    hint = LineField(_l("A hint under it"), [optional(), AtMost(300)])
    choices = LongField(
        _l("Choices"),
        [optional(), AtMost(2000)],
        description=_l(
            "One on each line, in the same order in every language. Only where there are choices."
        ),
    )


class QuestionsForm(Form):
    """All that staff say about one question."""

    form = CodeField(_l("How it is answered"), QUESTION_FORM, validators=[Required()])
    asked_of = CodeField(_l("Who is asked"), ASKED_OF, validators=[Required()])
    position = IntegerField(
        _l("Place among the questions"),
        [InputRequired(), NumberRange(1, 99, message=_l("Please give a number from 1 to 99."))],
    )
    must = BooleanField(_l("It must be answered"))
    texts_ja = FormField(QuestionPart)
    texts_en = FormField(QuestionPart)
    texts_id = FormField(QuestionPart)
    texts_vi = FormField(QuestionPart)

    @property
    def texts(self) -> list[tuple[Any, Any]]:
        """(language, part of the form), in our order of languages."""
        return [(language, self[f"texts_{language.code}"]) for language in LANGUAGES]

    def facts(self) -> QuestionFacts:
        form = QuestionForm(self.form.data)
        return QuestionFacts(
            form=form,
            must=bool(self.must.data),
            asked_of=AskedOf(self.asked_of.data),
            position=self.position.data or 1,
            texts={code: self._words(code, form) for code in CODES},
        )

    def _words(self, code: str, form: QuestionForm) -> QuestionWords:
        part = self[f"texts_{code}"].form
        choices = rules.lines_of(part.choices.data or "") if form is QuestionForm.CHOICE else ()
        return QuestionWords(part.words.data or "", part.hint.data or "", choices)


def question_data(question: EventQuestion | None, *, next_position: int) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    if question is None:
        return {"position": next_position, "asked_of": AskedOf.EVERYBODY}
    texts = {
        f"texts_{row.language}": {"words": row.words, "hint": row.hint, "choices": row.choices}
        for row in question.texts
    }
    return {
        "form": question.form,
        "asked_of": question.asked_of,
        "position": question.position,
        "must": question.must,
        **texts,
    }


class AnswersForm(Form):
    """The answers of who signs up; `answers_form` adds a field for each question."""

    asked: tuple[EventQuestion, ...] = ()

    def fields_asked(self) -> list[tuple[Field, str]]:
        """Each field with the language its question is written in."""
        return [(self[_name(one)], self.languages[one.id]) for one in self.asked]

    languages: dict[int, str]

    @property
    def companions_brought(self) -> int:
        return self["companions"].data if "companions" in self else 0

    @property
    def sessions_chosen(self) -> list[str]:
        return list(self["sessions"].data or ()) if "sessions" in self else []

    def answers(self) -> list[Answer]:
        return [self._answer(one, self[_name(one)].data) for one in self.asked]

    def _answer(self, question: EventQuestion, typed: Any) -> Answer:
        if question.form is QuestionForm.TEXT:
            return Answer(question.id, words=typed or "")
        return Answer(question.id, choice=int(typed) if typed not in (None, "", "None") else None)


def _name(question: EventQuestion) -> str:
    # By the question and not by its place: the questions may change while somebody answers.
    return f"answer_{question.public_id}"


def companions_field(most: int) -> SelectField:
    """How many people are brought along."""
    words = [(0, _l("Nobody, I come alone"))]
    words += [(many, lazy_ngettext("%(num)d person", "%(num)d people", many)) for many in range(1, most + 1)]
    return SelectField(
        _l("Who comes with you"),
        choices=choices_of(words),
        coerce=int,
        default=0,
        description=_l("Each of them takes a seat too."),
    )


def answers_form(
    questions: Iterable[EventQuestion],
    language: str,
    given: dict[int, Answer] | None = None,
    *,
    most_companions: int = 0,
    companions: int = 0,
    sessions: Iterable[tuple[str, Any]] = (),
    chosen: Iterable[str] = (),
) -> AnswersForm:
    """A form with these questions in the reader's language, or the nearest there is, and what was answered before."""
    asked = tuple(questions)
    texts = {one.id: best_text(one.texts, language) for one in asked}
    fields = {_name(one): _field(one, texts[one.id]) for one in asked}
    if most_companions:
        fields["companions"] = companions_field(most_companions)
    offered = list(sessions)
    if offered:
        fields["sessions"] = CodesField(
            _l("Your sessions"),
            dict(offered),
            description=_l(
                "You may leave all of them out. Two that are at the same time cannot both be chosen."
            ),
        )
    kind: type[AnswersForm] = type("AnswersForm", (AnswersForm,), fields)
    data = {
        _name(one): before.words if before.choice is None else str(before.choice)
        for one in asked
        if (before := (given or {}).get(one.id)) is not None
    }
    form = kind(data={**data, "companions": companions, "sessions": list(chosen)})
    form.asked = asked
    form.languages = {one: text.language if text else language for one, text in texts.items()}
    return form


def _field(question: EventQuestion, text: Any) -> Any:
    label = text.words if text else ""
    checks = [Required() if question.must else optional()]
    hint = text.hint if text else ""
    if question.form is QuestionForm.TEXT:
        return LongField(label, [*checks, AtMost(rules.LONGEST_ANSWER)], description=hint)
    choices: Iterable[tuple[object, Any]] = YES_NO.items()
    if question.form is QuestionForm.CHOICE:
        choices = enumerate(text.choices.splitlines() if text else ())
    return RadioField(label, checks, choices=choices_of(choices), description=hint)
