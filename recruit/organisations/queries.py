"""Reads of organisations and of who acts for them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
import json
from pathlib import Path
from typing import Any

from flask import Request, g
from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from recruit.accounts import queries as account_queries
from recruit.accounts.models import Person, User
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.settings import Settings
from recruit.core.text import search_words
from recruit.core.visitor import NOBODY, Membership as ActingMembership, Visitor
from recruit.organisations.models import (
    Company,
    CompanyDraft,
    Membership,
    Organisation,
    OrganisationMove,
    OrganisationPicture,
    OrganisationText,
    Verification,
)
from recruit.organisations.permits import end_of_permit, permit_in
from recruit.organisations.readiness import CompanySaid
from recruit.organisations.rules import (
    Check,
    CheckOutcome,
    OrganisationKind,
    OrganisationState,
    Prefecture,
    Rights,
    nearest_language,
    why_not_eligible,
)
from recruit.web.tables import Page, keyset_page

# The known universities, as they ship with the service.
UNIVERSITIES = Path(__file__).parent / "universities" / "universities.json"


def load_visitor(request: Request, settings: Settings) -> Visitor:
    """Who asks in this request, with memberships and the one acted for. Three statements, none for nobody."""
    found = account_queries.signed_in_user(request)
    if found is None:
        return NOBODY
    user, sign_in = found
    alone = account_queries.visitor_of(user, sign_in, settings)
    language = g.get("language") or alone.language or settings.default_language
    return with_memberships(alone, memberships_of(user.person_id, language), sign_in.acting_for_ref)


def with_memberships(visitor: Visitor, held: Sequence[ActingMembership], acting_for_ref: str = "") -> Visitor:
    """The visitor acting for the organisation with that public id, or for the first one."""
    acting = next((one for one in held if one.organisation_ref == acting_for_ref), held[0] if held else None)
    return replace(visitor, memberships=tuple(held), acting=acting)


# Built once: every request of somebody who is signed in asks it.
_LIVE_MEMBERSHIPS = (
    select(
        Organisation.public_id,
        Organisation.id,
        Organisation.kind,
        Organisation.state,
        Membership.rights,
        OrganisationText.language,
        OrganisationText.name,
    )
    .join(Membership, Membership.organisation_id == Organisation.id)
    .outerjoin(OrganisationText, OrganisationText.organisation_id == Organisation.id)
    .where(Membership.person_id == bindparam("person_id"), Membership.ended_at.is_(None))
    .order_by(Membership.begun_at, Membership.id, OrganisationText.language)
)


def memberships_of(person_id: int, language: str) -> list[ActingMembership]:
    """A person's live memberships, the oldest first, named in that language. One statement."""
    rows = session().execute(_LIVE_MEMBERSHIPS, {"person_id": person_id})
    names: dict[str, dict[str, str]] = {}
    firsts: dict[str, tuple[int, OrganisationKind, OrganisationState, Rights]] = {}
    for public_id, key, kind, state, rights, written_in, name in rows:
        firsts.setdefault(public_id, (key, kind, state, rights))
        of_this = names.setdefault(public_id, {})
        if written_in:
            of_this[written_in] = name
    held = []
    for public_id, (key, kind, state, rights) in firsts.items():
        nearest = nearest_language(names[public_id].keys(), language)
        name = names[public_id][nearest] if nearest else ""
        held.append(ActingMembership(key, public_id, kind, name, rights, state))
    return held


def text_in(organisation: Organisation, language: str) -> OrganisationText | None:
    """What the organisation says in that language, or in the nearest it has written."""
    written = {text.language: text for text in organisation.texts}
    nearest = nearest_language(written.keys(), language)
    return written[nearest] if nearest else None


def name_in(organisation: Organisation, language: str) -> str:
    """The organisation's name in that language, or in the nearest."""
    text = text_in(organisation, language)
    return text.name if text else ""


@lru_cache
def short_names() -> dict[str, str]:
    """What people call the known universities for short, by address."""
    entries = json.loads(UNIVERSITIES.read_text(encoding="utf-8"))
    return {entry["slug"]: entry.get("short_name", "") for entry in entries}


