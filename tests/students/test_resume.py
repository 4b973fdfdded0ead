"""JSON Resume: what goes out comes back, and a file of anybody's making does no harm."""

from datetime import date
import json

from flask_babel import force_locale
import pytest

from recruit.core.errors import Refused
from recruit.students.papers import resume_reading
from recruit.students.papers.differences import differences, names_of_skills
from recruit.students.papers.resume_reading import read
from recruit.students.papers.resume_writing import resume_of
from recruit.students.papers.rules import Offered, ResumeRefusal
from recruit.students.rules import ExperienceKind, JlptLevel, LanguageTest, Major, Skill
from tests.students import papers_profiles as profiles
from tests.students.test_papers import printer  # noqa: F401 - words without a database

pytestmark = pytest.mark.usefixtures("printer")


def _file(student):
    with force_locale("en"):
        return resume_of(student, email="student@students.example", today=date(2026, 11, 25))


def _read(whole):
    return read(json.dumps(whole).encode(), names_of_skills())


def test_the_file_has_the_shape_of_the_format():
    whole = _file(profiles.profile())
    assert whole["basics"]["name"] == profiles.STACKED
    assert whole["education"][0]["institution"] == "Trường Đại học Xây dựng"
    assert whole["education"][0]["endDate"] == "2027-06"
    assert whole["work"][0]["position"] == "Thực tập sinh" and whole["work"][0]["startDate"] == "2026-06"
    assert {"language", "fluency"} <= set(whole["languages"][0])
    # What is not for handing on, or has no place there, is not in it.
    assert "2003-05" not in json.dumps(whole) and "licence_number" not in json.dumps(whole)


@pytest.mark.parametrize("name", ["stacked marks", "one name"])
def test_our_own_file_changes_nothing_in_the_profile_it_came_from(name):
    student = profiles.profile(name)
    assert differences(student, _read(_file(student))) == []


def test_an_empty_profile_is_offered_everything_and_nothing_is_replaced():
    offers = differences(profiles.empty(), _read(_file(profiles.profile())))
    assert {offer.what for offer in offers} == set(Offered)
    assert all(offer.only_adds for offer in offers)
    education = next(offer for offer in offers if offer.what is Offered.EDUCATION)
    assert education.changes["major"] is Major.TRANSPORT and education.changes["grade_scale"] == "4"


def test_what_differs_is_shown_beside_what_is_there():
    whole = _file(profiles.profile())
    whole["basics"]["x-call-name"] = "Trang"
    whole["work"][0]["endDate"] = "2026-09"
    whole["certificates"][0]["x-score"] = 120
    whole["skills"].append({"name": "revit"})
    offers = {offer.what: offer for offer in differences(profiles.profile(), _read(whole))}
    assert set(offers) == {Offered.CALL_NAME, Offered.EXPERIENCE, Offered.RESULT, Offered.SKILLS}
    assert (offers[Offered.CALL_NAME].before, offers[Offered.CALL_NAME].after) == ("Phượng", "Trang")
    assert offers[Offered.EXPERIENCE].changes == {"ends_on": date(2026, 9, 1)}
    assert offers[Offered.RESULT].changes == {"score": 120}
    assert offers[Offered.SKILLS].changes == {"skills": [Skill.REVIT]}
    assert [offer.what for offer in offers.values() if offer.only_adds] == [Offered.SKILLS]


def test_a_file_of_another_program_is_read_as_far_as_it_goes():
    resume = _read(
        {
            "basics": {"name": "SITI RAHAYU", "summary": "Bridges.", "location": {"countryCode": "ID"}},
            "work": [
                {"name": "PT Jaya", "position": "Engineer", "startDate": "2024-02-15", "summary": "Piles"}
            ],
            "languages": [{"language": "Japanese", "fluency": "JLPT N2"}],
            "skills": [{"name": "CAD", "keywords": ["AutoCAD", "Knitting"]}, {"name": "Origami"}],
            "projects": [{"name": "Bridge", "startDate": "2023", "description": "Steel"}],
        }
    )
    assert (resume.name_passport, resume.name_local) == ("SITI RAHAYU", "")
    assert resume.experiences[0].begins_on == date(2024, 2, 1)
    assert resume.experiences[1].kind is ExperienceKind.PROJECT and resume.experiences[1].begins_on is None
    assert resume.results[0].test is LanguageTest.JLPT and resume.results[0].level == JlptLevel.N2
    assert resume.skills == (Skill.AUTOCAD,) and resume.unknown == ("Origami",)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", ResumeRefusal.NOT_JSON),
        (b"%PDF-1.7", ResumeRefusal.NOT_JSON),
        (b"\xff\xfe{}", ResumeRefusal.NOT_JSON),
        (b"[" * 50_000, ResumeRefusal.NOT_JSON),
        (b'{"a":' * 15_000 + b"1" + b"}" * 15_000, ResumeRefusal.NOT_JSON),
        (b" " * (resume_reading.MOST_BYTES + 1), ResumeRefusal.TOO_LARGE),
        (b"[]", ResumeRefusal.NO_RESUME),
        (b'"basics"', ResumeRefusal.NO_RESUME),
        (b'{"name": "somebody"}', ResumeRefusal.NO_RESUME),
    ],
)
def test_what_is_no_such_file_is_refused(content, reason):
    with pytest.raises(Refused) as refused:
        read(content, {})
    assert refused.value.reason is reason


def test_hostile_contents_do_no_harm():
    """Wrong types, numbers without end, halves of letters, turned writing, months of no year, lists without end."""
    content = b"""{
      "basics": {"name": ["x"], "summary": "a\\ud800b\\u0000c\\u202ed\\u0007", "x-katakana": "<script>",
                 "x-call-name": {"a": 1}, "x-name-passport": "' OR 1=1 --"},
      "work": [%s null, 7, "x"],
      "education": {"institution": "x"},
      "certificates": [{"name": "JLPT N1", "date": "9999-12"}, {"x-test": "jlpt", "x-level": "N1", "x-score": %s},
                       {"x-test": "toeic", "x-score": -5}, {"x-test": "nonsense"}],
      "skills": [{"name": 1e400, "keywords": "x", "x-code": "root"}, {"name": "NaN", "keywords": [{}, [], null]}],
      "languages": [NaN, Infinity]
    }""" % (
        (b'{"position": "' + b"y" * 400 + b'", "startDate": "0000-00", "endDate": "2026-13"},') * 60,
        b"9" * 5000,
    )
    resume = read(content[: resume_reading.MOST_BYTES], {})
    assert resume.name_local == "" and resume.call_name == "" and resume.katakana == ""
    assert resume.name_passport == "" and resume.about == "abcd"
    assert len(resume.experiences) <= resume_reading.MOST_ROWS
    assert all(len(one.title) == 200 and one.begins_on is None for one in resume.experiences)
    assert resume.educations == ()
    assert {(one.test, one.score, one.taken_on) for one in resume.results} <= {
        (LanguageTest.JLPT, None, None),
        (LanguageTest.TOEIC, None, None),
    }
    assert resume.skills == () and resume.unknown == ("NaN",)
