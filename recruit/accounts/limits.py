"""Limits on tries at the door, counted in our database for all processes together (or in Redis where there is one)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from flask import Flask, abort, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse
from limits.storage import Storage
from sqlalchemy import case, delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import SQLAlchemyError

from recruit.accounts.models import RateHit
from recruit.accounts.tokens import fingerprint
from recruit.core import clock
from recruit.core.db import database, session, writing
from recruit.core.settings import Settings

# One address from one network: enough for a forgotten password, too few for guessing. One network alone: a whole
# computer room may sign in before a fair.
ONE_ACCOUNT: tuple[RateLimitItem, ...] = (parse("8 per 10 minutes"), parse("40 per day"))
ONE_NETWORK: tuple[RateLimitItem, ...] = (parse("600 per 10 minutes"),)
# Passwords tried at one address, from wherever: a thousand networks must not find what one may not.
GUESSES_AT_ONE_ADDRESS: tuple[RateLimitItem, ...] = (parse("30 per hour"), parse("100 per day"))
# Mails to one address, from wherever they are asked for.
MAILS_TO_ONE_ADDRESS: tuple[RateLimitItem, ...] = (parse("5 per hour"), parse("12 per day"))
# Invitations of one organisation (or of staff): a large company may bring in a department, nobody sends to the whole world.
INVITATIONS_OF_ONE: tuple[RateLimitItem, ...] = (parse("40 per day"),)
# Codes of one person, from wherever they are typed: six digits must not be found by trying.
CODES_OF_ONE_PERSON: tuple[RateLimitItem, ...] = (parse("6 per 10 minutes"), parse("30 per day"))
# Files of one person: looking into them takes our time, and far more than anybody has papers.
UPLOADS_OF_ONE_PERSON: tuple[RateLimitItem, ...] = (parse("60 per hour"),)

# Codes of positions looked up from one network: a whole school may hold papers, nobody tries a million.
CODES_LOOKED_UP: tuple[RateLimitItem, ...] = (parse("60 per 10 minutes"), parse("600 per day"))

# Papers of positions set for one network: each takes the typesetter a moment.
PAPERS_FOR_ONE_NETWORK: tuple[RateLimitItem, ...] = (parse("30 per 10 minutes"),)

# Files of events handed out to one network: a whole class may fetch the slides.
MATERIALS_FOR_ONE_NETWORK: tuple[RateLimitItem, ...] = (parse("200 per 10 minutes"),)

# Questions of programs from one network.
ANSWERS_TO_ONE_NETWORK: RateLimitItem = parse("120 per minute")

SCHEME = "recruit+sql"


class SqlStorage(Storage):
    """Fixed windows in the table `rate_hit`. Each count is one statement in its own transaction."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - the library declares it like this

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions, **options)

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = clock.now()
        ends = now + timedelta(seconds=expiry)
        insert = sqlite_insert if database().is_sqlite else postgresql_insert
        is_over = RateHit.window_ends_at <= now
        new = insert(RateHit).values(key=key[:200], tries=amount, window_ends_at=ends)
        count = new.on_conflict_do_update(
            index_elements=[RateHit.key],
            set_={
                "tries": case((is_over, amount), else_=RateHit.tries + amount),
                "window_ends_at": case((is_over, ends), else_=RateHit.window_ends_at),
            },
        ).returning(RateHit.tries)
        # Reading can be too much as well: what is counted in a GET is written, like a sighting.
        with writing(even_in_a_read=True) as rows:
            return rows.execute(count).scalar_one()

    def _row(self, key: str) -> RateHit | None:
        return session().scalar(
            select(RateHit)
            .where(RateHit.key == key[:200], RateHit.window_ends_at > clock.now())
            .execution_options(populate_existing=True)
        )

    def get(self, key: str) -> int:
        row = self._row(key)
        return row.tries if row else 0

    def get_expiry(self, key: str) -> float:
        row = self._row(key)
        return row.window_ends_at.timestamp() if row else clock.now().timestamp()

    def check(self) -> bool:
        session().execute(select(1))
        return True

    def reset(self) -> int | None:
        with writing() as rows:
            return len(rows.scalars(delete(RateHit).returning(RateHit.key)).all())

    def clear(self, key: str) -> None:
        with writing() as rows:
            rows.execute(delete(RateHit).where(RateHit.key == key[:200]))