def with_search(query: Select[Any], words: str) -> Select[Any]:
    """Only organisations whose names hold every word typed, from the beginning of a word on."""
    for token in search_words(words):
        query = query.where(Organisation.search_key.like(f"% {token}%"))
    return query


def companies_page(*, words: str, prefecture: Prefecture | None, after: str | None) -> Page[Organisation]:
    """Approved companies, for everybody."""
    query = (
        select(Organisation)
        .join(Organisation.company)
        .options(contains_eager(Organisation.company))
        .where(
            Organisation.kind == OrganisationKind.COMPANY, Organisation.state == OrganisationState.APPROVED
        )
    )
    if prefecture is not None:
        query = query.where(Company.prefecture == prefecture)
    return keyset_page(with_search(query, words), by=[Organisation.slug], after=after)


def public_company(slug: str) -> Organisation:
    """An approved company by its address."""
    found = session().scalar(
        select(Organisation)
        .options(joinedload(Organisation.company))
        .where(
            Organisation.slug == slug,
            Organisation.kind == OrganisationKind.COMPANY,
            Organisation.state == OrganisationState.APPROVED,
        )
    )
    if found is None:
        raise Missing
    return found


def organisation_by_ref(public_id: str) -> Organisation | None:
    """For later rooms that keep a public id. Whether the visitor may is their question."""
    return session().scalar(select(Organisation).where(Organisation.public_id == public_id))


def own_organisation(visitor: Visitor) -> Organisation:
    """The organisation the visitor acts for."""
    found = session().scalar(
        select(Organisation)
        .options(joinedload(Organisation.company))
        .where(Organisation.id == visitor.acting_organisation_id)
    )
    if found is None:
        raise Missing
    return found


def own_membership(visitor: Visitor, organisation_ref: str) -> ActingMembership:
    """One of the visitor's own live memberships; anybody else's is not found."""
    held = memberships_of(visitor.person_id or 0, visitor.language or "en")
    found = next((one for one in held if one.organisation_ref == organisation_ref), None)
    if found is None:
        raise Missing
    return found


def members_of(visitor: Visitor) -> list[Membership]:
    """Who acts for the visitor's organisation, the oldest first."""
    return live_members(visitor.acting_organisation_id)


