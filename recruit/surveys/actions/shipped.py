"""Questionnaires and programmes that ship with the program, as rows. Loading again adds only what is new."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
import json
from typing import Any

from sqlalchemy import func, select

from recruit.core.db import session
from recruit.surveys.forms import (
    DefinitionError,
    Instrument as Form,
    as_definition,
    fingerprint,
    load_shipped as shipped_instruments,
    parse,
)
from recruit.surveys.forms.versions import why_not_next
from recruit.surveys.models import Instrument, InstrumentVersion, Programme, Wave
from recruit.surveys.pairing.actions.shipped import load_company_programme
from recruit.surveys.planning.programme import shipped_programme
from recruit.surveys.planning.written import kept_rules
from recruit.surveys.queries.known import PROGRAMME, newest_programme, rules_of


@dataclass(frozen=True)
class _Shipped:
    """A questionnaire of the program and what is kept of it. As text: nobody who changes a row changes what ships."""

    form: Form
    definition: str
    hash: str

    def version(self, instrument: Instrument, number: int) -> InstrumentVersion:
        definition: dict[str, Any] = json.loads(self.definition)
        return InstrumentVersion(
            instrument_id=instrument.id, number=number, definition=definition, hash=self.hash
        )


def _shipped(form: Form) -> _Shipped:
    definition = as_definition(form)
    return _Shipped(form, json.dumps(definition, ensure_ascii=False), fingerprint(definition))


@cache
def _all_shipped() -> tuple[_Shipped, ...]:
    """Read and judged once a process: they are files of the program."""
    return tuple(map(_shipped, shipped_instruments()))


def load_shipped(now: datetime) -> int:
    """Load questionnaires, the programme and its waves; gives how many rows are new.

    A version is never changed: a file with other content becomes the next version, and answers keep pointing at theirs.
    Raises DefinitionError for a version that uses a code for something else than the one before it.
    """
    standing = _newest_hashes()
    unknown = [one for one in _all_shipped() if one.form.key not in standing]
    added = _load_first_versions(unknown)
    for one in _all_shipped():
        if one not in unknown and standing[one.form.key] != one.hash:
            added += _load_next_version(one)
    return added + _load_programme() + load_company_programme()


def load_instrument(form: Form) -> int:
    """Load one questionnaire as the next version of its key; gives how many rows are new."""
    return _load_next_version(_shipped(form))


def _newest_hashes() -> dict[str, str | None]:
    """What the newest version of each questionnaire holds, by its key."""
    found = session().execute(
        select(Instrument.key, InstrumentVersion.hash)
        .outerjoin(InstrumentVersion, InstrumentVersion.instrument_id == Instrument.id)
        .order_by(InstrumentVersion.number)
    )
    return dict(map(tuple, found))


def _load_first_versions(unknown: list[_Shipped]) -> int:
    rows = session()
    instruments = [Instrument(key=one.form.key) for one in unknown]
    rows.add_all(instruments)
    rows.flush()
    rows.add_all(one.version(instrument, 1) for one, instrument in zip(unknown, instruments, strict=True))
    rows.flush()
    return len(unknown)


def _load_next_version(shipped: _Shipped) -> int:
    rows = session()
    form, key = shipped.form, shipped.form.key
    instrument = rows.scalar(select(Instrument).where(Instrument.key == key))
    if instrument is None:
        instrument = Instrument(key=key)
        rows.add(instrument)
        rows.flush()
    newest = rows.scalar(
        select(InstrumentVersion)
        .where(InstrumentVersion.instrument_id == instrument.id)
        .order_by(InstrumentVersion.number.desc())
        .limit(1)
    )
    if newest is not None and newest.hash == shipped.hash:
        return 0
    if newest is not None:
        for wrong in why_not_next(parse(newest.definition), form):
            raise DefinitionError(
                f"{key}.{wrong.item}", f"{wrong.change}: what is asked differently needs a code of its own"
            )
    rows.add(shipped.version(instrument, newest.number + 1 if newest else 1))
    rows.flush()
    return 1


def _load_programme() -> int:
    shipped = shipped_programme()
    standing = newest_programme()
    # Rules that staff have edited are theirs: what ships later does not take them back.
    if standing is not None and (standing.rules.get("by_staff") or rules_of(standing) == shipped):
        return 0
    rows = session()
    programme = Programme(
        key=PROGRAMME,
        version=(rows.scalar(select(func.max(Programme.version)).where(Programme.key == PROGRAMME)) or 0) + 1,
        rules=kept_rules(shipped),
    )
    rows.add(programme)
    rows.flush()
    instruments = {key: found for found, key in rows.execute(select(Instrument.id, Instrument.key))}
    # Contacts hang on the wave's row for ever, so a new version of the programme takes the rows over.
    waves = {wave.key: wave for wave in standing.waves} if standing else {}
    for position, wave in enumerate(shipped.waves):
        row = waves.get(wave.name) or Wave(key=wave.name)
        row.programme_id, row.position = programme.id, position
        row.anchor, row.months, row.days = wave.anchor, wave.months, wave.days
        row.open_days, row.close_days = wave.open_days, wave.close_days
        row.reminder_days, row.call_days = list(wave.reminder_days), list(wave.call_days)
        row.send_local, row.audience, row.priority = (
            wave.send_local.strftime("%H:%M"),
            wave.audience,
            wave.priority,
        )
        row.instrument_id = instruments[f"hire_{wave.name}"]
        rows.add(row)
    rows.flush()
    rows.expire(programme)
    return 1
