"""What may be done next with an open answer, in plain Python. Two coders look alone; where they differ, a third look decides."""

from collections.abc import Hashable, Iterable, Mapping
from enum import StrEnum

# A theme is told as a number only where so many people named it; complaints and harassment ask for ten, and so do all others.
LEAST_PEOPLE = 10
# What is written in this language needs no gloss.
GLOSS_LANGUAGE = "ja"
# The people who answer write in whatever language they like.
OTHER_LANGUAGE = "other"


class Stage(StrEnum):
    """What an open answer waits for."""

    GLOSS = "gloss"
    FIRST = "first"
    SECOND = "second"
    SETTLE = "settle"
    DONE = "done"


class Turn(StrEnum):
    """Whose look a coding is."""

    FIRST = "first"
    SECOND = "second"
    SETTLED = "settled"


class HowSettled(StrEnum):
    """Who decided where two coders differed."""

    THIRD_LOOK = "third_look"
    TOGETHER = "together"


class Theme(StrEnum):
    """The parts of the codebook."""

    REASON = "reason"
    TROUBLE = "trouble"
    WORKS = "works"


class CodingRefusal(StrEnum):
    """Why a gloss, a code or an edit of the codebook is not taken."""

    GLOSS_NEEDED = "gloss_needed"
    GLOSS_FIRST = "gloss_first"
    COMPARED_ALREADY = "compared_already"
    NOTHING_CHOSEN = "nothing_chosen"
    CHOSEN_AND_NONE = "chosen_and_none"
    NOT_OFFERED = "not_offered"
    NOTHING_TO_SETTLE = "nothing_to_settle"
    SAY_TOGETHER = "say_together"
    NOT_TOGETHER = "not_together"
    WORDING_UNCHANGED = "wording_unchanged"
    WORDING_CHANGED = "wording_changed"


def needs_gloss(written_in: str) -> bool:
    """Whether somebody has to write the answer down in Japanese first."""
    return written_in != GLOSS_LANGUAGE


def stage_of(
    *,
    written_in: str,
    has_gloss: bool,
    first: frozenset[str] | None,
    second: frozenset[str] | None,
    is_settled: bool,
) -> Stage:
    """What the answer waits for. `first` and `second` are the codes given (an empty set: no code fits), None before that.

    >>> stage_of(written_in="vi", has_gloss=True, first=frozenset({"pay"}), second=None, is_settled=False)
    <Stage.SECOND: 'second'>
    """
    if needs_gloss(written_in) and not has_gloss:
        return Stage.GLOSS
    if first is None:
        return Stage.FIRST
    if second is None:
        return Stage.SECOND
    return Stage.DONE if is_settled or first == second else Stage.SETTLE


def turn_of(stage: Stage, *, by_ref: str, first_by: str) -> Turn | CodingRefusal:
    """Whose look it is when this person codes now. The first coder may mend the own codes until a second one has looked."""
    if stage is Stage.GLOSS:
        return CodingRefusal.GLOSS_FIRST
    if stage is Stage.FIRST:
        return Turn.FIRST
    if stage is Stage.SECOND:
        return Turn.FIRST if by_ref == first_by else Turn.SECOND
    return CodingRefusal.COMPARED_ALREADY


def waits_for(stage: Stage, *, by_ref: str, first_by: str) -> bool:
    """Whether this person can do what the answer waits for: nobody is the second coder after themselves."""
    return stage is not Stage.DONE and not (stage is Stage.SECOND and by_ref == first_by)


def seen_turns(stage: Stage, *, by_ref: str, first_by: str) -> frozenset[Turn]:
    """Whose codes this person may see: until both have looked, nobody but the first coder sees the first codes."""
    if stage in (Stage.SETTLE, Stage.DONE):
        return frozenset(Turn)
    return frozenset({Turn.FIRST}) if by_ref == first_by else frozenset()


def why_not_chosen(
    chosen: Iterable[str], *, nothing_fits: bool, offered: Iterable[str]
) -> CodingRefusal | None:
    """Why these codes cannot be kept. No code at all has to be said, so that a slip of the finger is none."""
    wanted = frozenset(chosen)
    if wanted and nothing_fits:
        return CodingRefusal.CHOSEN_AND_NONE
    if not wanted and not nothing_fits:
        return CodingRefusal.NOTHING_CHOSEN
    return None if wanted <= frozenset(offered) else CodingRefusal.NOT_OFFERED


def how_settled(
    stage: Stage, *, by_ref: str, coders: Iterable[str], together: bool
) -> HowSettled | CodingRefusal:
    """How a difference is settled by this person: alone only by somebody who was neither coder."""
    if stage is not Stage.SETTLE:
        return CodingRefusal.NOTHING_TO_SETTLE
    if by_ref in frozenset(coders):
        return HowSettled.TOGETHER if together else CodingRefusal.SAY_TOGETHER
    return CodingRefusal.NOT_TOGETHER if together else HowSettled.THIRD_LOOK


def people_by_code(coded: Iterable[tuple[Hashable, frozenset[str]]]) -> dict[str, int]:
    """How many people named each code; who named it in several answers counts once.

    >>> people_by_code([("a", frozenset({"pay"})), ("a", frozenset({"pay", "housing"})), ("b", frozenset({"pay"}))])
    {'housing': 1, 'pay': 2}
    """
    named: dict[str, set[Hashable]] = {}
    for person, codes in coded:
        for code in codes:
            named.setdefault(code, set()).add(person)
    return {code: len(named[code]) for code in sorted(named)}


def told(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The same counts as they may be told; None where fewer than ten people named it."""
    return {code: count if count >= LEAST_PEOPLE else None for code, count in counts.items()}
