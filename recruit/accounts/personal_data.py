"""All that the house holds about people, room by room: taken along, erased, and let go when its time is over.

`registers.py` says which modules know something about people (`install`). Each has `export` and `erase`; it may have
`PURGES` (what ends by itself, as functions of the present instant that give a count, or `OneByOne`), `still_needed` (who of these may
not be forgotten yet) and `names_by_ref` (the names of its things that other rooms know by reference).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
import secrets
from string import ascii_letters
from types import ModuleType
from typing import Any

from sqlalchemy import ColumnElement, func, select

from recruit.accounts.models import Person, User
from recruit.accounts.rights.models import Erasure
from recruit.accounts.rights.rules import TEXTS_FORGOTTEN_WITHIN, ErasedBecause
from recruit.core import audit, privacy as core_privacy, vault
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.periods import IDLE_ASKED, IDLE_ERASED, IDLE_NOTICE, UNCONFIRMED, Kept
from recruit.core.visitor import WORKER, Visitor
from recruit.messages import privacy as message_privacy
from recruit.messages.actions import queue

# Those that know people by reference only.
BY_REFERENCE: tuple[ModuleType, ...] = (core_privacy, message_privacy)
# So many are looked up at once; each of them then goes in a transaction of its own.
AT_ONCE = 50
# Names shorter than that are not searched for in texts to others.
SHORTEST_NAME, SHORTEST_CHARACTERS = 6, 4
# No signs that are taken for others.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

_PAGE = 500
# Who confirmed an address and never signed in was last here on the day of registering.
_seen_at = func.coalesce(User.last_seen_at, User.create_datetime)

_modules: list[ModuleType] = []


def install(modules: Sequence[ModuleType]) -> None:
    """Set who knows something about people, in the order in which they erase. Called once, when the house is built."""
    _modules[:] = modules


def tables() -> dict[str, str]:
    """Every table, and what becomes in it of a person who is erased."""
    return {table: words for module in (*BY_REFERENCE, *_modules) for table, words in module.TABLES.items()}


def readable() -> dict[str, Callable[[Any], list[tuple[str, str]]]]:
    """What is shown to people in another way than its data: by its name in the data, as pairs in the reader's words."""
    return {name: words for module in _modules for name, words in getattr(module, "READABLE", {}).items()}


def in_words() -> dict[str, Callable[[Any], str]]:
    """What is shown to people in words that a later room has, by where it stands in the data: "looks_at_you.office"."""
    return {name: words for module in _modules for name, words in getattr(module, "IN_WORDS", {}).items()}


def _person(person_ref: str) -> Person:
    found = session().scalar(select(Person).where(Person.public_id == person_ref))
    if found is None or found.anonymised_at is not None:
        raise Missing
    return found


def export(person_ref: str, *, by: Visitor, now: datetime) -> dict[str, Any]:
    """Everything about a person by room, as plain data. That it was taken out is noted. Raises Missing for nobody."""
    person = _person(person_ref)
    found: dict[str, Any] = {
        "core": core_privacy.export(person_ref),
        "messages": message_privacy.export(person_ref),
    }
    for module in _modules:
        found.setdefault(module.__name__.split(".")[1], {}).update(module.export(person.id))
    _put_names(found)
    audit.record("person.exported", by=by, now=now, subject_kind="person", subject_ref=person_ref)
    return found


def _put_names(found: dict[str, Any]) -> None:
    """To whom a consent went, for whom somebody looked and who read answers, by name: a number says nothing to the person."""
    looks, consents = found["core"]["looks_at_you"], found.get("accounts", {}).get("consents", [])
    readers = select(Person.public_id, Person.display_name).where(
        Person.public_id.in_({look["by"] for look in looks})
    )
    who = {row.public_id: row.display_name for row in session().execute(readers)}
    for look in looks:
        look["by"] = who.get(look["by"], "")
    places = [*((look, "organisation") for look in looks), *((consent, "whom") for consent in consents)]
    refs = {one[key] for one, key in places if one[key]}
    names: dict[str, str] = {}
    for module in _modules:
        by_ref = getattr(module, "names_by_ref", None)
        if by_ref is not None and refs:
            names |= by_ref(refs)
    for one, key in places:
        one[key] = names.get(one[key], one[key])


