"""Migrations: one newest, and an upgraded empty database is what the models say."""

from datetime import UTC, datetime

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from recruit.core import schema
from recruit.core.db import Base, Database
from recruit.core.models import StoredFile
from recruit.handbook.models import Book, Chapter, ChapterVersion
from recruit.handbook.printing.models import SetBook
from recruit.handbook.rules import Audience, ChapterState


def differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        return compare_metadata(context, Base.metadata)


def test_there_is_one_newest_migration() -> None:
    script = ScriptDirectory.from_config(schema.alembic_config())
    assert len(script.get_heads()) == 1
    assert script.get_current_head() == schema.newest_revision()


def test_an_upgraded_database_is_what_the_models_say(migrated_database: Database) -> None:
    assert differences(migrated_database) == []


def test_up_down_and_up_again(empty_database: Database) -> None:
    schema.upgrade(empty_database.engine)
    made = set(inspect(empty_database.engine).get_table_names())
    assert made >= set(Base.metadata.tables)
    _write_a_book(empty_database)
    # SQLite takes a column away by making the table anew, whoever refers to it; nothing is torn by that.
    schema.downgrade(empty_database.engine, "0077")
    with empty_database.engine.begin() as connection:
        chapters = connection.execute(text("SELECT id FROM chapter")).scalars().all()
        assert connection.execute(text("SELECT chapter_id FROM chapter_version")).scalars().all() == chapters
        # A set book goes with its table; a file without a row is taken out of the store by itself.
        assert connection.execute(text("SELECT kept_name FROM stored_file")).scalars().all() == ["other"]
    with pytest.raises(IntegrityError), empty_database.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO chapter (book_id, slug, position, titles) VALUES (9, 'x', 1, '{}')")
        )
    schema.downgrade(empty_database.engine, "base")
    assert set(inspect(empty_database.engine).get_table_names()) <= {"alembic_version"}
    schema.upgrade(empty_database.engine)
    assert set(inspect(empty_database.engine).get_table_names()) == made
    assert differences(empty_database) == []
    if empty_database.is_sqlite:
        _demand_whole_references(empty_database)


def _demand_whole_references(database: Database) -> None:
    """A migration that would leave a row that refers to nothing does not come about."""
    connection = database.engine.raw_connection()
    written = connection.driver_connection
    assert written is not None
    written.execute("PRAGMA foreign_keys=OFF")
    written.execute(
        "INSERT INTO chapter (book_id, slug, position, titles, part) VALUES (9, 'x', 1, '{}', '{}')"
    )
    written.execute("PRAGMA foreign_keys=ON")
    connection.close()
    newest = schema.newest_revision()
    with pytest.raises(RuntimeError, match="chapter → book"):
        schema.downgrade(database.engine, "-1")
    with database.engine.connect() as rows:
        assert rows.scalar(text("SELECT version_num FROM alembic_version")) == newest


def _write_a_book(database: Database) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with Session(database.engine) as rows:
        chapter = Chapter(slug="first", position=1, titles={})
        book = Book(
            slug="a",
            source_language="en",
            languages=[],
            audience=Audience.STUDENT,
            titles={},
            chapters=[chapter],
        )
        kept = [
            StoredFile(sha256="", size=1, media_type="", kept_name=name, key_name="", stored_at=now)
            for name in ("set", "other")
        ]
        rows.add_all([book, *kept])
        rows.flush()
        rows.add(SetBook(book_id=book.id, language="en", mark="", stored_file_id=kept[0].id))
        rows.add(
            ChapterVersion(
                chapter_id=chapter.id, language="en", number=1, body="", state=ChapterState.PUBLISHED
            )
        )
        rows.commit()


def test_constraints_of_the_models_are_in_the_database(migrated_database: Database) -> None:
    # Alembic does not compare checks, and refusals are found by the names of constraints.
    inspector = inspect(migrated_database.engine)
    lacking = []
    for table in Base.metadata.sorted_tables:
        found = {
            str(one["name"])
            for one in (
                *inspector.get_check_constraints(table.name),
                *inspector.get_unique_constraints(table.name),
                *inspector.get_foreign_keys(table.name),
                *inspector.get_indexes(table.name),
            )
        }
        wanted = {str(one.name) for one in (*table.constraints, *table.indexes) if one.name}
        lacking += [f"{table.name}: {name}" for name in wanted - found if not name.startswith("pk_")]
    assert not lacking, "\n".join(lacking)


