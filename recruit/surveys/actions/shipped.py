"""Questionnaires and programmes that ship with the program, as rows. Loading again adds only what is new."""

from datetime import datetime

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


def load_shipped(now: datetime) -> int:
    """Load questionnaires, the programme and its waves; gives how many rows are new.

    A version is never changed: a file with other content becomes the next version, and answers keep pointing at theirs.
    Raises DefinitionError for a version that uses a code for something else than the one before it.
    """
    added = sum(load_instrument(form) for form in shipped_instruments())
    return added + _load_programme() + load_company_programme()


def load_instrument(form: Form) -> int:
    """Load one questionnaire as the next version of its key; gives how many rows are new."""
    rows = session()
    key, definition = form.key, as_definition(form)
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
    mark = fingerprint(definition)
    if newest is not None and newest.hash == mark:
        return 0
    if newest is not None:
        for wrong in why_not_next(parse(newest.definition), form):
            raise DefinitionError(
                f"{key}.{wrong.item}", f"{wrong.change}: what is asked differently needs a code of its own"
            )
    rows.add(
        InstrumentVersion(
            instrument_id=instrument.id,
            number=newest.number + 1 if newest else 1,
            definition=definition,
            hash=mark,
        )
    )
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
