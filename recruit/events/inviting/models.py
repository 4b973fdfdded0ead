"""The table of invitations."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from recruit.core.db import Base, Coded, PubliclyKnown
from recruit.events.inviting.rules import InvitationState, InvitedAs
from recruit.events.models import Event, Registration


class EventInvitation(PubliclyKnown, Base):
    """One address that is invited to one event, once. Its key is made from the secret key and the public id: what stands
    here opens nothing. The address goes some time after the event, or with the account.
    """

    __tablename__ = "event_invitation"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    email: Mapped[str | None] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200), default="")
    # Whose it is, once that is known: from the list, or from who took it up.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    language: Mapped[str] = mapped_column(String(5))
    zone: Mapped[str] = mapped_column(String(40))
    invited_as: Mapped[InvitedAs] = mapped_column(Coded(InvitedAs))
    state: Mapped[InvitationState] = mapped_column(Coded(InvitationState), default=InvitationState.INVITED)
    # While this is so, one of the event's taken seats is this one.
    holds_seat: Mapped[bool] = mapped_column(default=False, server_default=false())
    held_until_at: Mapped[datetime | None]
    # May be taken up without an account.
    as_guest: Mapped[bool] = mapped_column(default=False, server_default=false())
    invited_at: Mapped[datetime]
    invited_by_ref: Mapped[str] = mapped_column(String(22), default="")
    mail_due: Mapped[bool] = mapped_column(default=True, server_default=false())
    sent_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)

    event: Mapped[Event] = relationship(lazy="select")
    registration: Mapped[Registration | None] = relationship(lazy="select")

    __table_args__ = (
        UniqueConstraint("event_id", "email", name="uq_event_invitation_event_id_email"),
        Index(
            "ix_event_invitation_mail_due",
            "id",
            sqlite_where=text("mail_due"),
            postgresql_where=text("mail_due"),
        ),
        Index("ix_event_invitation_remind_at", "remind_at"),
        Index("ix_event_invitation_holds_seat_held_until_at", "holds_seat", "held_until_at"),
    )
