"""Folds the facts of a simulation document into spells, as far as they are known at an instant."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from recruit.surveys.planning.document import Said, Scenario
from recruit.surveys.planning.facts import Employer, Facts, Known, Leave, OptOut, OptOutLevel, Unreachable
from recruit.surveys.planning.local_time import TOKYO, local_clock
from recruit.surveys.planning.programme import START

LEVELS: dict[str, OptOutLevel] = {"surveys": "surveys", "all": "all"}


@dataclass
class _Spell:
    anchors: dict[str, list[Known]] = field(default_factory=dict)
    needs_confirmation: bool = False
    confirmed_at: datetime | None = None
    replaced: Known | None = None
    employers: list[Employer] = field(default_factory=list)

    def learn(
        self, anchor: str, value: date | None, known_at: datetime, *, never_comes: bool = False
    ) -> None:
        self.anchors.setdefault(anchor, []).append(Known(value, known_at, never_comes))


@dataclass
class _Person:
    spells: list[_Spell] = field(default_factory=lambda: [_Spell()])
    leaves: list[Leave] = field(default_factory=list)
    opt_outs: list[OptOut] = field(default_factory=list)
    unreachable: list[Unreachable] = field(default_factory=list)
    died: Known | None = None


def spells_known(scenario: Scenario, now: datetime) -> tuple[Facts, ...]:
    """The hire's own facts, one for each spell, the newest last."""
    person = _Person()
    for said in scenario.said:
        if said.known_at <= now:
            _learn(person, said, scenario)
    return tuple(
        Facts(
            subject=str(number),
            anchors={anchor: tuple(versions) for anchor, versions in spell.anchors.items()},
            start_needs_confirmation=spell.needs_confirmation,
            confirmed_at=spell.confirmed_at,
            replaced=spell.replaced,
            died=person.died,
            leaves=tuple(person.leaves),
            opt_outs=tuple(person.opt_outs),
            unreachable=tuple(person.unreachable),
            whereabouts=scenario.whereabouts,
            zone_is_known=scenario.zone_is_known,
            employers=tuple(sorted(spell.employers, key=lambda employer: employer.since)),
        )
        for number, spell in enumerate(person.spells)
    )


def as_seen_by_company(facts: Facts) -> Facts:
    """The employer's contacts follow the same dates, not the hire's own address, zone, leave or refusals."""
    return replace(facts, leaves=(), opt_outs=(), unreachable=(), whereabouts=(TOKYO,), zone_is_known=True)


def _learn(person: _Person, said: Said, scenario: Scenario) -> None:
    at = said.known_at
    if said.rehired is not None:
        person.spells[-1].replaced = Known(said.rehired, at)
        person.spells.append(_Spell(needs_confirmation=said.is_planned))
        person.spells[-1].learn(START, said.rehired, at)
    spell = person.spells[-1]
    if START in said.anchors and START not in spell.anchors:
        spell.needs_confirmation = said.is_planned
    for anchor, value in said.anchors.items():
        spell.learn(anchor, value, at, never_comes=anchor in said.never_come)
    if said.confirms_start and spell.confirmed_at is None:
        spell.confirmed_at = at
    if said.employer is not None:
        since = said.employer_since or local_clock(scenario.whereabouts, at).date()
        spell.employers.append(Employer(said.employer, since if spell.employers else date.min))
    if said.leave is not None:
        first_on, last_on = said.leave
        person.leaves = [leave for leave in person.leaves if leave.first_on != first_on]
        person.leaves.append(Leave(first_on, last_on, at))
    if said.opted_out is not None:
        person.opt_outs = list(_refused(person.opt_outs, said.opted_out, at))
    if said.bounced is not None:
        person.unreachable = [replace(span, until=span.until or at) for span in person.unreachable]
        if said.bounced:
            person.unreachable.append(Unreachable("bounced", at))
    if said.died is not None:
        person.died = Known(said.died, at)


def _refused(standing: Iterable[OptOut], said: str, at: datetime) -> Iterable[OptOut]:
    if said == "":
        return [replace(refusal, until=refusal.until or at) for refusal in standing]
    if said in LEVELS:
        return [*standing, OptOut(LEVELS[said], at)]
    return [*standing, OptOut("survey", at, wave=said)]
