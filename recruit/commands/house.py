"""Settings, database and application for commands, with one clear line where something is wrong."""

from collections.abc import Generator
from contextlib import contextmanager
import os

import click
from flask import Flask

from recruit.core.settings import Settings, SettingsInvalid, from_environment


def settings_or_exit() -> Settings:
    """The settings; a sentence for each wrong one, and the end, where they are not valid."""
    try:
        return from_environment(os.environ)
    except SettingsInvalid as invalid:
        raise click.ClickException("\n".join(invalid.problems)) from invalid


def application() -> Flask:
    """The application on the configured database."""
    from recruit.app import create_app  # noqa: PLC0415 - takes a second to import

    return create_app(settings_or_exit())


@contextmanager
def opened() -> Generator[Flask]:
    """The application with its database scope open, for a command that reads and writes."""
    app = application()
    with app.app_context(), app.extensions["recruit.database"].scope():
        yield app
