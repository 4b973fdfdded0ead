"""A worker process that is killed, by signal 9, at a named step of its n-th mail. Started by `test_kill.py`."""

from datetime import datetime
import os
from pathlib import Path
import signal
import sys

from recruit.app import create_app
from recruit.messages import jobs
from recruit.messages.transport import SmtpTransport
from tests import mail_kinds
from tests.conftest import make_settings

database_url, instance, smtp_url, now, step, which = sys.argv[1:]
passed = 0


def die_at_step(name: str) -> None:
    global passed  # noqa: PLW0603 - a script that counts
    if name == step:
        passed += 1
        if passed == int(which):
            os.kill(os.getpid(), signal.SIGKILL)


app = create_app(make_settings(database_url, Path(instance)))
with mail_kinds.installed(app), app.extensions["recruit.database"].scope(), app.app_context():
    jobs.deliver_due(datetime.fromisoformat(now), "dying", SmtpTransport(smtp_url), at_step=die_at_step)
