"""Worker processes that are killed, by signal 9, at a named step of their n-th mail. Started by `test_kill.py`.

The program is loaded once; each line of standard input (a JSON list: database, instance, mail server, now, step, which mail)
begins one process of its own, and is answered by how that one ended.
"""

from datetime import datetime
from importlib import import_module
import json
import os
from pathlib import Path
import signal
import sys
import traceback

from recruit.app import ROOMS, create_app
from recruit.messages import jobs
from recruit.messages.transport import SmtpTransport
from tests import mail_kinds
from tests.conftest import make_settings


def work(database_url: str, instance: str, smtp_url: str, now: str, step: str, which: int) -> None:
    """Send what is due until death."""
    passed = 0

    def die_at_step(name: str) -> None:
        nonlocal passed
        if name == step:
            passed += 1
            if passed == which:
                os.kill(os.getpid(), signal.SIGKILL)

    app = create_app(make_settings(database_url, Path(instance)))
    with mail_kinds.installed(app), app.extensions["recruit.database"].scope(), app.app_context():
        jobs.deliver_due(datetime.fromisoformat(now), "dying", SmtpTransport(smtp_url), at_step=die_at_step)


# The rooms too, which the application would load anew in each of the processes.
for room in ROOMS:
    import_module(room)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        # Who hangs is ended by a signal that no test expects.
        signal.alarm(60)
        try:
            work(*json.loads(line))
        except BaseException:  # noqa: BLE001 - a forked process must not go on as its parent
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _child, status = os.waitpid(child, 0)
    sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
    sys.stdout.flush()
