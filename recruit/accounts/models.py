"""Tables of people, their sign-ins and consents."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from recruit.accounts.rules import ContactKind
from recruit.accounts.ways.rules import HowTold, Messenger, Relation, found_by
from recruit.core.db import Base, Coded, Keyed, PubliclyKnown
from recruit.core.text import search_key


class Person(PubliclyKnown, Base):
    """Every human, with or without a sign-in. A hire who was brought in from a list is one too."""

    __tablename__ = "person"

    display_name: Mapped[str] = mapped_column(String(200), default="")
    # Folded words of the name, by which staff find a person whatever marks or script they type.
    search_key: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(5))
    zone: Mapped[str] = mapped_column(String(40))
    country_now: Mapped[str] = mapped_column(String(2), default="")
    created_at: Mapped[datetime]
    anonymised_at: Mapped[datetime | None]
    # This row was one of two of the same person, and leads to the other.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    @validates("display_name")
    def _keep_search_key(self, _name: str, value: str) -> str:
        self.search_key = search_key(value)
        return value


def _found_by(context: DefaultExecutionContext) -> str:
    """Rows that are added in bulk pass no listener of the model."""
    return found_by(context.get_current_parameters()["value"])


class ContactPoint(Keyed, Base):
    """A way to reach a person. The leaver's own address is here too."""

    __tablename__ = "contact_point"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[ContactKind] = mapped_column(Coded(ContactKind))
    value: Mapped[str] = mapped_column(String(254))
    # What staff and imports find it by, however a number is written.
    found_by: Mapped[str] = mapped_column(String(254), index=True, default=_found_by)
    # Where a messenger; and for a trusted person who that is, and what to the one who named them.
    messenger: Mapped[Messenger | None] = mapped_column(Coded(Messenger))
    holder: Mapped[str] = mapped_column(String(200), default="")
    relation: Mapped[Relation | None] = mapped_column(Coded(Relation))
    verified_at: Mapped[datetime | None]
    # When the person said last that it is still right.
    confirmed_at: Mapped[datetime | None]
    priority: Mapped[int] = mapped_column(default=1)
    ended_at: Mapped[datetime | None]
    # Where staff entered it for somebody without a sign-in: how and when the person told them, and who wrote it down.
    told_how: Mapped[HowTold | None] = mapped_column(Coded(HowTold))
    told_on: Mapped[date | None]
    entered_by_ref: Mapped[str] = mapped_column(String(22), default="", server_default="")

    @validates("value")
    def _keep_found_by(self, _name: str, value: str) -> str:
        self.found_by = found_by(value)
        return value


class User(Keyed, Base):
    """A sign-in of a person."""

    __tablename__ = "user"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    came_as: Mapped[str] = mapped_column(String(20), default="")
    confirmed_at: Mapped[datetime | None]
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    # The number of the last accepted code's time step: a code that was looked over a shoulder opens nothing.
    tf_last_counter: Mapped[int | None]
    tf_begun_at: Mapped[datetime | None]
    # Hashes: the codes themselves are shown once.
    recovery_codes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    # Changes whenever a link is asked for or used, so that only the newest link opens, once.
    link_stamp: Mapped[str] = mapped_column(String(32), default="")
    # Changes when the owner says that a sign-in was somebody else's: no device is known any more, and every link that says so
    # has served.
    devices_stamp: Mapped[str] = mapped_column(String(32), default="", server_default="")
    create_datetime: Mapped[datetime]
    # The person has asked to close the account; until then signing in offers to keep it.
    closes_at: Mapped[datetime | None]
    # The last sign-in; and when somebody who stayed away for long was asked whether the account is still wanted.
    last_seen_at: Mapped[datetime | None] = mapped_column(index=True)
    asked_to_stay_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")
    roles: Mapped[list["UserRole"]] = relationship(lazy="select", cascade="all, delete-orphan")

    __table_args__ = (UniqueConstraint("email", name="uq_user_email"),)


class UserRole(Keyed, Base):
    """A staff role of a user (see `core.visitor.Role`)."""

    __tablename__ = "user_role"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(30))

    __table_args__ = (UniqueConstraint("user_id", "role", name="uq_user_role_user_id_role"),)


class SignIn(Keyed, Base):
    """A device that is signed in. A cookie without a live row is nobody."""

    __tablename__ = "sign_in"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    begun_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # The organisation this sign-in acts for, by its public id: accounts come before organisations.
    acting_for_ref: Mapped[str] = mapped_column(String(22), default="")
    network: Mapped[str] = mapped_column(String(64), default="")
    device: Mapped[str] = mapped_column(String(200), default="")
    # By which the browser is known again when the same person signs in; says nothing about anybody else who uses it.
    browser_hash: Mapped[str] = mapped_column(String(32), default="", server_default="")
    with_second_factor: Mapped[bool] = mapped_column(Boolean, default=False)
    # When this device last proved who holds it: at sign-in, and again before what could cost the account.
    proved_at: Mapped[datetime | None]


