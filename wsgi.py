"""The web application for a WSGI server: `gunicorn wsgi:app`."""

import gc
import os
import sys

from recruit.app import create_app
from recruit.core.settings import SettingsInvalid, from_environment
from recruit.web import logs

logs.install_for_process()
try:
    app = create_app(from_environment(os.environ))
except SettingsInvalid as invalid:
    sys.exit("\n".join(invalid.problems))
# What is loaded by now stays to the end: it need not be looked through for garbage while pages are made.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
