"""What is true about accounts, in plain Python."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from recruit.accounts.ways import rules as ways

CONFIRMATION_VALID_FOR = timedelta(days=7)
RESET_VALID_FOR = timedelta(hours=2)
SIGN_IN_LINK_VALID_FOR = timedelta(minutes=30)
NEW_ADDRESS_VALID_FOR = timedelta(days=2)
# Between asking to close an account and its end.
CLOSING_GRACE = timedelta(days=14)
# So long the reader of the old address may take a change back; until then nobody else can register with it.
OLD_ADDRESS_HELD_FOR = timedelta(days=7)
# So long the owner may say that what a mail tells about was somebody else.
NOT_ME_VALID_FOR = timedelta(days=7)
SECOND_STEP_VALID_FOR = timedelta(minutes=10)
SIGN_IN_LASTS = timedelta(days=30)
SIGN_IN_IDLE = timedelta(days=7)
# Staff handle other people's answers: their sign-ins are short.
STAFF_SIGN_IN_LASTS = timedelta(hours=12)
STAFF_SIGN_IN_IDLE = timedelta(hours=2)
# From leaving for a provider to coming back, and from coming back to the last press.
PROVIDER_STEP_VALID_FOR = timedelta(minutes=10)
PASSKEY_STEP_VALID_FOR = timedelta(minutes=5)
MOST_PASSKEYS = 10
PASSWORD_LENGTH_LEAST = 10
PASSWORD_LENGTH_MOST = 200
RECOVERY_CODES = 10


class ContactKind(StrEnum):
    MAIL = "mail"
    # An address somebody typed and nobody has proved yet to read: no mail but the one that asks goes there.
    MAIL_TO_CONFIRM = "mail_to_confirm"
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
    # The companies of one fair, together.
    FAIR_COMPANIES = "fair_companies"
    # A university that reads abroad how its students' applications stand.
    PARTNER_ABROAD = "partner_abroad"


class RecipientKind(StrEnum):
    OPERATOR = "operator"
    ORGANISATION = "organisation"
    PARTNER_ABROAD = "partner_abroad"
    PUBLIC = "public"


class AccountRefusal(StrEnum):
    """Why something about an account cannot be done."""

    LINK_NOT_VALID = "link_not_valid"
    WRONG_SIGN_IN = "wrong_sign_in"
    WRONG_PASSWORD = "wrong_password"
    LINK_INSTEAD = "link_instead"
    NOT_CONFIRMED = "not_confirmed"
    ADDRESS_TAKEN = "address_taken"
    ADDRESS_IS_YOURS = "address_is_yours"
    PASSWORD_TOO_SHORT = "password_too_short"
    PASSWORD_TOO_COMMON = "password_too_common"
    PASSWORD_LIKE_OWN = "password_like_own"
    CODE_NOT_VALID = "code_not_valid"
    FIRST_CODE_NOT_VALID = "first_code_not_valid"
    SECOND_FACTOR_NEEDED = "second_factor_needed"
    TOO_MANY_TRIES = "too_many_tries"
    ALREADY_CONSENTED = "already_consented"


class ProviderRefusal(StrEnum):
    """Why a provider of OpenID Connect opens nothing here."""

    UNREACHABLE = "provider_unreachable"
    DENIED = "provider_denied"
    NOT_OURS = "provider_answer_not_ours"
    TOO_LATE = "provider_answer_too_late"
    NOT_VALID = "provider_answer_not_valid"
    OTHER_DOMAIN = "provider_other_domain"
    ADDRESS_NOT_CONFIRMED = "provider_address_not_confirmed"
    OF_ANOTHER_ACCOUNT = "provider_of_another_account"
    LAST_WAY_IN = "provider_last_way_in"


class AfterProvider(StrEnum):
    """What follows when a provider has said who somebody is."""

    SIGN_IN = "sign_in"
    PROVE = "prove"
    REGISTER = "register"


def after_provider(
    *, is_linked: bool, address_is_confirmed_there: bool, account_is_confirmed: bool
) -> AfterProvider | ProviderRefusal:
    """An address alone opens nothing: the provider must have confirmed it, and the owner of an account that has it proves
    once that it is theirs. An account that nobody has confirmed yet belongs to nobody; who comes now registers.
    """
    if is_linked:
        return AfterProvider.SIGN_IN
    if not address_is_confirmed_there:
        return ProviderRefusal.ADDRESS_NOT_CONFIRMED
    return AfterProvider.PROVE if account_is_confirmed else AfterProvider.REGISTER


def is_of_domains(
    domains: tuple[str, ...], *, address: str, address_is_confirmed: bool, hosted_domain: str
) -> bool:
    """Whether a provider that is limited to domains may let this person in. `hosted_domain` is Google's word for the
    organisation that an account belongs to, which nobody can choose for themselves.
    """
    if not domains or hosted_domain in domains:
        return True
    return address_is_confirmed and address.rpartition("@")[2].lower() in domains


class PasskeyRefusal(StrEnum):
    """Why a passkey opens nothing, or stays, or cannot be added."""

    NOT_VALID = "passkey_not_valid"
    TOO_LATE = "passkey_too_late"
    COPIED = "passkey_copied"
    KNOWN = "passkey_known"
    TOO_MANY = "passkey_too_many"
    LAST_SECOND_FACTOR = "passkey_last_second_factor"
    LAST_WAY_IN = "passkey_last_way_in"


def is_a_copy(*, counted_before: int, counts_now: int) -> bool:
    """Whether a key that counts its uses has been used somewhere else in between. Many keys never count."""
    return (counted_before > 0 or counts_now > 0) and counts_now <= counted_before


def why_not_remove_passkey(
    *, is_last: bool, has_password: bool, has_provider: bool, has_app: bool, must_have_second_factor: bool
) -> PasskeyRefusal | None:
    """Staff keep one second factor, and everybody a lasting way in."""
    if is_last and must_have_second_factor and not has_app:
        return PasskeyRefusal.LAST_SECOND_FACTOR
    if is_last and not has_password and not has_provider:
        return PasskeyRefusal.LAST_WAY_IN
    return None


class LinkPurpose(StrEnum):
    """What a link in a mail opens. A link for one purpose never opens another."""

    CONFIRM_ADDRESS = "confirm_address"
    SIGN_IN = "sign_in"
    RESET_PASSWORD = "reset_password"
    NEW_ADDRESS = "new_address"
    KEEP_ADDRESS = "keep_address"
    WAY_TO_REACH = "way_to_reach"
    NOT_ME = "not_me"


LINK_VALID_FOR: dict[LinkPurpose, timedelta] = {
    LinkPurpose.CONFIRM_ADDRESS: CONFIRMATION_VALID_FOR,
    LinkPurpose.SIGN_IN: SIGN_IN_LINK_VALID_FOR,
    LinkPurpose.RESET_PASSWORD: RESET_VALID_FOR,
    LinkPurpose.NEW_ADDRESS: NEW_ADDRESS_VALID_FOR,
    LinkPurpose.KEEP_ADDRESS: OLD_ADDRESS_HELD_FOR,
    LinkPurpose.WAY_TO_REACH: ways.CONFIRMATION_VALID_FOR,
    LinkPurpose.NOT_ME: NOT_ME_VALID_FOR,
}


class NextStep(StrEnum):
    """What still stands between a right password (or link) and being signed in."""

    NONE = "none"
    ENTER_CODE = "enter_code"
    ENROL = "enrol"


def next_step(
    *, is_staff: bool, has_second_factor: bool, staff_need_one: bool, has_passkey: bool = False
) -> NextStep:
    """Whoever has an app uses it; staff must get a second factor where the settings say so, and a passkey is one. For
    everybody else a passkey is one more way in, which leaves the password as it was.
    """
    if has_second_factor:
        return NextStep.ENTER_CODE
    if not (is_staff and staff_need_one):
        return NextStep.NONE
    return NextStep.ENTER_CODE if has_passkey else NextStep.ENROL


def may_use_roles(*, had_second_factor: bool, staff_need_one: bool) -> bool:
    """Whether a sign-in opens staff pages. A sign-in from before the second factor was demanded does not."""
    return had_second_factor or not staff_need_one


@dataclass(frozen=True)
class SignInTerms:
    """How long a sign-in holds at most, and how long without being used."""

    lasts: timedelta
    idle: timedelta


def terms_of_sign_in(*, is_staff: bool) -> SignInTerms:
    if is_staff:
        return SignInTerms(STAFF_SIGN_IN_LASTS, STAFF_SIGN_IN_IDLE)
    return SignInTerms(SIGN_IN_LASTS, SIGN_IN_IDLE)


def is_live(
    *, ends_at: datetime, ended_at: datetime | None, seen_at: datetime, idle: timedelta, now: datetime
) -> bool:
    """Whether a sign-in still holds, seen last at `seen_at`."""
    return ended_at is None and now < ends_at and now - seen_at < idle


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Line/", "LINE"), ("Zalo", "Zalo"),
             ("FBA", "Facebook"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
             ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
            ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def device_name(user_agent: str) -> str:
    """Browser and system, as far as the browser says: enough to know one's own devices, too little to trace them."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return ", ".join(part for part in (browser, system) if part)


@dataclass(frozen=True)
class Browser:
    """From where somebody comes: the network, the kind of device, and a secret by which the browser is known again."""

    network: str = ""
    device: str = ""
    secret: str = ""


NO_BROWSER = Browser()