def files_of(person_ref: str) -> list[tuple[str, bytes]]:
    """The files a person handed in, by name, for the archive beside what `export` gives. Raises Missing for nobody."""
    person = _person(person_ref)
    found: list[tuple[str, bytes]] = []
    for module in _modules:
        kept = getattr(module, "files_of", None)
        if kept is not None:
            found += kept(person.id)
    return found


def erase(person_ref: str, *, because: ErasedBecause, by: Visitor, now: datetime) -> str:
    """Take a person out of every room, in the transaction of the caller; gives the number of the certificate. Rows that
    figures need stay without a name. Kept texts of mails to others follow within a day (`rights.jobs.forget_texts`).
    Raises Missing for nobody, and for somebody who is erased already.

    Mail comes last: rooms that give something up on the way (a seat at a fair) would otherwise still write to the person.
    """
    person = _person(person_ref)
    session().flush()
    names = _names_of(person.id)
    addresses = _addresses_of(person.id)
    for module in _modules:
        module.erase(person.id, now)
    message_privacy.erase(person_ref, now, addresses=addresses)
    number = _new_number(now)
    session().add(
        Erasure(
            number=number,
            person_ref=person_ref,
            because=because,
            erased_at=now,
            by_ref=by.person_ref or str(by.via),
            # Mails to others that name the person are looked through afterwards, by a job: there may be very many.
            names=vault.seal("\n".join(sorted(names))) if names else None,
            texts_by_at=now + TEXTS_FORGOTTEN_WITHIN,
            texts_at=None if names else now,
        )
    )
    session().flush()
    # The chain of the trail seals the number: no certificate appears or vanishes unseen.
    audit.record(
        "person.erased", by=by, now=now, subject_kind="person", subject_ref=person_ref, change=number
    )
    session().expire_all()
    return number


def _names_of(person_id: int) -> set[str]:
    """Names and addresses that tell who is meant. A short name stands in too many texts that are about others."""
    found: set[str] = set()
    for module in _modules:
        names = getattr(module, "names_of", None)
        if names is not None:
            found |= names(person_id)
    return {name for name in map(str.strip, found) if tells_who(name)}


def _addresses_of(person_id: int) -> set[str]:
    """The mail addresses that are the person's, for what was written there before we knew whose they are."""
    found: set[str] = set()
    for module in _modules:
        addresses = getattr(module, "addresses_of", None)
        if addresses is not None:
            found |= addresses(person_id)
    return found


def tells_who(name: str) -> bool:
    """Whether a name is long enough to be searched for: “An” stands inside every second word, 「山田 花子」 does not."""
    if len(name) >= SHORTEST_NAME:
        return True
    return len(name) >= SHORTEST_CHARACTERS and not any(letter in name for letter in ascii_letters)


def _new_number(now: datetime) -> str:
    """A number to be read out on the telephone, which tells nobody how many were erased."""
    return f"E-{now:%Y}-" + "".join(secrets.choice(_SIGNS) for _ in range(8))


def _not_needed(persons: Collection[Person]) -> list[Person]:
    """Who of these no room needs any more."""
    ids = {person.id for person in persons}
    needed: set[int] = set()
    for module in _modules:
        asked = getattr(module, "still_needed", None)
        if asked is not None:
            needed |= asked(ids - needed)
    return [person for person in persons if person.id not in needed]


@dataclass(frozen=True)
class OneByOne:
    """What becomes of people one by one, each in a transaction of their own: whom a room cannot let go keeps back nobody behind
    them. `find` gives ids of users that follow an id, at most AT_ONCE; `act` looks again, in its transaction, whether it is
    still so, and says whether it did anything.
    """

    find: Callable[[datetime, int], Sequence[int]]
    act: Callable[[int, datetime], bool]


Purge = Callable[[datetime], int] | OneByOne


