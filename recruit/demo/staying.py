"""Enough people in one place that figures for readers outside the staff can be shown: one large employer, graduates of one university."""

from collections.abc import Sequence
from datetime import date, datetime
from random import Random

from sqlalchemy import select

from recruit.accounts.models import User
from recruit.core.db import session
from recruit.core.disclosure.limits import LEAST_IN_PUBLIC
from recruit.organisations.models import Membership, Organisation
from recruit.organisations.rules import OrganisationState
from recruit.placements.models import Placement
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from recruit.retention.disclosure.jobs import release_public
from recruit.retention.outside.jobs import release_outside
from recruit.retention.outside.models import StayingShown
from recruit.students.models import Education, Student
from recruit.students.rules import Confirmed, EducationLevel, Major

# So many of the hires studied at the university of university@demo.example.
GRADUATES = 30
# So many people are at the large employer beyond what the public sentence needs.
SPARE = 4


def make_large_employer(hires: Sequence[Placement], now: datetime) -> None:
    """One company with open positions gets enough people of others to be told of in public, and agrees to that; inside `writing()`."""
    own = _organisation_of("company@demo.example")
    large = session().scalar(
        select(Organisation)
        .join(Posting, Posting.company_id == Organisation.id)
        .where(
            Organisation.state == OrganisationState.APPROVED,
            Organisation.id != (own.id if own else 0),
            Posting.state == PostingState.PUBLISHED,
        )
        .order_by(Posting.id)
        .limit(1)
    )
    if large is None:
        return
    long_ago = date(now.year - 1, 9, 1)
    seen = [one for one in hires if _is_seen_from_the_first_day(one, long_ago)]
    missing = LEAST_IN_PUBLIC + SPARE - sum(one.employer_id == large.id for one in seen)
    kept = {large.id, own.id if own else 0}
    # Every second one, so that the others keep people too.
    for hire in [one for one in seen if one.employer_id not in kept][::2][: max(missing, 0)]:
        hire.employer_id = large.id
    session().add(StayingShown(organisation_id=large.id, since_at=now))
    session().flush()


def make_graduates(random: Random, hires: Sequence[Placement], now: datetime) -> None:
    """Some hires from Vietnam have a profile that names the university of university@demo.example, a few years ago; inside `writing()`."""
    university = _organisation_of("university@demo.example")
    if university is None:
        return
    with_profile = set(session().scalars(select(Student.person_id)))
    chosen = [
        one
        for one in hires
        if one.country == university.country and one.started_on and one.person_id not in with_profile
    ]
    for hire in random.sample(chosen, min(GRADUATES, len(chosen))):
        assert hire.started_on is not None
        session().add(
            Student(
                person_id=hire.person_id,
                name_local=hire.person.display_name,
                nationality=hire.country,
                saved_at=now,
                educations=[
                    Education(
                        university_id=university.id,
                        degree=EducationLevel.BACHELOR,
                        major=random.choice(list(Major)),
                        graduates_on=date(hire.started_on.year - (hire.started_on.month < 9), 7, 1),
                        confirmed=Confirmed.GRADUATED,
                    )
                ],
            )
        )
    session().flush()


def release_first(now: datetime) -> None:
    """What everybody reads, and what the organisations of the accounts read; the clock releases the rest. It opens its own `writing()`."""
    release_public(now)
    found = [_organisation_of(email) for email in ("company@demo.example", "university@demo.example")]
    release_outside(now, only=[one.id for one in found if one is not None])


def _is_seen_from_the_first_day(hire: Placement, long_ago: date) -> bool:
    return (
        hire.employer_id is not None
        and hire.started_on is not None
        and hire.registered_on <= hire.started_on < long_ago
    )


def _organisation_of(email: str) -> Organisation | None:
    return session().scalar(
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .join(User, User.person_id == Membership.person_id)
        .where(User.email == email)
        .order_by(Membership.id)
        .limit(1)
    )
