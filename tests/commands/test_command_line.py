"""The command line from outside: help, one clear line on bad input, database, people, doctor."""

import sqlite3
import subprocess
import sys

from click.testing import CliRunner
import pytest
from sqlalchemy import select, text, update

from recruit.accounts.models import SignIn, User
from recruit.commands import COMMANDS, LazyGroup, main
from recruit.core import clock as core_clock, schema, translating
from recruit.core.db import session, writing
from recruit.core.visitor import Role
from recruit.handbook.models import ChapterVersion
from recruit.handbook.printing import paper
from recruit.handbook.rules import Origin
from recruit.handbook.translating.models import TranslationLack
from recruit.messages.models import Mail
from recruit.messages.rules import MailState
from tests import mail_kinds as tests_kinds
from tests.mail_kinds import queue_note
from tests.people import make_user, sign_in


@pytest.fixture
def run(instance_folder):
    """Run a command: `run("db", "backup", file, database)`; the settings are those of tests on that database."""

    def now(*arguments, database=None, **more):
        environ = {"RECRUIT_MODE": "test", "RECRUIT_INSTANCE": str(instance_folder)}
        if database is not None:
            environ["RECRUIT_DATABASE_URL"] = database.url.render_as_string(hide_password=False)
        environ.update({f"RECRUIT_{name}": value for name, value in more.items()})
        return CliRunner().invoke(main, [str(argument) for argument in arguments], env=environ)

    return now


def _paths(entries, *before):
    for name, entry in entries.items():
        yield from _paths(entry, *before, name) if isinstance(entry, dict) else [(*before, name)]


