"""Pictures of what a few students of the demonstration have done: a drawing, and a diagram of what was measured."""

from collections.abc import Iterable
from datetime import datetime, timedelta
import io

from PIL import Image, ImageDraw
from sqlalchemy import select

from recruit.accounts.models import User
from recruit.core import files
from recruit.core.db import session
from recruit.core.uploads import pictures
from recruit.students.models import Disclosure, Experience, Student
from recruit.students.pictures.models import ExperiencePicture
from recruit.students.pictures.rules import LARGE_SIDE
from recruit.students.rules import DisclosureScope

# So many of those whose profile a company reads, besides the student whom everybody may sign in as.
OTHERS = 4
_WORDS = {
    "VN": (
        "vi",
        "Mặt cắt ngang dầm chủ mà tôi đã vẽ, tỷ lệ 1:50",
        "Độ võng đo được ở giữa nhịp so với kết quả tính toán",
    ),
    "ID": (
        "id",
        "Potongan melintang gelagar yang saya gambar, skala 1:50",
        "Lendutan terukur di tengah bentang dibandingkan dengan hitungan",
    ),
}
_INK, _PAPER, _LINE, _MARK = "#1f2a33", "#fbfaf6", "#8796a3", "#b4452c"


def make_pictures(now: datetime) -> int:
    """Two pictures for the newest work of each; gives of how many students."""
    drawn = (_section(), _diagram())
    found = list(_chosen())
    for number, (student, experience) in enumerate(found):
        language, *said = _WORDS.get(student.nationality, _WORDS["VN"])
        at = now - timedelta(days=18 + number)
        for place, (picture, words) in enumerate(zip(drawn, said, strict=True)):
            large, small = (
                files.store(
                    pictures.thumbnail(picture, side=side), name=name, media_type="image/jpeg", now=at
                )
                for side, name in (
                    (LARGE_SIDE, f"picture-{place + 1}.jpg"),
                    (pictures.THUMBNAIL_SIDE, "small.jpg"),
                )
            )
            session().add(
                ExperiencePicture(
                    experience_id=experience.id,
                    place=place,
                    words=words,
                    language=language,
                    large=large,
                    small=small,
                    added_at=at,
                )
            )
    session().flush()
    return len(found)


def _chosen() -> Iterable[tuple[Student, Experience]]:
    own = select(Student).join(User, User.person_id == Student.person_id).where(
        User.email == "student@demo.example"
    )  # fmt: skip
    read = (
        select(Student)
        .where(
            Student.id.in_(
                select(Disclosure.student_id).where(
                    Disclosure.scope != DisclosureScope.CARD, Disclosure.until_at.is_(None)
                )
            ),
            Student.experiences.any(),
        )
        .order_by(Student.id)
        .limit(OTHERS)
    )
    students = {student.id: student for query in (own, read) for student in session().scalars(query)}
    for student in students.values():
        if student.experiences:
            yield student, student.experiences[0]


def _drawn(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _section() -> bytes:
    """A girder, cut across, with its dimensions."""
    image = Image.new("RGB", (1200, 900), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, 1180, 880), outline=_LINE, width=3)
    outline = (
        (220, 190), (980, 190), (980, 290), (690, 330), (690, 560), (780, 620), (780, 700), (420, 700), (420, 620),
        (510, 560), (510, 330), (220, 290),
    )  # fmt: skip
    draw.polygon(outline, fill="#dfe6ea", outline=_INK, width=6)
    for place in range(250, 980, 60):
        draw.ellipse((place - 8, 232, place + 8, 248), fill=_INK)
    for place in range(455, 760, 58):
        draw.ellipse((place - 11, 650, place + 11, 672), fill=_MARK)
    draw.line((220, 130, 980, 130), fill=_INK, width=3)
    draw.line((1050, 190, 1050, 700), fill=_INK, width=3)
    for at in (220, 980):
        draw.line((at - 10, 140, at + 10, 120), fill=_INK, width=3)
    for at in (190, 700):
        draw.line((1040, at + 10, 1060, at - 10), fill=_INK, width=3)
    draw.text((560, 85), "2 000", fill=_INK, font_size=36)
    draw.text((1070, 425), "1 350", fill=_INK, font_size=36)
    draw.text((60, 800), "SECTION A-A  1:50", fill=_INK, font_size=44)
    return _drawn(image)


def _diagram() -> bytes:
    """What was measured, beside what was computed."""
    image = Image.new("RGB", (1200, 900), _PAPER)
    draw = ImageDraw.Draw(image)
    for step in range(6):
        draw.line((140, 140 + step * 120, 1120, 140 + step * 120), fill="#d9dee2", width=2)
    draw.line((140, 120, 140, 740), fill=_INK, width=4)
    draw.line((140, 740, 1120, 740), fill=_INK, width=4)
    computed = [(140 + step * 98, 740 - step * step * 5.4) for step in range(11)]
    draw.line(computed, fill=_LINE, width=6)
    for number, (x, y) in enumerate(computed):
        off = (-1) ** number * (6 + number)
        draw.ellipse((x - 11, y + off - 11, x + 11, y + off + 11), fill=_MARK)
    draw.text((150, 60), "mm", fill=_INK, font_size=36)
    draw.text((1050, 765), "kN", fill=_INK, font_size=36)
    return _drawn(image)