def network_of(address: str | None) -> str:
    """The network a request comes from: an IPv4 address, or the 64 leading bits that one IPv6 customer has."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    if found.version == 6 and found.ipv4_mapped is not None:
        # A server that listens on both writes the one like the other; all of the old Internet is not one network.
        return str(found.ipv4_mapped)
    if found.version == 6:
        return str(ip_network((int(found) >> 64 << 64, 64)).network_address)
    return str(found)


def install(app: Flask, settings: Settings) -> None:
    """Set up the counting. In test mode it is switched off until `switch` turns it on."""
    app.extensions["recruit.limiter"] = Limiter(
        get_remote_address,
        app=app,
        storage_uri=settings.redis_url or f"{SCHEME}://",
        strategy="fixed-window",
    )
    switch(app, on=not settings.is_test)


def switch(app: Flask, *, on: bool) -> None:
    """Turn the limits on or off."""
    app.config["ACCOUNT_LIMITS"] = on


def count(what: str, limits: Sequence[RateLimitItem], *whose: str) -> None:
    """Count one try; past a limit it answers 429. What is counted is kept as a keyed hash: no address is in the key."""
    if not _passes(what, limits, *whose):
        abort(429)


def _passes(what: str, limits: Sequence[RateLimitItem], *whose: str) -> bool:
    if not current_app.config["ACCOUNT_LIMITS"]:
        return True
    limiter: Limiter = current_app.extensions["recruit.limiter"]
    key = fingerprint("rate", what, *whose)
    return all(limiter.limiter.hit(item, key) for item in limits)


@dataclass(frozen=True)
class Left:
    """How many more of `most` tries in each `window` seconds are left, and in how many seconds counting begins anew."""

    most: int
    window: int
    left: int
    ends_in: int
    passes: bool


def count_and_tell(what: str, limit: RateLimitItem, *whose: str) -> Left | None:
    """Count one try, for programs that are told what is left; None where nothing is counted."""
    if not current_app.config["ACCOUNT_LIMITS"]:
        return None
    limiter: Limiter = current_app.extensions["recruit.limiter"]
    key = fingerprint("rate", what, *whose)
    passes = limiter.limiter.hit(limit, key)
    ends_at, left = limiter.limiter.get_window_stats(limit, key)
    ends_in = max(1, round(ends_at - clock.now().timestamp()))
    return Left(limit.amount, limit.get_expiry(), left, ends_in, passes)


def is_guessed_at(email: str) -> bool:
    """Count a password tried at this address, from wherever; says whether so many were that none is looked at any more.

    Right passwords count too and clear nothing: what an owner does in between must not help whoever guesses.
    """
    return not _passes("guess", GUESSES_AT_ONE_ADDRESS, email.strip().lower())


def count_account_try(what: str, email: str) -> None:
    """Count a try at one address, by the address and the network, and by the network alone."""
    network = network_of(request.remote_addr)
    count(what, ONE_NETWORK, network)
    count(what, ONE_ACCOUNT, email.strip().lower(), network)


def count_password_try(email: str, *, person_ref: str) -> None:
    """Count a password typed by who is signed in, by the network and by the person from wherever: a copied cookie must not
    find the password with a thousand networks. Nothing clears the second count, so an owner's right one helps no guessing.
    """
    count_account_try("password", email)
    count("own_password", GUESSES_AT_ONE_ADDRESS, person_ref)


def forgive_account(what: str, email: str) -> None:
    """A try was right: what was counted against this address from this network is forgotten."""
    _forget(what, ONE_ACCOUNT, email.strip().lower(), network_of(request.remote_addr))


def forgive_codes(person_ref: str) -> None:
    """A code was right: the wrong ones before it are forgotten."""
    _forget("code", CODES_OF_ONE_PERSON, person_ref)


def _forget(what: str, limits: Sequence[RateLimitItem], *whose: str) -> None:
    if current_app.config["ACCOUNT_LIMITS"]:
        limiter: Limiter = current_app.extensions["recruit.limiter"]
        for item in limits:
            limiter.limiter.clear(item, fingerprint("rate", what, *whose))


def count_mail_to(email: str) -> None:
    """Count a mail that somebody who is not signed in asks for."""
    count("mail", MAILS_TO_ONE_ADDRESS, email.strip().lower())


def count_invitation(email: str, *, by_whom: str) -> None:
    """Count an invitation to this address by an organisation or staff. It takes no mail from the person's own count."""
    count("invitation", MAILS_TO_ONE_ADDRESS, email.strip().lower())
    count("invitations", INVITATIONS_OF_ONE, by_whom)


def count_code_try(person_ref: str) -> None:
    """Count a code typed as second factor."""
    count("code", CODES_OF_ONE_PERSON, person_ref)


def forget_old_windows(now: datetime) -> int:
    """Delete counts whose window is over; gives how many."""
    old = delete(RateHit).where(RateHit.window_ends_at < now).returning(RateHit.key)
    return len(session().scalars(old).all())
