"""What is true about ways to reach a person, in plain Python."""

from datetime import date, datetime, timedelta
from enum import StrEnum
import re
import unicodedata

from recruit.core.text import fold

# Numbers and addresses change without anybody telling us: what was not confirmed for so long is asked again.
STALE_AFTER = timedelta(days=183)
# So long before that the mail goes out and the note stands on the person's page.
ASKED_BEFORE = timedelta(days=14)
# Before a move to Japan, before a stay ends or is renewed (contracts for telephones and rooms hang on the card), and around the end
# of an employment, numbers and addresses change: so long ahead and behind people are asked again, unless they have said lately that everything is right.
MOVE_AHEAD, MOVE_BEHIND = timedelta(days=30), timedelta(days=14)
SAID_LATELY = timedelta(days=30)
MOST_OF_A_KIND = 3
CONFIRMATION_VALID_FOR = timedelta(days=7)
# How national numbers begin abroad; a number that begins with 0 is one of the country the person is in.
_COUNTRY_CODES = {"JP": "81", "VN": "84", "ID": "62"}
_NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
# So many last digits stay the same however a number is written, with the country's code or with a leading 0.
_SAME_DIGITS = 9


class Messenger(StrEnum):
    """Where people of the programme write to each other."""

    ZALO = "zalo"
    WHATSAPP = "whatsapp"
    LINE = "line"
    FACEBOOK = "facebook_messenger"
    TELEGRAM = "telegram"


class Relation(StrEnum):
    """What a trusted person is to the one who names them."""

    FAMILY = "relation_family"
    PARTNER = "relation_partner"
    FRIEND = "relation_friend"
    COLLEAGUE = "relation_colleague"
    TEACHER = "relation_teacher"


class HowTold(StrEnum):
    """How the person told staff of a way that staff then entered."""

    PHONE = "told_by_phone"
    IN_PERSON = "told_in_person"
    MAIL = "told_by_mail"
    MESSENGER = "told_by_messenger"


class Move(StrEnum):
    """A change in somebody's life with which numbers and addresses change."""

    START = "start"
    END = "end"
    STAY = "stay"


class WayRefusal(StrEnum):
    """Why a way to reach somebody cannot be added or taken off."""

    NOT_A_NUMBER = "way_not_a_number"
    NOT_A_WAY = "way_not_a_way"
    KNOWN = "way_known"
    TOO_MANY = "way_too_many"
    IS_SIGN_IN = "way_is_sign_in"
    LINK_NOT_VALID = "way_link_not_valid"
    SIGNS_IN = "way_signs_in"
    NOT_YET = "way_told_in_future"
    KNOWN_OF_THEM = "way_known_of_them"


def number_of(written: str, country: str) -> str | None:
    """A telephone number as it is dialled from anywhere; None where this is none.

    >>> number_of("090-1234-5678", "JP")
    '+819012345678'
    """
    plain = re.sub(r"[\s().\-\u2010-\u2015\u30fc]", "", unicodedata.normalize("NFKC", written))
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    elif plain.startswith("0"):
        plain = "+" + _COUNTRY_CODES.get(country, _COUNTRY_CODES["JP"]) + plain[1:]
    return plain if _NUMBER.fullmatch(plain) else None


def found_by(value: str) -> str:
    """What a way is found by: an address in small letters, the last digits of a number, else the folded words.

    >>> found_by("+81 90-1234-5678") == found_by("０９０ 1234 5678")
    True
    """
    plain = unicodedata.normalize("NFKC", value).strip()
    if "@" in plain:
        return plain.lower()[:254]
    digits = re.sub(r"[^0-9]", "", plain)
    if len(digits) >= _SAME_DIGITS and not re.search(r"[^\W\d_]", plain):
        return "tel:" + digits[-_SAME_DIGITS:]
    return fold(plain)[:254]


def asks_again_at(confirmed_at: datetime) -> datetime:
    """From when on the person is asked whether their ways are still right."""
    return confirmed_at + STALE_AFTER - ASKED_BEFORE


def move_of(
    *, expected_on: date | None, ended_on: date | None, stay_until_on: date | None, today: date
) -> Move | None:
    """Whether somebody is about to move to Japan, leaves (or has just left) a company, or has a period of stay that ends soon;
    None where nothing of it. Who leaves is asked about that, whenever the stay ends.
    """
    if expected_on is not None and today <= expected_on <= today + MOVE_AHEAD:
        return Move.START
    if ended_on is not None and today - MOVE_BEHIND <= ended_on <= today + MOVE_AHEAD:
        return Move.END
    if stay_until_on is not None and today <= stay_until_on <= today + MOVE_AHEAD:
        return Move.STAY
    return None


def is_stale(confirmed_at: datetime | None, now: datetime) -> bool:
    """Whether nobody has said for too long that this is still right."""
    return confirmed_at is None or now - confirmed_at >= STALE_AFTER