def _first_not_needed(after: int, *which: ColumnElement[bool]) -> list[int]:
    """The first of these users behind `after` that no room needs, at most AT_ONCE. Most of who stays away may still be needed,
    so they are looked through a page at a time.
    """
    found: list[int] = []
    while len(found) < AT_ONCE:
        page = select(User).where(*which, User.id > after).order_by(User.id).limit(_PAGE)
        users = {user.person_id: user for user in session().scalars(page)}
        if not users:
            break
        after = max(user.id for user in users.values())
        found += [users[person.id].id for person in _not_needed([user.person for user in users.values()])]
    return sorted(found)[:AT_ONCE]


def _held(user_id: int, *which: ColumnElement[bool]) -> User | None:
    """The user, held until the end of the transaction, if it is still one of these: somebody may have come back meanwhile."""
    return session().scalar(
        select(User)
        .where(User.id == user_id, *which)
        .with_for_update(of=User)
        .execution_options(populate_existing=True)
    )


def _let_go(user: User | None, because: ErasedBecause, now: datetime) -> bool:
    if user is None:
        return False
    erase(user.person.public_id, because=because, by=WORKER, now=now)
    return True


def _unconfirmed(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Registrations that nobody confirmed: the address may not even belong to who typed it."""
    return User.confirmed_at.is_(None), User.create_datetime < UNCONFIRMED.before(now)


def _find_unconfirmed(now: datetime, after: int) -> Sequence[int]:
    found = select(User.id).where(*_unconfirmed(now), User.id > after).order_by(User.id).limit(AT_ONCE)
    return session().scalars(found).all()


def _forget_unconfirmed(user_id: int, now: datetime) -> bool:
    return _let_go(_held(user_id, *_unconfirmed(now)), ErasedBecause.UNCONFIRMED, now)


def _to_ask(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Who has not signed in for long, and was not asked yet whether the account is still wanted."""
    return User.confirmed_at.is_not(None), User.asked_to_stay_at.is_(None), _seen_at < IDLE_ASKED.before(now)


def _ask(user_id: int, now: datetime) -> bool:
    user = _held(user_id, *_to_ask(now))
    if user is None:
        return False
    user.asked_to_stay_at = now
    _queue_question(user, "first", due_at=now, now=now)
    _queue_question(user, "last", due_at=erased_at(user, now) - IDLE_NOTICE, now=now)
    session().flush()
    return True


def erased_at(user: User, asked_at: datetime) -> datetime:
    """When an account that stays unused is erased: never sooner than its owner can answer."""
    seen_at = user.last_seen_at or user.create_datetime
    return max(IDLE_ERASED.after(seen_at), asked_at + 2 * IDLE_NOTICE)


def _queue_question(user: User, which: str, *, due_at: datetime, now: datetime) -> None:
    person = user.person
    seen_at = user.last_seen_at or user.create_datetime
    queue(
        "asked_to_stay",
        to_address=user.email,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"person_ref": person.public_id, "erased_at": erased_at(user, now).isoformat()},
        # Who comes back and stays away again is asked again: the last sign-in names the occasion.
        unique_key=f"asked_to_stay:{person.public_id}:{which}:{seen_at:%Y%m%d%H%M%S}",
        now=now,
        due_at=due_at,
        subject_kind="person",
        subject_ref=person.public_id,
    )


def _idle(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Who was asked and did not come back."""
    return User.asked_to_stay_at < now - 2 * IDLE_NOTICE, _seen_at < IDLE_ERASED.before(now)


def _forget_idle(user_id: int, now: datetime) -> bool:
    user = _held(user_id, *_idle(now))
    if user is not None and not _not_needed([user.person]):
        return False
    return _let_go(user, ErasedBecause.IDLE, now)


PURGES: dict[Kept, OneByOne] = {
    Kept.UNCONFIRMED: OneByOne(_find_unconfirmed, _forget_unconfirmed),
    Kept.IDLE_ASKED: OneByOne(lambda now, after: _first_not_needed(after, *_to_ask(now)), _ask),
    Kept.IDLE: OneByOne(lambda now, after: _first_not_needed(after, *_idle(now)), _forget_idle),
}


def purges() -> dict[Kept, Purge]:
    """Everything that ends by itself, in the order in which it is done."""
    found: dict[Kept, Purge] = {**PURGES}
    for module in (*BY_REFERENCE, *_modules):
        found.update(getattr(module, "PURGES", {}))
    return found
