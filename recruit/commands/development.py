"""`make run`: schema, demonstration data, web server and worker, until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType
import urllib.error
import urllib.request

import click

from recruit.commands import demo
from recruit.commands.database import bring_up_to_date, is_empty
from recruit.commands.processes import gunicorn_options
from recruit.core.db import Database
from recruit.core.settings import PROJECT_ROOT, from_environment

# What `recruit demo load` makes; see docs.
SIGN_INS = (
    ("student", "student@demo.example"),
    ("hire", "hire@demo.example"),
    ("company", "company@demo.example"),
    ("company, reading only", "viewer@demo.example"),
    ("university", "university@demo.example"),
    ("support organisation", "support@demo.example"),
    ("staff, coordinator", "staff@demo.example"),
    ("staff, retention officer", "retention@demo.example"),
    ("staff, editor", "editor@demo.example"),
    ("staff, administrator", "admin@demo.example"),
)
# A small or busy machine takes its time to import and to compile templates.
START_LIMIT_SECONDS = 120.0
END_LIMIT_SECONDS = 40.0


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def run(port: int) -> None:
    """Prepare the database and run web server and worker side by side."""
    os.chdir(PROJECT_ROOT)
    environ = {"RECRUIT_MODE": "development", "RECRUIT_BASE_URL": f"http://localhost:{port}", **os.environ}
    settings = from_environment(environ)
    settings.instance_folder.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    bring_up_to_date(database)
    database.dispose()
    if is_empty(settings.database_url) and demo.is_there():
        click.echo("Loading the demonstration data; this happens once …")
        subprocess.run([sys.executable, "-m", "recruit.commands", "demo", "load"], env=environ, check=True)

    children = [
        _start("gunicorn", *gunicorn_options("127.0.0.1", port, 2), "wsgi:app", environ=environ),
        _start("recruit.commands", "worker", environ=environ),
    ]
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    told = False
    began_at = time.monotonic()
    while not stopping and all(child.poll() is None for child in children):
        if not told and _answers(port):
            told = True
            _tell(port, empty=is_empty(settings.database_url))
        elif not told and time.monotonic() - began_at > START_LIMIT_SECONDS:
            click.echo("The web server does not answer.", err=True)
            break
        time.sleep(0.1)
    failed = not stopping
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    for child in children:
        try:
            child.wait(END_LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
    if failed:
        raise click.ClickException("one of the two processes ended by itself; its last lines stand above")
    click.echo("Stopped.")


def _start(module: str, *arguments: str, environ: dict[str, str]) -> "subprocess.Popen[bytes]":
    # A process group of its own: Ctrl-C reaches only this process, which then ends the two in order.
    return subprocess.Popen([sys.executable, "-m", module, *arguments], env=environ, process_group=0)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _tell(port: int, *, empty: bool) -> None:
    click.echo(f"\n  http://localhost:{port}/\n")
    if not empty:
        click.echo("  Sign in with the password demo-password as")
        for who, address in SIGN_INS:
            click.echo(f"    {address:28} {who}")
    click.echo(f"\n  Mails are kept at http://localhost:{port}/mailbox\n  Ctrl-C stops.\n")


if __name__ == "__main__":
    run()
