"""What the clock calls for hires."""

from datetime import datetime

from sqlalchemy import exists, func, select

from recruit.accounts.actions.ways import ask_whether_right
from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.ways.rules import ASKED_BEFORE, STALE_AFTER
from recruit.core.db import session
from recruit.core.each import each_by_itself
from recruit.messages.models import Mail
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementState

_GOES_ON = (PlacementState.EXPECTED, PlacementState.WORKING, PlacementState.ON_LEAVE)
BATCH = 50


def ask_about_ways(now: datetime) -> int:
    """Ask hires whether their numbers and addresses are still right, before these go stale, and every half year until they say. One transaction a person."""
    since = func.min(func.coalesce(ContactPoint.confirmed_at, ContactPoint.verified_at, Person.created_at))
    asked = exists().where(
        Mail.to_ref == Person.public_id, Mail.kind == "ways_still_right", Mail.queued_at > now - STALE_AFTER
    )
    found = (
        session()
        .execute(
            select(User.id, since.label("since"))
            .join(Person, Person.id == User.person_id)
            .join(ContactPoint, ContactPoint.person_id == Person.id)
            .where(
                ContactPoint.ended_at.is_(None),
                User.active.is_(True),
                User.confirmed_at.is_not(None),
                Person.anonymised_at.is_(None),
                exists().where(Placement.person_id == Person.id, Placement.state.in_(_GOES_ON)),
                ~asked,
            )
            .group_by(User.id)
            .having(since <= now - (STALE_AFTER - ASKED_BEFORE))
            .order_by(User.id)
            .limit(BATCH)
        )
        .all()
    )
    said: dict[int, datetime] = {row[0]: row[1] for row in found}

    def ask(user_id: int) -> bool:
        ask_whether_right(session().get_one(User, user_id), said[user_id], now=now)
        return True

    return each_by_itself("hires asked about ways", said, ask)
