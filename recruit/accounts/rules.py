"""What is true about accounts, in plain Python."""

from datetime import timedelta
from enum import StrEnum

CONFIRMATION_VALID_FOR = timedelta(days=7)
RESET_VALID_FOR = timedelta(hours=2)
SIGN_IN_LINK_VALID_FOR = timedelta(minutes=30)
SIGN_IN_LASTS = timedelta(days=30)
SIGN_IN_IDLE = timedelta(days=7)
# Staff handle other people's answers: their sign-ins are short.
STAFF_SIGN_IN_LASTS = timedelta(hours=12)
PASSWORD_LENGTH_LEAST = 10


class ContactKind(StrEnum):
    MAIL = "mail"
    PHONE = "phone"
    MESSENGER = "messenger"
    TRUSTED_PERSON = "trusted_person"


class ComesAs(StrEnum):
    """What a person registers as."""

    STUDENT = "student"
    COMPANY = "company"


class Purpose(StrEnum):
    """What a consent is for."""

    SERVICE = "service"
    PROFILE_TO_COMPANY = "profile_to_company"
    FOLLOW_UP = "follow_up"


class RecipientKind(StrEnum):
    OPERATOR = "operator"
    ORGANISATION = "organisation"
    PARTNER_ABROAD = "partner_abroad"
    PUBLIC = "public"


class AccountRefusal(StrEnum):
    """Why something about an account cannot be done."""

    LINK_NOT_VALID = "link_not_valid"
    WRONG_SIGN_IN = "wrong_sign_in"
    NOT_CONFIRMED = "not_confirmed"
    PASSWORD_TOO_SHORT = "password_too_short"
    PASSWORD_TOO_COMMON = "password_too_common"
    CODE_NOT_VALID = "code_not_valid"
    TOO_MANY_TRIES = "too_many_tries"
