"""What the house does once for accounts: key, hashing, limits, the cookie's stamp."""

from flask import Flask

from recruit.accounts import cookie, limits, passwords, second_factor, tokens
from recruit.core.settings import Settings


def install_keys(settings: Settings) -> None:
    """What actions need, with or without pages."""
    tokens.use_key(settings.secret_key)
    passwords.tune(settings.argon2_memory_kib)
    second_factor.name_issuer(settings.site_name)


def install(app: Flask, settings: Settings) -> None:
    """Keys, limits and the cookie's stamp."""
    install_keys(settings)
    limits.install(app, settings)
    cookie.keep_fresh(app)
