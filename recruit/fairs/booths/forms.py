"""Forms of booths."""

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from recruit.fairs.booths.models import BoothPerson, FairBooths
from recruit.fairs.booths.rules import (
    MOST_BOOTHS,
    MOST_PEOPLE,
    MOST_TABLES_IN_ALL,
    Interpreting,
    Need,
    Priority,
)
from recruit.fairs.booths.values import BoothsPlan, BroughtAlong, Comes
from recruit.fairs.booths.words import INTERPRETING, NEED, PRIORITY
from recruit.fairs.models import Booth
from recruit.fairs.rules import MOST_TABLES
from recruit.fairs.words import INTERPRETED
from recruit.organisations.words import PREFECTURE
from recruit.web.forms import (
    AtMost,
    CodeField,
    CodesField,
    Form,
    LineField,
    LongField,
    MomentField,
    Required,
    WholeNumberField,
    number_from_to,
    optional,
)

_NONE = _l("No rule")


class BoothsForm(Form):
    """How many booths a fair has and who goes first."""

    booths = WholeNumberField(
        _l("Booths"),
        [optional(), number_from_to(0, MOST_BOOTHS)],
        description=_l("Leave it empty where there is room for all."),
    )
    tables = WholeNumberField(
        _l("Tables in all"),
        [optional(), number_from_to(0, MOST_TABLES_IN_ALL)],
        description=_l("Leave it empty where there is room for all."),
    )
    tables_each = WholeNumberField(
        _l("Tables for each company at most"), [Required(), number_from_to(1, MOST_TABLES)]
    )
    closes_at = MomentField(
        _l("Companies apply until"),
        [optional()],
        description=_l("In the clock of the venue. Without a day: until the fair begins."),
    )
    first = CodeField(_l("These go first"), PRIORITY, empty=_NONE, validators=[optional()])
    second = CodeField(_l("These go second"), PRIORITY, empty=_NONE, validators=[optional()])
    third = CodeField(_l("These go third"), PRIORITY, empty=_NONE, validators=[optional()])
    region = CodesField(_l("Prefectures of the host’s region"), PREFECTURE, validators=[optional()])
    demands = BooleanField(
        _l("Only companies that are ready have a booth"),
        description=_l(
            "Ready is: approved, a page in Japanese and in the language of the country, a published position, a "
            "person and a telephone number. You can let in single companies with a reason."
        ),
    )

    def plan(self, zone: str) -> BoothsPlan:
        closes_at = self.closes_at.data
        return BoothsPlan(
            booths=self.booths.data,
            tables=self.tables.data,
            tables_each=self.tables_each.data or 1,
            closes_at=closes_at.replace(tzinfo=ZoneInfo(zone)) if closes_at else None,
            rules=tuple(Priority(one.data) for one in (self.first, self.second, self.third) if one.data),
            region=tuple(self.region.data or ()),
            demands=bool(self.demands.data),
        )


def booths_data(found: FairBooths | None, zone: str) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    if found is None:
        return {"tables_each": 2, "demands": True}
    rules = [*found.rules, "", "", ""]
    closes_at = found.closes_at
    return {
        "booths": found.booths,
        "tables": found.tables,
        "tables_each": found.tables_each,
        "closes_at": closes_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if closes_at else None,
        "first": rules[0],
        "second": rules[1],
        "third": rules[2],
        "region": found.region,
        "demands": found.demands,
    }


class LetInForm(Form):
    """Why a company has a booth although something is missing."""

    why = LongField(
        _l("Reason"),
        [Required(), AtMost(300)],
        description=_l("It stays in the trail with your name. The company does not read it."),
    )


class BringForm(Form):
    """What a company brings. People and positions are rows of their own: see `read_people` and `read_positions`."""

    interpreting = CodeField(_l("Interpreter"), INTERPRETING, validators=[optional()])
    needs = CodesField(_l("What you need at the booth"), NEED, validators=[optional()])
    notes = LongField(
        _l("Anything else our staff should know"),
        [optional(), AtMost(600)],
        description=_l("Only our staff read it."),
    )

    def brought(self, people: tuple[Comes, ...], positions: tuple[str, ...]) -> BroughtAlong:
        return BroughtAlong(
            people=people,
            positions=positions,
            interpreting=Interpreting(self.interpreting.data) if self.interpreting.data else None,
            needs=tuple(Need(one) for one in self.needs.data or ()),
            notes=self.notes.data or "",
        )


def bring_data(booth: Booth) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    return {"interpreting": booth.interpreting or "", "needs": booth.needs, "notes": booth.notes}


class ComesForm(Form):
    """One row: somebody who comes."""

    class Meta(Form.Meta):
        csrf = False

    name = LineField(_l("Name"), [optional(), AtMost(60)])
    task = LineField(_l("Task in the company"), [optional(), AtMost(80)])
    languages = CodesField(_l("Speaks besides Japanese"), INTERPRETED, validators=[optional()])


def people_forms(known: Iterable[BoothPerson] | None) -> list[ComesForm]:
    """A row for each who may come. Without `known` they hold what was typed."""
    rows = None if known is None else list(known)
    forms = []
    for number in range(MOST_PEOPLE):
        prefix = f"person-{number + 1}-"
        if rows is None:
            forms.append(ComesForm(prefix=prefix))
            continue
        one = rows[number] if number < len(rows) else None
        data = {"name": one.name, "task": one.task, "languages": one.languages} if one else {}
        forms.append(ComesForm(formdata=None, prefix=prefix, data=data))
    return forms


def read_people(forms: Iterable[ComesForm]) -> tuple[Comes, ...]:
    """Rows with a name, in order."""
    return tuple(
        Comes(one.name.data, one.task.data or "", tuple(one.languages.data or ()))
        for one in forms
        if one.name.data
    )


def read_positions(values: Mapping[str, str], refs: Iterable[str]) -> tuple[str, ...]:
    """Fields are called `show-<ref>` and `place-<ref>`: those that are ticked, by the number typed, then as they are listed."""
    found = []
    for order, ref in enumerate(refs):
        if values.get(f"show-{ref}") == "y":
            typed = values.get(f"place-{ref}", "").strip()
            found.append((int(typed) if typed.isdecimal() and len(typed) < 4 else 999, order, ref))
    return tuple(ref for _place, _order, ref in sorted(found))
