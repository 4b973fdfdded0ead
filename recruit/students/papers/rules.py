"""What is true about printed papers, in plain Python."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
import unicodedata

from recruit.students.rules import NEEDED, CefrLevel, ProfileFacts, ProfilePart, ProfileUse


class Paper(StrEnum):
    """The papers that are made of one profile."""

    RIREKISHO = "rirekisho"
    CV = "cv"
    INTERVIEW_SHEET = "interview_sheet"
    RESUME = "resume"


class ByHand(StrEnum):
    """What the programme does not ask; it is written on the printed paper by hand, where it is wanted at all."""

    ADDRESS = "address"
    PHONE = "phone"
    MONTH_OF_ENTRY = "month_of_entry"
    MONTH_OF_LICENCE = "month_of_licence"
    PHOTO = "photo"


class Interpreter(StrEnum):
    """Whether an interview needs an interpreter, by what the student says of speaking Japanese."""

    NEEDED = "needed"
    HELPFUL = "helpful"
    NOT_NEEDED = "not_needed"


# The language each paper is written in, whoever opens it.
LANGUAGE: Mapping[Paper, str] = {
    Paper.RIREKISHO: "ja",
    Paper.CV: "en",
    Paper.INTERVIEW_SHEET: "ja",
    Paper.RESUME: "en",
}
USES: Mapping[Paper, tuple[ProfilePart, ...]] = {
    Paper.RIREKISHO: (
        ProfilePart.NAME_PASSPORT,
        ProfilePart.KATAKANA,
        ProfilePart.BORN_ON,
        ProfilePart.UNIVERSITY,
        ProfilePart.MAJOR,
        ProfilePart.GRADUATES_ON,
        ProfilePart.JAPANESE,
        ProfilePart.SKILLS,
        ProfilePart.WISHES,
    ),
    Paper.CV: (
        ProfilePart.NAME_PASSPORT,
        ProfilePart.UNIVERSITY,
        ProfilePart.MAJOR,
        ProfilePart.GRADUATES_ON,
        ProfilePart.JAPANESE,
        ProfilePart.SKILLS,
    ),
    # It is what companies hold at a fair.
    Paper.INTERVIEW_SHEET: NEEDED[ProfileUse.FAIR],
    Paper.RESUME: (ProfilePart.NAME_PASSPORT,),
}
BY_HAND: Mapping[Paper, tuple[ByHand, ...]] = {
    Paper.RIREKISHO: tuple(ByHand),
    Paper.CV: (ByHand.PHONE,),
    Paper.INTERVIEW_SHEET: (),
    Paper.RESUME: (),
}


def missing_on(paper: Paper, facts: ProfileFacts) -> list[ProfilePart]:
    """What stays blank on this paper until it is filled in, in the order of the profile."""
    return [part for part in USES[paper] if part not in facts.parts]


def interpreter(speaking: CefrLevel | None) -> Interpreter:
    """Who says nothing about speaking gets an interpreter: a test that does not test speaking is no answer."""
    if speaking is None or speaking in (CefrLevel.A1, CefrLevel.A2):
        return Interpreter.NEEDED
    return Interpreter.HELPFUL if speaking is CefrLevel.B1 else Interpreter.NOT_NEEDED


def age_on(day: date, born_on: date) -> int:
    """Whole years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def has_graduated(graduates_on: date, today: date) -> bool:
    """A month of graduation is kept as its first day; in that month itself it is still to come."""
    return (graduates_on.year, graduates_on.month) < (today.year, today.month)


def shortened(text: str, most: int) -> str:
    """The text up to about so many Latin letters (a kanji is as wide as two), ended at a word with … where it is cut."""
    width = 0
    for place, sign in enumerate(text):
        width += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if width > most:
            kept = text[:place]
            whole_words, space, rest = kept.rpartition(" ")
            return (whole_words if space and len(rest) < 30 else kept).rstrip() + "…"
    return text


# The parts of a JSON Resume that a profile has a place for. One of them must be there.
SECTIONS_READ = (
    "basics",
    "work",
    "volunteer",
    "education",
    "certificates",
    "skills",
    "languages",
    "projects",
)


class ResumeRefusal(StrEnum):
    """Why a file cannot be taken in."""

    TOO_LARGE = "resume_too_large"
    NOT_JSON = "resume_not_json"
    NO_RESUME = "no_resume"
    NOTHING_SENT = "nothing_sent"


class Offered(StrEnum):
    """What a file may change in a profile."""

    NAME_PASSPORT = "name_passport"
    NAME_LOCAL = "name_local"
    CALL_NAME = "call_name"
    KATAKANA = "katakana"
    ABOUT = "about"
    EDUCATION = "education"
    EXPERIENCE = "experience"
    RESULT = "result"
    SKILLS = "skills"
    LICENCES = "licences"
