"""Moves of companies: apply for membership, keep the profile."""

from datetime import datetime
import secrets

from sqlalchemy import select

from recruit.core import audit
from recruit.core.db import refuse_on, session
from recruit.core.errors import Missing, Refused
from recruit.core.events import announce
from recruit.core.text import search_key, slug_of
from recruit.core.visitor import Visitor
from recruit.organisations import marks, permits, queries, rules, texts
from recruit.organisations.actions.members import add_member
from recruit.organisations.actions.states import move
from recruit.organisations.events import OrganisationApplied
from recruit.organisations.models import Company, Membership, Organisation
from recruit.organisations.rules import (
    OrganisationKind,
    OrganisationRefusal,
    OrganisationState,
    Rights,
)
from recruit.organisations.texts import SOURCE_LANGUAGE
from recruit.organisations.values import CompanyFacts

refuse_on(
    "uq_organisation_corporate_number", Refused(OrganisationRefusal.NUMBER_TAKEN, field="corporate_number")
)


def apply_as_company(
    facts: CompanyFacts, corporate_number: str, *, by: Visitor, now: datetime
) -> Organisation:
    """Register a company that waits for approval; who registers it is its owner. Sent twice, it is still one company."""
    number = rules.folded_number(corporate_number)
    if not rules.is_corporate_number(number):
        raise Refused(OrganisationRefusal.NUMBER_NOT_VALID, field="corporate_number")
    _demand_facts(facts)
    known = _by_number(number)
    if known is not None:
        if _is_member(known, by):
            return known
        raise Refused(OrganisationRefusal.NUMBER_TAKEN, field="corporate_number")
    organisation = Organisation(
        slug=free_slug(facts.names.get("en") or facts.names[SOURCE_LANGUAGE]),
        kind=OrganisationKind.COMPANY,
        country="JP",
        state=OrganisationState.APPLIED,
        corporate_number=number,
        source="application",
        created_at=now,
        company=Company(trades=[], support=[]),
        texts=[],
    )
    _write(organisation, facts)
    session().add(organisation)
    session().flush()
    add_member(organisation, by.person_id or 0, Rights.OWNER, by=by, now=now)
    audit.record(
        "organisation_applied",
        by=by,
        now=now,
        subject_kind="organisation",
        subject_ref=organisation.public_id,
    )
    announce(OrganisationApplied(organisation_id=organisation.id, by=by, now=now))
    return organisation


def change_company(
    organisation: Organisation, facts: CompanyFacts, *, seen: str = "", by: Visitor, now: datetime
) -> None:
    """Keep the company's profile. `seen` is the mark of what its writer had before them."""
    demand_editor(organisation, by)
    _demand_facts(facts)
    queries.lock_organisation(organisation)
    marks.demand_unchanged(seen, marks.mark_of_facts(organisation))
    changed = _write(organisation, facts)
    session().flush()
    if changed:
        audit.record(
            "organisation_changed",
            by=by,
            now=now,
            subject_kind="organisation",
            subject_ref=organisation.public_id,
            change=" ".join(changed),
        )


def send_application_again(
    organisation: Organisation, *, by: Visitor, now: datetime, answer: str = ""
) -> None:
    """The company answers what staff asked, or asks once more after a refusal. Pressed twice, nothing more happens.

    The answer stands in the history, between the question and what is decided next.
    """
    demand_editor(organisation, by)
    if organisation.state is OrganisationState.APPLIED:
        return
    if organisation.state is OrganisationState.ASKED_BACK and not answer.strip():
        raise Refused(OrganisationRefusal.ANSWER_NEEDED, field="answer")
    move(organisation, OrganisationState.APPLIED, by=by, now=now, reason=answer.strip())
    announce(OrganisationApplied(organisation_id=organisation.id, by=by, now=now))


def free_slug(name: str) -> str:
    """An address part for a name that no organisation has yet."""
    wanted = slug_of(name) or f"company-{secrets.token_hex(4)}"
    taken = session().scalar(select(Organisation.id).where(Organisation.slug == wanted))
    return f"{wanted[:80]}-{secrets.token_hex(3)}" if taken is not None else wanted


def search_key_of(organisation: Organisation) -> str:
    """What an organisation is found by."""
    # A new row has no defaults yet.
    names = (text.name for text in organisation.texts)
    return search_key(*names, organisation.name_kana or "", organisation.city or "")


def is_registered(number: str, by: Visitor) -> bool:
    """Whether a company with this number is here already and whoever asks is none of its members."""
    known = _by_number(number)
    return known is not None and not _is_member(known, by)


def _by_number(number: str) -> Organisation | None:
    return session().scalar(select(Organisation).where(Organisation.corporate_number == number))


def _is_member(organisation: Organisation, by: Visitor) -> bool:
    held = session().scalar(
        select(Membership.id).where(
            Membership.organisation_id == organisation.id,
            Membership.person_id == by.person_id,
            Membership.ended_at.is_(None),
        )
    )
    return held is not None


def demand_editor(organisation: Organisation, by: Visitor) -> None:
    """Who may change a company: its owners and recruiters, acting for it."""
    if by.acting is None or by.acting.organisation_id != organisation.id:
        raise Missing
    if not rules.may_edit(Rights(by.acting.rights)):
        raise Missing


def _demand_facts(facts: CompanyFacts) -> None:
    why_not = rules.why_not_eligible(facts.capital_yen, facts.staff_count, facts.deemed_large)
    if why_not:
        beside = "deemed_large" if why_not is OrganisationRefusal.DEEMED_LARGE else "staff_count"
        raise Refused(why_not, field=beside)
    permit = permits.permit_in(facts.permit_number)
    if facts.permit_number and permit is None:
        raise Refused(OrganisationRefusal.PERMIT_NOT_READ, field="permit_number")
    if permit and facts.permit_until and not permits.agrees(permit, facts.permit_until):
        raise Refused(OrganisationRefusal.DAY_NOT_OF_PERMIT, field="permit_until")


def _write(organisation: Organisation, facts: CompanyFacts) -> list[str]:
    """Set what differs; gives the names of the fields."""
    company = organisation.company
    if company is None:
        raise Missing
    permit = permits.permit_in(facts.permit_number)
    wanted = {
        "prefecture": facts.prefecture,
        "address": facts.address,
        "telephone": facts.telephone,
        "capital_yen": facts.capital_yen,
        "staff_count": facts.staff_count,
        "foreign_staff_count": facts.foreign_staff_count,
        "figures_source": facts.figures_source,
        "figures_on": facts.figures_on,
        "employer_category": facts.employer_category,
        "permit_number": permit.written() if permit else "",
        "permit_until": facts.permit_until,
        "trades": [str(trade) for trade in facts.trades],
        "support": [str(support) for support in facts.support],
        "deemed_large": facts.deemed_large,
    }
    changed = [name for name, value in wanted.items() if getattr(company, name) != value]
    for name in changed:
        setattr(company, name, wanted[name])
    if organisation.name_kana != facts.name_kana:
        organisation.name_kana = facts.name_kana
        changed.append("name_kana")
    changed += [
        f"text_{language}"
        for language in sorted(facts.names, key=lambda code: code != SOURCE_LANGUAGE)
        if texts.write(organisation, language, {"name": facts.names[language]})
    ]
    organisation.search_key = search_key_of(organisation)
    return changed
