"""All that a position's page says about money, for one reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from recruit.core.clock import day_in
from recruit.core.facts import Fact, facts_on
from recruit.postings.drawings import months_money
from recruit.postings.forms.estimate import EstimateForm
from recruit.postings.pay import Home, Pay, home_of, pay_of
from recruit.postings.queries import TOKYO
from recruit.postings.rules import Content
from recruit.postings.take_home import OF_LEAVING, OF_RELATIVES, Estimate, asked_of, estimate_of, notes_of


@dataclass(frozen=True)
class Money:
    """`notes` are for newcomers from abroad, each with the facts it rests on."""

    pay: Pay
    estimate: Estimate
    home: Home
    drawing: Markup
    form: EstimateForm
    notes: list[tuple[str, Sequence[Fact]]]


def money_of(
    content: Content, args: Mapping[str, str], *, language: str, nationality: str = "", now: datetime
) -> Money | None:
    """None while no base pay is stated. `args` is the address: what of it is nonsense is as if it were not there."""
    pay, circumstance = pay_of(content), asked_of(args, content)
    estimate = estimate_of(content, circumstance, now=now)
    if pay is None or estimate is None:
        return None
    shown = MultiDict(
        {
            "year": str(circumstance.year),
            "dependants": str(circumstance.dependants),
            "rent": str(circumstance.rent),
        }
    )
    form = EstimateForm(shown)
    form.offer()
    return Money(
        pay=pay,
        estimate=estimate,
        home=home_of(language, nationality, now=now),
        drawing=months_money(estimate.found),
        form=form,
        notes=notes_of(facts_on([OF_RELATIVES, *OF_LEAVING], day_in(now, TOKYO))) if language != "ja" else [],
    )
