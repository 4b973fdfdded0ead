"""What follows for the desk of translations when something happens elsewhere."""

from recruit.core.db import session
from recruit.handbook.events import ChapterMoved, ChapterPublished, TranslationsBehind
from recruit.handbook.models import ChapterVersion
from recruit.handbook.translatable import KIND, ref_of
from recruit.handbook.translating import actions, keeping


def release_published(event: ChapterPublished) -> None:
    """Readers see the translation: who took it is done with it."""
    version = session().get_one(ChapterVersion, event.version_id)
    actions.release(KIND, ref_of(version.chapter), version.language)


def keep_chapters(event: ChapterPublished | TranslationsBehind) -> None:
    """A text was published: its translations are behind from now on, or it is one and waits no more."""
    keeping.keep(KIND, keeping.found_now(KIND, event.now))


def follow_chapter(event: ChapterMoved) -> None:
    """A chapter is named otherwise: who took it still has it."""
    actions.rename(KIND, event.old_ref, event.ref)
