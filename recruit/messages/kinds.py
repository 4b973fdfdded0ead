"""The register of mail kinds: every room says what its mails contain and until when they are wanted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from recruit.core.visitor import Visitor
from recruit.messages.rules import SUMMARY_GROUPS, MailGroup, Wish

Params = Mapping[str, Any]


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a mail."""

    name: str
    media_type: str
    content: bytes


def _always(_params: Params, _now: datetime) -> bool:
    return True


def _nothing_to_keep(_params: Params, _context: Mapping[str, Any]) -> None:
    return None


def _nothing_attached(_params: Params, _language: str) -> list[Attachment]:
    return []


@dataclass(frozen=True)
class MailKind:
    """One kind of mail.

    `template` stands for three files: `<template>.subject.txt`, `<template>.txt` and `<template>.html`.
    `context(params, language)` reads what the text needs at hand-over, with the reader's language and zone set. It writes
    nothing, because it runs before the hand-over begins, and once more where something has changed by then. A token is made
    here and lives only in this mail.
    `keep(params, context)` writes what must stand in the tables before the letter leaves, such as the hash of that token: in
    the transaction that begins the hand-over, after `still_wanted` and `address` have been asked in it.
    `secrets` names the keys of the context whose values are struck out of the text that is kept.
    `still_wanted(params, now)` is asked at hand-over; what is no longer wanted is not sent, and its state says so.
    `address(params)` is asked at hand-over for where this mail goes now (empty: nowhere any more); where a kind has none, the
    house's own answer for its recipient counts (see `ask_addresses_of`).
    A `necessary` kind (a confirmation, a reset) ignores opt-outs; the others belong to a `group` (a MailGroup) that a
    person can switch off as a whole or kind by kind. A kind that `goes_with_group` is not chosen alone: saying no to it is
    saying no to its group, because another room reads that answer as one.
    """

    name: str
    room: str
    template: str
    context: Callable[[Params, str], Mapping[str, Any]]
    still_wanted: Callable[[Params, datetime], bool] = _always
    address: Callable[[Params], str] | None = None
    necessary: bool = False
    group: str = ""
    goes_with_group: bool = False
    keep: Callable[[Params, Mapping[str, Any]], None] = _nothing_to_keep
    secrets: tuple[str, ...] = ()
    attachments: Callable[[Params, str], list[Attachment]] = _nothing_attached


# Messages know people by reference only: (person_ref, address when it was queued) -> address now, empty for none.
AddressNow = Callable[[str, str], str]


def _as_queued(_person_ref: str, queued: str) -> str:
    return queued


class _Addresses:
    """Who is asked for the present address of a person."""

    now: AddressNow = staticmethod(_as_queued)


def ask_addresses_of(address_now: AddressNow) -> None:
    """Set who knows the present addresses. Called once, when the house is built."""
    _Addresses.now = staticmethod(address_now)


def address_now(kind: MailKind, params: Params, *, person_ref: str, queued: str) -> str:
    """Where a mail of this kind goes now; empty where its recipient has no address any more."""
    if kind.address is not None:
        return kind.address(params)
    return _Addresses.now(person_ref, queued) if person_ref else queued


# A reference that a mail was written under -> the one that stands for the same person now, empty for nobody any more.
PersonNow = Callable[[str], str]


def _as_written(person_ref: str) -> str:
    return person_ref


class _People:
    """Who is asked for what became of a person."""

    now: PersonNow = staticmethod(_as_written)


def ask_people_of(person_now: PersonNow) -> None:
    """Set who knows whether a person was erased or put together with another. Called once, when the house is built."""
    _People.now = staticmethod(person_now)


def person_now(person_ref: str) -> str:
    """The reference under which mails go to this person now; empty where the person was erased."""
    return _People.now(person_ref) if person_ref else ""


# (name of the kind, who looks, now) -> parameters for a preview; None where there is nothing such a mail could be about.
SampleOf = Callable[[str, Visitor, datetime], Params | None]


def _nothing_there(_kind: str, _visitor: Visitor, _now: datetime) -> Params | None:
    return None


class _Samples:
    """Who is asked for parameters of previews."""

    of: SampleOf = staticmethod(_nothing_there)


def take_samples_from(sample_of: SampleOf) -> None:
    """Set who knows parameters for previews. Called once, when the house is built."""
    _Samples.of = staticmethod(sample_of)


def sample_of(kind: MailKind, visitor: Visitor, now: datetime) -> Params | None:
    """Parameters for a preview of this kind. May write: ask inside `undone_afterwards()`."""
    return _Samples.of(kind.name, visitor, now)


_kinds: dict[str, MailKind] = {}


def install(kinds: Iterable[MailKind]) -> None:
    """Set all kinds. Called once, when the house is built."""
    _kinds.clear()
    for kind in kinds:
        if kind.name in _kinds:
            raise ValueError(f"two mail kinds are called {kind.name!r}")
        if not kind.necessary and kind.group not in set(MailGroup):
            raise ValueError(
                f"mail kind {kind.name!r} is not necessary, so its group must be one of {list(MailGroup)}"
            )
        _kinds[kind.name] = kind


def kind_named(name: str) -> MailKind:
    """The kind of that name; KeyError where there is none."""
    return _kinds[name]


def known_kinds() -> tuple[MailKind, ...]:
    """All kinds, in the order of installation."""
    return tuple(_kinds.values())


def fits_in_summary(kind: MailKind) -> bool:
    """Whether mails of this kind may wait for the day's summary: nothing in them opens anything, and nothing is attached."""
    is_plain = not kind.secrets and kind.attachments is _nothing_attached
    return not kind.necessary and kind.group in SUMMARY_GROUPS and is_plain


def choices_for(kind: MailKind) -> tuple[Wish, ...]:
    """What a person can want of mails of this kind alone; nothing where only its group is asked about."""
    if kind.necessary or kind.goes_with_group or kind.group == MailGroup.SUMMARY:
        return ()
    return (Wish.ON, Wish.DIGEST, Wish.OFF) if fits_in_summary(kind) else (Wish.ON, Wish.OFF)


def groups() -> tuple[MailGroup, ...]:
    """The groups of which there are mails, in the order of MailGroup."""
    used = {kind.group for kind in _kinds.values() if not kind.necessary} - {MailGroup.SUMMARY}
    return tuple(group for group in MailGroup if group in used)
