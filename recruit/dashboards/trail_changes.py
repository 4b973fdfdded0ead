"""What the lines of the audit trail say was changed: codes and names of fields in the reader's words, the rest as it was noted."""

from dataclasses import dataclass
from enum import StrEnum
import re

from recruit.accounts.rights.words import LABELS
from recruit.accounts.rules import ComesAs, ContactKind, Purpose, RecipientKind
from recruit.applications.rules import ApplicationState
from recruit.cases.rules import CaseOrigin, Level
from recruit.core.visitor import Role
from recruit.events.rules import EventState, RegistrationState
from recruit.fairs.rules import BoothState, Outcome
from recruit.organisations.rules import Check, CheckOutcome, OrganisationState, Rights
from recruit.postings.rules import PostingState
from recruit.students.rules import Confirmed, Visibility
from recruit.surveys.rules import OptOutLevel, TaskKind
from recruit.web.words import words_for

Codes = tuple[type[StrEnum], ...]
# One code may mean different things, so each action names whose codes stand in its lines.
_CODES_OF: dict[str, Codes] = {
    "account_registered": (ComesAs,),
    "application.moved": (ApplicationState,),
    "booth.confirm": (BoothState,),
    "booth.withdraw": (BoothState,),
    "booth.wait": (BoothState,),
    "booth.bring": (BoothState,),
    "case.opened": (CaseOrigin, Level),
    "consent_given": (Purpose, RecipientKind),
    "consent_withdrawn": (Purpose, RecipientKind),
    "education_confirmed": (Confirmed,),
    "event.accept_seat": (RegistrationState,),
    "event.approve": (RegistrationState,),
    "event.cancel_sign_up": (RegistrationState,),
    "event.move": (EventState,),
    "event.move_up": (RegistrationState,),
    "event.pass_on_seat": (RegistrationState,),
    "event.refuse_seat": (RegistrationState,),
    "event.sign_up": (RegistrationState,),
    "follow_up_task.done": (TaskKind,),
    "meeting.answer": (Outcome,),
    "member_added": (Rights,),
    "member_invited": (Rights,),
    "member_rights_changed": (Rights,),
    "organisation_approved_with_open_checks": (Check,),
    "organisation_checked": (Check, CheckOutcome),
    "organisation_moved": (OrganisationState,),
    "posting.moved": (PostingState,),
    "role_given": (Role,),
    "role_taken": (Role,),
    "staff_invited": (Role,),
    "staff_user_created": (Role,),
    "survey.asked_again": (OptOutLevel,),
    "survey.refused": (OptOutLevel,),
    "visibility_changed": (Visibility,),
    "way_added": (ContactKind,),
    "way_ended": (ContactKind,),
    "way_proved": (ContactKind,),
    "way_put_first": (ContactKind,),
}
_CODE = re.compile(r"(?<![\w-])[a-z][a-z0-9_]*(?![\w-])")


@dataclass(frozen=True)
class Change:
    """A change in words. `is_translated`: nothing of it is left as it stands in the trail."""

    words: str
    is_translated: bool


def change_words(action: str, change: str) -> Change:
    """A line's change for the reader. What has no words stays: a reference, a figure, a code of an earlier version."""
    unknown = []

    def said(found: re.Match[str]) -> str:
        code = found.group()
        for kind in _CODES_OF.get(action, ()):
            if code in set(kind):
                return words_for(kind(code))
        if code in LABELS:
            return str(LABELS[code])
        unknown.append(code)
        return code

    words = _CODE.sub(said, change)
    return Change(words, not unknown)
