"""Questionnaires as data: reading a definition, walking through it, judging answers. Pure: no web, no database."""

from recruit.surveys.forms.answers import Answer, Answers, chosen, is_empty
from recruit.surveys.forms.checking import DefinitionError
from recruit.surveys.forms.definition import (
    AlertRule,
    Choice,
    Condition,
    FactCondition,
    Grid,
    Instrument,
    Item,
    ItemType,
    Level,
    Reserved,
    Scale,
    fingerprint,
)
from recruit.surveys.forms.facts import Facts
from recruit.surveys.forms.judging import AnswerRefusal, as_kept, why_not_valid
from recruit.surveys.forms.plain import as_definition
from recruit.surveys.forms.reading import load_shipped, parse
from recruit.surveys.forms.walking import (
    Alert,
    Progress,
    Screen,
    alerts_of,
    by_screen,
    kept_answers,
    next_item,
    possible_items,
    previous_item,
    progress,
    screens,
    visible_items,
)
from recruit.surveys.forms.wording import RESERVED_LABELS, text

__all__ = [
    "RESERVED_LABELS",
    "Alert",
    "AlertRule",
    "Answer",
    "AnswerRefusal",
    "Answers",
    "Choice",
    "Condition",
    "DefinitionError",
    "FactCondition",
    "Facts",
    "Grid",
    "Instrument",
    "Item",
    "ItemType",
    "Level",
    "Progress",
    "Reserved",
    "Scale",
    "Screen",
    "alerts_of",
    "as_definition",
    "as_kept",
    "by_screen",
    "chosen",
    "fingerprint",
    "is_empty",
    "kept_answers",
    "load_shipped",
    "next_item",
    "parse",
    "possible_items",
    "previous_item",
    "progress",
    "screens",
    "text",
    "visible_items",
    "why_not_valid",
]