def test_help_imports_no_room_and_no_framework():
    code = "import sys; from recruit.commands import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    code += "sys.exit(bool({'flask', 'sqlalchemy', 'numpy', 'babel'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "recruit db upgrade" in done.stdout


@pytest.mark.parametrize("path", list(_paths(COMMANDS)), ids=" ".join)
def test_every_command_has_help_with_an_example(path):
    group = main
    context = group.make_context("recruit", ["--help"], resilient_parsing=True)
    for name in path[:-1]:
        group = group.get_command(context, name)
        assert isinstance(group, LazyGroup)
    if group.get_command(context, path[-1]) is None:
        pytest.skip("its room is not in this house")
    result = CliRunner().invoke(main, [*path, "--help"])
    assert result.exit_code == 0
    assert "Example" in result.output
    assert f"recruit {' '.join(path)}" in " ".join(result.output.split())


@pytest.mark.parametrize("arguments", [["nothing"], ["db"], ["db", "sideways"], ["serve", "--port", "0"]])
def test_bad_input_ends_with_a_line_and_not_with_zero(run, arguments):
    result = run(*arguments)
    assert result.exit_code != 0
    assert "Traceback" not in result.output


def test_wrong_settings_are_all_named(run):
    result = run("db", "upgrade", MODE="production", BASE_URL="", DATABASE_URL="mysql://x")
    assert result.exit_code == 1
    for name in ("SECRET_KEY", "BASE_URL", "DATABASE_URL", "SMTP_URL", "OPERATOR_STATUS"):
        assert f"RECRUIT_{name}" in result.output


def test_doctor_names_what_is_wrong_and_shows_no_secret(run, own_database):
    result = run("doctor", database=own_database, SECRET_KEY="s" * 40, SMTP_URL="smtp://u:geheim@127.0.0.1:1")
    assert result.exit_code == 1
    assert "fine   database" in result.output
    assert "wrong  mail" in result.output
    assert "wrong  worker: has never run" in result.output
    assert "geheim" not in result.output
    assert "s" * 40 not in result.output


def test_doctor_hears_the_worker_and_the_mail_server(run, own_database, smtp):
    assert run("worker", "--once", database=own_database, SMTP_URL=smtp.url).exit_code == 0
    result = run("doctor", database=own_database, SMTP_URL=smtp.url)
    assert "fine   worker: heard of" in result.output
    assert "fine   mail" in result.output


def test_doctor_worries_about_a_team_that_is_too_small(run, migrated_database, smtp, monkeypatch):
    # The worker would set the program's books for real, which is tested with the books.
    monkeypatch.setattr(paper, "pdf_of", lambda *_given, **_more: b"%PDF-of-a-test")
    assert run("worker", "--once", database=migrated_database, SMTP_URL=smtp.url).exit_code == 0
    with migrated_database.scope():
        make_user("first@demo.example", roles=(Role.ADMINISTRATOR,))
        off = make_user("off@demo.example", roles=(Role.ADMINISTRATOR, Role.RETENTION_OFFICER))
        with writing():
            off.active = False
    result = run("doctor", database=migrated_database, SMTP_URL=smtp.url)
    # It is said, and nothing that watches the command is alarmed.
    assert result.exit_code == 0, result.output
    assert "careful team: there is only one administrator" in result.output
    assert "there is no retention officer" in result.output
    with migrated_database.scope(), writing() as rows:
        rows.scalars(select(User).where(User.email == off.email)).one().active = True
    result = run("doctor", database=migrated_database, SMTP_URL=smtp.url)
    assert "fine   team: 2 administrators, 1 retention officers" in result.output


def test_doctor_says_how_the_first_administrator_is_made(run, own_database):
    result = run("doctor", database=own_database)
    assert "careful team: there is no administrator; make one with: recruit user create" in result.output


def test_the_first_staff_account(run, own_database):
    arguments = ("user", "create", "Mika@Kakehashi.example", "--role", "administrator", "--name", "佐藤 美香")
    result = run(*arguments, database=own_database, NEW_PASSWORD="a long enough word")
    assert result.exit_code == 0, result.output
    with own_database.scope() as rows:
        user = rows.scalars(select(User)).one()
        assert user.email == "mika@kakehashi.example"
        assert [role.role for role in user.roles] == [Role.ADMINISTRATOR]
        assert "long enough" not in (user.password or "")
    again = run(*arguments, database=own_database, NEW_PASSWORD="a long enough word")
    assert again.exit_code == 1
    assert "Traceback" not in again.output
    assert not isinstance(again.exception, Exception) or isinstance(again.exception, SystemExit)


@pytest.mark.parametrize(
    ("email", "password", "says"),
    [("nobody", "a long enough word", "e-mail"), ("a@b.example", "short", "characters")],
)
def test_an_account_needs_an_address_and_a_password(run, own_database, email, password, says):
    result = run("user", "create", email, "--role", "editor", database=own_database, NEW_PASSWORD=password)
    assert result.exit_code != 0
    assert says in result.output


def test_mail_deliver_says_what_stands_where(run, own_database, own_app):
    with tests_kinds.installed(own_app), own_database.scope(), writing():
        queue_note("A").state = MailState.UNKNOWN
        queue_note("B").state = MailState.CANCELLED
    result = run("mail", "deliver", database=own_database)
    assert result.exit_code == 0, result.output
    assert "unknown: 1  <- someone must look" in result.output
    assert "cancelled: 1\n" in result.output


# --------------------------------------------------------------------------------------------- database


@pytest.fixture
def migrated(migrated_database):
    """A database made as operators make it."""
    return migrated_database


def test_upgrading_again_changes_nothing(run, migrated):
    result = run("db", "upgrade", database=migrated)
    assert result.exit_code == 0, result.output
    assert schema.newest_revision() in result.output


def test_a_chapter_that_comes_with_an_upgrade_meets_translations_that_are_behind(run, migrated, monkeypatch):
    """The command has no application: nothing that one fills may be asked for."""
    monkeypatch.setattr(translating, "_known", {})
    with migrated.scope(), writing() as rows:
        # Somebody here has written them, so they do not come in step with the program.
        theirs = update(ChapterVersion).where(ChapterVersion.language == "vi")
        rows.execute(theirs.values(source_version=0, origin=Origin.HUMAN, by_ref="somebody"))
        newest = rows.scalars(select(ChapterVersion).where(ChapterVersion.language == "id")).first()
        rows.delete(newest)
    result = run("db", "upgrade", database=migrated)
    assert result.exit_code == 0, result.output
    with migrated.scope():
        kept = session().scalars(select(TranslationLack.language).where(TranslationLack.kind == "chapter"))
        assert set(kept) == {"vi"}


def test_a_backup_comes_back_and_nothing_is_sent_or_signed_in_again(
    run, migrated, own_app, database_place, tmp_path
):
    file = tmp_path / "copy.dump"
    with migrated.scope():
        lan = make_user("lan@people.example")
        own_app.extensions["recruit.database"] = migrated
        sign_in(own_app.test_client(), lan)
        with tests_kinds.installed(own_app), writing():
            queue_note("Waiting")
            queue_note("Later", due_at=core_clock.now().replace(year=2999))
            queue_note("Gone").state = MailState.SENT
    assert run("db", "backup", file, database=migrated).exit_code == 0
    assert file.stat().st_mode & 0o077 == 0
    assert run("db", "backup", file, database=migrated).exit_code == 1, "an existing file is not overwritten"

    with migrated.scope():
        make_user("after@people.example")
    refused = run("db", "restore", file, database=migrated)
    assert refused.exit_code == 1
    assert "--force" in refused.output
    assert run("db", "restore", file, "--force", database=migrated).exit_code == 0
    with migrated.scope() as rows:
        assert rows.scalars(select(User.email)).all() == ["lan@people.example"]
        states = {mail.params["name"]: mail.state for mail in rows.scalars(select(Mail))}
        assert states == {"Waiting": MailState.UNKNOWN, "Later": MailState.QUEUED, "Gone": MailState.SENT}
        assert all(row.ended_at is not None for row in rows.scalars(select(SignIn)))
        assert rows.scalars(select(SignIn)).all()


def test_a_copy_comes_back_on_an_empty_machine(run, migrated, database_place, tmp_path):
    from recruit.core.db import Database

    file = tmp_path / "copy.dump"
    with migrated.scope():
        make_user("lan@people.example")
    assert run("db", "backup", file, database=migrated).exit_code == 0
    other = Database(database_place.empty())
    result = run("db", "restore", file, database=other)
    assert result.exit_code == 0, result.output
    with other.scope():
        assert session().scalars(select(User.email)).all() == ["lan@people.example"]
    other.dispose()


def test_a_backup_is_whole_while_others_write(run, migrated, tmp_path):
    with migrated.engine.connect() as reader, migrated.scope(), writing() as rows:
        reader.execute(text('SELECT count(*) FROM "user"'))
        rows.execute(text("UPDATE person SET display_name = 'half done'"))
        result = run("db", "backup", tmp_path / "copy.dump", database=migrated)
        assert result.exit_code == 0, result.output


def test_what_is_no_copy_is_refused(run, tmp_path):
    file = tmp_path / "other.sqlite"
    sqlite3.connect(file).execute("CREATE TABLE x (y)").connection.commit()
    (tmp_path / "text").write_text("no database at all")
    for wrong in (file, tmp_path / "text"):
        result = run("db", "restore", wrong, DATABASE_URL=f"sqlite:///{tmp_path / 'new.sqlite'}")
        assert result.exit_code == 1
        assert "is not a copy" in result.output
    assert not (tmp_path / "new.sqlite").exists()
