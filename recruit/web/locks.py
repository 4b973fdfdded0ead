"""Locks: small named predicates over the visitor. Every route names one."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from recruit.core.visitor import Role, Via, Visitor


@dataclass(frozen=True)
class Lock:
    """`name` stands in the census; `opens_for` decides. `needs_sign_in` false means anybody may come."""

    name: str
    opens_for: Callable[[Visitor], bool]
    needs_sign_in: bool = True
    # The page belongs to who acts for an organisation: what is seen there, the organisation has seen.
    for_members: bool = False
    # The person must have proved lately that it is still them: a device left open is not enough.
    needs_proof: bool = False


anybody = Lock("anybody", lambda visitor: True, needs_sign_in=False)
signed_in = Lock("signed_in", lambda visitor: visitor.is_signed_in)
staff = Lock("staff", lambda visitor: visitor.is_signed_in and visitor.is_staff)
# Staff who see to hires: editors of the handbook are none of them.
sees_hires = Lock("sees_hires", lambda visitor: visitor.is_signed_in and visitor.sees_hires)
coordinator = Lock("coordinator", lambda visitor: visitor.is_signed_in and visitor.is_coordinator)
# The token in the address is the key; the query behind it decides. No session is needed.
token_holder = Lock("token_holder", lambda visitor: True, needs_sign_in=False)


def proved(lock: Lock) -> Lock:
    """The same lock for what could cost somebody their account or their data: the gate asks again who is there."""
    return replace(lock, name=f"{lock.name}, proved", needs_proof=True)


def role(*roles: Role) -> Lock:
    """Any of these staff roles."""
    wanted = frozenset(roles)
    return Lock(
        "role(" + ", ".join(sorted(wanted)) + ")",
        lambda visitor: visitor.is_signed_in and bool(visitor.roles & wanted),
    )


def member_of(kind: str, *rights: str) -> Lock:
    """Acts for an organisation of that kind, with one of these rights (any right where none is named)."""
    return Lock(
        f"member_of({', '.join((kind, *rights))})",
        lambda visitor: (
            visitor.via is Via.SIGN_IN
            and visitor.acting is not None
            and visitor.acting.organisation_kind == kind
            and (not rights or visitor.acting.rights in rights)
        ),
        for_members=True,
    )


def any_of(*locks: Lock) -> Lock:
    """Opens when one of the locks does."""
    return Lock(
        " or ".join(lock.name for lock in locks),
        lambda visitor: any(lock.opens_for(visitor) for lock in locks),
        needs_sign_in=all(lock.needs_sign_in for lock in locks),
    )
