"""Builds the house: rooms in the order of the journey, and the registers that let early rooms show what later ones know."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from recruit import reactions, registers, tables
from recruit.core import events
from recruit.core.db import Database
from recruit.core.settings import PROJECT_ROOT, Settings
from recruit.web import catalogues, gate, headers, jinja, kept, logs, pages
from recruit.web.locks import Lock, anybody
from recruit.web.roads import LateRule
from recruit.web.room import Room
from recruit.web.typed import TypedRequest

assert tables.ROOMS

# Modules that hold a `room`, in the order of the journey.
ROOMS: tuple[str, ...] = registers.ROOMS


def create_app(
    settings: Settings, *, database: Database | None = None, translations: Sequence[Path] = ()
) -> Flask:
    """The web application. `translations` adds folders of catalogues (the tests' pseudo-language)."""
    app = Flask(
        "recruit",
        template_folder=str(PROJECT_ROOT / "templates"),
        static_folder=str(PROJECT_ROOT / "recruit" / "web" / "static"),
        static_url_path="/static",
        instance_path=str(settings.instance_folder),
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_SECURE=settings.uses_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # The prefix makes browsers refuse the cookie from other hosts and from plain HTTP.
        SESSION_COOKIE_NAME="__Host-session" if settings.uses_https else "session",
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=2000,
        # No other host in a request is believed; the machine itself asks whether all is well by its own names.
        TRUSTED_HOSTS=[urlsplit(settings.base_url).hostname, "localhost", "127.0.0.1"],
        WTF_CSRF_TIME_LIMIT=None,
        TESTING=settings.is_test,
        PREFERRED_URL_SCHEME="https" if settings.uses_https else "http",
    )
    app.request_class = TypedRequest
    app.url_rule_class = LateRule  # ty: ignore[invalid-assignment]
    app.jinja_environment = jinja.Environment  # ty: ignore[invalid-assignment]
    app.extensions["recruit.settings"] = settings
    database = database or Database(settings.database_url)
    app.extensions["recruit.database"] = database
    app.json.ensure_ascii = False  # ty: ignore[missing-attribute]
    # Unknown addresses without a language go to the error page, not through a redirect that hides the mistake.
    app.url_map.strict_slashes = False

    _set_languages(app, settings, translations)
    form_tokens = CSRFProtect(app)
    locks: dict[str, Lock] = {"static": anybody}
    seen: dict[str, str] = {}
    kept_pages: set[str] = set()
    app.extensions["recruit.locks"] = locks
    app.extensions["recruit.kept_endpoints"] = kept_pages
    app.extensions["recruit.seen"] = seen
    gate.stand_guard(
        app, settings=settings, load_visitor=registers.load_visitor, locks=locks, seen=seen, kept=kept_pages
    )
    registers.prepare(app, settings)
    for name in ROOMS:
        room: Room = import_module(name).room
        app.register_blueprint(room)
        locks.update(room.locks)
        seen.update(room.seen)
        for endpoint in room.by_key_alone:
            form_tokens.exempt(app.view_functions[endpoint])
        kept_pages.update(room.kept)

    pages.install(app)
    headers.install(app, uses_https=settings.uses_https)
    headers.install_compression(app)
    logs.install_access_log(app)
    jinja.install(app, settings, main_links=registers.main_links, current_link=registers.current_link)
    registers.fill(settings)
    events.install(reactions.REACTIONS)
    kept.install(app, settings.kept_pages)

    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _set_languages(app: Flask, settings: Settings, more: Sequence[Path]) -> None:
    compiled = settings.instance_folder / "translations"
    catalogues.compile_into(PROJECT_ROOT / "translations", compiled)
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    # The folder that knows a language comes last: one that does not would give it the plurals of English.
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(folder) for folder in (*more, compiled))
    babel = Babel(app, locale_selector=gate.current_language)
    domain = babel.domain_instance = catalogues.KnownCatalogues()
    # The same as what Babel has put there, without finding the domain anew for every word of a page.
    app.jinja_env.install_gettext_callables(  # ty: ignore[missing-attribute]
        gettext=lambda words: domain.get_translations().ugettext(words),
        ngettext=lambda one, many, count: domain.get_translations().ungettext(one, many, count),
        newstyle=True,
        pgettext=lambda about, words: domain.get_translations().upgettext(about, words),
        npgettext=lambda about, one, many, count: domain.get_translations().unpgettext(
            about, one, many, count
        ),
    )
