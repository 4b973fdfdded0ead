"""For how long what is kept: the one home of these figures. Purging reads them, and the public privacy page shows them."""

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Kept(StrEnum):
    """What has an end. The names stand in the report of every purge."""

    UNCONFIRMED = "unconfirmed"
    IDLE_ASKED = "idle_asked"
    IDLE = "idle"
    APPLICATION_WORDS = "application_words"
    APPLICATION = "application"
    ANSWER_WORDS = "answer_words"
    CASE_WORDS = "case_words"
    LOOKS = "looks"
    DISCLOSURES = "disclosures"
    CONSENTS = "consents"
    MAIL_TEXTS = "mail_texts"
    SIGN_INS = "sign_ins"
    TRIES = "tries"
    ADDRESS_CHANGES = "address_changes"
    INVITATIONS = "invitations"
    STAFF_INVITATIONS = "staff_invitations"
    COMPANY_DRAFTS = "company_drafts"
    FILES = "files"
    EXPORTS = "exports"
    REQUESTS = "requests"
    BREACHES = "breaches"
    SIGN_UP_ANSWERS = "sign_up_answers"
    EVENT_INVITATIONS = "event_invitations"
    EVENT_WORDS = "event_words"
    BOOTH_PEOPLE = "booth_people"
    RELEASES = "releases"
    COMPANY_WORDS = "company_words"
    CALLS = "calls"
    READER_WORDS = "reader_words"
    TRANSLATION_CLAIMS = "translation_claims"
    BOOK_DELIVERIES = "book_deliveries"


@dataclass(frozen=True)
class Span:
    """A length of time as it is promised to people: in days, or in months and years of the calendar."""

    days: int = 0
    months: int = 0
    years: int = 0

    def before(self, instant: datetime) -> datetime:
        """The instant this long ago. A day that a month does not have becomes its last."""
        return self._moved(instant, -1)

    def after(self, instant: datetime) -> datetime:
        """The instant so much later."""
        return self._moved(instant, 1)

    def _moved(self, instant: datetime, way: int) -> datetime:
        months = instant.year * 12 + instant.month - 1 + way * (self.months + self.years * 12)
        year, month = divmod(months, 12)
        day = min(instant.day, calendar.monthrange(year, month + 1)[1])
        return instant.replace(year=year, month=month + 1, day=day) + way * timedelta(days=self.days)


UNCONFIRMED = Span(days=7)
# Without a sign-in: first the person is asked, later the name goes. Nobody goes who was not asked in good time.
IDLE_ASKED = Span(months=12)
IDLE_ERASED = Span(months=18)
# The last mail goes so long before.
IDLE_NOTICE = timedelta(days=30)
# After an application without success. Vietnam's law on personal data (91/2025/QH15, art. 25) has what belongs to a
# person who was not hired deleted unless the person agreed otherwise; Japan asks for a period told beforehand.
APPLICATION_SEEN = Span(days=30)
APPLICATION_SEEN_IF_AGREED = Span(days=180)
APPLICATION_RECORD = Span(years=1)
# From the last survey of an employment on.
ANSWER_WORDS = Span(months=24)
# What a company wrote about a hire, from its last form about that employment on.
COMPANY_WORDS = Span(months=24)
# From the closing on.
CASE_WORDS = Span(years=5)
# The record of who was shown what, and who looked (Japan's law on personal information, art. 29 and 30).
PROVISION_RECORD = Span(years=3)
# After a consent was taken back (Indonesia's law 27 of 2022, art. 24: whoever keeps data shows proof).
CONSENT_PROOF = Span(years=5)
MAIL_TEXTS = Span(days=90)
# After a sign-in ended.
SIGN_INS = Span(days=90)
# After a change of address was asked for.
ADDRESS_CHANGES = Span(days=90)
# After an invitation ended: so long it stands in the list, to be sent again.
INVITATIONS = Span(days=30)
# A registration of a company that was begun and not sent: so long after it was last touched.
COMPANY_DRAFTS = Span(days=90)
# After a request or a complaint has ended; what nobody confirmed goes with the accounts nobody confirmed.
REQUEST_WORDS = Span(years=1)
# After a failure of protection was closed, with everybody who was told: so long a person can ask for proof of it.
BREACH_LOG = Span(years=5)
# Two entries that were put together can be taken apart so long; then the list of what moved is emptied.
MERGE_UNDONE = Span(days=30)
# What people answered when they signed up for an event, from its end on.
SIGN_UP_ANSWERS = Span(days=90)
# Addresses that were invited to an event, and who came to it without an account, from its end on.
EVENT_INVITATIONS = Span(days=90)
# What guests wrote without a name after an event, from its end on.
EVENT_WORDS = Span(months=12)
# The names of those who came to a fair for a company, from its end on.
BOOTH_PEOPLE = Span(days=90)
# That a hire was called and what came of it, from the call on.
CALLS = Span(months=12)
# What readers of the handbook asked, and the answers, from the question on; the votes stay without a person.
READER_WORDS = Span(months=12)
# That somebody said "I take this translation", from its last save on.
TRANSLATION_CLAIMS = Span(days=14)
# A book that came as files and that nobody said yes to: so long somebody may look at what it would change.
BOOK_DELIVERIES = Span(days=1)
# A university's list of its students, which names people who are not here: so long it takes to go through it.
ROSTERS = timedelta(hours=1)
# What was shown of figures and to which organisation, without names: so long a new figure is held against it.
RELEASES = Span(years=5)
# What a person asked for to take along.
EXPORTS = Span(days=7)
# Nothing here deletes backups: the operator's rotation must, and the page promises it.
BACKUPS = Span(days=35)


def sight_of_application_ends_at(decided_at: datetime, *, agreed: bool) -> datetime:
    """Until when a company sees an application it did not take up: longer only where the person said so."""
    return (APPLICATION_SEEN_IF_AGREED if agreed else APPLICATION_SEEN).after(decided_at)
