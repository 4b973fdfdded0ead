"""What the clock calls for hires."""

from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, or_, select

from recruit.accounts.actions.ways import ask_whether_right
from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.ways.rules import (
    ASKED_BEFORE,
    MOVE_AHEAD,
    MOVE_BEHIND,
    SAID_LATELY,
    STALE_AFTER,
    Move,
    move_of,
)
from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.core.each import each_by_itself
from recruit.messages.models import Mail
from recruit.placements.models import Placement
from recruit.placements.rules import AT_WORK, ExitKind, PlacementState

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


def ask_before_moves(now: datetime) -> int:
    """Ask hires whether their numbers and addresses stay right when they are about to move to Japan, before their period of
    stay ends, and when they leave a company; once for each. Who has said so lately is not asked. One transaction a person.
    """
    today = day_in(now, "Asia/Tokyo")
    since = func.min(func.coalesce(ContactPoint.confirmed_at, ContactPoint.verified_at, Person.created_at))
    # As long as a move is in sight: whoever was asked and says nothing must not stand in front of the others every hour.
    asked = exists().where(
        Mail.to_ref == Person.public_id,
        Mail.kind == "ways_still_right",
        Mail.queued_at > now - MOVE_AHEAD - MOVE_BEHIND - timedelta(days=1),
    )
    is_expected = Placement.state == PlacementState.EXPECTED
    moves = or_(
        and_(is_expected, Placement.planned_start_on.between(today, today + MOVE_AHEAD)),
        and_(
            Placement.ended_on.between(today - MOVE_BEHIND, today + MOVE_AHEAD),
            Placement.state != PlacementState.NEVER_STARTED,
            func.coalesce(Placement.exit_kind != ExitKind.DEATH, True),
        ),
        and_(
            Placement.state.in_(AT_WORK),
            Placement.stay_until_on.between(today, today + MOVE_AHEAD),
        ),
    )
    found = (
        session()
        .execute(
            select(Placement.id, User.id.label("user_id"), since.label("since"))
            .join(Person, Person.id == Placement.person_id)
            .join(User, User.person_id == Person.id)
            .join(ContactPoint, ContactPoint.person_id == Person.id)
            .where(
                moves,
                ContactPoint.ended_at.is_(None),
                User.active.is_(True),
                User.confirmed_at.is_not(None),
                Person.anonymised_at.is_(None),
                ~asked,
            )
            .group_by(Placement.id, User.id)
            .having(since <= now - SAID_LATELY)
            .order_by(Placement.id)
            .limit(BATCH)
        )
        .all()
    )
    by_placement = {row.id: row for row in found}

    def ask(placement_id: int) -> bool:
        row, placement = by_placement[placement_id], session().get_one(Placement, placement_id)
        expected_on = placement.planned_start_on if placement.state is PlacementState.EXPECTED else None
        until_on = placement.stay_until_on if placement.state in AT_WORK else None
        move = move_of(
            expected_on=expected_on, ended_on=placement.ended_on, stay_until_on=until_on, today=today
        )
        # An employment begins and ends once; a stay ends, is renewed and ends again.
        move_ref = f"{placement.public_id}:{until_on}" if move is Move.STAY else placement.public_id
        ask_whether_right(
            session().get_one(User, row.user_id), row.since, now=now, move=move, move_ref=move_ref
        )
        return True

    return each_by_itself("hires asked before a move", by_placement, ask)
