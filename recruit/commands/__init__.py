"""The command line. Every command is loaded only when it is named, so that `recruit --help` answers at once."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from recruit.core.errors import Refused


@dataclass(frozen=True)
class Entry:
    """Where a command lives, as `module:name`, and its line in the help. `in_house`: it works on the database, so the
    application and its database are opened around it.
    """

    where: str
    words: str
    in_house: bool = False


COMMANDS: dict[str, Entry | dict[str, Entry]] = {
    "serve": Entry("recruit.commands.processes:serve", "Start the web server for production."),
    "worker": Entry("recruit.commands.processes:worker_command", "Start the process that does what is due."),
    "doctor": Entry("recruit.commands.doctor:doctor", "Check settings, database, mail, files and worker."),
    "check": Entry("recruit.commands.checks:check", "Run what the build server runs."),
    "db": {
        "upgrade": Entry("recruit.commands.database:upgrade", "Bring the schema up to date."),
        "backup": Entry("recruit.commands.database:backup", "Write a copy of the database while it is in use."),
        "restore": Entry("recruit.commands.database:restore", "Bring a copy back."),
    },
    "demo": {"load": Entry("recruit.commands.demo:load", "Load the demonstration data.")},
    "user": {"create": Entry("recruit.commands.people:create", "Create a staff account.", in_house=True)},
    "privacy": {
        "export": Entry("recruit.commands.privacy:export", "Print all that is held about somebody.", in_house=True),
        "erase": Entry("recruit.commands.privacy:erase", "Erase somebody.", in_house=True),
        "purge": Entry("recruit.commands.privacy:purge", "Let go what has been kept long enough.", in_house=True),
        "reseal": Entry("recruit.commands.privacy:reseal", "Seal everything with the newest key.", in_house=True),
    },
    "facts": {"enter": Entry("recruit.commands.facts:enter", "Enter a dated fact, such as a rate.", in_house=True)},
    "mail": {"deliver": Entry("recruit.commands.mail:deliver", "Hand over the mails that are due.", in_house=True)},
    "translations": {
        "check": Entry("recruit.commands.translations:check", "Say what is missing or does not fit."),
        "extract": Entry("recruit.commands.translations:extract", "Collect the messages into the catalogues."),
        "fill": Entry("recruit.commands.translations:fill", "Put translations from JSON files into the catalogues."),
        "pseudo": Entry("recruit.commands.translations:pseudo", "Make the pseudo-language of the tests."),
    },
    "timetable": {
        "check": Entry("recruit.fairs.timetable.command:check_command", "Check a timetable without the solver."),
        "solve": Entry("recruit.fairs.timetable.command:solve_command", "Find the best interview timetable."),
    },
    "retention": {
        "curve": Entry("recruit.retention.analysis.command:curve", "Estimate how many stay how long."),
        "report": Entry("recruit.retention.report.command:report", "Write the yearly report.", in_house=True),
    },
    "followups": {
        "tick": Entry("recruit.surveys.commands:tick", "Send what is due.", in_house=True),
        "simulate": Entry("recruit.surveys.planning.command:simulate", "Show the contacts that given facts lead to."),
    },
    "handbook": {
        "build": Entry("recruit.handbook.printing.command:build", "Write a whole book into one file.", in_house=True),
        "export": Entry("recruit.handbook.folders.command:export", "Write a book as a folder of files.", in_house=True),
        "import": Entry("recruit.handbook.folders.command:bring_in", "Bring a folder in, as drafts.", in_house=True),
    },
    "placements": {"import": Entry("recruit.placements.commands:import_hires", "Bring hires in from a file.", in_house=True)},
}  # fmt: skip


class LazyGroup(click.Group):
    """A group that imports a command when it is asked for."""

    def __init__(self, *arguments: Any, entries: dict[str, Any], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(name for name, entry in self.entries.items() if _is_there(entry))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = self.entries.get(cmd_name)
        if entry is None or not _is_there(entry):
            return None
        if isinstance(entry, dict):
            return LazyGroup(cmd_name, entries=entry, help=_GROUPS[cmd_name])
        module, _, name = entry.where.partition(":")
        command: click.Command = getattr(import_module(module), name)
        if entry.in_house and command.callback is not None:
            # A copy: whoever calls the command itself finds it as its module wrote it.
            inside = copy(command)
            inside.callback = _inside_the_house(command.callback)
            return inside
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [
            (name, _GROUPS[name] if isinstance(self.entries[name], dict) else self.entries[name].words)
            for name in self.list_commands(ctx)
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


_GROUPS = {
    "db": "Schema, backup and restore.",
    "demo": "Demonstration data.",
    "user": "Staff accounts.",
    "privacy": "What is held about people.",
    "facts": "Dated facts: wages, fees, rates.",
    "mail": "The outbox.",
    "translations": "Catalogues of the interface.",
    "timetable": "Interview timetables of fairs.",
    "retention": "How long people stay.",
    "followups": "Surveys after hiring.",
    "handbook": "Books in versions and languages.",
    "placements": "Hires.",
}


def _is_there(entry: Entry | dict[str, Entry]) -> bool:
    if isinstance(entry, dict):
        return any(_is_there(one) for one in entry.values())
    try:
        return find_spec(entry.where.partition(":")[0]) is not None
    except ModuleNotFoundError:
        return False


def _inside_the_house(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def run(*arguments: Any, **options: Any) -> Any:
        from recruit.commands.house import opened  # noqa: PLC0415 - the application takes a second to import

        with opened():
            try:
                return callback(*arguments, **options)
            except Refused as refusal:
                from recruit.web.words import words_for  # noqa: PLC0415 - as above

                raise click.ClickException(words_for(refusal.reason)) from refusal

    return run


EXAMPLES = """
Examples:

\b
  recruit db upgrade
  recruit user create mika@kakehashi.example --role administrator
  recruit serve --port 8000
  recruit worker
"""


@click.group(
    cls=LazyGroup, entries=COMMANDS, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]}
)
def main() -> None:
    """Recruiting and keeping engineers from abroad in Japanese construction.

    Settings are read from environment variables that begin with RECRUIT_; `recruit doctor` shows them.
    """
