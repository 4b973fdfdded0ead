"""What follows for the desk of translations when something happens elsewhere."""

from recruit.core.db import session
from recruit.handbook.events import ChapterPublished
from recruit.handbook.models import ChapterVersion
from recruit.handbook.translatable import KIND, ref_of
from recruit.handbook.translating import actions


def release_published(event: ChapterPublished) -> None:
    """Readers see the translation: who took it is done with it."""
    version = session().get_one(ChapterVersion, event.version_id)
    actions.release(KIND, ref_of(version.chapter), version.language)
