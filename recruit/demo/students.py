"""Invented students of engineering in Vietnam and Indonesia, and who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from recruit.accounts.actions import create_user_for_demo, load_consent_texts
from recruit.accounts.consents import countries_of, hash_of as hash_of_words
from recruit.accounts.models import Consent, ConsentText, ContactPoint, Person, User
from recruit.accounts.passwords import hash_of
from recruit.accounts.rules import ComesAs, ContactKind, Purpose, RecipientKind
from recruit.core.db import session
from recruit.core.text import search_key, slug_of
from recruit.demo.organisations import DESK_OF, PASSWORD, public_id_from
from recruit.demo.student_depth import add_depth
from recruit.demo.student_texts import (
    ABOUT,
    COMMON_SKILLS,
    ID_MEN,
    ID_ONE_NAME,
    ID_SECOND_MEN,
    ID_SECOND_WOMEN,
    ID_STUDIES,
    ID_WOMEN,
    OTHER_WISHES,
    VN_FAMILY,
    VN_MEN,
    VN_STUDIES,
    VN_WOMEN,
    WISHES,
)
from recruit.organisations.actions import load_universities
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationKind, OrganisationState, Prefecture
from recruit.students.katakana import propose_katakana
from recruit.students.models import Disclosure, Education, LanguageResult, Student, StudentSkill
from recruit.students.rules import (
    CefrLevel,
    Confirmed,
    DisclosureReason,
    DisclosureScope,
    EducationLevel,
    GradeScale,
    JlptLevel,
    LanguageTest,
    Major,
    Skill,
    Visibility,
    WorkWish,
    cefr_of,
    language_of,
    passport_form,
)

STUDENTS = 400
# Each of them is shown to every approved company: a row for each pair.
MOST_SHOWN_TO_ALL = 40
_LANGUAGE = {"VN": "vi", "ID": "id"}
_ZONE = {"VN": "Asia/Ho_Chi_Minh", "ID": "Asia/Jakarta"}


@dataclass(frozen=True)
class _Name:
    local: str
    called: str
    has_one_name: bool = False


@dataclass(frozen=True)
class _Study:
    university: Organisation
    major: Major
    major_local: str
    degree: EducationLevel
    graduates_on: date
    confirmed: Confirmed


@dataclass(frozen=True)
class _Invented:
    """One student before there is a row."""

    name: _Name
    country: str
    study: _Study | None
    jlpt: JlptLevel | None
    japanese_score: int | None
    english: int | None
    skills: tuple[Skill, ...]
    wishes: tuple[WorkWish, ...]
    prefectures: tuple[Prefecture, ...]
    visibility: Visibility
    born_on: date
    registered_at: datetime
    about: str = ""


def make_students(
    random: Random, scale: int, now: datetime, universities: Sequence[Organisation] | None = None
) -> list[Student]:
    """About 400 students for each step of `scale`; inside `writing()`, after the companies. Gives all of them.

    `student@demo.example` has a complete profile; `hire@demo.example` works in Japan already. The rows go in in bulk.
    """
    known = list(universities or load_universities(now))
    by_country = {
        country: [university for university in known if university.country == country]
        for country in _LANGUAGE
    }
    desk = next((university for university in known if university.slug == DESK_OF), known[0])
    load_consent_texts()
    password_hash = hash_of(PASSWORD)
    standing = {
        "student@demo.example": _student_of_the_cast(desk, now),
        "hire@demo.example": _hire_of_the_cast(desk, now),
    }
    persons = [_sign_in(email, invented, password_hash, now) for email, invented in standing.items()]
    invented = [_invent(random, number, by_country, now) for number in range(STUDENTS * scale)]
    persons += _add_persons(random, invented, now)
    everybody = [*standing.values(), *invented]
    students = _add_students(random, everybody, persons)
    _add_details(random, everybody, students)
    _add_disclosures(random, everybody, students, persons, now)
    add_depth()
    return list(session().scalars(select(Student).order_by(Student.id)))


# ------------------------------------------------------------------------------------------------ inventing


def _student_of_the_cast(desk: Organisation, now: datetime) -> _Invented:
    study = _Study(
        desk,
        Major.TRANSPORT,
        "Kỹ thuật xây dựng công trình giao thông",
        EducationLevel.ENGINEER,
        _month(now, 7),
        Confirmed.ENROLLED,
    )
    return _Invented(
        _Name("Nguyễn Văn Đức", "Đức"),
        "VN",
        study,
        JlptLevel.N3,
        112,
        620,
        (Skill.AUTOCAD, Skill.CIVIL3D, Skill.TOTAL_STATION, Skill.SURVEY, Skill.SITE_INTERNSHIP, Skill.EXCEL),
        (WorkWish.CIVIL_SITE_MANAGEMENT, WorkWish.CIVIL_DESIGN),
        (Prefecture.AICHI, Prefecture.FUKUOKA, Prefecture.TOKYO),
        Visibility.FAIR_COMPANIES,
        date(now.year - 23, 5, 14),
        now - timedelta(days=210),
        ABOUT["vi"][1],
    )


def _hire_of_the_cast(desk: Organisation, now: datetime) -> _Invented:
    study = _Study(
        desk, Major.BUILDING_CONST, "Xây dựng dân dụng và công nghiệp", EducationLevel.ENGINEER, _month(now, -6),
        Confirmed.GRADUATED,
    )  # fmt: skip
    return _Invented(
        _Name("Nguyễn Thị Hương", "Hương"),
        "VN",
        study,
        JlptLevel.N2,
        104,
        None,
        (Skill.REVIT, Skill.AUTOCAD, Skill.ESTIMATE, Skill.QUALITY_CTRL),
        (WorkWish.BUILDING_SITE_MANAGEMENT,),
        (Prefecture.OSAKA,),
        Visibility.NOBODY,
        date(now.year - 25, 9, 2),
        now - timedelta(days=400),
    )


def _invent(
    random: Random, number: int, by_country: dict[str, list[Organisation]], now: datetime
) -> _Invented:
    country = "VN" if random.random() < 0.6 else "ID"
    name = _vietnamese(random) if country == "VN" else _indonesian(random)
    # One in twelve has only begun the profile.
    has_begun_only = random.random() < 0.08
    study = None if has_begun_only else _study(random, country, by_country[country], now)
    jlpt = random.choices(
        (None, JlptLevel.N5, JlptLevel.N4, JlptLevel.N3, JlptLevel.N2, JlptLevel.N1), (30, 18, 26, 18, 7, 1)
    )[0]
    least = {"N1": 100, "N2": 90, "N3": 95, "N4": 90, "N5": 80}
    major = study.major if study else Major.CIVIL
    wished = WISHES.get(major, OTHER_WISHES)
    if number < MOST_SHOWN_TO_ALL:
        visibility = Visibility.ALL_APPROVED_COMPANIES if study else Visibility.NOBODY
    else:
        visibility = random.choices((Visibility.NOBODY, Visibility.FAIR_COMPANIES), (30, 70))[0]
    graduates_on = study.graduates_on if study else now.date()
    return _Invented(
        name,
        country,
        study,
        None if has_begun_only else jlpt,
        random.randint(least[jlpt], 165) if jlpt and random.random() < 0.85 else None,
        random.randrange(300, 905, 5) if random.random() < 0.45 else None,
        () if has_begun_only else tuple(random.sample(COMMON_SKILLS, k=random.randint(2, 8))),
        () if has_begun_only else tuple(random.sample(wished, k=random.randint(1, len(wished)))),
        tuple(random.sample(list(Prefecture), k=random.choice((0, 0, 1, 2, 3)))),
        visibility,
        date(graduates_on.year - random.randint(21, 25), random.randint(1, 12), random.randint(1, 28)),
        now - timedelta(days=random.randint(5, 900), minutes=random.randint(0, 1400)),
        random.choice(ABOUT[_LANGUAGE[country]]) if not has_begun_only and random.random() < 0.35 else "",
    )


def _vietnamese(random: Random) -> _Name:
    given = random.choice(VN_MEN if random.random() < 0.68 else VN_WOMEN)
    return _Name(f"{random.choice(VN_FAMILY)} {given}", given.split()[-1])


def _indonesian(random: Random) -> _Name:
    if random.random() < 0.12:
        only = random.choice(ID_ONE_NAME)
        return _Name(only, only, has_one_name=True)
    is_man = random.random() < 0.65
    first = random.choice(ID_MEN if is_man else ID_WOMEN)
    more = random.sample(ID_SECOND_MEN if is_man else ID_SECOND_WOMEN, k=random.choice((1, 1, 1, 2)))
    return _Name(" ".join((first, *more)), first)


def _study(random: Random, country: str, universities: Sequence[Organisation], now: datetime) -> _Study:
    studies = VN_STUDIES if country == "VN" else ID_STUDIES
    major, major_local, degrees, _weight = random.choices(studies, [study[3] for study in studies])[0]
    graduates_on = _month(now, random.choice((-18, -12, -6, -3, 1, 4, 7, 7, 10, 13)))
    over = graduates_on < now.date()
    confirmed = random.choices((Confirmed.NO, Confirmed.GRADUATED if over else Confirmed.ENROLLED), (45, 55))[
        0
    ]
    return _Study(
        random.choice(universities), major, major_local, random.choice(degrees), graduates_on, confirmed
    )


def _month(now: datetime, away: int) -> date:
    """The first day of the month so many months from now."""
    months = now.year * 12 + now.month - 1 + away
    return date(months // 12, months % 12 + 1, 1)


# ------------------------------------------------------------------------------------------------ rows


def _sign_in(email: str, invented: _Invented, password_hash: str, now: datetime) -> int:
    """A person of the standing cast, who can sign in."""
    in_japan = email.startswith("hire@")
    user = create_user_for_demo(
        email=email,
        name=invented.name.local,
        password_hash=password_hash,
        language="vi",
        zone="Asia/Tokyo" if in_japan else "Asia/Ho_Chi_Minh",
        country_now="JP" if in_japan else "VN",
        came_as=ComesAs.STUDENT,
        now=min(invented.registered_at, now),
    )
    return user.person_id


def _ids_of(table: type[Any], rows: list[dict[str, Any]]) -> list[int]:
    """Insert, and give the keys in the order of the rows."""
    if not rows:
        return []
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    return list(session().scalars(statement, rows))


def _insert(table: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        session().execute(insert(table), rows)


def _add_persons(random: Random, invented: Sequence[_Invented], now: datetime) -> list[int]:
    persons = _ids_of(
        Person,
        [
            {
                "public_id": public_id_from(random),
                "display_name": one.name.local,
                "language": _LANGUAGE[one.country],
                "zone": _ZONE[one.country],
                "country_now": one.country,
                "created_at": one.registered_at,
            }
            for one in invented
        ],
    )
    addresses = [
        f"{slug_of(one.name.local)}.{number}@students.example" for number, one in enumerate(invented, start=1)
    ]
    _insert(
        User,
        [
            {
                "person_id": person_id,
                "email": address,
                "password": None,
                "active": True,
                "came_as": str(ComesAs.STUDENT),
                "confirmed_at": one.registered_at,
                "recovery_codes": [],
                "link_stamp": "",
                "create_datetime": one.registered_at,
            }
            for person_id, address, one in zip(persons, addresses, invented, strict=True)
        ],
    )
    _insert(
        ContactPoint,
        [
            {
                "person_id": person_id,
                "kind": ContactKind.MAIL,
                "value": address,
                "verified_at": one.registered_at,
                "priority": 1,
            }
            for person_id, address, one in zip(persons, addresses, invented, strict=True)
        ],
    )
    return persons


def _add_students(random: Random, everybody: Sequence[_Invented], persons: Sequence[int]) -> list[int]:
    rows = []
    for person_id, one in zip(persons, everybody, strict=True):
        passport = passport_form(one.name.local)
        katakana = propose_katakana(one.name.local, one.country) or ""
        rows.append(
            {
                "public_id": public_id_from(random),
                "person_id": person_id,
                "name_passport": passport,
                "has_one_name": one.name.has_one_name,
                "name_local": one.name.local,
                "call_name": one.name.called,
                "katakana": katakana if one.study else "",
                "katakana_confirmed": bool(one.study and katakana),
                "search_key": search_key(passport, one.name.local, one.name.called, katakana),
                "born_on": one.born_on if one.study else None,
                "nationality": one.country,
                "visibility": one.visibility,
                "wished_work": [str(code) for code in one.wishes],
                "wished_prefectures": [str(code) for code in one.prefectures],
                "may_start_on": _after(one.study.graduates_on) if one.study else None,
                "about": one.about,
                "about_language": _LANGUAGE[one.country] if one.about else "",
                "saved_at": one.registered_at,
            }
        )
    return _ids_of(Student, rows)


def _after(graduates_on: date) -> date:
    """A start about four months after the graduation."""
    months = graduates_on.year * 12 + graduates_on.month + 3
    return date(months // 12, months % 12 + 1, 1)


def _add_details(random: Random, everybody: Sequence[_Invented], students: Sequence[int]) -> None:
    educations, results, skills = [], [], []
    for student_id, one in zip(students, everybody, strict=True):
        if one.study is not None:
            educations.append(_education_row(random, student_id, one, one.study))
        results += _result_rows(random, student_id, one)
        skills += [{"student_id": student_id, "skill": skill} for skill in one.skills]
    _insert(Education, educations)
    _insert(LanguageResult, results)
    _insert(StudentSkill, skills)


def _education_row(random: Random, student_id: int, one: _Invented, study: _Study) -> dict[str, Any]:
    is_vietnamese = one.country == "VN"
    grade = random.uniform(2.5, 3.9) if random.random() < 0.8 else None
    return {
        "student_id": student_id,
        "university_id": study.university.id,
        "degree": study.degree,
        "major": study.major,
        "major_local": study.major_local,
        "grade": "" if grade is None else f"{grade * 2.3:.1f}" if is_vietnamese else f"{grade:.2f}",
        "grade_scale": "" if grade is None else str(GradeScale.TEN if is_vietnamese else GradeScale.FOUR),
        "graduates_on": study.graduates_on,
        "confirmed": study.confirmed,
    }


def _result_rows(random: Random, student_id: int, one: _Invented) -> list[dict[str, Any]]:
    today = one.registered_at.date()
    tests: list[tuple[LanguageTest, str, int | None, CefrLevel | None]] = []
    if one.jlpt is not None:
        cefr = cefr_of(LanguageTest.JLPT, one.jlpt, one.japanese_score, today)
        tests.append((LanguageTest.JLPT, str(one.jlpt), one.japanese_score, cefr))
    elif one.study is not None:
        tests.append((LanguageTest.JAPANESE_OWN_VIEW, "A1", None, CefrLevel.A1))
    if one.english is not None:
        cefr = cefr_of(LanguageTest.TOEIC, None, one.english, today)
        tests.append((LanguageTest.TOEIC, "", one.english, cefr))
    return [
        {
            "student_id": student_id,
            "language": language_of(test),
            "test": test,
            "level": level,
            "score": score,
            "cefr": cefr,
        }
        for test, level, score, cefr in tests
    ]


def _add_disclosures(
    random: Random,
    everybody: Sequence[_Invented],
    students: Sequence[int],
    persons: Sequence[int],
    now: datetime,
) -> None:
    """The university sees its students; some students have chosen companies; a few show themselves to all."""
    companies = session().execute(
        select(Organisation.id, Organisation.public_id)
        .where(
            Organisation.kind == OrganisationKind.COMPANY, Organisation.state == OrganisationState.APPROVED
        )
        .order_by(Organisation.id)
    )
    approved = [(key, ref) for key, ref in companies]
    texts, abroad = _consent_texts(), countries_of(Purpose.PARTNER_ABROAD)
    # Drawn apart, so that everything else stays as it was.
    apart = Random(len(everybody))
    rows: list[dict[str, Any]] = []
    consents: list[dict[str, Any]] = []

    def show(
        student_id: int, organisation_id: int, why: DisclosureReason, at: datetime, consent: str
    ) -> None:
        whole = why is DisclosureReason.CHOSEN
        rows.append(
            {
                "student_id": student_id,
                "organisation_id": organisation_id,
                "scope": DisclosureScope.PROFILE if whole else DisclosureScope.CARD,
                "reason": why,
                "reason_ref": "",
                "consent_ref": consent,
                "from_at": at,
            }
        )

    def agree(
        person_id: int, language: str, purpose: Purpose, to: str, way: str, at: datetime, *,
        country: str = "JP", source: Random = random,
    ) -> str:  # fmt: skip
        ref, words = public_id_from(source), texts[purpose, country, language]
        consents.append(
            {
                "public_id": ref,
                "person_id": person_id,
                "purpose": str(purpose),
                "recipient_kind": str(_RECIPIENT[purpose]),
                "recipient_ref": to,
                "country": country,
                "consent_text_id": words.id,
                "words_hash": hash_of_words(words.body),
                "given_at": at,
                "way": way,
            }
        )
        return ref

    for place, (person_id, student_id, one) in enumerate(zip(persons, students, everybody, strict=True)):
        language, at = _LANGUAGE[one.country], one.registered_at
        agree(person_id, language, Purpose.SERVICE, "", "registration", at)
        if one.study is not None:
            show(student_id, one.study.university.id, DisclosureReason.UNIVERSITY, at, "")
            # The first of the cast has not switched it on; of the others most have.
            if place and apart.random() < 0.7 and one.study.university.country in abroad:
                university = one.study.university
                show(student_id, university.id, DisclosureReason.PARTNER, at, agree(
                    person_id, language, Purpose.PARTNER_ABROAD, university.public_id, "page", at,
                    country=university.country, source=apart,
                ))  # fmt: skip
        if not approved:
            continue
        to_company = Purpose.PROFILE_TO_COMPANY
        if one.visibility is Visibility.ALL_APPROVED_COMPANIES:
            ref = agree(person_id, language, to_company, "", "visibility", at)
            for key, _ref in approved:
                show(student_id, key, DisclosureReason.OPEN, at, ref)
        # The first of the cast has chosen the first company, so that both sides have something to look at.
        chosen = approved[:1] if place == 0 else random.sample(approved, k=int(random.random() < 0.15))
        for key, ref in chosen if one.study is not None else ():
            later = min(now, at + timedelta(days=random.randint(1, 60)))
            show(student_id, key, DisclosureReason.CHOSEN, later, agree(
                person_id, language, to_company, ref, "chosen", later
            ))  # fmt: skip
    _insert(Consent, consents)
    _insert(Disclosure, rows)


_RECIPIENT = {
    Purpose.SERVICE: RecipientKind.OPERATOR,
    Purpose.PROFILE_TO_COMPANY: RecipientKind.ORGANISATION,
    Purpose.PARTNER_ABROAD: RecipientKind.PARTNER_ABROAD,
}


def _consent_texts() -> dict[tuple[Purpose, str, str], ConsentText]:
    """The newest words of each consent in each language, for each country."""
    found = session().scalars(select(ConsentText).order_by(ConsentText.version))
    return {(Purpose(words.purpose), words.country, words.language): words for words in found}
