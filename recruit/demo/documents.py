"""Documents of a few students of the demonstration: a transcript, a certificate, and pictures of their work."""

from datetime import datetime, timedelta
import io

from PIL import Image, ImageDraw
from sqlalchemy import select

from recruit.accounts.models import User
from recruit.core import files
from recruit.core.db import session
from recruit.core.uploads import pictures
from recruit.students.documents.models import StudentDocument
from recruit.students.models import Disclosure, Student
from recruit.students.rules import DisclosureScope, DocumentKind, ShownTo

# So many of those who have applied somewhere, besides the student whom everybody may sign in as.
OTHERS = 4
_K = DocumentKind


def make_documents(now: datetime) -> None:
    """Hand in documents for the student of the demonstration and for some who have applied."""
    own = session().scalars(
        select(Student)
        .join(User, User.person_id == Student.person_id)
        .where(User.email == "student@demo.example")
    )
    applied = session().scalars(
        select(Student)
        .where(
            Student.id.in_(
                select(Disclosure.student_id).where(
                    Disclosure.scope == DisclosureScope.DOCUMENTS, Disclosure.until_at.is_(None)
                )
            )
        )
        .order_by(Student.id)
        .limit(OTHERS)
    )
    students = {student.id: student for student in (*own, *applied)}
    bridge = _bridge()
    for number, student in enumerate(students.values()):
        at = now - timedelta(days=20 + number)
        name = student.name_passport or student.call_name
        for kind, title, shown_to, lines in (
            (_K.TRANSCRIPT, "", ShownTo.APPLIED, ("TRANSCRIPT OF GRADES", name, "Structural mechanics: 8.4")),
            (_K.LANGUAGE_CERTIFICATE, "JLPT N3", ShownTo.FAIR, ("JLPT N3", name, "Score: 121 of 180")),
            (_K.CV, "", ShownTo.ME, ("CURRICULUM VITAE", name)),
        ):
            _add(student, kind, title, shown_to, at, _pdf(lines), f"{kind}.pdf", "application/pdf")
        document = _add(
            student, _K.PORTFOLIO, "Model of a bridge", ShownTo.FAIR, at, bridge, "bridge.jpg", "image/jpeg"
        )
        document.thumbnail = files.store(
            pictures.thumbnail(bridge), name="small.jpg", media_type="image/jpeg", now=at
        )
    session().flush()


def _add(
    student: Student,
    kind: DocumentKind,
    title: str,
    shown_to: ShownTo,
    at: datetime,
    content: bytes,
    name: str,
    media_type: str,
) -> StudentDocument:
    document = StudentDocument(
        student_id=student.id,
        kind=kind,
        title=title,
        shown_to=shown_to,
        stored_file=files.store(content, name=name, media_type=media_type, now=at),
        handed_in_at=at,
    )
    session().add(document)
    session().flush()
    return document


def _pdf(lines: tuple[str, ...]) -> bytes:
    """One page with a few lines in letters every reader has."""
    shown = "".join(
        f"BT /F1 {18 if number == 0 else 12} Tf 72 {760 - 28 * number} Td ({_plain(line)}) Tj ET\n"
        for number, line in enumerate(lines)
    ).encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, words in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, words)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    )


def _plain(line: str) -> str:
    ascii_only = line.encode("ascii", "ignore").decode()
    return ascii_only.replace("\\", "").replace("(", "").replace(")", "")


def _bridge() -> bytes:
    """A bridge over a river, as somebody might have drawn it."""
    image = Image.new("RGB", (1200, 800), "#dfe8ee")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 600, 1200, 800), fill="#7f9db3")
    draw.rectangle((0, 440, 1200, 470), fill="#4a4f55")
    for pier in (300, 900):
        draw.rectangle((pier - 25, 160, pier + 25, 680), fill="#6b7178")
        for step in range(1, 8):
            for side in (-1, 1):
                draw.line((pier, 170 + step * 6, pier + side * step * 40, 440), fill="#2d3136", width=4)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
