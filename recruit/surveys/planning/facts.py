"""What is known about one recipient and one employment spell, and since when it is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Literal, Self

from recruit.surveys.planning.local_time import TOKYO, Whereabouts
from recruit.surveys.planning.programme import LEAVING, START

OptOutLevel = Literal["survey", "surveys", "all"]
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Known:
    """A date as it was known from `known_at` on; None where it was withdrawn, or where it became known that it never comes."""

    value: date | None
    known_at: datetime
    never_comes: bool = False


@dataclass(frozen=True)
class Leave:
    """Both days belong to the leave; an open end is None."""

    first_on: date
    last_on: date | None
    known_at: datetime


@dataclass(frozen=True)
class OptOut:
    """`survey` refuses one wave, `surveys` all of them, `all` every contact."""

    level: OptOutLevel
    since: datetime
    until: datetime | None = None
    wave: str | None = None


@dataclass(frozen=True)
class Unreachable:
    """No mail can reach the recipient: `no_address` or `bounced`."""

    reason: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Employer:
    name: str
    since: date


@dataclass(frozen=True)
class Facts:
    """One spell (or registration) as seen by one recipient.

    `anchors` holds every version of each date in the order in which it became known. The company's contacts
    are planned from facts of their own: the same anchors, with the company's address, zone and opt-outs.
    """

    subject: str
    anchors: Mapping[str, tuple[Known, ...]]
    start_needs_confirmation: bool = False
    confirmed_at: datetime | None = None
    never_started_at: datetime | None = None
    replaced: Known | None = None
    died: Known | None = None
    leaves: tuple[Leave, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()
    whereabouts: tuple[Whereabouts, ...] = (TOKYO,)
    zone_is_known: bool = True
    employers: tuple[Employer, ...] = field(default=())
    # Where the law asks for consent, nothing is sent before `consented_at`.
    asks_consent: bool = False
    consented_at: datetime | None = None

    def versions(self, anchor: str) -> tuple[Known, ...]:
        return self.anchors.get(anchor, ())

    def last_working_day(self) -> date | None:
        versions = self.versions(LEAVING)
        return versions[-1].value if versions else None

    def employer_on(self, day: date) -> str | None:
        known = [employer for employer in self.employers if employer.since <= day] or list(self.employers[:1])
        return known[-1].name if known else None

    def known_until(self, instant: datetime, *, inclusive: bool = True) -> Self:
        """The same spell as it was known at that instant (or just before it)."""

        def was_known(at: datetime | None) -> bool:
            return at is not None and (at <= instant if inclusive else at < instant)

        return replace(
            self,
            anchors={
                anchor: tuple(version for version in versions if was_known(version.known_at))
                for anchor, versions in self.anchors.items()
            },
            confirmed_at=self.confirmed_at if was_known(self.confirmed_at) else None,
            never_started_at=self.never_started_at if was_known(self.never_started_at) else None,
            replaced=self.replaced if self.replaced and was_known(self.replaced.known_at) else None,
            died=self.died if self.died and was_known(self.died.known_at) else None,
            leaves=tuple(leave for leave in self.leaves if was_known(leave.known_at)),
            opt_outs=tuple(refusal for refusal in self.opt_outs if was_known(refusal.since)),
            unreachable=tuple(span for span in self.unreachable if was_known(span.since)),
            consented_at=self.consented_at if was_known(self.consented_at) else None,
        )


def placement_facts(
    subject: str,
    *,
    start_on: date,
    registered_at: datetime,
    start_is_planned: bool = False,
    confirmed_at: datetime | None = None,
    never_started_at: datetime | None = None,
    last_working_day: date | None = None,
    end_known_at: datetime | None = None,
    died: Known | None = None,
    zone: str = "Asia/Tokyo",
    country: str | None = "JP",
    has_address: bool = True,
    address_since: datetime | None = None,
    bounced_since: datetime | None = None,
    zone_is_known: bool = True,
    opt_outs: tuple[OptOut, ...] = (),
    leaves: tuple[Leave, ...] = (),
    employers: tuple[Employer, ...] = (),
    asks_consent: bool = False,
    consented_at: datetime | None = None,
) -> Facts:
    """The facts of one placement when only their newest versions are at hand.

    `registered_at` is when this platform came to know of the start: what closed before it was never ours to
    send. `address_since` is the first address's arrival where the person was without one before;
    `bounced_since` stands while mail to them comes back.
    """
    unreachable: tuple[Unreachable, ...] = ()
    if not has_address:
        unreachable = (Unreachable("no_address", LONG_AGO),)
    elif address_since is not None:
        unreachable = (Unreachable("no_address", LONG_AGO, address_since),)
    if bounced_since is not None:
        unreachable = (*unreachable, Unreachable("bounced", bounced_since))
    anchors = {START: (Known(start_on, registered_at),)}
    if last_working_day is not None:
        anchors[LEAVING] = (Known(last_working_day, end_known_at or registered_at),)
    return Facts(
        subject,
        anchors,
        start_needs_confirmation=start_is_planned,
        confirmed_at=confirmed_at,
        never_started_at=never_started_at,
        died=died,
        leaves=leaves,
        opt_outs=opt_outs,
        unreachable=unreachable,
        whereabouts=(Whereabouts(date.min, zone, country),),
        zone_is_known=zone_is_known,
        employers=employers,
        asks_consent=asks_consent,
        consented_at=consented_at,
    )
