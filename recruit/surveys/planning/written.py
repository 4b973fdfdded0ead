"""Rules as they are kept in rows and written into documents of simulations: one shape for both."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from recruit.surveys.planning.document import read_wave
from recruit.surveys.planning.programme import EarlierRules, Programme, Wave
from recruit.surveys.planning.reading import instant


def written_wave(wave: Wave) -> dict[str, Any]:
    """The wave as a simulation document has it."""
    return {
        "name": wave.name,
        "anchor": wave.anchor,
        **({"months": wave.months} if wave.months else {"days": wave.days}),
        "open_days": wave.open_days,
        "close_days": wave.close_days,
        "reminder_days": list(wave.reminder_days),
        "call_days": list(wave.call_days),
        "send_local": wave.send_local.strftime("%H:%M"),
        "audience": wave.audience,
        "priority": wave.priority,
    }


def written_programme(programme: Programme) -> dict[str, Any]:
    """Waves and contact budget, as a simulation document has them."""
    budget = programme.budget
    return {
        "waves": [written_wave(wave) for wave in programme.waves],
        "budget": {"mails": budget.mails, "days": budget.days} if budget else None,
    }


def kept_rules(programme: Programme) -> dict[str, Any]:
    """All that a version of the rules says, with what held before: it stands by itself and is never changed."""
    return {
        **written_programme(programme),
        "earlier": {
            wave.name: [written_earlier(one) for one in wave.earlier]
            for wave in programme.waves
            if wave.earlier
        },
        "places": {
            wave.name: [wave.reminder_places, wave.call_places]
            for wave in programme.waves
            if wave.reminder_places is not None and wave.call_places is not None
        },
        "added": {wave.name: _written_instant(wave.added_at) for wave in programme.waves if wave.added_at},
        "ended": {wave.name: _written_instant(wave.ended_at) for wave in programme.waves if wave.ended_at},
    }


def written_earlier(earlier: EarlierRules) -> dict[str, Any]:
    """A wave's former rules, and until when they held."""
    return {"wave": written_wave(earlier.wave), "until": _written_instant(earlier.until)}


def _written_instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def read_earlier(given: Mapping[str, Any]) -> EarlierRules:
    """What `written_earlier` wrote."""
    until: datetime = instant(given["until"], "until")
    return EarlierRules(read_wave(given["wave"], "wave"), until)
