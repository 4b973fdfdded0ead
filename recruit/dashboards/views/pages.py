"""The room of pages that cross rooms."""

from flask import g

from recruit.core.settings import Settings
from recruit.web.room import Room

room = Room("dashboards", __name__)


def settings() -> Settings:
    return g.settings
