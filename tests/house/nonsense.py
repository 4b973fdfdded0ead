"""What people, and those who try doors, type into forms: one kind of field is filled with nonsense, the others as if in earnest."""

from collections.abc import Mapping
from urllib.parse import urlencode

from tests.house.forms import Control, Form, without_references

EARNEST: Mapping[str, str] = {
    "text": "As typed",
    "number": "3",
    "date": "2026-12-15",
    "mail": "kept.as.typed@example.com",
    "password": "demo-password",
}
UNSEEN = "A\0b\ud800 😀\u202e\u200b é"
# What a round puts into which kind of field. Fields of other kinds are filled as if in earnest.
ROUNDS: Mapping[str, Mapping[str, str]] = {
    "in earnest": {},
    "nothing": dict.fromkeys(("text", "number", "date", "mail", "password", "choice", "box"), ""),
    "spaces": dict.fromkeys(("text", "number", "date", "mail", "password"), " \u3000 "),
    "too long": {"text": "x" * 10_000},
    "too long an address": {"mail": "x" * 10_000 + "@example.com", "password": "x" * 10_000},
    "marks": {"text": """</textarea><script>alert("1")</script>'"""},
    "unseen letters": {"text": UNSEEN, "mail": UNSEEN, "password": UNSEEN},
    "unseen letters in numbers": {"number": "3\0", "date": "2026-12-15\0"},
    "letters": {"number": "abc", "date": "abc", "mail": "no address"},
    "below": {"number": "-1", "date": "1500-01-01"},
    "no such day": {"number": "1e999", "date": "9999-99-99"},
    "no number at all": {"number": "NaN", "date": "2026-02-30"},
    "a line of figures": {"text": "9" * 30},
    "no such choice": {"choice": "no-such-choice", "box": "no-such-choice"},
    "no such file": {"file": '\0\xff,;\n"x'},
}
# Beyond what rows and calendars hold. Together the fields would hide one another's faults.
ONE_BY_ONE: Mapping[str, Mapping[str, str]] = {
    "far beyond": {"number": "9" * 30, "date": "9999-12-31"},
    "beyond": {"number": "3000000000", "date": "0001-01-01"},
}
Pairs = list[tuple[str, str]]


def rounds_for(form: Form) -> list[tuple[str, str]]:
    """The rounds that change anything about this form, each with the one field it is about ("" for all)."""
    kinds = {control.kind for control in form.visible}
    found = [(name, "") for name, nonsense in ROUNDS.items() if not nonsense or kinds & set(nonsense)]
    # Of rows that are alike the first stands for the others.
    alone = {(one.kind, without_references(one.name)): one.name for one in reversed(form.visible)}
    for name, nonsense in ONE_BY_ONE.items():
        found += [(name, field) for (kind, _name), field in reversed(alone.items()) if kind in nonsense]
    return found


def filled(form: Form, round_name: str, only: str = "", *, button: Control | None) -> Pairs:
    """The fields as a browser would send them, without files."""
    nonsense = (ONE_BY_ONE if only else ROUNDS)[round_name]
    pairs: Pairs = []
    asked: set[str] = set()
    chosen = {one.name for one in form.controls if one.kind == "box" and one.is_on}
    for control in form.controls:
        if control.kind in ("file", "button"):
            continue
        if control.kind == "hidden":
            pairs.append((control.name, control.value))
        elif control.kind == "box":
            if "box" not in nonsense:
                # One box of a name is ticked where none is.
                if control.is_on or (control.name not in chosen | asked and not control.is_folded_away):
                    pairs.append((control.name, control.value))
            elif nonsense["box"] and control.name not in asked:
                pairs.append((control.name, nonsense["box"]))
            asked.add(control.name)
        else:
            pairs.append((control.name, _value(control, nonsense if only in ("", control.name) else {})))
    if button is not None:
        pairs.append((button.name, button.value))
    return pairs


def _value(control: Control, nonsense: Mapping[str, str]) -> str:
    has_time = control.node.get("type") == "datetime-local"
    if control.kind in nonsense:
        value = nonsense[control.kind]
        return f"{value}T10:00" if has_time and value.strip() else value
    if control.kind == "choice":
        return control.value or next((option for option in control.options if option), "")
    if control.value or not control.is_required:
        return control.value
    if control.node.get("type") == "time":
        return "10:00"
    return EARNEST[control.kind] + ("T10:00" if has_time else "")


def as_sent(pairs: Pairs) -> bytes:
    """On the wire, with halves of letters as careless programs send them."""
    return urlencode(pairs, encoding="utf-8", errors="surrogatepass").encode()
