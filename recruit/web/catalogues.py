"""Interface languages: compiled catalogues made from the committed .po files, also where the checkout is read-only."""

import os
from pathlib import Path
import tempfile

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations
from flask import g
from flask_babel import Domain, get_locale

DOMAIN = "messages"


def compile_into(source: Path, target: Path) -> int:
    """Compile every `<language>/LC_MESSAGES/messages.po` below `source` that is newer than its compiled file.

    Replaces atomically, so that several processes may start at once. Returns how many were compiled.
    """
    done = 0
    for po in sorted(source.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        language = po.parent.parent.name
        mo = target / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        mo.parent.mkdir(parents=True, exist_ok=True)
        with po.open("rb") as file:
            catalogue = read_po(file, locale=language, domain=DOMAIN)
        handle, name = tempfile.mkstemp(dir=mo.parent)
        with os.fdopen(handle, "wb") as file:
            write_mo(file, catalogue)
        Path(name).replace(mo)
        done += 1
    return done


class KnownCatalogues(Domain):
    """As Flask-Babel's, but a catalogue that is loaded is found by its locale at once: pages ask a few hundred times."""

    def __init__(self) -> None:
        super().__init__(domain=DOMAIN)
        self._loaded: dict[Locale, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        # Where Flask-Babel keeps the locale of a request; `force_locale` puts another one in its place for a while.
        around = g.get("_flask_babel") if g else None
        held = around.__dict__.get("held_catalogue") if around is not None else None
        if held is not None and held[0] is around.__dict__.get("babel_locale"):
            return held[1]
        locale = get_locale()
        if locale is None:
            return super().get_translations()
        found = self._loaded.get(locale)
        if found is None:
            found = self._loaded[locale] = super().get_translations()
        g._flask_babel.held_catalogue = locale, found  # noqa: SLF001 - Flask-Babel's own place for it
        return found
