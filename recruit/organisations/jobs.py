"""What the clock calls for organisations."""

from datetime import date, datetime

from sqlalchemy import or_, select

from recruit.core import clock
from recruit.core.db import session
from recruit.core.each import each_by_itself
from recruit.messages.models import Mail
from recruit.organisations.models import Company, Organisation
from recruit.organisations.permit_mails import NAME, ZONE, tell_owners
from recruit.organisations.permits import (
    REMINDED_BEFORE,
    PermitStanding,
    end_of_permit,
    permit_in,
    standing,
)
from recruit.organisations.rules import OrganisationState

BATCH = 100


def ask_about_permits(now: datetime) -> int:
    """Tell the owners of approved companies that the construction permit ends soon, or has ended. Each end once for each."""
    today = clock.day_in(now, ZONE)
    return each_by_itself("permits that end", _due(today), lambda key: tell_owners(key, now))


def _due(today: date) -> list[int]:
    """Companies nobody was told about yet, as their permit stands today; at most a batch."""
    rows = session().execute(
        select(Organisation.id, Organisation.public_id, Company.permit_number, Company.permit_until)
        .join(Company, Company.organisation_id == Organisation.id)
        .where(
            Organisation.state == OrganisationState.APPROVED,
            or_(Company.permit_until <= today + REMINDED_BEFORE, Company.permit_until.is_(None)),
            or_(Company.permit_until.is_not(None), Company.permit_number != ""),
        )
        .order_by(Organisation.id)
    )
    found: dict[str, int] = {}
    for key, public_id, number, until in rows:
        end = end_of_permit(permit_in(number), until)
        if end is None or (how := standing(end, today)) is PermitStanding.HOLDS:
            continue
        found[f"{NAME}:{public_id}:{end.latest}:{how}"] = key
    told = {
        told.rpartition(":")[0]
        for told in session().scalars(
            select(Mail.unique_key).where(Mail.kind == NAME, Mail.subject_kind == "permit")
        )
    }
    return [key for mark, key in found.items() if mark not in told][:BATCH]