def live_members(organisation_id: int | None) -> list[Membership]:
    """The live memberships of an organisation, read anew. Whether the visitor may is the caller's question."""
    rows = session().scalars(
        select(Membership)
        .options(joinedload(Membership.person))
        .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
        .order_by(Membership.begun_at, Membership.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def member_of(visitor: Visitor, person_ref: str) -> Membership:
    """One member of the visitor's organisation."""
    found = next((one for one in members_of(visitor) if one.person.public_id == person_ref), None)
    if found is None:
        raise Missing
    return found


def refs_of_owners_who_stay(organisation_id: int) -> set[str]:
    """Who owns the organisation here and can sign in: neither switched off nor about to close the account."""
    rows = session().scalars(
        select(Person.public_id)
        .join(User, User.person_id == Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.rights == Rights.OWNER,
            Membership.ended_at.is_(None),
            User.active,
            User.closes_at.is_(None),
        )
    )
    return set(rows)


def is_member(person_id: int, organisation_id: int) -> bool:
    """Whether the person has a live membership of this organisation."""
    found = session().scalar(
        select(Membership.id).where(
            Membership.person_id == person_id,
            Membership.organisation_id == organisation_id,
            Membership.ended_at.is_(None),
        )
    )
    return found is not None


def addresses_of_owners(organisation_id: int) -> list[tuple[Person, str]]:
    """The owners of an organisation and where mail reaches them."""
    rows = session().execute(
        select(Person, User.email)
        .join(User, User.person_id == Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.rights == Rights.OWNER,
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.id)
    )
    return [(person, email) for person, email in rows]


def address_of_member(membership: Membership) -> str:
    """Where mail reaches a member; empty for who cannot sign in."""
    return session().scalar(select(User.email).where(User.person_id == membership.person_id)) or ""


def newest_move(organisation_id: int) -> OrganisationMove | None:
    """The last change of state, with its reason."""
    return session().scalar(
        select(OrganisationMove)
        .where(OrganisationMove.organisation_id == organisation_id)
        .order_by(OrganisationMove.id.desc())
        .limit(1)
    )


def draft_of(visitor: Visitor) -> CompanyDraft | None:
    """The registration that the visitor has begun and not sent."""
    return session().scalar(select(CompanyDraft).where(CompanyDraft.person_id == visitor.person_id))


def lock_organisation(organisation: Organisation) -> None:
    """Whoever changes what is counted for this organisation comes one after the other."""
    session().execute(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())


def pictures_of(organisation: Organisation) -> list[OrganisationPicture]:
    """The pictures of a company's page, in their order."""
    rows = session().scalars(
        select(OrganisationPicture)
        .where(OrganisationPicture.organisation_id == organisation.id)
        .order_by(OrganisationPicture.id)
    )
    return list(rows)


def own_picture(visitor: Visitor, public_id: str) -> OrganisationPicture:
    """A picture of the page of the visitor's company."""
    return _picture(public_id, OrganisationPicture.organisation_id == visitor.acting_organisation_id)


def public_picture(slug: str, public_id: str) -> OrganisationPicture:
    """A picture on the page of an approved company."""
    return _picture(
        public_id,
        Organisation.slug == slug,
        Organisation.kind == OrganisationKind.COMPANY,
        Organisation.state == OrganisationState.APPROVED,
    )


def _picture(public_id: str, *where: ColumnElement[bool]) -> OrganisationPicture:
    found = session().scalar(
        select(OrganisationPicture)
        .join(Organisation, Organisation.id == OrganisationPicture.organisation_id)
        .where(OrganisationPicture.public_id == public_id, *where)
    )
    if found is None:
        raise Missing
    return found


def what_company_said(organisation: Organisation, *, pictures: int, members: int) -> CompanySaid:
    """What `readiness` looks at. Raises Missing for what is no company."""
    company = organisation.company
    if company is None:
        raise Missing
    permit = permit_in(company.permit_number)
    return CompanySaid(
        state=organisation.state,
        is_eligible=why_not_eligible(company.capital_yen, company.staff_count, company.deemed_large) is None,
        has_figures_source=company.figures_source is not None,
        has_trades=bool(company.trades),
        has_permit=permit is not None,
        permit_end=end_of_permit(permit, company.permit_until),
        about_in={text.language for text in organisation.texts if text.about},
        has_housing=any(text.housing for text in organisation.texts),
        has_support=bool(company.support),
        has_category=company.employer_category is not None,
        pictures=pictures,
        members=members,
    )


def passed_checks(organisation: Organisation) -> tuple[Check, ...]:
    """What staff have looked at and found right, each by its newest outcome. Only what a reader can make sense of."""
    rows = session().execute(
        select(Verification.check_code, Verification.outcome)
        .where(Verification.organisation_id == organisation.id)
        .order_by(Verification.id)
    )
    newest = {check: outcome for check, outcome in rows}  # noqa: C416 - a row is no pair to a type checker
    return tuple(
        check
        for check in Check
        if check is not Check.MAIL_DOMAIN and newest.get(check) is CheckOutcome.PASSED
    )


def own_moves(visitor: Visitor) -> list[OrganisationMove]:
    """What was decided about the organisation the visitor acts for, newest first."""
    return moves_of_organisation(visitor.acting_organisation_id)


def moves_of_organisation(organisation_id: int | None) -> list[OrganisationMove]:
    """The history of a state, newest first. Whether the visitor may is the caller's question."""
    rows = session().scalars(
        select(OrganisationMove)
        .where(OrganisationMove.organisation_id == organisation_id)
        .order_by(OrganisationMove.id.desc())
    )
    return list(rows)


def live_membership(organisation_ref: str, person_ref: str) -> Membership | None:
    """A person's membership, while it lasts. For mails, which are told whom they are about."""
    return session().scalar(
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .options(contains_eager(Membership.person), contains_eager(Membership.organisation))
        .where(
            Organisation.public_id == organisation_ref,
            Person.public_id == person_ref,
            Membership.ended_at.is_(None),
        )
    )
