"""The database: model base, times in UTC, reads in autocommit, and `writing()`, the one place that commits."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
import random
import secrets
import sqlite3
import time
from typing import Any, ClassVar, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    String,
    TypeDecorator,
    Update,
    create_engine,
    event,
    make_url,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from recruit.core import content, looking
from recruit.core.errors import Busy, Conflict, Refused
from recruit.core.looking import WritingForbidden

BUSY_TIMEOUT_MS = 10_000
# Seconds between two tries to take SQLite's write lock: most are held for a few milliseconds.
FIRST_PAUSE, LONGEST_PAUSE = 0.0004, 0.002
# What a connection to SQLite keeps of the file at most.
CACHE_KIB = 32 * 1024


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Takes aware datetimes only; always gives them back in UTC.

    The processors are our own: of many rows, what SQLAlchemy does around the two methods costs more than they do.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        found = _checked(value)
        return found.replace(tzinfo=None) if found is not None and dialect.name == "sqlite" else found

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return _in_utc(value)

    def bind_processor(self, dialect: Dialect) -> Callable[..., Any]:
        return _as_text if dialect.name == "sqlite" else _checked

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[..., Any]:
        return _in_utc_from_text if dialect.name == "sqlite" else _in_utc


def _checked(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    """As SQLite keeps it: without a zone, because it is always the same."""
    found = _checked(value)
    return None if found is None else found.replace(tzinfo=None).isoformat(" ", "microseconds")


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _in_utc_from_text(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value + "+00:00")
    except ValueError:
        # Not written by us: it brings a zone of its own.
        return _in_utc(datetime.fromisoformat(value))


Member = TypeVar("Member", bound=StrEnum)


class Coded(TypeDecorator[Member]):
    """A coded value: stored as its text, given back as the member of its enum."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[Member]) -> None:
        super().__init__()
        self.kind = kind
        self._members: dict[str | None, Member | None] = {None: None, **{str(one): one for one in kind}}
        self._texts: dict[str | None, str | None] = {None: None, **{one: str(one) for one in kind}}

    def process_bind_param(self, value: Member | str | None, dialect: Dialect) -> str | None:
        return self._text_of(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Member | None:
        return self._member_of(value)

    def bind_processor(self, dialect: Dialect) -> Callable[..., Any]:
        return self._text_of

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[..., Any]:
        return self._member_of

    def _text_of(self, value: Member | str | None) -> str | None:
        # What is no member is refused by the enum itself.
        return self._texts[value] if value in self._texts else str(self.kind(value))

    def _member_of(self, value: str | None) -> Member | None:
        return self._members[value] if value in self._members else self.kind(value)


class Base(DeclarativeBase):
    """Base of all tables. Constraints have predictable names, so that migrations and refusals can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: UtcDateTime()}

    # Anything listed here may be read by templates; nearly no methods live on models.
    __abstract__ = True


def new_public_id() -> str:
    """22 characters, 128 random bits: what stands in addresses instead of a number."""
    while True:
        public_id = secrets.token_urlsafe(16)
        # A leading dash is cut off by some mail programs when they turn an address into a link.
        if public_id[0] not in "-_" and public_id[-1] not in "-_":
            return public_id


class Keyed:
    """Mixin: the internal key that never leaves the house."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True)


class PubliclyKnown(Keyed):
    """Mixin: a thing that has a page but no slug."""

    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)


