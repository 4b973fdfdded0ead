"""What the tasks before a fair are called, and where they are done."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from recruit.fairs.preparing.rules import PreparingRefusal, TaskKind, TaskStanding

TASK: dict[TaskKind, Any] = {
    TaskKind.PEOPLE: _l("Say who comes"),
    TaskKind.POSITIONS: _l("Choose the positions you show"),
    TaskKind.RULES: _l("Read the rules for fair interviews"),
    TaskKind.BRIEFING: _l("Take part in the briefing, or watch its recording"),
    TaskKind.WISHES: _l("Mark the students you want to meet"),
    TaskKind.REHEARSAL: _l("Try out the online connection"),
    TaskKind.SIGNS: _l("Print your sign and what you hand out"),
    TaskKind.OWN: _l("A task of this fair"),
}
WHY: dict[TaskKind, Any] = {
    TaskKind.PEOPLE: _l("Who speaks Vietnamese or Indonesian saves an interpreter."),
    TaskKind.POSITIONS: _l("Students choose whom they want to meet by the positions."),
    TaskKind.RULES: _l(
        "Please do not ask about family, religion, birthplace, the home, political views, unions, or plans to marry "
        "or have children. Ask everybody the same, about the work."
    ),
    TaskKind.BRIEFING: _l("How the day goes, and who helps."),
    TaskKind.WISHES: _l("Meetings come about only where both sides want them."),
    TaskKind.REHEARSAL: _l("From the place and with the device you will use."),
    TaskKind.SIGNS: _l("With the name of the company in the language of the country."),
}
# The part of a page where it is done: (endpoint, anchor).
WHERE: Mapping[TaskKind, tuple[str, str]] = {
    TaskKind.PEOPLE: ("fairs.bring", "people"),
    TaskKind.POSITIONS: ("fairs.bring", "positions"),
    TaskKind.WISHES: ("fairs.company_fair", "students"),
}
# The ministry's own page on fair recruiting.
RULES_SOURCE_NAME = "公正採用選考特設サイト"
RULES_SOURCE = "https://kouseisaiyou.mhlw.go.jp/"
STANDING: dict[TaskStanding, Any] = {
    TaskStanding.DONE: _l("Done"),
    TaskStanding.SOON: _l("Due within a week"),
    TaskStanding.LATE: _l("Late"),
    TaskStanding.OPEN: _l("Not done yet"),
}
SHAPE = {
    TaskStanding.DONE: "done",
    TaskStanding.SOON: "here",
    TaskStanding.LATE: "late",
    TaskStanding.OPEN: "planned",
}
PREPARING_REFUSAL = {
    PreparingRefusal.TOO_MANY_TASKS: _l("A fair has at most 20 tasks."),
    PreparingRefusal.TICKS_ITSELF: _l("This task ticks itself as soon as it is done."),
    PreparingRefusal.WORDS_WANTED: _l("Please write the task in Japanese at least."),
}
ALL = (TASK, STANDING, PREPARING_REFUSAL)


def title_of(kind: TaskKind, words: Mapping[str, str], language: str) -> tuple[str, str]:
    """What a task is called, and the language of these words where it is another than the reader's."""
    if kind is not TaskKind.OWN:
        return str(TASK[kind]), ""
    shown = next((one for one in (language, "ja", "en", *words) if words.get(one)), language)
    return words.get(shown, ""), "" if shown == language else shown
