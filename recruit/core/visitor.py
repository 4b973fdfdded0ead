"""Who is asking. Every read is told; every lock looks at this."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Role(StrEnum):
    """Rights of the programme's own staff. Members of organisations have memberships instead."""

    COORDINATOR = "coordinator"
    RETENTION_OFFICER = "retention_officer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Via(StrEnum):
    """The way a visitor came in."""

    SIGN_IN = "sign_in"
    SURVEY_LINK = "survey_link"
    DOOR_DEVICE = "door_device"
    WORKER = "worker"
    NOBODY = "nobody"


class Seen(StrEnum):
    """What of a person a page shows to others; a look at it is recorded."""

    PROFILE = "profile"
    MEETING = "meeting"
    HIRE = "hire"
    DOCUMENT = "document"
    RESPONSE = "response"
    EXPORT = "export"
    REQUEST = "request"


@dataclass(frozen=True)
class Membership:
    """One live membership: of which organisation, of what kind, with which rights."""

    organisation_id: int
    organisation_ref: str
    organisation_kind: str
    organisation_name: str
    rights: str
    organisation_state: str


@dataclass(frozen=True)
class Visitor:
    """The person asking, as far as known. `acting` is the one membership this visitor acts for just now."""

    via: Via = Via.NOBODY
    person_id: int | None = None
    person_ref: str = ""
    user_id: int | None = None
    sign_in_id: int | None = None
    display_name: str = ""
    email: str = ""
    language: str | None = None
    zone: str | None = None
    roles: frozenset[Role] = frozenset()
    memberships: tuple[Membership, ...] = ()
    acting: Membership | None = None
    has_second_factor: bool = False
    # When the person last proved to be the one who signed in.
    proved_at: datetime | None = None
    # As what the account was registered: a student, or for a company that may not be there yet.
    came_as: str = ""

    @property
    def is_signed_in(self) -> bool:
        return self.via is Via.SIGN_IN

    def has_proved_within(self, time: timedelta, now: datetime) -> bool:
        """Whether the person has shown so lately, with a password, a code or a key, that it is them."""
        return self.proved_at is not None and now - self.proved_at <= time

    @property
    def is_staff(self) -> bool:
        return bool(self.roles)

    @property
    def sees_hires(self) -> bool:
        """Staff who see to hires; whoever only edits the handbook does not."""
        return bool(self.roles & {Role.COORDINATOR, Role.RETENTION_OFFICER, Role.ADMINISTRATOR})

    @property
    def is_coordinator(self) -> bool:
        """Coordinators run fairs, companies and people; an administrator may do the same."""
        return bool(self.roles & {Role.COORDINATOR, Role.ADMINISTRATOR})

    def acts_for(self, kind: str) -> bool:
        """Whether this visitor acts for an organisation of that kind (`company`, `university`, `support`)."""
        return self.acting is not None and self.acting.organisation_kind == kind

    @property
    def acting_organisation_id(self) -> int | None:
        return self.acting.organisation_id if self.acting else None

    @property
    def offices(self) -> str:
        """The staff roles this visitor holds, in one order, for a record that outlives them."""
        return " ".join(sorted(self.roles))


NOBODY = Visitor()
WORKER = Visitor(via=Via.WORKER, display_name="worker")
