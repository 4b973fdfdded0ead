"""Moves of a draft: begin it, save one step of it."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select

from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.postings import actions, queries
from recruit.postings.models import Posting
from recruit.postings.rules import Content, PostingRefusal
from recruit.postings.texts.writing import carry_over

Typed = Mapping[str, list[str]]


class Step(Protocol):
    """One step of the form, as far as saving it must know."""

    def write(self, content: dict[str, Any]) -> None:
        """Put what was typed into a position."""

    def left_over(self, content: Content) -> dict[str, list[str]]:
        """What was typed and does not stand in the position."""

    @classmethod
    def names(cls) -> list[str]:
        """Its fields."""
        ...

    @classmethod
    def seen_in(cls, content: Content, typed: Typed | None) -> str:
        """A mark of what the step says."""
        ...


def begin_draft(
    content: Content, typed: Typed, *, copied_from: Posting | None = None, by: Visitor, now: datetime
) -> Posting:
    """Begin a position with what is known already; `typed` is kept beside it."""
    posting = actions.create_posting(content, by=by, now=now)
    if copied_from is not None:
        carry_over(copied_from, posting)
    posting.typed = dict(typed) or None
    session().flush()
    return posting


def save_step(
    posting: Posting, step: Step, *, seen: str, by: Visitor, now: datetime, is_noted: bool = True
) -> str:
    """Keep one step of a draft and leave the others alone; gives back the mark of what it says now.

    `seen` is the mark of what its writer had before them: where somebody else has changed this step since, nothing is
    written and CHANGED_MEANWHILE is raised.
    """
    # From here to the end nobody else writes this position.
    session().execute(select(Posting.id).where(Posting.id == posting.id).with_for_update())
    session().refresh(posting)
    content, typed = deepcopy(queries.content_of(posting)), dict(posting.typed or {})
    if step.seen_in(content, typed) != seen:
        raise Refused(PostingRefusal.CHANGED_MEANWHILE)
    step.write(content)
    actions.save_posting(posting, content, by=by, now=now, is_noted=is_noted)
    content = queries.content_of(posting)
    names = set(step.names())
    others = {name: values for name, values in typed.items() if name not in names}
    posting.typed = others | step.left_over(content) or None
    session().flush()
    return step.seen_in(content, posting.typed)
