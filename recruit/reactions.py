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
from recruit.messages.events import MailBounced, MailGivenUp, MailSent, MailUnknown
from recruit.organisations import mails as organisation_mails
from recruit.organisations.events import (
    OrganisationApplied,
    OrganisationApproved,
    OrganisationAskedBack,
    OrganisationSuspended,
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
}