class ProviderIdentity(Keyed, Base):
    """Somebody whom a provider of OpenID Connect knows, tied to a sign-in. The pair never changes hands."""

    __tablename__ = "oidc_identity"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime]
    # When the person last came back from there. No older return opens anything, and none opens twice.
    arrived_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("issuer", "subject", name="uq_oidc_identity_issuer_subject"),)


class Passkey(Keyed, Base):
    """A key on somebody's device or in their keychain that signs them in. Only its public half is here."""

    __tablename__ = "passkey"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    # How often the key says it was used; one that goes back was copied. Many keys do not count and always say 0.
    sign_count: Mapped[int] = mapped_column(BigInteger)
    transports: Mapped[list[Any]] = mapped_column(JSON, default=list)
    name: Mapped[str] = mapped_column(String(60))
    backed_up: Mapped[bool] = mapped_column(Boolean, default=False)
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    # When the challenge was made that it answered last. No older one opens anything, and none opens twice.
    challenged_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("credential_id", name="uq_passkey_credential_id"),)


class ConsentText(Keyed, Base):
    """The words a consent was given to, with where its facts about the receiving country are from; never changed, only
    followed by a new version.
    """

    __tablename__ = "consent_text"

    purpose: Mapped[str] = mapped_column(String(40))
    country: Mapped[str] = mapped_column(String(2), default="JP", server_default="JP")
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(5))
    body: Mapped[str] = mapped_column(Text)
    facts_source: Mapped[str] = mapped_column(String(500), default="", server_default="")
    facts_checked_on: Mapped[date | None]

    __table_args__ = (
        UniqueConstraint("purpose", "country", "version", "language", name="uq_consent_text_words"),
    )


class Consent(PubliclyKnown, Base):
    """One person's consent to one purpose for one recipient, in the words and language shown."""

    __tablename__ = "consent"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    recipient_kind: Mapped[str] = mapped_column(String(20))
    recipient_ref: Mapped[str] = mapped_column(String(22), default="")
    country: Mapped[str] = mapped_column(String(2), default="JP")
    consent_text_id: Mapped[int] = mapped_column(ForeignKey("consent_text.id"))
    given_at: Mapped[datetime]
    way: Mapped[str] = mapped_column(String(20))
    # The hash of the words as they were shown, and the consent that took this one's place when the words changed.
    words_hash: Mapped[str] = mapped_column(String(64), default="", server_default="")
    withdrawn_at: Mapped[datetime | None]
    replaced_by_ref: Mapped[str] = mapped_column(String(22), default="", server_default="")

    __table_args__ = (
        Index(
            "uq_consent_live",
            "person_id",
            "purpose",
            "recipient_kind",
            "recipient_ref",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )


class Invitation(PubliclyKnown):
    """Mixin: somebody is asked by mail to join. The token lives in the newest mail only, and opens once."""

    email: Mapped[str] = mapped_column(String(254))
    # In which the mail is written: nobody is there yet who could have a language.
    language: Mapped[str] = mapped_column(String(5))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sent_at: Mapped[datetime]
    times_sent: Mapped[int] = mapped_column(default=1)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class StaffInvitation(Invitation, Base):
    """An invitation to staff, sent by an administrator, with the roles it gives."""

    __tablename__ = "staff_invitation"

    roles: Mapped[list[Any]] = mapped_column(JSON)

    __table_args__ = (
        Index(
            "uq_staff_invitation_open",
            "email",
            unique=True,
            sqlite_where=text("used_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("used_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )


class AddressChange(PubliclyKnown, Base):
    """A wish to sign in with another address: asked for, then done by whoever reads mail there, or ended. Kept for a while
    after it is done, because the reader of the old address may take it back.
    """

    __tablename__ = "address_change"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    old_address: Mapped[str] = mapped_column(String(254), index=True)
    new_address: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_address_change_open",
            "user_id",
            unique=True,
            sqlite_where=text("done_at IS NULL AND ended_at IS NULL"),
            postgresql_where=text("done_at IS NULL AND ended_at IS NULL"),
        ),
    )


class RateHit(Base):
    """How often something was tried in one window of time; counted for all processes together."""

    __tablename__ = "rate_hit"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    tries: Mapped[int]
    window_ends_at: Mapped[datetime] = mapped_column(index=True)
