"""Step 6: Japanese, learning, and how people get on."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from recruit.postings.forms.fields import code, codes, long_text, number, number_within, yes_no
from recruit.postings.forms.posting_form import PostingForm
from recruit.postings.forms.writing import put, write_texts
from recruit.postings.newcomer_words import LATER_ROLE, LICENCE_SUPPORT, SPOKEN
from recruit.postings.rules import DraftStep, PostingItem
from recruit.postings.words import JAPANESE_LEVEL
from recruit.web.forms import CodeField, Required, choices_of, optional


class LearningForm(PostingForm):
    STEP = DraftStep.LEARNING

    japanese_offer = code(_l("Japanese at the time of the offer"), JAPANESE_LEVEL)
    japanese_level = CodeField(_l("Japanese on arrival"), JAPANESE_LEVEL, validators=[Required()])
    language_target = code(_l("Japanese after two years"), JAPANESE_LEVEL)
    training_months = number_within(
        _l("Training on site, months"),
        0,
        60,
        _l("Please give at most 60 months."),
        _l("How long newcomers learn on site before the work of an engineer begins. 0 means none."),
    )
    training_same = yes_no(_l("The same training as Japanese colleagues"))
    mentor = SelectField(
        _l("Somebody looks after newcomers"),
        choices=choices_of((("", _l("Please choose")), ("yes", _l("Yes")), ("no", _l("No")))),
        validators=[optional()],
    )
    mentor_languages = codes(_l("Languages of that person"), SPOKEN)
    licence_support = codes(_l("Support for licences"), LICENCE_SUPPORT)
    later_role = code(
        _l("Role after three years"), LATER_ROLE, _l("As people of the same start have had it.")
    )
    later_pay_yen = number(_l("Base pay after three years, yen a month"))
    hired_three_years = number(_l("Graduates hired in the last three years"))
    left_three_years = number(_l("Of these, left since"))
    more_ja = long_text(
        _l("Good to know"), 4000, _l("What no question asks for: your projects, your people, a day at work.")
    )

    def write(self, content: dict[str, Any]) -> None:
        content["japanese_level"] = self.holding("japanese_level")
        put(content, PostingItem.LANGUAGE_OFFER, self.holding("japanese_offer"))
        put(content, PostingItem.LANGUAGE_TARGET, self.holding("language_target"))
        months, same = self.holding("training_months"), self.holding("training_same")
        training = {"months": months} | ({"same": same == "yes"} if same else {})
        put(content, PostingItem.TRAINING, None if months is None else training)
        mentor = self.holding("mentor")
        if mentor == "no":
            content.setdefault("items", {})[str(PostingItem.MENTOR)] = 0
        else:
            named = {"languages": list(self.holding("mentor_languages") or [])}
            put(content, PostingItem.MENTOR, named if mentor == "yes" else None)
        put(content, PostingItem.LICENCE_SUPPORT, list(self.holding("licence_support") or []))
        role, pay = self.holding("later_role"), self.holding("later_pay_yen")
        later = ({"role": role} if role else {}) | ({"pay_yen": pay} if pay else {})
        put(content, PostingItem.CAREER_3Y, later)
        hired, left = self.holding("hired_three_years"), self.holding("left_three_years")
        turnover = {"hired": hired, "left": left}
        put(content, PostingItem.TURNOVER_3Y, None if hired is None or left is None else turnover)
        write_texts(self, content, "more")
