"""Reads of positions: everybody sees what is published, a company its own, staff all of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from recruit.accounts.models import Person, User
from recruit.core.clock import day_in
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.facts import Fact, fact
from recruit.core.visitor import Visitor
from recruit.organisations.models import Company, Membership, Organisation
from recruit.organisations.rules import EmployerCategory, OrganisationState, Rights
from recruit.postings import rules
from recruit.postings.models import Posting, PostingMove, PostingVersion
from recruit.postings.rules import Circumstances, Finding, PostingState, Source
from recruit.web.tables import Page, keyset_page

TOKYO = "Asia/Tokyo"


def open_to_all(now: datetime) -> Select[Any]:
    """Published, by a company that is approved now, with the day still to come."""
    return (
        select(Posting)
        .join(Organisation, Organisation.id == Posting.company_id)
        .where(
            Posting.state == PostingState.PUBLISHED,
            Organisation.state == OrganisationState.APPROVED,
            or_(Posting.closes_at.is_(None), Posting.closes_at >= now),
        )
    )


def open_positions_of(organisation_id: int, *, now: datetime) -> Sequence[Posting]:
    """The open positions of one company, the newest first."""
    query = open_to_all(now).where(Posting.company_id == organisation_id).order_by(Posting.id.desc())
    return session().scalars(query).all()


def public_position(slug: str) -> Posting:
    """A published position by its address, also after its last day. Suspended companies have none."""
    found = session().scalar(
        select(Posting)
        .join(Organisation, Organisation.id == Posting.company_id)
        .where(
            Posting.slug == slug,
            Posting.state == PostingState.PUBLISHED,
            Organisation.state == OrganisationState.APPROVED,
        )
    )
    if found is None:
        raise Missing
    return found


def positions_of_company(visitor: Visitor) -> Sequence[Posting]:
    """The company's own positions, the newest first."""
    query = (
        select(Posting)
        .where(Posting.company_id == visitor.acting_organisation_id)
        .order_by(Posting.id.desc())
    )
    return session().scalars(query).all()


def own_position(visitor: Visitor, public_id: str) -> Posting:
    """One of the company's own positions."""
    found = session().scalar(
        select(Posting).where(
            Posting.public_id == public_id, Posting.company_id == (visitor.acting_organisation_id or 0)
        )
    )
    if found is None or not visitor.acts_for("company"):
        raise Missing
    return found


def positions_for_staff(visitor: Visitor, *, state: PostingState | None, after: str | None) -> Page[Posting]:
    """All positions, in one state or in all, the newest first; those that wait for a check by how long they wait."""
    _demand_staff(visitor)
    query = select(Posting)
    if state is not None:
        query = query.where(Posting.state == state)
    if state is not PostingState.IN_REVIEW:
        return keyset_page(query, by=[Posting.id], after=after, newest_first=True)
    # Moves are numbered in the order in which they are made: the last one began the waiting.
    sent = (
        select(func.coalesce(func.max(PostingMove.id), 0))
        .where(PostingMove.posting_id == Posting.id)
        .scalar_subquery()
    )
    return keyset_page(query, by=[sent, Posting.id], after=after)


def count_by_state(visitor: Visitor) -> dict[PostingState, int]:
    """How many positions stand in each state."""
    _demand_staff(visitor)
    rows = session().execute(select(Posting.state, func.count()).group_by(Posting.state))
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in PostingState}


def position_for_staff(visitor: Visitor, public_id: str) -> Posting:
    """Any position."""
    _demand_staff(visitor)
    found = session().scalar(select(Posting).where(Posting.public_id == public_id))
    if found is None:
        raise Missing
    return found


def _demand_staff(visitor: Visitor) -> None:
    if not visitor.is_staff:
        raise Missing


def moves_of(posting: Posting) -> Sequence[PostingMove]:
    """What happened to a position, the newest first. Who may see the position may see this."""
    query = select(PostingMove).where(PostingMove.posting_id == posting.id).order_by(PostingMove.id.desc())
    return session().scalars(query).all()


def newest_version(posting: Posting) -> PostingVersion | None:
    """The version that was published last."""
    return session().scalar(
        select(PostingVersion)
        .where(PostingVersion.posting_id == posting.id)
        .order_by(PostingVersion.number.desc())
        .limit(1)
    )


