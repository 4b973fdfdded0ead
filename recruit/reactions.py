"""The one page that says what follows each event, in the same transaction: rows only, nothing sent, nothing long."""

from collections.abc import Callable, Sequence
from typing import Any

from recruit.accounts import mails as account_mails
from recruit.accounts.events import (
    AddressConfirmed,
    ConsentGiven,
    ConsentWithdrawn,
    LanguageOrZoneChanged,
    PersonRegistered,
)
from recruit.applications.events import OfferAccepted
from recruit.arrivals import following as arrivals
from recruit.arrivals.events import StepDone, StepStuck
from recruit.messages.events import MailBounced, MailGivenUp, MailSent, MailUnknown
from recruit.organisations import mails as organisation_mails
from recruit.organisations.events import (
    OrganisationApplied,
    OrganisationApproved,
    OrganisationAskedBack,
    OrganisationSuspended,
)
from recruit.placements import following as placements
from recruit.placements.events import (
    EndEntered,
    EndWithdrawn,
    NeverStarted,
    PlacementBroughtIn,
    StartConfirmed,
    StartMoved,
    StartPlanned,
)

REACTIONS: dict[type, Sequence[Callable[[Any], None]]] = {
    PersonRegistered: (account_mails.ask_to_confirm,),
    AddressConfirmed: (),
    ConsentGiven: (),
    ConsentWithdrawn: (),
    LanguageOrZoneChanged: (account_mails.follow_language,),
    MailSent: (),
    MailUnknown: (),
    MailGivenUp: (),
    MailBounced: (),
    OrganisationApplied: (),
    OrganisationApproved: (organisation_mails.tell_approved,),
    OrganisationAskedBack: (organisation_mails.tell_asked_back,),
    OrganisationSuspended: (organisation_mails.tell_suspended,),
    OfferAccepted: (placements.open_when_accepted,),
    StartPlanned: (arrivals.plan_when_start_is_planned,),
    StartMoved: (arrivals.plan_when_start_is_planned,),
    StartConfirmed: (),
    PlacementBroughtIn: (),
    EndEntered: (),
    EndWithdrawn: (),
    NeverStarted: (arrivals.close_when_never_started,),
    StepDone: (),
    StepStuck: (),
}
