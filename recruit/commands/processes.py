"""`recruit serve` and `recruit worker`."""

import os
import sys

import click

from recruit.commands.house import application, settings_or_exit
from recruit.core import clock
from recruit.core.settings import PROJECT_ROOT


@click.command(epilog="Example: recruit serve --host 0.0.0.0 --port 8000 --workers 4")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes, of 32 threads each.",
)
def serve(host: str, port: int, workers: int) -> None:
    """Start the web server for production.

    Put it behind a proxy that speaks HTTPS, and say how many with RECRUIT_TRUSTED_PROXIES. Run a worker beside it.
    """
    settings_or_exit()
    os.chdir(PROJECT_ROOT)
    # Replace this process, so that signals reach the server itself.
    os.execv(  # noqa: S606 - on purpose
        sys.executable, [sys.executable, "-m", "gunicorn", *gunicorn_options(host, port, workers), "wsgi:app"]
    )


def gunicorn_options(host: str, port: int, workers: int) -> list[str]:
    """How the web server runs: threads that share a process, renewed now and then, cut off when a page hangs.

    Far more threads than can draw pages at once: most of them wait, for the database or in line before an event
    (`core/together.py`), and the more of them stand there, the more are written down in one transaction.
    """
    return [
        "--no-control-socket", "--worker-class", "gthread", "--workers", str(workers), "--threads", "32",
        "--bind", f"{host}:{port}", "--timeout", "30", "--graceful-timeout", "30",
        "--max-requests", "20000", "--max-requests-jitter", "2000", "--log-level", "warning",
    ]  # fmt: skip


@click.command("worker", epilog="Example: recruit worker --once")
@click.option("--once", is_flag=True, help="Do all that is due, then stop. Fails when a job failed.")
def worker_command(*, once: bool) -> None:
    """Start the process that does what is due: mails, follow-ups, closing dates.

    Any number may run at once on one database. SIGTERM lets it finish the thing at hand.
    """
    from recruit import worker  # noqa: PLC0415 - takes a second to import
    from recruit.web import logs  # noqa: PLC0415 - as above

    logs.install_for_process()
    with application() as app:
        if not once:
            worker.run(app)
            return
        results = worker.run_once(app, clock.now())
    for done in results:
        click.echo(f"{done.job}: {'failed' if done.failed else done.count}")
    if any(done.failed for done in results):
        sys.exit(1)
