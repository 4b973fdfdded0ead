"""Moves of staff: a sign-in with a role, roles given and taken."""

from datetime import datetime

from recruit.accounts import queries
from recruit.accounts.actions.people import add_person, add_user
from recruit.accounts.actions.sign_ins import end_all_sign_ins
from recruit.accounts.models import User, UserRole
from recruit.core import audit
from recruit.core.db import session
from recruit.core.visitor import Role, Visitor


def create_staff_user(
    *, email: str, role: Role, name: str, password_hash: str | None, language: str, by: Visitor, now: datetime
) -> User:
    """A sign-in with a staff role, confirmed by whoever runs the installation. An address in use is refused."""
    person = add_person(display_name=name, language=language, zone="Asia/Tokyo", now=now)
    user = add_user(person, email=email, password_hash=password_hash, came_as="", confirmed=True, now=now)
    audit.record(
        "staff_user_created",
        by=by,
        now=now,
        subject_kind="person",
        subject_ref=person.public_id,
        change=str(role),
    )
    give_role(user, role, by=by, now=now)
    return user


def give_role(user: User, role: Role, *, by: Visitor, now: datetime) -> None:
    """Give a staff role. The person signs in anew, now under the terms for staff."""
    if role in queries.roles_of(user):
        return
    user.roles.append(UserRole(role=role))
    session().flush()
    end_all_sign_ins(user.id, now)
    audit.record(
        "role_given",
        by=by,
        now=now,
        subject_kind="person",
        subject_ref=user.person.public_id,
        change=str(role),
    )


def take_role(user: User, role: Role, *, by: Visitor, now: datetime) -> None:
    """Take a staff role away; it ends at once on every device."""
    held = [row for row in user.roles if row.role == role]
    if not held:
        return
    user.roles.remove(held[0])
    session().flush()
    end_all_sign_ins(user.id, now)
    audit.record(
        "role_taken",
        by=by,
        now=now,
        subject_kind="person",
        subject_ref=user.person.public_id,
        change=str(role),
    )
