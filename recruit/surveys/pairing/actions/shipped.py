"""The company's programme as rows; its questionnaires are loaded with all others."""

from sqlalchemy import func, select

from recruit.core.db import session
from recruit.surveys.models import Instrument, Programme, Wave
from recruit.surveys.pairing import rules
from recruit.surveys.pairing.queries.planning import company_programme
from recruit.surveys.planning.written import kept_rules
from recruit.surveys.queries.known import rules_of


def load_company_programme() -> int:
    """Load the points at which companies are asked; gives how many rows are new. Contacts hang on the waves' rows for ever."""
    shipped, standing = rules.shipped_company_programme(), company_programme()
    if standing is not None and rules_of(standing) == shipped:
        return 0
    rows = session()
    programme = Programme(
        key=rules.PROGRAMME,
        version=(
            rows.scalar(select(func.max(Programme.version)).where(Programme.key == rules.PROGRAMME)) or 0
        )
        + 1,
        rules=kept_rules(shipped),
    )
    rows.add(programme)
    rows.flush()
    instruments = {key: found for found, key in rows.execute(select(Instrument.id, Instrument.key))}
    waves = {wave.key: wave for wave in standing.waves} if standing else {}
    for position, wave in enumerate(shipped.waves):
        row = waves.get(wave.name) or Wave(key=wave.name)
        row.programme_id, row.position, row.audience = programme.id, position, wave.audience
        row.anchor, row.months, row.days = wave.anchor, wave.months, wave.days
        row.open_days, row.close_days = wave.open_days, wave.close_days
        row.reminder_days, row.call_days = list(wave.reminder_days), list(wave.call_days)
        row.send_local, row.priority = wave.send_local.strftime("%H:%M"), wave.priority
        row.instrument_id = instruments[f"company_{wave.name}"]
        rows.add(row)
    rows.flush()
    rows.expire(programme)
    return 1
