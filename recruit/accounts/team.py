"""Reads of the team: who is on staff, and who is invited. Only administrators see them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from recruit.accounts import queries
from recruit.accounts.models import Passkey, Person, SignIn, StaffInvitation, User, UserRole
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Role, Visitor


@dataclass(frozen=True)
class StaffMember:
    """Somebody on staff, as administrators see them. `last_sign_in` is None where none is on record any more; a passkey
    counts as a second factor.
    """

    person_ref: str
    name: str
    email: str
    roles: tuple[Role, ...]
    last_sign_in: datetime | None
    has_second_factor: bool
    is_active: bool
    is_you: bool


def _demand_administrator(visitor: Visitor) -> None:
    if Role.ADMINISTRATOR not in visitor.roles:
        raise Missing


def staff_members(visitor: Visitor) -> list[StaffMember]:
    """Everybody with a staff role, by name."""
    _demand_administrator(visitor)
    users = session().scalars(
        select(User)
        .join(Person)
        .where(User.roles.any())
        .options(selectinload(User.roles))
        .order_by(Person.display_name, User.id)
    )
    rows = session().execute(
        select(SignIn.user_id, func.max(SignIn.begun_at))
        .join(UserRole, UserRole.user_id == SignIn.user_id)
        .group_by(SignIn.user_id)
    )
    last = {user_id: begun_at for user_id, begun_at in rows}  # noqa: C416 - a row is no pair to a type checker
    with_key = set(
        session().scalars(select(Passkey.user_id).join(UserRole, UserRole.user_id == Passkey.user_id))
    )
    return [_member(user, last.get(user.id), visitor, has_passkey=user.id in with_key) for user in users]


def staff_member(visitor: Visitor, person_ref: str) -> StaffMember:
    """One of them. Whoever has no role is not found."""
    _demand_administrator(visitor)
    user = user_on_staff(person_ref)
    last = session().scalar(select(func.max(SignIn.begun_at)).where(SignIn.user_id == user.id))
    return _member(user, last, visitor, has_passkey=queries.has_passkey(user))


def _member(user: User, last_sign_in: datetime | None, visitor: Visitor, *, has_passkey: bool) -> StaffMember:
    held = queries.roles_of(user)
    return StaffMember(
        person_ref=user.person.public_id,
        name=user.person.display_name,
        email=user.email,
        roles=tuple(role for role in Role if role in held),
        last_sign_in=last_sign_in,
        has_second_factor=bool(user.tf_totp_secret) or has_passkey,
        is_active=user.active,
        is_you=user.id == visitor.user_id,
    )


def user_on_staff(person_ref: str) -> User:
    """The sign-in of somebody on staff."""
    user = queries.user_by_ref(person_ref)
    if user is None or not user.roles:
        raise Missing
    return user


def open_invitations(visitor: Visitor) -> list[StaffInvitation]:
    """Invitations that wait, those too old to be taken up too; the newest first."""
    _demand_administrator(visitor)
    rows = session().scalars(
        select(StaffInvitation)
        .where(StaffInvitation.used_at.is_(None), StaffInvitation.withdrawn_at.is_(None))
        .order_by(StaffInvitation.sent_at.desc(), StaffInvitation.id.desc())
    )
    return list(rows)


def invitation_by_ref(public_id: str) -> StaffInvitation:
    """An invitation to staff. Whether the visitor may is the caller's question."""
    found = session().scalar(select(StaffInvitation).where(StaffInvitation.public_id == public_id))
    if found is None:
        raise Missing
    return found


def open_invitation_to(address: str) -> StaffInvitation | None:
    """The one invitation that waits at this address."""
    return session().scalar(
        select(StaffInvitation).where(
            StaffInvitation.email == address.strip().lower(),
            StaffInvitation.used_at.is_(None),
            StaffInvitation.withdrawn_at.is_(None),
        )
    )


def counts_of_roles() -> dict[Role, int]:
    """How many people can act in each role now: confirmed, not switched off, and not about to close the account."""
    rows = session().execute(
        select(UserRole.role, func.count())
        .join(User, User.id == UserRole.user_id)
        .where(User.active, User.confirmed_at.is_not(None), User.closes_at.is_(None))
        .group_by(UserRole.role)
    )
    found = {role: count for role, count in rows}  # noqa: C416 - a row is no pair to a type checker
    return {role: found.get(role, 0) for role in Role}
