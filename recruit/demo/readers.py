"""What readers of the demonstration say about chapters of the handbook."""

from datetime import datetime, timedelta

from sqlalchemy import select

from recruit.accounts.models import Person, User
from recruit.core.db import session
from recruit.handbook.models import Book, Chapter, ReaderQuestion
from recruit.handbook.rules import ReaderWord

# Which book, the place of the chapter in it, who (nobody: not signed in), in which language, what, and how many days ago.
SAID: tuple[tuple[str, int, str, str, ReaderWord, str, int], ...] = (
    (
        "student-guide",
        1,
        "student@demo.example",
        "vi",
        ReaderWord.QUESTION,
        "Nếu tôi đã đóng phí cho một công ty môi giới thì tôi có được tham gia chương trình không?",
        2,
    ),
    (
        "company-handbook",
        3,
        "hire@demo.example",
        "ja",
        ReaderWord.QUESTION,
        "家族を呼ぶ手続きは、この章の費用に入っていますか。",
        1,
    ),
    (
        "student-guide",
        3,
        "",
        "id",
        ReaderWord.NOT_HELPFUL,
        "Saya tidak menemukan contoh surat pernyataan.",
        4,
    ),
    ("student-guide", 3, "", "vi", ReaderWord.HELPFUL, "", 6),
    ("student-guide", 3, "student@demo.example", "vi", ReaderWord.HELPFUL, "", 5),
    ("company-handbook", 1, "", "ja", ReaderWord.HELPFUL, "", 9),
    ("company-handbook", 3, "", "ja", ReaderWord.NOT_HELPFUL, "", 8),
)


def make_what_readers_say(now: datetime) -> None:
    """Votes, two questions that wait and one that nobody can answer; inside `writing()`."""
    for book, place, email, language, kind, words, days in SAID:
        chapter_id = session().scalar(
            select(Chapter.id)
            .join(Book, Book.id == Chapter.book_id)
            .where(Book.slug == book, Chapter.position == place)
        )
        if chapter_id is None:
            continue
        session().add(
            ReaderQuestion(
                chapter_id=chapter_id,
                read_language=language,
                number=1,
                kind=kind,
                words=words,
                language=language,
                person_id=session().scalar(
                    select(Person.id).join(User, User.person_id == Person.id).where(User.email == email)
                ),
                asked_at=now - timedelta(days=days),
            )
        )
