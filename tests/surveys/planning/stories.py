"""Short stories of one person, told to the simulation: what is known when, until when."""

from typing import Any

from recruit.surveys.planning.simulation import simulate

Contact = dict[str, Any]
WAVE = {
    "name": "12m",
    "anchor": "start",
    "months": 12,
    "open_days": -7,
    "close_days": 30,
    "reminder_days": [7, 14, 21],
    "send_local": "09:00",
}
EXIT = {"name": "exit", "anchor": "leaving", "days": 0, "open_days": -7, "close_days": 30}
START = {"known_at": "2024-03-20T00:00:00Z", "start": "2024-04-01"}


def tell(
    *facts: dict[str, Any],
    until: str,
    waves: tuple[dict[str, Any], ...] = (WAVE,),
    zone: str = "Asia/Tokyo",
    **more: Any,
) -> dict[str, Any]:
    rules = {"waves": list(waves), **more.pop("rules", {})}
    document = {
        "programme": rules,
        "person": {"language": "vi", "timezones": [["2020-01-01", zone]]},
        "facts": [START, *facts] if more.pop("from_start", True) else list(facts),
        "until": until,
    }
    return simulate(document | more)


def at(known_at: str, **fact: Any) -> dict[str, Any]:
    return {"known_at": known_at, **fact}


def briefly(
    result: dict[str, Any], kind: str | None = "invitation"
) -> list[tuple[str, str, str | None, str | None]]:
    """(due, state, day sent, reason) of each row in the order printed."""
    return [
        (row["due"], row["state"], row["sent_at"] and row["sent_at"][:10], row["reason"])
        for row in result["contacts"]
        if kind is None or row["kind"] == kind
    ]
