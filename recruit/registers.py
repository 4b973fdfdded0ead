"""What `app.py` fills in: rooms with pages, words, panels, mail kinds, personal data, the visitor's loader, the header's links."""

from typing import Any

from flask import Flask, Request
from flask_babel import lazy_gettext as _l

from recruit.core.settings import Settings
from recruit.core.visitor import NOBODY, Visitor

ROOMS: tuple[str, ...] = ("recruit.web.health",)


def load_visitor(request: Request) -> Visitor:
    """Who asks in this request."""
    return NOBODY


def prepare(app: Flask, settings: Settings) -> None:
    """Set up what rooms need before their routes are registered."""


def fill(settings: Settings) -> None:
    """Fill the registers of panels, mail kinds, words and personal data."""


def main_links(visitor: Visitor) -> list[tuple[Any, str]]:
    """At most five links of the header: (label, endpoint)."""
    return []
