"""Settings, database and application for commands, with one clear line where something is wrong."""

from collections.abc import Generator
from contextlib import contextmanager
import os

import click
from flask import Flask, g

from recruit.core.settings import Settings, SettingsInvalid, from_environment


def settings_or_exit() -> Settings:
    """The settings; a sentence for each wrong one, and the end, where they are not valid."""
    try:
        return from_environment(os.environ)
    except SettingsInvalid as invalid:
        raise click.ClickException("\n".join(invalid.problems)) from invalid


@contextmanager
def application() -> Generator[Flask]:
    """The application on the configured database, whose connections are closed at the end."""
    from recruit.app import create_app  # noqa: PLC0415 - takes a second to import

    app = create_app(settings_or_exit())
    try:
        yield app
    finally:
        app.extensions["recruit.database"].dispose()


@contextmanager
def opened() -> Generator[Flask]:
    """The application with its database scope open, for a command that reads and writes."""
    with application() as app, app.app_context(), app.extensions["recruit.database"].scope():
        # The command line speaks English, whatever the readers of the site prefer.
        g.language = "en"
        yield app
