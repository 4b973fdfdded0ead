"""What `app.py` fills in: rooms with pages, words, panels, mail kinds, personal data, the visitor's loader, the header's links."""

from importlib import import_module
from typing import Any

from flask import Flask, Request, g
from flask_babel import lazy_gettext as _l

from recruit.accounts import queries as account_queries
from recruit.accounts.install import install as install_accounts
from recruit.core import vault
from recruit.core.settings import Settings
from recruit.core.visitor import Visitor
from recruit.messages import kinds
from recruit.web import words

ROOMS: tuple[str, ...] = (
    "recruit.web.health",
    "recruit.web.mailbox",
    "recruit.messages.views",
    "recruit.accounts.views",
)
# Modules whose `ALL` holds words of enums and refusals.
WORDS: tuple[str, ...] = (
    "recruit.messages.words",
    "recruit.accounts.words",
)
# Modules whose `KINDS` holds mail kinds.
MAILS: tuple[str, ...] = ("recruit.accounts.mails",)


def load_visitor(request: Request) -> Visitor:
    """Who asks in this request."""
    return account_queries.load_visitor(request, g.settings)


def prepare(app: Flask, settings: Settings) -> None:
    """Set up what rooms need before their routes are registered."""
    vault.install(list(settings.vault_keys))
    install_accounts(app, settings)


def fill(settings: Settings) -> None:
    """Fill the registers of panels, mail kinds, words and personal data."""
    for name in WORDS:
        words.teach(import_module(name).ALL)
    kinds.install(kind for name in MAILS for kind in import_module(name).KINDS)


def main_links(visitor: Visitor) -> list[tuple[Any, str]]:
    """At most five links of the header: (label, endpoint)."""
    return []
