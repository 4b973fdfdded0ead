"""Looks at the cast of the demonstration, so that their page of who has looked is not empty."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from recruit.accounts.models import User
from recruit.core.db import session
from recruit.core.models import Sighting
from recruit.core.visitor import Role, Seen
from recruit.organisations.models import Membership

# (whose page, who opened it, as what where it was staff, what it shows, how many hours ago)
_LOOKS: tuple[tuple[str, str, Role | None, Seen, int], ...] = (
    ("student", "staff", Role.COORDINATOR, Seen.EXPORT, 200),
    ("hire", "staff", Role.COORDINATOR, Seen.HIRE, 75),
    ("hire", "company", None, Seen.HIRE, 50),
    ("student", "viewer", None, Seen.PROFILE, 31),
    ("student", "staff", Role.COORDINATOR, Seen.PROFILE, 30),
    ("hire", "retention", Role.RETENTION_OFFICER, Seen.RESPONSE, 26),
    ("student", "company", None, Seen.PROFILE, 5),
)


def make_looks(now: datetime) -> None:
    """Some looks at the student and the hire of the cast."""
    users = {
        user.email.partition("@")[0]: user
        for user in session().scalars(select(User).where(User.email.like("%@demo.example")))
    }
    members = {
        row.person_id: row
        for row in session().scalars(select(Membership).options(joinedload(Membership.organisation)))
    }
    for whose, by, office, what, hours in _LOOKS:
        member = members.get(users[by].person_id)
        if member is None and office is None:
            continue
        session().add(
            Sighting(
                at=now - timedelta(hours=hours),
                by_ref=users[by].person.public_id,
                organisation_ref=member.organisation.public_id if member and office is None else "",
                office=str(office or (member.rights if member else "")),
                person_ref=users[whose].person.public_id,
                what=what,
            )
        )