def test_looks_name_the_organisation_by_its_public_id(empty_database: Database) -> None:
    schema.upgrade(empty_database.engine, "0022")
    with empty_database.engine.begin() as connection:
        made = connection.execute(
            text(
                "INSERT INTO organisation (public_id, kind, slug, country, state, source, city, name_kana,"
                " search_key, created_at) VALUES ('a-company', 'company', 'a-company', 'JP', 'approved', '', '', '', '',"
                " '2026-01-01 00:00:00+00:00') RETURNING id"
            )
        ).scalar_one()
        for ref in (str(made), ""):
            connection.execute(
                text(
                    "INSERT INTO sighting (at, by_ref, organisation_ref, person_ref, what)"
                    " VALUES ('2026-01-01 00:00:00+00:00', 'by', :ref, 'whom', 'profile')"
                ),
                {"ref": ref},
            )
    read = text("SELECT organisation_ref FROM sighting ORDER BY id")
    schema.upgrade(empty_database.engine, "0023")
    with empty_database.engine.begin() as connection:
        assert list(connection.execute(read).scalars()) == ["a-company", ""]
    schema.downgrade(empty_database.engine, "0022")
    with empty_database.engine.begin() as connection:
        assert list(connection.execute(read).scalars()) == [str(made), ""]


def test_of_two_values_of_a_fact_from_one_day_the_later_one_stays(empty_database: Database) -> None:
    schema.upgrade(empty_database.engine, "0075")
    with empty_database.engine.begin() as connection:
        for value, day in (("first", "2026-04-01"), ("second", "2026-04-01"), ("other", "2026-05-01")):
            connection.execute(
                text(
                    "INSERT INTO dated_fact (key, value, unit, valid_from_on, source, source_name, checked_on, verified)"
                    " VALUES ('wage', :value, '', :day, 'https://a.example', '', '2026-04-01', true)"
                ),
                {"value": value, "day": day},
            )
    schema.upgrade(empty_database.engine, "0076")
    with empty_database.engine.begin() as connection:
        values = connection.execute(text("SELECT value FROM dated_fact ORDER BY id")).scalars().all()
    assert values == ["second", "other"]


def test_mails_and_wishes_about_translations_go_on_under_the_new_name(empty_database: Database) -> None:
    # A database that came to 0081 before has them under a name that no mail has any more: handing one over would break.
    schema.upgrade(empty_database.engine, "0081")
    wishes = [
        ("one", "handbook_behind", "no"),
        ("two", "handbook_behind", "no"),
        ("two", "translations_wait", "yes"),
    ]
    with empty_database.engine.begin() as connection:
        for who, kind, wish in wishes:
            connection.execute(
                text(
                    "INSERT INTO mail_preference (person_ref, address, kind, wish, since)"
                    " VALUES (:who, '', :kind, :wish, '2026-01-01 00:00:00+00:00')"
                ),
                {"who": who, "kind": kind, "wish": wish},
            )
        connection.execute(
            text(
                "INSERT INTO mail (public_id, kind, to_address, to_ref, language, zone, params, subject_kind, subject_ref, unique_key,"
                " state, claimed_by, attempts, last_error, message_id, subject_line, body, queued_at, due_at)"
                " VALUES ('m', 'handbook_behind', 'a@b.example', '', 'ja', 'Asia/Tokyo', '{}', '', '', 'k', 'queued', '', 0, '', '', '', '',"
                " '2026-01-01 00:00:00+00:00', '2026-01-01 00:00:00+00:00')"
            )
        )
    schema.upgrade(empty_database.engine)
    with empty_database.engine.begin() as connection:
        found = connection.execute(
            text("SELECT person_ref, kind, wish FROM mail_preference ORDER BY id")
        ).all()
        kinds = connection.execute(text("SELECT kind FROM mail")).scalars().all()
    # Who has chosen under the new name already is asked by that.
    assert [tuple(row) for row in found] == [
        ("one", "translations_wait", "no"),
        ("two", "translations_wait", "yes"),
    ]
    assert kinds == ["translations_wait"]
    # And back, which 0077 does.
    schema.downgrade(empty_database.engine, "0076")
    with empty_database.engine.begin() as connection:
        assert connection.execute(text("SELECT kind FROM mail")).scalars().all() == ["handbook_behind"]
