"""What some of the invented students have done, in their own words, and how far their skills go."""

from dataclasses import dataclass
from datetime import date, time
from random import Random
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import selectinload

from recruit.core import vault
from recruit.core.db import session
from recruit.demo.organisations import public_id_from
from recruit.students.models import BusyTime, Education, Experience, LanguageResult, Student, StudentSkill
from recruit.students.rules import (
    LICENCES,
    OWN_VIEWS,
    CefrLevel,
    EducationLevel,
    ExperienceKind,
    LanguageTest,
    Major,
    Skill,
    SkillLevel,
    language_of,
)

# So many of each country, after the two who can sign in.
RICH_OF_EACH = 8
_LANGUAGE = {"VN": "vi", "ID": "id"}


@dataclass(frozen=True)
class _Deed:
    kind: ExperienceKind
    title: str
    place: str
    words: str
    tools: tuple[Skill, ...]
    months: int


_DEEDS: dict[str, tuple[tuple[_Deed, ...], ...]] = {
    "VN": (
        (
            _Deed(
                ExperienceKind.FINAL_PROJECT,
                "Thiết kế cầu dầm hộp bê tông dự ứng lực nhịp 42 m",
                "Bộ môn Cầu và Công trình ngầm",
                "Tôi tính nội lực, bố trí cáp dự ứng lực và vẽ toàn bộ bản vẽ. Khó nhất là kiểm toán mặt cắt ở giai đoạn "
                "thi công; tôi đã so hai phương án và chọn phương án ít giai đoạn căng cáp hơn.",
                (Skill.AUTOCAD, Skill.CIVIL3D, Skill.EXCEL),
                5,
            ),
            _Deed(
                ExperienceKind.SITE_PRACTICE,
                "Thực tập công trường đường vành đai",
                "Công trường đường vành đai, Hà Nội",
                "Tôi đo cao độ nền đường bằng máy toàn đạc mỗi sáng, ghi nhật ký và chụp ảnh hiện trường theo mẫu.",
                (Skill.TOTAL_STATION, Skill.SURVEY),
                3,
            ),
        ),
        (
            _Deed(
                ExperienceKind.INTERNSHIP,
                "Thực tập sinh nhóm BIM",
                "Công ty tư vấn thiết kế, Thành phố Hồ Chí Minh",
                "Tôi dựng mô hình Revit cho hai tầng hầm và lập danh sách xung đột với đường ống.",
                (Skill.REVIT, Skill.NAVISWORKS),
                4,
            ),
            _Deed(
                ExperienceKind.COMPETITION,
                "Giải nhì cuộc thi Olympic cơ học kết cấu",
                "Đà Nẵng",
                "Đội ba người; tôi phụ trách phần khung siêu tĩnh.",
                (),
                1,
            ),
        ),
    ),
    "ID": (
        (
            _Deed(
                ExperienceKind.FINAL_PROJECT,
                "Perkuatan lereng dengan soil nailing di ruas jalan Cianjur",
                "Jurusan Teknik Sipil",
                "Saya mengambil contoh tanah, menguji kuat geser, dan membandingkan tiga susunan soil nailing. Hasilnya "
                "dipakai sebagai bahan kuliah oleh dosen pembimbing.",
                (Skill.AUTOCAD, Skill.EXCEL),
                6,
            ),
            _Deed(
                ExperienceKind.SITE_PRACTICE,
                "Kerja praktik proyek gedung rumah sakit delapan lantai",
                "Surabaya",
                "Saya memeriksa pembesian pelat sebelum pengecoran dan menyusun laporan harian bersama pelaksana.",
                (Skill.AUTOCAD, Skill.MS_PROJECT),
                2,
            ),
        ),
        (
            _Deed(
                ExperienceKind.JOB,
                "Drafter paruh waktu",
                "Konsultan perencana, Bandung",
                "Saya menggambar denah dan detail struktur rumah dua lantai, serta menghitung volume pekerjaan.",
                (Skill.AUTOCAD, Skill.SKETCHUP),
                9,
            ),
            _Deed(
                ExperienceKind.VOLUNTEERING,
                "Pembangunan jembatan gantung desa",
                "Kabupaten Lebak",
                "Bersama dua belas mahasiswa; saya mengatur jadwal dan keselamatan kerja relawan.",
                (),
                1,
            ),
        ),
    ),
}
_DEGREES = {
    EducationLevel.ENGINEER: "Kỹ sư",
    EducationLevel.BACHELOR: "Cử nhân",
    EducationLevel.ARCHITECT: "Kiến trúc sư",
}
_INDONESIAN_DEGREES = {
    EducationLevel.BACHELOR: "Sarjana Teknik (S.T.)",
    EducationLevel.APPLIED_BACHELOR: "S.Tr.T.",
}
_SCHOOLS = {
    "VN": ("Trường THPT Chu Văn An", "Trường THPT Lê Hồng Phong", "Trường THPT Phan Châu Trinh"),
    "ID": ("SMA Negeri 3 Bandung", "SMA Negeri 5 Surabaya", "SMK Negeri 2 Yogyakarta"),
}
_LICENCES = {"VN": (Skill.DRIVE_HOME, Skill.CCHN_VN), "ID": (Skill.DRIVE_HOME, Skill.SKK_ID)}


