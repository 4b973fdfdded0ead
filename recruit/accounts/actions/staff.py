"""Moves of staff: a sign-in with a role, roles given and taken, an account switched off and on again."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from recruit.accounts import queries, team
from recruit.accounts.actions.people import add_person, add_user
from recruit.accounts.actions.sign_ins import end_all_sign_ins
from recruit.accounts.invitation_rules import TeamRefusal
from recruit.accounts.models import User, UserRole
from recruit.core import audit
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Role, Visitor


def create_staff_user(
    *, email: str, role: Role, name: str, password_hash: str | None, language: str, by: Visitor, now: datetime
) -> User:
    """A sign-in with a staff role, confirmed by whoever runs the installation. An address in use is refused."""
    person = add_person(display_name=name, language=language, zone="Asia/Tokyo", now=now)
    user = add_user(person, email=email, password_hash=password_hash, came_as="", confirmed=True, now=now)
    _note("staff_user_created", user, by, now, change=str(role))
    give_role(user, role, by=by, now=now)
    return user


def give_role(user: User, role: Role, *, by: Visitor, now: datetime) -> None:
    """Give a staff role. The person signs in anew, now under the terms for staff."""
    if role in queries.roles_of(user):
        return
    user.roles.append(UserRole(role=role))
    session().flush()
    end_all_sign_ins(user.id, now)
    _note("role_given", user, by, now, change=str(role))


def take_role(user: User, role: Role, *, by: Visitor, now: datetime) -> None:
    """Take a staff role away; it ends at once on every device. One administrator always stays."""
    if role is Role.ADMINISTRATOR:
        demand_another_administrator(user)
    held = [row for row in user.roles if row.role == role]
    if not held:
        return
    user.roles.remove(held[0])
    session().flush()
    end_all_sign_ins(user.id, now)
    _note("role_taken", user, by, now, change=str(role))


def demand_another_administrator(user: User) -> None:
    """Refuse where nobody but this user could administer the service. Of two such moves at once the second waits here."""
    others = [key for key in _hold_administrators() if key != user.id]
    if not others:
        raise Refused(TeamRefusal.LAST_ADMINISTRATOR)


def _hold_administrators() -> list[int]:
    """The administrators who can sign in, their rows held until the end of the transaction."""
    rows = session().scalars(
        select(User.id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(
            UserRole.role == Role.ADMINISTRATOR,
            User.active,
            User.confirmed_at.is_not(None),
            # Who is about to close the account does not count on.
            User.closes_at.is_(None),
        )
        .order_by(User.id)
        .with_for_update()
    )
    return list(rows)


def set_roles(person_ref: str, roles: Collection[Role], *, by: Visitor, now: datetime) -> User:
    """Give and take roles until the person has just these. Without any, the person is not on staff any more."""
    _demand_administrator(by)
    user = _held(person_ref)
    before = queries.roles_of(user)
    for role in Role:
        if role in before and role not in roles:
            take_role(user, role, by=by, now=now)
        elif role in roles and role not in before:
            give_role(user, role, by=by, now=now)
    return user


def switch_off(person_ref: str, *, by: Visitor, now: datetime) -> None:
    """Close an account of staff for the time being: every device is signed out at once. Pressed twice, nothing more happens."""
    _demand_administrator(by)
    user = _held(person_ref)
    if user.id == by.user_id:
        raise Refused(TeamRefusal.OWN_ACCOUNT)
    if not user.active:
        return
    if Role.ADMINISTRATOR in queries.roles_of(user):
        demand_another_administrator(user)
    user.active = False
    session().flush()
    end_all_sign_ins(user.id, now)
    _note("account_switched_off", user, by, now)


def switch_on(person_ref: str, *, by: Visitor, now: datetime) -> None:
    """Open an account of staff again. The person signs in anew."""
    _demand_administrator(by)
    user = _held(person_ref)
    if user.active:
        return
    user.active = True
    session().flush()
    _note("account_switched_on", user, by, now)


def _held(person_ref: str) -> User:
    """Somebody on staff, read anew and held, after the administrators: so two who work on each other wait in one order."""
    _hold_administrators()
    user = team.user_on_staff(person_ref)
    session().execute(select(User.id).where(User.id == user.id).with_for_update())
    session().refresh(user, ["active", "roles"])
    if not user.roles:
        raise Missing
    return user


def _demand_administrator(by: Visitor) -> None:
    if Role.ADMINISTRATOR not in by.roles:
        raise Missing


def _note(action: str, user: User, by: Visitor, now: datetime, *, change: str = "") -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="person",
        subject_ref=user.person.public_id,
        change=change,
    )
