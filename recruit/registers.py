"""What `app.py` fills in: rooms with pages, words, panels, mail kinds, personal data, the visitor's loader, the header's links."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from flask import Flask, Request, g

from recruit import mail_samples
from recruit.accounts import closing, invitations, personal_data, queries as account_queries
from recruit.accounts.install import install as install_accounts
from recruit.accounts.merging import objections as merge_objections
from recruit.core import files, scanning, translating, vault
from recruit.core.settings import Settings
from recruit.core.visitor import Visitor
from recruit.dashboards import links
from recruit.events import also_ended
from recruit.fairs.dropping import mails as fair_dropping_mails
from recruit.handbook.translating import noticing
from recruit.messages import kinds
from recruit.organisations import queries as organisation_queries
from recruit.postings.search import keeping as posting_keeping
from recruit.students.search import keeping as student_keeping
from recruit.web import panels, words

ROOMS: tuple[str, ...] = (
    "recruit.web.health",
    "recruit.web.mailbox",
    "recruit.web.samples",
    "recruit.web.legal_pages",
    "recruit.messages.views",
    "recruit.accounts.views",
    "recruit.accounts.requests.views",
    "recruit.accounts.breaches.views",
    "recruit.accounts.rights.views",
    "recruit.organisations.views",
    "recruit.postings.views",
    "recruit.postings.api.views",
    "recruit.students.views",
    "recruit.students.papers.views",
    "recruit.students.documents.views",
    "recruit.students.roster.views",
    "recruit.students.recordings.views",
    "recruit.students.pictures.views",
    "recruit.events.views",
    "recruit.fairs.views",
    "recruit.applications.views",
    "recruit.placements.views",
    "recruit.placements.stay.views",
    "recruit.arrivals.views",
    "recruit.handbook.views",
    "recruit.handbook.translating.views",
    "recruit.handbook.readers.views",
    "recruit.handbook.figures.views",
    "recruit.handbook.folders.views",
    "recruit.surveys.views",
    "recruit.cases.views",
    "recruit.retention.views",
    "recruit.retention.report.views",
    "recruit.retention.outside.views",
    "recruit.dashboards.views",
)
# Modules whose `ALL` holds words of enums and refusals.
WORDS: tuple[str, ...] = (
    "recruit.web.period_words",
    "recruit.web.upload_words",
    "recruit.messages.words",
    "recruit.accounts.words",
    "recruit.accounts.requests.words",
    "recruit.accounts.breaches.words",
    "recruit.accounts.rights.words",
    "recruit.accounts.team_words",
    "recruit.accounts.ways.words",
    "recruit.accounts.merging.words",
    "recruit.organisations.words",
    "recruit.organisations.readiness_words",
    "recruit.students.words",
    "recruit.students.documents.words",
    "recruit.students.pictures.words",
    "recruit.students.papers.words",
    "recruit.students.roster.words",
    "recruit.students.search.words",
    "recruit.postings.words",
    "recruit.postings.life.words",
    "recruit.postings.search.words",
    "recruit.postings.newcomer_words",
    "recruit.events.words",
    "recruit.events.inviting.words",
    "recruit.events.letters.words",
    "recruit.events.materials.words",
    "recruit.events.eligibility.words",
    "recruit.events.programme.words",
    "recruit.events.repeating.words",
    "recruit.fairs.words",
    "recruit.fairs.proposing.words",
    "recruit.fairs.booths.words",
    "recruit.fairs.preparing.words",
    "recruit.applications.words",
    "recruit.placements.words",
    "recruit.placements.stay.words",
    "recruit.arrivals.words",
    "recruit.handbook.words",
    "recruit.handbook.translating.words",
    "recruit.handbook.figures.words",
    "recruit.handbook.folders.words",
    "recruit.surveys.words",
    "recruit.surveys.boards.words",
    "recruit.surveys.after_events.words",
    "recruit.surveys.pairing.words",
    "recruit.surveys.questionnaires.words",
    "recruit.surveys.coding.words",
    "recruit.surveys.calling.words",
    "recruit.cases.words",
    "recruit.retention.words",
    "recruit.retention.comparing.words",
    "recruit.retention.report.words",
    "recruit.dashboards.words",
)
# Modules whose `KINDS` holds mail kinds.
MAILS: tuple[str, ...] = (
    "recruit.messages.mails",
    "recruit.accounts.mails",
    "recruit.accounts.way_in_mails",
    "recruit.accounts.merging.mails",
    "recruit.accounts.requests.mails",
    "recruit.accounts.breaches.mails",
    "recruit.accounts.rights.mails",
    "recruit.accounts.ways.mails",
    "recruit.accounts.stay_mails",
    "recruit.accounts.address_mails",
    "recruit.accounts.closing_mails",
    "recruit.accounts.team_mails",
    "recruit.organisations.mails",
    "recruit.organisations.permit_mails",
    "recruit.organisations.consent_mails",
    "recruit.organisations.invitation_mails",
    "recruit.organisations.rights_mails",
    "recruit.postings.mails",
    "recruit.postings.search.mails",
    "recruit.students.mails",
    "recruit.students.search.mails",
    "recruit.events.mails",
    "recruit.events.programme.mails",
    "recruit.events.reminding.mails",
    "recruit.events.inviting.mails",
    "recruit.events.letters.mails",
    "recruit.events.materials.mails",
    "recruit.fairs.mails",
    "recruit.fairs.answer_mails",
    "recruit.fairs.booths.mails",
    "recruit.fairs.preparing.mails",
    "recruit.fairs.proposing.mails",
    "recruit.fairs.repairs.mails",
    "recruit.fairs.interpreters.mails",
    "recruit.fairs.dropping.mails",
    "recruit.applications.mails",
    "recruit.placements.stay.mails",
    "recruit.arrivals.mails",
    "recruit.surveys.mails",
    "recruit.surveys.after_events.mails",
    "recruit.surveys.pairing.mails",
    "recruit.cases.mails",
    "recruit.cases.helped_mails",
    "recruit.handbook.mails",
    "recruit.handbook.translating.mails",
    "recruit.handbook.translating.reminding",
    "recruit.handbook.readers.mails",
    "recruit.dashboards.desk_mails",
)
# Modules whose `KINDS` says what their things lack in other languages.
TRANSLATABLE: tuple[str, ...] = (
    "recruit.handbook.translatable",
    "recruit.postings.translatable",
    "recruit.events.translatable",
    "recruit.fairs.translatable",
    "recruit.organisations.translatable",
)
# Modules whose `objections` says what stands in the way of putting two rows of one person together.
MERGING: tuple[str, ...] = (
    "recruit.students.merging",
    "recruit.events.merging",
    "recruit.placements.merging",
)
# Modules whose `INVITATIONS` holds kinds of invitations.
INVITATIONS: tuple[str, ...] = ("recruit.accounts.team_mails", "recruit.organisations.invitation_mails")
# Modules whose `PANELS` holds what they show on pages of earlier rooms.
PANELS: tuple[str, ...] = (
    "recruit.accounts.requests.panels",
    "recruit.students.panels",
    "recruit.students.papers.panels",
    "recruit.students.documents.panels",
    "recruit.students.recordings.panels",
    "recruit.postings.panels",
    "recruit.arrivals.views",
    "recruit.fairs.panels",
    "recruit.surveys.panels",
    "recruit.surveys.after_events.panels",
    "recruit.surveys.pairing.panels",
    "recruit.applications.panels",
    "recruit.cases.panels",
    "recruit.retention.outside.panels",
)
# Modules that export and erase what their room holds about a person, in the order in which they erase: accounts last,
# because the others still look for the person's address.
PRIVACY: tuple[str, ...] = (
    "recruit.retention.privacy",
    "recruit.handbook.translating.privacy",
    "recruit.handbook.figures.privacy",
    "recruit.handbook.folders.privacy",
    "recruit.handbook.privacy",
    "recruit.cases.privacy",
    "recruit.surveys.after_events.privacy",
    "recruit.surveys.pairing.privacy",
    "recruit.surveys.coding.privacy",
    "recruit.surveys.calling.privacy",
    "recruit.surveys.privacy",
    "recruit.arrivals.privacy",
    "recruit.placements.privacy",
    "recruit.applications.privacy",
    "recruit.fairs.privacy",
    "recruit.events.inviting.privacy",
    "recruit.events.privacy",
    "recruit.postings.search.privacy",
    "recruit.postings.privacy",
    "recruit.students.search.privacy",
    "recruit.students.roster.privacy",
    "recruit.students.documents.privacy",
    "recruit.students.pictures.privacy",
    "recruit.students.recordings.privacy",
    "recruit.students.privacy",
    "recruit.organisations.privacy",
    "recruit.accounts.rights.privacy",
    "recruit.accounts.privacy",
)


def load_visitor(request: Request) -> Visitor:
    """Who asks in this request."""
    return organisation_queries.load_visitor(request, g.settings)


def prepare(app: Flask, settings: Settings) -> None:
    """Set up what rooms need before their routes are registered."""
    vault.install(list(settings.vault_keys))
    files.install(settings.files_url, settings.files_endpoint)
    scanning.install(settings.scanner_url)
    install_accounts(app, settings)
    student_keeping.follow_profiles()
    posting_keeping.follow_positions()
    noticing.follow_writers()


def fill(settings: Settings) -> None:
    """Fill the registers of panels, mail kinds, words and personal data."""
    for name in WORDS:
        known = import_module(name).ALL
        # Members of two enums that share a code are equal keys, so most rooms keep one dictionary for each enum.
        for labels in known if isinstance(known, tuple) else (known,):
            words.teach(labels)
    panels.install([panel for name in PANELS for panel in import_module(name).PANELS])
    kinds.ask_addresses_of(account_queries.address_now)
    kinds.ask_people_of(account_queries.person_now)
    kinds.take_samples_from(mail_samples.sample_for)
    also_ended.install(fair_dropping_mails.what_ended)
    take_what_is_translated()
    kinds.install(kind for name in MAILS for kind in import_module(name).KINDS)
    invitations.install(kind for name in INVITATIONS for kind in import_module(name).INVITATIONS)
    merge_objections.install([import_module(name).objections for name in MERGING])
    personal_data.install([import_module(name) for name in PRIVACY])
    closing.install([import_module(name) for name in PRIVACY])


def take_what_is_translated() -> None:
    """What things of each room lack can be asked for; also without an application, where chapters come with the program."""
    translating.install([kind for name in TRANSLATABLE for kind in import_module(name).KINDS])


def main_links(visitor: Visitor) -> list[tuple[Any, str]]:
    """At most five links of the header: (label, endpoint)."""
    return links.main_links(visitor)


def current_link(hrefs: Sequence[str], path: str) -> str | None:
    """Which of the header's links the page at this path belongs to."""
    return links.current_link(hrefs, path)
