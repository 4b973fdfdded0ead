"""Tables of companies, universities and support organisations, and of the people who act for them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.accounts.models import Invitation, Person
from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.core.models import StoredFile
from recruit.organisations.rules import (
    Check,
    CheckOutcome,
    EmployerCategory,
    FiguresSource,
    OrganisationKind,
    OrganisationState,
    Prefecture,
    ReadinessResult,
    Rights,
)


class Organisation(PubliclyKnown, Base):
    """A company, a university or a support organisation. Known universities are `listed` from the start."""

    __tablename__ = "organisation"

    slug: Mapped[str] = mapped_column(String(90), unique=True)
    kind: Mapped[OrganisationKind] = mapped_column(Coded(OrganisationKind))
    country: Mapped[str] = mapped_column(String(2))
    state: Mapped[OrganisationState] = mapped_column(Coded(OrganisationState))
    corporate_number: Mapped[str | None] = mapped_column(String(13))
    source: Mapped[str] = mapped_column(String(200), default="")
    city: Mapped[str] = mapped_column(String(80), default="")
    # How the Japanese name is read; lists in Japanese are sorted and searched by it.
    name_kana: Mapped[str] = mapped_column(String(200), default="")
    search_key: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]

    texts: Mapped[list["OrganisationText"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="OrganisationText.language"
    )
    company: Mapped["Company | None"] = relationship(lazy="select", back_populates="organisation")

    __table_args__ = (
        UniqueConstraint("corporate_number", name="uq_organisation_corporate_number"),
        Index("ix_organisation_kind_state", "kind", "state"),
    )


class OrganisationText(Keyed, Base):
    """What an organisation says about itself, one row per language."""

    __tablename__ = "organisation_text"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    language: Mapped[str] = mapped_column(String(5))
    name: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")
    # Who works there, how newcomers live, and what is done for them: a company's page has a heading for each.
    people: Mapped[str] = mapped_column(Text, default="", server_default="")
    housing: Mapped[str] = mapped_column(Text, default="", server_default="")
    support: Mapped[str] = mapped_column(Text, default="", server_default="")
    version: Mapped[int] = mapped_column(default=1)
    origin: Mapped[str] = mapped_column(String(20), default="human")
    source_language: Mapped[str | None] = mapped_column(String(5))
    source_version: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("organisation_id", "language", name="uq_organisation_text_organisation_id_language"),
    )


class Company(Base):
    """What only a company has."""

    __tablename__ = "company"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    capital_yen: Mapped[int | None] = mapped_column(BigInteger)
    staff_count: Mapped[int | None]
    foreign_staff_count: Mapped[int | None]
    # Where capital and staff are written down, and of which day they are.
    figures_source: Mapped[FiguresSource | None] = mapped_column(Coded(FiguresSource))
    figures_on: Mapped[date | None]
    permit_number: Mapped[str] = mapped_column(String(60), default="")
    # The last day of the permit, as the company names it; the number tells no more than the year.
    permit_until: Mapped[date | None] = mapped_column(index=True)
    trades: Mapped[list[Any]] = mapped_column(JSON, default=list)
    prefecture: Mapped[Prefecture | None] = mapped_column(Coded(Prefecture))
    deemed_large: Mapped[bool] = mapped_column(default=False)
    employer_category: Mapped[EmployerCategory | None] = mapped_column(Coded(EmployerCategory))
    support: Mapped[list[Any]] = mapped_column(JSON, default=list)
    telephone: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(200), default="")

    organisation: Mapped[Organisation] = relationship(back_populates="company", lazy="joined")

    __table_args__ = (
        CheckConstraint("capital_yen >= 0", name="capital_yen"),
        CheckConstraint("staff_count >= 0", name="staff_count"),
    )


class CompanyDraft(Keyed, Base):
    """What somebody has filled in so far to register a company, as it was typed. Gone as soon as it is sent."""

    __tablename__ = "company_draft"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    typed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)


class OrganisationPicture(PubliclyKnown, Base):
    """A picture on a company's page. `words` say in each language what is seen, for who does not see it."""

    __tablename__ = "organisation_picture"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    stored_file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    words: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    width: Mapped[int]
    height: Mapped[int]
    added_at: Mapped[datetime]

    # Pages that everybody sees name pictures; only who fetches one reads its file.
    stored_file: Mapped[StoredFile] = relationship(lazy="select")


class Membership(Keyed, Base):
    """A person who acts for an organisation, with rights."""

    __tablename__ = "membership"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    rights: Mapped[Rights] = mapped_column(Coded(Rights))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="select")
    organisation: Mapped[Organisation] = relationship(lazy="select")

    __table_args__ = (
        Index(
            "uq_membership_live",
            "person_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class MemberInvitation(Invitation, Base):
    """An invitation to act for an organisation, sent by one of its owners (or by staff), with the rights it gives."""

    __tablename__ = "member_invitation"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    rights: Mapped[Rights] = mapped_column(Coded(Rights))
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    organisation: Mapped[Organisation] = relationship(lazy="select")

    __table_args__ = (
        Index(
            "uq_member_invitation_open",
            "organisation_id",
            "email",
            unique=True,
            sqlite_where=text("used_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("used_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )


class Readiness(Keyed, Base):
    """A company's answers to the readiness check; the newest counts."""

    __tablename__ = "readiness"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("company.organisation_id"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int]
    result: Mapped[ReadinessResult] = mapped_column(Coded(ReadinessResult))
    answered_at: Mapped[datetime]


class Verification(Keyed, Base):
    """What staff checked of an organisation."""

    __tablename__ = "verification"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    check_code: Mapped[Check] = mapped_column("check", Coded(Check))
    outcome: Mapped[CheckOutcome] = mapped_column(Coded(CheckOutcome))
    by_ref: Mapped[str] = mapped_column(String(22))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text, default="")


class OrganisationMove(Keyed, Base):
    """A change of an organisation's state."""

    __tablename__ = "organisation_move"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    from_state: Mapped[OrganisationState] = mapped_column(Coded(OrganisationState))
    to_state: Mapped[OrganisationState] = mapped_column(Coded(OrganisationState))
    at: Mapped[datetime]
    by_ref: Mapped[str] = mapped_column(String(22))
    reason: Mapped[str] = mapped_column(Text, default="")
