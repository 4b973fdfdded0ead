"""A student's papers as files."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import force_locale

from recruit.students.models import Student
from recruit.students.papers import sheets
from recruit.students.papers.rules import LANGUAGE, Paper
from recruit.web.pdf import pdf_of, picture_of

# Papers are handed in in Japan: their day is the day there.
_ZONE = ZoneInfo("Asia/Tokyo")
PRINTED = (Paper.RIREKISHO, Paper.CV, Paper.INTERVIEW_SHEET)


def pdf_for(paper: Paper, student: Student, *, email: str, now: datetime) -> bytes:
    """The paper, made of what the profile says now. Raises Busy, PaperFailed."""
    return pdf_of(_source(paper), _data(paper, student, email, now), made_at=now)


def picture_for(paper: Paper, student: Student, *, email: str, now: datetime) -> bytes:
    """Its first page as a PNG."""
    return picture_of(_source(paper), _data(paper, student, email, now), made_at=now)


def _source(paper: Paper) -> str:
    """The typst source: what all papers share, then the paper itself."""
    files = ("parts/paper.typ", f"students/papers/{paper}.typ")
    loader, environment = current_app.jinja_loader, current_app.jinja_env
    if loader is None:
        raise RuntimeError("the application has no templates")
    return "\n".join(loader.get_source(environment, file)[0] for file in files)


def _data(paper: Paper, student: Student, email: str, now: datetime) -> Mapping[str, Any]:
    today = now.astimezone(_ZONE).date()
    with force_locale(LANGUAGE[paper]):
        if paper is Paper.RIREKISHO:
            return sheets.rirekisho(student, email=email, today=today)
        if paper is Paper.CV:
            return sheets.cv(student, email=email, today=today)
        return sheets.interview_sheet(student, today=today)
