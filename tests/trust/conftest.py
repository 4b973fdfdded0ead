"""What tests of attacks share."""

from collections.abc import Iterator

from flask import Flask
import pytest

from recruit.accounts import limits


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    """The application with its limits on."""
    limits.switch(app, on=True)
    yield app
    limits.switch(app, on=False)
