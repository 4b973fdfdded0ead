"""Invented construction companies, a support organisation, and the known universities with a desk in one of them."""

from datetime import datetime, timedelta
from random import Random

from recruit.accounts.actions import create_user_for_demo
from recruit.accounts.invitations import new_columns
from recruit.accounts.models import StaffInvitation, User
from recruit.accounts.passwords import hash_of
from recruit.accounts.rules import ComesAs
from recruit.core.db import session
from recruit.core.text import slug_of
from recruit.core.visitor import Role
from recruit.demo.company_pages import complete_page, permit_of
from recruit.demo.company_texts import (
    ABOUT,
    ENDINGS,
    FIRST_NAMES,
    LAST_NAMES,
    PREFECTURES,
    REACH,
    STEMS,
    SUFFIXES,
    WELCOME,
    Suffix,
)
from recruit.organisations.actions import load_universities
from recruit.organisations.actions.companies import search_key_of
from recruit.organisations.models import (
    Company,
    MemberInvitation,
    Membership,
    Organisation,
    OrganisationMove,
    OrganisationText,
    Verification,
)
from recruit.organisations.rules import (
    Check,
    CheckOutcome,
    EmployerCategory,
    FiguresSource,
    OrganisationKind,
    OrganisationState,
    Prefecture,
    Rights,
    Support,
    corporate_number_check_digit,
)

COMPANIES = 24
PASSWORD = "demo-password"
DESK_OF = "huce"
# No register office has this number, so no real company has these corporate numbers.
_OFFICE = "9900"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
# Of every 24 companies, those that are not approved; the first always is.
_OTHER_STATES = {
    9: OrganisationState.APPLIED,
    14: OrganisationState.ASKED_BACK,
    19: OrganisationState.APPLIED,
    22: OrganisationState.SUSPENDED,
}
_REASONS = {
    OrganisationState.ASKED_BACK: "建設業許可番号のご記入をお願いいたします。",
    OrganisationState.SUSPENDED: "ご連絡が取れないため、確認が終わるまで停止しております。",
}


def public_id_from(random: Random) -> str:
    """A public id that is the same for the same seed."""
    return "".join(random.choices(_LETTERS, k=22))


def corporate_number(serial: int) -> str:
    """An invented corporate number with a true check digit."""
    twelve = f"{_OFFICE}01{serial:06d}"
    return f"{corporate_number_check_digit(twelve)}{twelve}"


def make_organisations(random: Random, scale: int, now: datetime) -> list[Organisation]:
    """Companies (24 for each step of `scale`), their owners, the desk of a university, a support organisation.

    Gives the companies, the first one being that of `company@demo.example`.
    """
    password_hash = hash_of(PASSWORD)
    universities = {university.slug: university for university in load_universities(now)}
    companies = _companies(random, COMPANIES * scale, now)
    owners = [_person(random, f"owner{number}@companies.example", now) for number in range(1, len(companies))]
    demo = _demo_user("company", "佐藤 花子", now, password_hash)
    viewer = _demo_user("viewer", "鈴木 一郎", now, password_hash)
    for company, owner in zip(companies, [demo, *owners], strict=True):
        _join(company, owner, Rights.OWNER, company.created_at)
    _join(companies[0], viewer, Rights.VIEWER, companies[0].created_at + timedelta(days=10))
    _add_university_desk(random, universities[DESK_OF], now, password_hash)
    _add_support_organisation(random, now, password_hash)
    _add_invitations(companies[0], now)
    session().flush()
    return companies


