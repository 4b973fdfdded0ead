"""What is true about organisations, in plain Python: kinds, states, rights, size, numbers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
import unicodedata


class OrganisationKind(StrEnum):
    COMPANY = "company"
    UNIVERSITY = "university"
    SUPPORT = "support"


class OrganisationState(StrEnum):
    """Known universities are `listed` from the start; everybody else begins as `applied`."""

    LISTED = "listed"
    APPLIED = "applied"
    ASKED_BACK = "asked_back"
    APPROVED = "approved"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    LEFT = "left"


TRANSITIONS: dict[OrganisationState, frozenset[OrganisationState]] = {
    OrganisationState.LISTED: frozenset({OrganisationState.APPLIED, OrganisationState.APPROVED}),
    OrganisationState.APPLIED: frozenset(
        {
            OrganisationState.ASKED_BACK,
            OrganisationState.APPROVED,
            OrganisationState.REFUSED,
            OrganisationState.LEFT,
        }
    ),
    OrganisationState.ASKED_BACK: frozenset(
        {OrganisationState.APPLIED, OrganisationState.REFUSED, OrganisationState.LEFT}
    ),
    OrganisationState.APPROVED: frozenset({OrganisationState.SUSPENDED, OrganisationState.LEFT}),
    OrganisationState.SUSPENDED: frozenset({OrganisationState.APPROVED, OrganisationState.LEFT}),
    # A company that has become smaller, or has its permit at last, may ask again.
    OrganisationState.REFUSED: frozenset({OrganisationState.APPLIED}),
    OrganisationState.LEFT: frozenset({OrganisationState.APPLIED}),
}


class Rights(StrEnum):
    """What a member may do for an organisation; an owner may do everything the others may."""

    OWNER = "owner"
    RECRUITER = "recruiter"
    VIEWER = "viewer"
    DESK = "desk"


RIGHTS_OF: dict[OrganisationKind, frozenset[Rights]] = {
    OrganisationKind.COMPANY: frozenset({Rights.OWNER, Rights.RECRUITER, Rights.VIEWER}),
    OrganisationKind.UNIVERSITY: frozenset({Rights.OWNER, Rights.DESK}),
    OrganisationKind.SUPPORT: frozenset({Rights.OWNER, Rights.VIEWER}),
}


class SizeClass(StrEnum):
    """The size classes of the ministry's programme for small and mid-size construction firms."""

    SMALL = "small"
    MIDDLE = "middle"
    LARGE = "large"


class SizeReason(StrEnum):
    """Which of the figures decides the size class."""

    CAPITAL = "capital"
    FEW_STAFF = "few_staff"
    STAFF_OF_MIDDLE = "staff_of_middle"
    TOO_MANY_STAFF = "too_many_staff"
    OWNED = "owned"
    NOT_KNOWN = "not_known"


class FiguresSource(StrEnum):
    """Where a company's figures (capital and staff) are written down."""

    REGISTER = "register"
    ACCOUNTS = "accounts"
    BUSINESS_REVIEW = "business_review"
    INSURANCE = "insurance"
    OWN_WORDS = "own_words"