class Database:
    """One engine, and the session of whoever is at work (a request, a job, a command)."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.engine = _make_engine(url)
        content.listen(self.engine)
        looking.listen(self.engine)
        if self.is_sqlite:
            self._reading: Engine | Connection = self.engine
            self._writing: Engine | Connection = self.engine.execution_options(writing=True)
        else:
            self._reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")
            self._writing = self.engine

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def scope(self) -> Generator[Session]:
        """Open the session for one piece of work. Inside another scope of this database it is that scope's session."""
        already = _current.get()
        if already is not None and already[0] is self:
            yield already[1]
            return
        session = Session(
            self._reading, autoflush=False, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )
        token = _current.set((self, session))
        try:
            yield session
        finally:
            _current.reset(token)
            session.close()

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A connection without a session, for a look before any row is loaded."""
        if isinstance(self._reading, Connection):
            yield self._reading
            return
        with self._reading.connect() as connection:
            yield connection

    @contextmanager
    def pinned_to(self, connection: Connection) -> Generator[None]:
        """For tests: everything happens on one connection, inside the transaction that the test rolls back."""
        before = self._reading, self._writing
        self._reading = self._writing = connection
        try:
            yield
        finally:
            self._reading, self._writing = before

    def dispose(self) -> None:
        self.engine.dispose()


_current: ContextVar[tuple[Database, Session] | None] = ContextVar("current_session", default=None)
_writing_now: ContextVar[bool] = ContextVar("writing_now", default=False)
_reads_only: ContextVar[bool] = ContextVar("reads_only", default=False)


def _make_engine(url: str) -> Engine:
    # hide_parameters: a failing statement must not print a student's words into the log.
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=10)
    # More than a process of the web server has threads: each may look something up, and one more writes.
    engine = create_engine(url, hide_parameters=True, pool_size=10, max_overflow=30)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=NORMAL")
        # Thousands of follow-ups in one transaction do not fit the 2 MB that SQLite keeps by itself.
        cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction opened by a read cannot be upgraded to a write under WAL when somebody else wrote meanwhile.
        if connection.get_execution_options().get("writing"):
            _begin_to_write(cast("sqlite3.Connection", connection.connection.dbapi_connection))

    return engine


def _begin_to_write(connection: sqlite3.Connection) -> None:
    """Take SQLite's write lock, asking again very soon, and every other millisecond if that does not help. SQLite's own waiting
    sleeps longer each time, up to a tenth of a second, and where several processes write without a pause it lets one of them
    come to nothing.
    """
    ends_at = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    pause = FIRST_PAUSE
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while not _has_begun(connection):
            if time.monotonic() > ends_at:
                raise Busy
            # Two that ask in step would stay in step.
            time.sleep(pause * random.uniform(0.5, 1.5))
            pause = min(pause * 1.5, LONGEST_PAUSE)
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _has_begun(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise
        return False
    return True


def session() -> Session:
    """The session of the request, job or command at work. Queries and actions use this one."""
    found = _current.get()
    if found is None:
        raise RuntimeError("no database scope is open")
    return found[1]


def database() -> Database:
    """The database whose scope is open."""
    found = _current.get()
    if found is None:
        raise RuntimeError("no database scope is open")
    return found[0]


@contextmanager
def writing(*, even_in_a_read: bool = False) -> Generator[Session]:
    """The one place that commits: rows, audit, queued mail and reactions land together or not at all.

    What was loaded before is read again inside, when it is next looked at. `even_in_a_read` is for the sighting row
    that the gate writes after a GET.
    """
    home, current = database(), session()
    if _writing_now.get():
        raise RuntimeError("writing() inside writing(): the outer one commits")
    if _reads_only.get() and not even_in_a_read:
        raise WritingForbidden("this request may only read")
    if current.new or current.dirty or current.deleted:
        raise RuntimeError("rows were changed outside writing()")
    current.rollback()
    current.bind = home._writing  # noqa: SLF001 - the same file
    token, noting = _writing_now.set(True), content.begin_noting()
    try:
        with current.begin():
            if home.is_sqlite:
                # Take the write lock before the first read, so that decisions rest on what nobody else can change.
                current.connection()
            yield current
            current.flush()
            content.stamp_anew(current.connection(), Base.metadata.tables["content_stamp"])
    except IntegrityError as error:
        raise _refusal_of(error) from error
    finally:
        content.end_noting(noting)
        _writing_now.reset(token)
        current.bind = home._reading  # noqa: SLF001 - the same file


@contextmanager
def undone_afterwards() -> Generator[Session]:
    """For looking at what something would write: everything written inside is taken back at the end, whatever happens."""
    home, current = database(), session()
    if _writing_now.get():
        raise RuntimeError("inside writing(): its work would be taken back too")
    current.rollback()
    current.bind = home._writing  # noqa: SLF001 - the same file
    try:
        with current.begin() as attempt:
            yield current
            attempt.rollback()
    finally:
        current.rollback()
        current.bind = home._reading  # noqa: SLF001 - the same file


@contextmanager
def looking_aside() -> Generator[Session]:
    """Reads in a session of their own, so that nobody waits for what they take: what is at work learns nothing of what is
    loaded here. A statement that changes something is refused.
    """
    if _writing_now.get():
        raise RuntimeError("inside writing(): what it has written would not be seen")
    home = database()
    aside = Session(home._reading, autoflush=False, join_transaction_mode="create_savepoint")  # noqa: SLF001 - the same file
    token = _current.set((home, aside))
    try:
        with reads_only(), looking.looking_only(aside):
            yield aside
    finally:
        _current.reset(token)
        aside.close()


@contextmanager
def reads_only() -> Generator[None]:
    """Inside, `writing()` is refused: the gate wraps GET requests in it."""
    token = _reads_only.set(True)
    try:
        yield
    finally:
        _reads_only.reset(token)


def changes_one(change: Update) -> bool:
    """Compare and set: an UPDATE of one row that says what must still hold of it; whether this call changed the row.

    Rows that are loaded already do not learn of it by themselves.
    """
    done = session().execute(change.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", done).rowcount == 1


def set_state(
    thing: Any, before: StrEnum, after: StrEnum, *still: ColumnElement[bool], **values: Any
) -> None:
    """Set a thing's state if it still is what it was and `still` holds, else Conflict: somebody else was faster.

    `values` are set with it; the thing is read again, with everything that hangs on it.
    """
    kind = type(thing)
    session().flush()
    change = update(kind).where(kind.id == thing.id, kind.state == before, *still)
    if not changes_one(change.values(state=after, **values)):
        raise Conflict(f"{kind.__tablename__} {thing.id} is no longer {before}")
    session().refresh(thing)


def count_anew(*kinds: type[Base]) -> None:
    """Let PostgreSQL look at how full these tables are now. For jobs that add or change thousands of rows: a statement that was
    planned while a table was small goes on reading it from end to end, until its statistics are made anew. By itself
    PostgreSQL does that about once a minute. A table that somebody else has locked is left out.
    """
    if not database().is_sqlite:
        tables = ", ".join(kind.__tablename__ for kind in kinds)
        session().execute(text(f"ANALYZE (SKIP_LOCKED) {tables}"))


_refusals: dict[str, Refused] = {}


def refuse_on(constraint: str, refusal: Refused) -> None:
    """Say what a broken constraint means to people. Rooms call this beside their tables' rules."""
    _refusals[constraint] = refusal


def _refusal_of(error: IntegrityError) -> Exception:
    text = str(error.orig)
    diagnosed = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    for constraint, refusal in _refusals.items():
        if constraint == diagnosed or constraint in text or _columns_in_sqlite_words(constraint) == text:
            return Refused(refusal.reason, field=refusal.field)
    return error


def _columns_in_sqlite_words(constraint: str) -> str | None:
    """SQLite names the columns of a broken unique constraint, not the constraint itself."""
    for table in Base.metadata.tables.values():
        for candidate in table.constraints:
            if candidate.name == constraint and hasattr(candidate, "columns"):
                columns = ", ".join(f"{table.name}.{column.name}" for column in candidate.columns)
                return f"UNIQUE constraint failed: {columns}"
        for index in table.indexes:
            if index.name == constraint:
                columns = ", ".join(f"{table.name}.{column.name}" for column in index.columns)
                return f"UNIQUE constraint failed: {columns}"
    return None
