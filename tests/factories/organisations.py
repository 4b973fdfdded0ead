"""Organisations for tests, and their members."""

from itertools import count
from typing import Any

from recruit.accounts.models import User
from recruit.core import clock
from recruit.core.db import writing
from recruit.organisations.actions.companies import search_key_of
from recruit.organisations.models import Company, Membership, Organisation, OrganisationText
from recruit.organisations.rules import (
    OrganisationKind,
    OrganisationState,
    Prefecture,
    Rights,
    corporate_number_check_digit,
)

_number = count(1)


def new_corporate_number() -> str:
    twelve = f"990001{next(_number):06d}"
    return f"{corporate_number_check_digit(twelve)}{twelve}"


def make_company(
    name: str = "株式会社風早原建設",
    *,
    english: str = "Kazahayahara Construction Co., Ltd.",
    about: dict[str, str] | None = None,
    state: OrganisationState = OrganisationState.APPROVED,
    slug: str = "",
    **facts: Any,
) -> Organisation:
    """A company of 60 staff in Aichi, approved unless said otherwise."""
    about = about or {}
    names = {"ja": name, "en": english}
    company = Company(**{"staff_count": 60, "prefecture": Prefecture.AICHI, **facts})
    organisation = Organisation(
        slug=slug or f"company-{next(_number)}",
        kind=OrganisationKind.COMPANY,
        country="JP",
        state=state,
        corporate_number=new_corporate_number(),
        created_at=clock.now(),
        texts=[
            OrganisationText(language=language, name=words, about=about.get(language, ""))
            for language, words in names.items()
        ],
        company=company,
    )
    organisation.search_key = search_key_of(organisation)
    return _kept(organisation)


def make_university(
    slug: str = "", *, country: str = "VN", state: OrganisationState = OrganisationState.APPROVED
) -> Organisation:
    """A university with a name in Vietnamese and Japanese."""
    organisation = Organisation(
        slug=slug or f"university-{next(_number)}",
        kind=OrganisationKind.UNIVERSITY,
        country=country,
        state=state,
        city="Hà Nội",
        created_at=clock.now(),
        texts=[
            OrganisationText(language="vi", name="Trường Đại học Xây dựng mẫu"),
            OrganisationText(language="ja", name="見本建設大学"),
        ],
    )
    return _kept(organisation)


def make_support() -> Organisation:
    """A support organisation in Japan, approved."""
    return _kept(
        Organisation(
            slug=f"support-{next(_number)}",
            kind=OrganisationKind.SUPPORT,
            country="JP",
            state=OrganisationState.APPROVED,
            created_at=clock.now(),
            texts=[OrganisationText(language="ja", name="見本支援機構")],
        )
    )


def _kept(organisation: Organisation) -> Organisation:
    with writing() as rows:
        rows.add(organisation)
    return organisation


def join(user: User, organisation: Organisation, rights: Rights = Rights.OWNER) -> None:
    """Let the user act for the organisation."""
    with writing() as rows:
        rows.add(
            Membership(
                person_id=user.person_id,
                organisation_id=organisation.id,
                rights=rights,
                begun_at=clock.now(),
            )
        )