def versions_read(posting: Posting) -> Sequence[PostingVersion]:
    """The versions that everybody reads or could read, the oldest first. One that was approved for a later day is not among
    them before that day, nor after it where it was taken back.
    """
    opened = (PostingState.SCHEDULED, PostingState.PUBLISHED)
    last = session().scalar(
        select(PostingMove)
        .where(PostingMove.posting_id == posting.id, PostingMove.to_state.in_(opened))
        .order_by(PostingMove.id.desc())
        .limit(1)
    )
    query = select(PostingVersion).where(PostingVersion.posting_id == posting.id)
    if last is not None and last.to_state is PostingState.SCHEDULED:
        query = query.where(PostingVersion.published_at < last.at)
    return session().scalars(query.order_by(PostingVersion.number)).all()


def content_of(posting: Posting) -> dict[str, Any]:
    """A position as one value (see `rules/content.py`), with nothing left out and nothing that JSON cannot hold."""
    return {
        "work_kind": str(posting.work_kind),
        "prefecture": str(posting.prefecture),
        "majors": [str(major) for major in posting.majors],
        "japanese_level": str(posting.japanese_level),
        "base_pay_yen": posting.base_pay_yen,
        "fixed_overtime_yen": posting.fixed_overtime_yen,
        "fixed_overtime_hours": posting.fixed_overtime_hours,
        "openings": posting.openings,
        "start_month": posting.start_month.isoformat() if posting.start_month else None,
        "closes_at": posting.closes_at.isoformat() if posting.closes_at else None,
        "source_language": posting.source_language,
        "items": posting.items,
        "texts": {
            text.language: {field: getattr(text, field) for field in rules.TEXT_FIELDS}
            for text in posting.texts
            if text.origin != "machine"
        },
    }


def mark_of(posting: Posting) -> str:
    """A mark of how a position stands: another one after whatever was saved."""
    return posting.saved_at.isoformat()


def employer_name(posting: Posting) -> str:
    """The employer's name as the law asks for it: any name will do, the Japanese one first."""
    names = {text.language: text.name for text in posting.organisation.texts}
    return names.get("ja") or next(iter(names.values()), "")


def missing_items(posting: Posting) -> list[str]:
    """Which items that the law asks for a position does not state yet."""
    return rules.missing_statutory_items(rules.said(content_of(posting), employer_name(posting)))


def findings_of(posting: Posting, *, now: datetime) -> list[Finding]:
    """What the rules find in a position today."""
    wage = fact(f"minimum_wage_{posting.prefecture}", day_in(now, TOKYO))
    category = session().scalar(
        select(Company.employer_category).where(Company.organisation_id == posting.company_id)
    )
    circumstances = Circumstances(
        minimum_per_hour=int(wage.value) if wage else None,
        minimum_source=_source_of(wage) if wage else None,
        simple_category=category in (EmployerCategory.THREE, EmployerCategory.FOUR, None),
        employer_name=employer_name(posting),
    )
    return rules.findings(content_of(posting), circumstances)


def _source_of(row: Fact) -> Source:
    return Source(row.source_name, row.source, row.valid_from_on, row.checked_on, row.verified, language="en")


def company_of(posting: Posting) -> Company | None:
    """What is known of the employer beyond its name."""
    return session().scalar(select(Company).where(Company.organisation_id == posting.company_id))


def exchange_rate(currency: str, *, now: datetime) -> Fact | None:
    """A dated fact of how much of a currency one yen buys; None where nobody has entered one."""
    return fact(f"yen_in_{currency.lower()}", day_in(now, TOKYO))


def addresses_of_editors(organisation_id: int) -> list[tuple[Person, str]]:
    """Who may act on positions and applications of a company, and where mail reaches them."""
    rows = session().execute(
        select(Person, User.email)
        .join(User, User.person_id == Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.rights.in_([Rights.OWNER, Rights.RECRUITER]),
            Membership.ended_at.is_(None),
            User.active.is_(True),
        )
        .order_by(Membership.id)
    )
    return [(person, email) for person, email in rows]


def posting_by_ref(public_id: str) -> Posting | None:
    """For mails and later rooms that keep a public id. Whether the reader may is their question."""
    return session().scalar(
        select(Posting).options(joinedload(Posting.organisation)).where(Posting.public_id == public_id)
    )
