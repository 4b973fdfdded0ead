"""Moves of the glossary: the shipped terms are loaded, and staff add and change them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Refused
from recruit.core.visitor import Visitor
from recruit.handbook import queries, rules
from recruit.handbook.glossary import shipped_terms
from recruit.handbook.models import GlossaryTerm
from recruit.handbook.seen import demand_as_seen, said_of_term


def load_terms(_now: datetime) -> int:
    """Bring in the terms that ship with the program, and their new wordings. What staff have changed stays theirs."""
    known = {row.key: row for row in session().scalars(select(GlossaryTerm))}
    done = 0
    for key, term in shipped_terms().items():
        words, meanings = dict(term.words), dict(term.meanings)
        row = known.get(key)
        if row is None:
            session().add(GlossaryTerm(key=key, words=words, meanings=meanings))
        elif row.changed_at is None and (row.words, row.meanings) != (words, meanings):
            row.words, row.meanings = words, meanings
        else:
            continue
        done += 1
    session().flush()
    return done


def add_term(
    key: str, words: Mapping[str, str], meanings: Mapping[str, str], *, by: Visitor, now: datetime
) -> GlossaryTerm:
    """A new term. Its key stands in texts, so it is for ever."""
    queries.demand_writer(by)
    reason = rules.why_not_key(key)
    if reason is not None:
        raise Refused(reason, field="key")
    _demand_source(words, meanings)
    term = GlossaryTerm(
        key=key, words=dict(words), meanings=dict(meanings), changed_at=now, by_ref=by.person_ref
    )
    session().add(term)
    session().flush()
    audit.record("term.added", by=by, now=now, subject_kind="term", subject_ref=key)
    return term


def change_term(
    term: GlossaryTerm,
    words: Mapping[str, str],
    meanings: Mapping[str, str],
    *,
    by: Visitor,
    now: datetime,
    seen: str | None = None,
) -> None:
    """Other words or meanings; every chapter that marks the term shows them at once. `seen` as for a book."""
    queries.demand_writer(by)
    demand_as_seen(term, said_of_term, seen)
    _demand_source(words, meanings)
    term.words, term.meanings = dict(words), dict(meanings)
    term.changed_at, term.by_ref = now, by.person_ref
    session().flush()
    audit.record("term.changed", by=by, now=now, subject_kind="term", subject_ref=term.key)


def _demand_source(words: Mapping[str, str], meanings: Mapping[str, str]) -> None:
    refusal = rules.why_not_term(words, meanings, queries.source_languages())
    if refusal is not None:
        reason, field = refusal
        raise Refused(reason, field=field)