class EmployerCategory(StrEnum):
    """The category of an employer at the immigration office; it decides which papers are needed."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"


class Support(StrEnum):
    """What a company offers to people who come from abroad."""

    HOUSING = "housing"
    JAPANESE_LESSONS = "japanese_lessons"
    MENTOR = "mentor"
    LICENCE_COURSES = "licence_courses"
    FLIGHT = "flight"
    HOME_LEAVE = "home_leave"
    OWN_LANGUAGE = "own_language"
    PRAYER_AND_FOOD = "prayer_and_food"
    DRIVING_LICENCE = "driving_licence"
    FAMILY = "family"


class ReadinessResult(StrEnum):
    READY = "ready"
    PREPARE = "prepare"
    NOT_YET = "not_yet"


class Check(StrEnum):
    """What staff check before a company is approved."""

    CORPORATE_NUMBER = "corporate_number"
    PERMIT_NUMBER = "permit_number"
    SIZE = "size"
    MAIL_DOMAIN = "mail_domain"
    TELEPHONE = "telephone"


class CheckOutcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"


class OrganisationRefusal(StrEnum):
    """Why something about an organisation cannot be done."""

    NUMBER_NOT_VALID = "number_not_valid"
    NUMBER_TAKEN = "number_taken"
    ALREADY_MEMBER = "already_member"
    REASON_NEEDED = "reason_needed"
    TOO_LARGE = "too_large"
    DEEMED_LARGE = "deemed_large"
    SIZE_UNKNOWN = "size_unknown"
    LAST_OWNER = "last_owner"
    NOT_AN_OWNER = "not_an_owner"
    NOT_YET_APPROVED = "not_yet_approved"
    IS_OF_STAFF = "is_of_staff"
    IS_OF_A_STUDENT = "is_of_a_student"
    RIGHTS_NOT_OF_KIND = "rights_not_of_kind"
    CHECKS_OPEN = "checks_open"
    PERMIT_NOT_READ = "permit_not_read"
    DAY_NOT_OF_PERMIT = "day_not_of_permit"
    ANSWER_NEEDED = "answer_needed"
    CHANGED_MEANWHILE = "changed_meanwhile"
    TOO_MANY_PICTURES = "too_many_pictures"
    WORDS_FOR_PICTURE_NEEDED = "words_for_picture_needed"
    MOVE_NOT_POSSIBLE = "move_not_possible"


class Trade(StrEnum):
    """The 29 trades of the construction permit: two general ones and 27 special ones, in the order of the law."""

    CIVIL_GENERAL = "civil_general"
    BUILDING_GENERAL = "building_general"
    CARPENTRY = "carpentry"
    PLASTERING = "plastering"
    SCAFFOLDING_EARTHWORK_CONCRETE = "scaffolding_earthwork_concrete"
    MASONRY = "masonry"
    ROOFING = "roofing"
    ELECTRICAL = "electrical"
    PIPING = "piping"
    TILE_BRICK_BLOCK = "tile_brick_block"
    STEEL_STRUCTURE = "steel_structure"
    REINFORCING_BAR = "reinforcing_bar"
    PAVING = "paving"
    DREDGING = "dredging"
    SHEET_METAL = "sheet_metal"
    GLAZING = "glazing"
    PAINTING = "painting"
    WATERPROOFING = "waterproofing"
    INTERIOR_FINISHING = "interior_finishing"
    MACHINERY_INSTALLATION = "machinery_installation"
    HEAT_INSULATION = "heat_insulation"
    TELECOMMUNICATION = "telecommunication"
    LANDSCAPING = "landscaping"
    WELL_DRILLING = "well_drilling"
    JOINERY = "joinery"
    WATER_FACILITIES = "water_facilities"
    FIRE_PROTECTION = "fire_protection"
    SANITATION_FACILITIES = "sanitation_facilities"
    DEMOLITION = "demolition"


class Prefecture(StrEnum):
    """The 47 prefectures in the order of their official numbers."""

    HOKKAIDO = "hokkaido"
    AOMORI = "aomori"
    IWATE = "iwate"
    MIYAGI = "miyagi"
    AKITA = "akita"
    YAMAGATA = "yamagata"
    FUKUSHIMA = "fukushima"
    IBARAKI = "ibaraki"
    TOCHIGI = "tochigi"
    GUNMA = "gunma"
    SAITAMA = "saitama"
    CHIBA = "chiba"
    TOKYO = "tokyo"
    KANAGAWA = "kanagawa"
    NIIGATA = "niigata"
    TOYAMA = "toyama"
    ISHIKAWA = "ishikawa"
    FUKUI = "fukui"
    YAMANASHI = "yamanashi"
    NAGANO = "nagano"
    GIFU = "gifu"
    SHIZUOKA = "shizuoka"
    AICHI = "aichi"
    MIE = "mie"
    SHIGA = "shiga"
    KYOTO = "kyoto"
    OSAKA = "osaka"
    HYOGO = "hyogo"
    NARA = "nara"
    WAKAYAMA = "wakayama"
    TOTTORI = "tottori"
    SHIMANE = "shimane"
    OKAYAMA = "okayama"
    HIROSHIMA = "hiroshima"
    YAMAGUCHI = "yamaguchi"
    TOKUSHIMA = "tokushima"
    KAGAWA = "kagawa"
    EHIME = "ehime"
    KOCHI = "kochi"
    FUKUOKA = "fukuoka"
    SAGA = "saga"
    NAGASAKI = "nagasaki"
    KUMAMOTO = "kumamoto"
    OITA = "oita"
    MIYAZAKI = "miyazaki"
    KAGOSHIMA = "kagoshima"
    OKINAWA = "okinawa"


# Pictures on the page of a company.
MOST_PICTURES = 6
SMALL_CAPITAL_YEN = 300_000_000
SMALL_STAFF = 300
MIDDLE_STAFF = 2_000


def may_move(before: OrganisationState, after: OrganisationState) -> bool:
    """Whether an organisation may go from one state to the other."""
    return after in TRANSITIONS[before]


def why_not_rights(kind: OrganisationKind, rights: Rights) -> OrganisationRefusal | None:
    """Why a member of such an organisation cannot have these rights."""
    return None if rights in RIGHTS_OF[kind] else OrganisationRefusal.RIGHTS_NOT_OF_KIND


def may_edit(rights: Rights) -> bool:
    """Whether these rights allow changes on behalf of the organisation."""
    return rights is not Rights.VIEWER


def may_manage_members(rights: Rights) -> bool:
    return rights is Rights.OWNER


def why_not_invite(state: OrganisationState) -> OrganisationRefusal | None:
    """Why nobody can be invited yet: the mail names the organisation, so somebody must have looked at it first."""
    is_known = state in (OrganisationState.LISTED, OrganisationState.APPROVED)
    return None if is_known else OrganisationRefusal.NOT_YET_APPROVED


def why_not_without_owner(owners: Collection[str], leaver: str) -> OrganisationRefusal | None:
    """Why somebody cannot stop being an owner: one always stays."""
    return None if set(owners) - {leaver} else OrganisationRefusal.LAST_OWNER


def why_not_member(*, is_staff: bool, is_student: bool, is_member: bool) -> OrganisationRefusal | None:
    """Why an account cannot take up an invitation to an organisation. Staff see what is confidential towards
    organisations; whoever came as a student is looked at by companies and answers about them.
    """
    if is_member:
        return OrganisationRefusal.ALREADY_MEMBER
    if is_staff:
        return OrganisationRefusal.IS_OF_STAFF
    return OrganisationRefusal.IS_OF_A_STUDENT if is_student else None


@dataclass(frozen=True)
class Eligibility:
    """What size a company is, which figure says so, and why it cannot take part, if it cannot."""

    size: SizeClass | None
    reason: SizeReason
    refusal: OrganisationRefusal | None


def eligibility(capital_yen: int | None, staff_count: int | None, deemed_large: bool) -> Eligibility:
    """The rule of the ministry's programme: small with capital up to ¥300 million or up to 300 staff, mid-size up to 2,000
    staff, and nobody whom a large enterprise owns or runs ("deemed large").

    >>> str(eligibility(500_000_000, 1_200, deemed_large=False).reason)
    'staff_of_middle'
    """
    size, reason = _size(capital_yen, staff_count)
    if deemed_large:
        return Eligibility(size, SizeReason.OWNED, OrganisationRefusal.DEEMED_LARGE)
    refusals = {None: OrganisationRefusal.SIZE_UNKNOWN, SizeClass.LARGE: OrganisationRefusal.TOO_LARGE}
    return Eligibility(size, reason, refusals.get(size))


def _size(capital_yen: int | None, staff_count: int | None) -> tuple[SizeClass | None, SizeReason]:
    if capital_yen is not None and capital_yen <= SMALL_CAPITAL_YEN:
        return SizeClass.SMALL, SizeReason.CAPITAL
    if staff_count is None:
        return None, SizeReason.NOT_KNOWN
    if staff_count <= SMALL_STAFF:
        return SizeClass.SMALL, SizeReason.FEW_STAFF
    if staff_count <= MIDDLE_STAFF:
        return SizeClass.MIDDLE, SizeReason.STAFF_OF_MIDDLE
    return SizeClass.LARGE, SizeReason.TOO_MANY_STAFF


def size_class(capital_yen: int | None, staff_count: int | None) -> SizeClass | None:
    """The size class alone; None: not enough is known.

    >>> str(size_class(500_000_000, 1_200))
    'middle'
    """
    return _size(capital_yen, staff_count)[0]


def why_not_eligible(
    capital_yen: int | None,
    staff_count: int | None,
    deemed_large: bool,
) -> OrganisationRefusal | None:
    """Why a company cannot take part; None where it can."""
    return eligibility(capital_yen, staff_count, deemed_large).refusal


def open_checks(newest: Mapping[Check, CheckOutcome | None]) -> tuple[Check, ...]:
    """Which checks of a company nobody has seen passed: not made yet, open, or failed."""
    return tuple(check for check in Check if newest.get(check) is not CheckOutcome.PASSED)


def corporate_number_check_digit(twelve_digits: str) -> int:
    """The first digit of a 法人番号: 9 minus the remainder by 9 of the digits weighted 1, 2, 1, 2 … from the right.

    >>> corporate_number_check_digit("000012050002")
    7
    """
    weighted = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(twelve_digits)))
    return 9 - weighted % 9


def is_corporate_number(number: str) -> bool:
    """Whether these are 13 digits with a true check digit in front; full-width digits and hyphens are the caller's to fold."""
    return (
        len(number) == 13
        and number.isascii()
        and number.isdigit()
        and int(number[0]) == corporate_number_check_digit(number[1:])
    )


def folded_number(typed: str) -> str:
    """A corporate number as people type it (full width, hyphens, spaces) as plain digits."""
    plain = unicodedata.normalize("NFKC", typed)
    return "".join(letter for letter in plain if letter not in " -‐‑–−ー")


def nearest_language(written: Collection[str], wanted: str) -> str | None:
    """The language to show a text in: the one wanted, else English, else Japanese, else any; None where there is none.

    >>> nearest_language({"ja", "en"}, "vi")
    'en'
    """
    order = (wanted, "en", "ja", *sorted(written))
    return next((language for language in order if language in written), None)


def prefecture_number(prefecture: Prefecture) -> int:
    """The official number, 1 (Hokkaido) to 47 (Okinawa)."""
    return list(Prefecture).index(prefecture) + 1