def _companies(random: Random, count: int, now: datetime) -> list[Organisation]:
    names = [(stem, ending, suffix) for suffix in SUFFIXES for ending in ENDINGS for stem in STEMS]
    # A stride that shares no factor with the number of names visits each of them once.
    stride = next(
        number for number in range(len(names) * 5 // 8, len(names)) if _no_common(number, len(names))
    )
    companies = []
    for number in range(count):
        place = number % COMPANIES
        stem, ending, suffix = names[(7 + number * stride) % len(names)]
        state = _OTHER_STATES.get(place, OrganisationState.APPROVED)
        companies.append(_company(random, number, (stem, ending, suffix), state, now))
    session().add_all(companies)
    session().flush()
    for company in companies:
        _add_history(random, company, now)
    complete_page(companies[0], now)
    session().flush()
    return companies


def _no_common(one: int, other: int) -> bool:
    while other:
        one, other = other, one % other
    return one == 1


def _company(
    random: Random,
    number: int,
    name: tuple[tuple[str, str, str], tuple[str, str, str], Suffix],
    state: OrganisationState,
    now: datetime,
) -> Organisation:
    (stem, stem_kana, stem_latin), (ending, ending_kana, ending_latin), suffix = name
    core_ja, latin = f"{stem}{ending}{suffix.ja}", f"{stem_latin}{ending_latin}".capitalize()
    stands_first = random.random() < 0.6
    prefecture = random.choice(list(Prefecture))
    founded = random.randint(1948, 2006)
    staff = random.choice((18, 24, 31, 46, 58, 73, 95, 120, 148, 190, 240, 290, 420, 680))
    trades = tuple(dict.fromkeys((*suffix.trades, *random.sample(suffix.more_trades, k=2))))
    support = random.sample(list(Support), k=random.randint(3, 7))
    about = _about(random, suffix, prefecture, founded, staff)
    texts = [
        OrganisationText(
            language="ja",
            name=f"株式会社{core_ja}" if stands_first else f"{core_ja}株式会社",
            about=about["ja"],
        ),
        OrganisationText(
            language="en",
            name=f"{latin} {suffix.en} Co., Ltd.",
            # One in six has not written about itself in English yet.
            about="" if number % 6 == 5 else about["en"],
            source_language="ja",
            source_version=1,
        ),
    ]
    organisation = Organisation(
        public_id=public_id_from(random),
        slug=slug_of(f"{latin} {suffix.en}"),
        kind=OrganisationKind.COMPANY,
        country="JP",
        state=state,
        corporate_number=corporate_number(100 + number),
        source="application",
        name_kana=f"{stem_kana}{ending_kana}{suffix.kana}",
        created_at=now - timedelta(days=random.randint(30, 1000)),
        texts=texts,
        company=Company(
            capital_yen=random.choice((10, 20, 30, 45, 50, 80, 100, 200, 300)) * 1_000_000,
            staff_count=staff,
            # Their pages tell of colleagues from abroad.
            foreign_staff_count=max(2, random.randint(0, max(1, staff // 12))),
            **permit_of(prefecture, random.randint(0, 4), number, now),
            figures_source=(
                FiguresSource.REGISTER,
                FiguresSource.ACCOUNTS,
                FiguresSource.BUSINESS_REVIEW,
                None,
            )[number % 4],
            figures_on=now.date().replace(month=3, day=31) - timedelta(days=366 * (number % 2)),
            employer_category=EmployerCategory.THREE if number % 3 else EmployerCategory.TWO,
            trades=[str(trade) for trade in trades],
            prefecture=prefecture,
            support=[str(one) for one in support],
            telephone=f"000-{random.randint(100, 999)}-{random.randint(1000, 9999)}",
            address=f"{PREFECTURES[prefecture]}見本市中央{random.randint(1, 9)}丁目{random.randint(1, 30)}番地",
        ),
    )
    if state is OrganisationState.ASKED_BACK and organisation.company is not None:
        organisation.company.permit_number, organisation.company.permit_until = "", None
    organisation.search_key = search_key_of(organisation)
    return organisation


def _about(
    random: Random, suffix: Suffix, prefecture: Prefecture, founded: int, staff: int
) -> dict[str, str]:
    reach, welcome = random.choice(REACH), random.choice(WELCOME)
    numbers = {
        "year": founded,
        "staff": staff,
        "place_ja": PREFECTURES[prefecture],
        "place_en": str(prefecture).capitalize(),
    }
    first = ABOUT[suffix.kind]
    return {
        language: "\n\n".join(part[language].format(**numbers) for part in (first, reach, welcome))
        for language in ("ja", "en")
    }


def _add_history(random: Random, company: Organisation, now: datetime) -> None:
    """What staff checked and decided."""
    state, decided_at = company.state, company.created_at + timedelta(days=random.randint(2, 9))
    if state is OrganisationState.APPLIED:
        return
    approved = state in (OrganisationState.APPROVED, OrganisationState.SUSPENDED)
    first = OrganisationState.APPROVED if approved else state
    moves = [(OrganisationState.APPLIED, first, decided_at)]
    if state is OrganisationState.SUSPENDED:
        moves.append((first, state, max(decided_at, now - timedelta(days=20))))
    session().add_all(
        OrganisationMove(
            organisation_id=company.id,
            from_state=before,
            to_state=after,
            at=at,
            by_ref="",
            reason=_REASONS.get(after, ""),
        )
        for before, after, at in moves
    )
    if approved:
        session().add_all(
            Verification(
                organisation_id=company.id,
                check_code=check,
                outcome=CheckOutcome.PASSED,
                by_ref="",
                at=decided_at,
            )
            for check in Check
        )


def _person(random: Random, email: str, now: datetime) -> User:
    name = f"{random.choice(LAST_NAMES)} {random.choice(FIRST_NAMES)}"
    user = create_user_for_demo(
        email=email,
        name=name,
        password_hash="",
        language="ja",
        zone="Asia/Tokyo",
        country_now="JP",
        came_as=ComesAs.COMPANY,
        now=now,
    )
    # Only the standing cast can sign in.
    user.password = None
    return user


def _demo_user(
    who: str,
    name: str,
    now: datetime,
    password_hash: str,
    *,
    language: str = "ja",
    zone: str = "Asia/Tokyo",
    country: str = "JP",
) -> User:
    return create_user_for_demo(
        email=f"{who}@demo.example",
        name=name,
        password_hash=password_hash,
        language=language,
        zone=zone,
        country_now=country,
        came_as=ComesAs.COMPANY if who in ("company", "viewer") else "",
        now=now,
    )


def _join(organisation: Organisation, user: User, rights: Rights, begun_at: datetime) -> None:
    session().add(
        Membership(
            person_id=user.person_id, organisation_id=organisation.id, rights=rights, begun_at=begun_at
        )
    )


def _add_invitations(company: Organisation, now: datetime) -> None:
    """One colleague and one coordinator are invited and have not answered yet. Their mails have gone, unseen."""
    sent_at = now - timedelta(days=2)
    session().add_all(
        [
            MemberInvitation(
                organisation_id=company.id,
                rights=Rights.RECRUITER,
                **new_columns("colleague@companies.example", language="ja", now=sent_at),
            ),
            StaffInvitation(
                roles=[str(Role.COORDINATOR)],
                **new_columns("new.coordinator@demo.example", language="ja", now=sent_at),
            ),
        ]
    )


def _add_university_desk(random: Random, university: Organisation, now: datetime, password_hash: str) -> None:
    user = _demo_user(
        "university",
        "Trần Văn Minh",
        now,
        password_hash,
        language="vi",
        zone="Asia/Ho_Chi_Minh",
        country="VN",
    )
    joined_at = now - timedelta(days=random.randint(300, 800))
    if university.state is not OrganisationState.APPROVED:
        session().add(
            OrganisationMove(
                organisation_id=university.id,
                from_state=university.state,
                to_state=OrganisationState.APPROVED,
                at=joined_at,
                by_ref="",
            )
        )
        university.state = OrganisationState.APPROVED
    _join(university, user, Rights.OWNER, joined_at)


def _add_support_organisation(random: Random, now: datetime, password_hash: str) -> None:
    organisation = Organisation(
        public_id=public_id_from(random),
        slug="tomoni-support-center",
        kind=OrganisationKind.SUPPORT,
        country="JP",
        state=OrganisationState.APPROVED,
        source="application",
        city="見本市",
        name_kana="トモニシエンセンター",
        created_at=now - timedelta(days=900),
        texts=[
            OrganisationText(
                language="ja",
                name="一般社団法人ともに支援センター（見本）",
                about="来日した技術者の住まい、手続、日本語の学習を、会社と一緒に支えています。",
            ),
            OrganisationText(
                language="en",
                name="Tomoni Support Center (example)",
                about="We help engineers who have come to Japan with housing, procedures and Japanese, together with their companies.",
                source_language="ja",
                source_version=1,
            ),
        ],
    )
    organisation.search_key = search_key_of(organisation)
    session().add(organisation)
    session().flush()
    user = _demo_user("support", "田中 美咲", now, password_hash)
    _join(organisation, user, Rights.OWNER, organisation.created_at)
