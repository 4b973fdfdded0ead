"""Moving the schema: Alembic, driven from code, so that `recruit db upgrade` needs no configuration file."""

from functools import lru_cache

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from recruit.core.settings import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "migrations"


def alembic_config(connection: Connection | Engine | None = None) -> Config:
    """The configuration with the connection to work on."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "%%(rev)s")
    config.attributes["connection"] = connection
    return config


@lru_cache(maxsize=1)
def newest_revision() -> str | None:
    """The one head of the migrations."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to a revision."""
    command.upgrade(alembic_config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to a revision."""
    command.downgrade(alembic_config(engine), revision)
