"""Python reads this file at its start when the folder is on its path: the process then lives at another time, which goes on."""

from datetime import UTC, datetime, timedelta
import os

if "RECRUIT_TEST_CLOCK_SHIFT" in os.environ:
    import time_machine

    shift = timedelta(seconds=float(os.environ["RECRUIT_TEST_CLOCK_SHIFT"]))
    time_machine.travel(datetime.now(UTC) + shift, tick=True).start()

if os.environ.get("RECRUIT_TEST_SLOW_LINE"):
    from flask import Flask

    from tests.browser import SlowLine

    answers = Flask.wsgi_app
    Flask.wsgi_app = lambda app, environ, start: SlowLine(  # type: ignore[method-assign]
        lambda *request: answers(app, *request), os.environ["RECRUIT_TEST_SLOW_LINE"]
    )(environ, start)
