"""The page /style: every part of the look with its states, for people who build or review pages. Data here is invented."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, current_app, render_template
from flask_babel import gettext as _, lazy_gettext as _l
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from recruit.web.charts import (
    Bar,
    Benchmark,
    CurveWords,
    Layer,
    Series,
    StackWords,
    Step,
    retention_curve,
    small_bars,
    stacked_incidence,
)
from recruit.web.forms import AtMost, CodeField, Form, LineField, LongField, Required, choices_of
from recruit.web.locks import anybody
from recruit.web.room import Room

room = Room("samples", __name__)


class SampleForm(Form):
    """One field of each kind."""

    class Meta(Form.Meta):
        csrf = False

    passport_name = LineField(
        _l("Name as in your passport"),
        validators=[Required()],
        description=_l("As printed, without tone marks. Example: TRAN MINH DUC"),
    )
    call_name = LineField(_l("What should we call you?"), description=_l("One name is fine."))
    university = CodeField(_l("University"), {"huce": "HUCE", "itb": "ITB"}, validators=[Required()])
    about = LongField(_l("About you"), validators=[AtMost(400)])
    safe = RadioField(
        _l("I feel safe on site."),
        choices=choices_of([("5", _l("Strongly agree")), ("4", _l("Agree")), ("3", _l("In between"))]),
    )
    skills = SelectMultipleField(
        _l("What you can do"),
        choices=choices_of([("survey", _l("Surveying")), ("bim", "BIM")]),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    agrees = BooleanField(_l("I have read who sees this"), validators=[Required()])

    def validate_passport_name(self, field: LineField) -> None:
        """Passports know the letters A to Z only."""
        if not (field.data or "").isascii():
            raise ValidationError(_("Use letters A to Z only. You wrote “%(typed)s”.", typed=field.data))


@room.get("/style", lock=anybody)
def style() -> str:
    """Only outside production."""
    if current_app.extensions["recruit.settings"].mode == "production":
        abort(404)
    return render_template("web/style.html", **style_context())


def style_context() -> dict[str, Any]:
    """What the page shows beside what it says itself."""
    typed = MultiDict(
        {"passport_name": "Trần Minh Đức", "call_name": "Đức", "safe": "4", "skills": "bim", "agrees": "y"}
    )
    form = SampleForm(formdata=typed)
    form.validate()
    return {
        "sample": form,
        "starts_at": datetime(2027, 1, 16, 1, 30, tzinfo=UTC),
        "ends_at": datetime(2027, 1, 16, 10, 0, tzinfo=UTC),
        "deadline": datetime(2027, 1, 8, 16, 59, tzinfo=UTC),
        "curve": _curve(),
        "stack": _stack(),
        "bars": _bars(),
    }


def _curve() -> Markup:
    steps = [
        Step(2, 0.964, 0.912, 0.986),
        Step(4, 0.936, 0.874, 0.968),
        Step(7, 0.912, 0.842, 0.952),
        Step(11, 0.857, 0.774, 0.912),
        Step(18, 0.836, 0.748, 0.896),
        Step(22, 0.811, 0.718, 0.875),
        Step(27, 0.763, 0.66, 0.84),
        Step(30, 0.712, 0.597, 0.799),
    ]
    months = [3, 5, 8, 13, 14, 15, 20, 25, 31, 32, 34]
    return retention_curve(
        chart_id="sample-curve",
        title=_("Share still at the same company"),
        description=_("After 12 months %(year)s, after 36 months %(three)s.", year="85.7%", three="71.2%"),
        series=[Series(_("This programme %(share)s", share="71.2%"), steps, 36, months)],
        benchmark=Benchmark(
            _("National, construction %(share)s", share="69.3%"), [(12, 0.887), (24, 0.779), (36, 0.693)]
        ),
        words=CurveWords(
            stations=["0", "3", "6", "12", "24", _("%(count)s months", count="36")],
            at_risk=_("Number at risk"),
            interval=_("%(share)s interval", share="95%"),
            censored=_("still employed when last seen"),
            not_yet=_("not yet estimable"),
            left_out=_("0–%(percent)s left out", percent="50"),
        ),
        at_risk=[(0, 115), (3, 105), (6, 96), (12, 88), (24, 61), (36, 26)],
        cut_at=0.5,
    )


def _stack() -> Markup:
    return stacked_incidence(
        chart_id="sample-stack",
        title=_("Where people went"),
        description=_("The sum is what the curve lost."),
        layers=[
            Layer(
                _("Another construction company %(share)s", share="9.6%"),
                [(3, 0.01), (11, 0.05), (26, 0.096)],
            ),
            Layer(_("Home %(share)s", share="13.1%"), [(4, 0.02), (10, 0.06), (22, 0.08), (30, 0.131)]),
            Layer(_("Outside construction %(share)s", share="3.5%"), [(7, 0.012), (28, 0.035)]),
            Layer(_("End of contract %(share)s", share="2.6%"), [(12, 0.01), (30, 0.026)]),
        ],
        until=36,
        words=StackWords(stations=["0", "12", "24", _("%(count)s months", count="36")]),
    )


def _bars() -> Markup:
    return small_bars(
        chart_id="sample-bars",
        title=_("Answers by wave"),
        description=_("Share of those asked who answered."),
        bars=[
            Bar(_("Month 1"), 0.82, "82%", 0.74, 0.88),
            Bar(_("Month 12"), 0.61, "61%", 0.5, 0.71),
            Bar(_("Month 36"), None, _("not yet estimable")),
        ],
        most=1.0,
    )
