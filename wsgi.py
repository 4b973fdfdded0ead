"""The web application for a WSGI server: `gunicorn wsgi:app`."""

import os
import sys

from recruit.app import create_app
from recruit.core.garbage import spare_what_is_loaded
from recruit.core.settings import SettingsInvalid, from_environment
from recruit.web import logs

logs.install_for_process()
try:
    app = create_app(from_environment(os.environ))
except SettingsInvalid as invalid:
    sys.exit("\n".join(invalid.problems))
spare_what_is_loaded()