def add_depth() -> int:
    """Experience, levels of skills, spoken levels, licences and busy times for the two who can sign in and for some others.

    Drawn apart, so that everything else of the demonstration stays as it was. Gives how many students got it.
    """
    random = Random(2027)
    chosen = _chosen()
    rows: dict[type[Any], list[dict[str, Any]]] = {
        Experience: [],
        LanguageResult: [],
        StudentSkill: [],
        BusyTime: [],
        Education: [],
    }
    for number, student in enumerate(chosen):
        _deeds_of(random, number, student, rows[Experience])
        _languages_of(random, student, rows[LanguageResult])
        _skills_of(random, number, student, rows[StudentSkill])
        _busy_times_of(random, number, student, rows[BusyTime])
        _education_of(student)
        rows[Education].append(_school_of(random, student))
    for table, wanted in rows.items():
        session().execute(insert(table), wanted)
    session().flush()
    session().expire_all()
    return len(chosen)


def _chosen() -> list[Student]:
    """The first of the cast, and the first of each country whose profile is more than begun."""
    query = (
        select(Student)
        .where(Student.educations.any(), Student.skills.any())
        .options(
            selectinload(Student.educations),
            selectinload(Student.skills),
            selectinload(Student.language_results),
        )
        .order_by(Student.id)
        .limit(60)
    )
    found = list(session().scalars(query))
    cast, others = found[:2], found[2:]
    for country in _LANGUAGE:
        cast += [student for student in others if student.nationality == country][:RICH_OF_EACH]
    return cast


def _deeds_of(random: Random, number: int, student: Student, rows: list[dict[str, Any]]) -> None:
    sets = _DEEDS.get(student.nationality, ())
    if not sets:
        return
    until = student.educations[0].graduates_on or date(2027, 6, 1)
    for place, deed in enumerate(sets[number % len(sets)]):
        last = _months_before(until, 2 + 8 * place)
        rows.append(
            {
                "public_id": public_id_from(random),
                "student_id": student.id,
                "kind": deed.kind,
                "title": deed.title,
                "place": deed.place,
                "begins_on": _months_before(last, deed.months - 1),
                "ends_on": last,
                "words": deed.words,
                "language": _LANGUAGE[student.nationality],
                "tools": [str(skill) for skill in deed.tools],
            }
        )


def _months_before(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _languages_of(random: Random, student: Student, rows: list[dict[str, Any]]) -> None:
    """How well they speak, a step below what they read: as it is with most."""
    there = {row.test for row in student.language_results}
    for test in OWN_VIEWS - there:
        level = random.choice((CefrLevel.A2, CefrLevel.A2, CefrLevel.B1))
        rows.append(
            {
                "student_id": student.id,
                "test": test,
                "language": language_of(test),
                "level": str(level),
                "cefr": level,
            }
        )
    if student.nationality == "ID" and LanguageTest.TOEFL_ITP not in there and random.random() < 0.5:
        rows.append(
            {
                "student_id": student.id,
                "test": LanguageTest.TOEFL_ITP,
                "language": "en",
                "level": "",
                "score": 487,
                "cefr": CefrLevel.B1,
            }
        )


def _skills_of(random: Random, number: int, student: Student, rows: list[dict[str, Any]]) -> None:
    for row in student.skills:
        if row.skill not in LICENCES:
            row.level = random.choice(tuple(SkillLevel))
    held = {row.skill for row in student.skills}
    for skill in _LICENCES.get(student.nationality, ())[: 1 + number % 2]:
        if skill not in held:
            rows.append(
                {
                    "student_id": student.id,
                    "skill": skill,
                    "licence_sealed": vault.seal(f"DEMO-{number:03}-{random.randint(1000, 9999)}"),
                    "expires_on": date(2029, 1 + number % 12, 28),
                }
            )


def _busy_times_of(random: Random, number: int, student: Student, rows: list[dict[str, Any]]) -> None:
    zone = {"VN": "Asia/Ho_Chi_Minh", "ID": "Asia/Jakarta"}.get(student.nationality, "Asia/Tokyo")
    rows.append(
        {
            "public_id": public_id_from(random),
            "student_id": student.id,
            "weekday": number % 5,
            "starts": time(7, 30),
            "ends": time(11, 30),
            "zone": zone,
        }
    )


def _school_of(random: Random, student: Student) -> dict[str, Any]:
    """Secondary school, which a rirekisho begins with; it ended the summer before the studies began."""
    is_indonesian = student.nationality == "ID"
    graduated = student.educations[0].graduates_on or date(2027, 6, 1)
    return {
        "public_id": public_id_from(random),
        "student_id": student.id,
        "university_name": random.choice(_SCHOOLS["ID" if is_indonesian else "VN"]),
        "degree": EducationLevel.SECONDARY,
        "degree_local": "SMA" if is_indonesian else "Tốt nghiệp trung học phổ thông",
        "graduates_on": date(graduated.year - (4 if is_indonesian else 5), 5 if is_indonesian else 6, 1),
    }


def _education_of(student: Student) -> None:
    education = student.educations[0]
    degrees = _INDONESIAN_DEGREES if student.nationality == "ID" else _DEGREES
    words = degrees.get(education.degree, "") if education.degree else ""
    if education.major is Major.ARCHITECTURE and student.nationality == "ID":
        words = "S.Ars."
    session().execute(update(Education).where(Education.id == education.id).values(degree_local=words))
