"""A whole worker process with the mail kinds of the tests. Started by `test_worker.py`."""

import os

from recruit import worker
from recruit.app import create_app
from recruit.core.settings import from_environment
from tests import mail_kinds

app = create_app(from_environment(os.environ))
with mail_kinds.installed(app):
    worker.run(app)
