"""The form of a material."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from recruit.core.locales import CODES, LANGUAGES
from recruit.core.texts import best_text
from recruit.core.uploads import FileKind
from recruit.events.materials.models import EventMaterial
from recruit.events.materials.rules import ACCEPT, LONGEST_LINK, MaterialFacts, MaterialKind, OpensFor
from recruit.events.materials.words import MATERIAL_KIND, OPENS_FOR
from recruit.events.models import Event
from recruit.events.programme.models import ProgrammeSession
from recruit.web.forms import (
    AtMost,
    CodeField,
    FileForm,
    LineField,
    MomentField,
    Required,
    choices_of,
    optional,
)

TAKEN = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.DOCX, FileKind.XLSX})
_TITLES = {
    "ja": _l("Title in Japanese"),
    "en": _l("Title in English"),
    "id": _l("Title in Indonesian"),
    "vi": _l("Title in Vietnamese"),
}


class MaterialForm(FileForm):
    """A file or a link: what it is called, for whom and from when."""

    kind = CodeField(_l("Kind of material"), MATERIAL_KIND, validators=[Required()])
    file = FileField(
        _l("File"),
        description=_l(
            "PDF, picture, Word (.docx) or Excel (.xlsx), up to 10 MB. Please send slides as PDF."
        ),
        render_kw={"accept": ACCEPT},
    )
    url = LineField(
        _l("Link"),
        [optional(), AtMost(LONGEST_LINK)],
        description=_l("Whole, beginning with https://. It leads away from this site, which the page says."),
    )
    session = CodeField(
        _l("Belongs to the session"), {}, empty=_l("the whole event"), validators=[optional()]
    )
    opens_for = CodeField(_l("Who may open it"), OPENS_FOR, validators=[Required()])
    from_at = MomentField(
        _l("Shown from"), [Required()], description=_l("On the clock of the venue. Nobody sees it before.")
    )
    title_ja = LineField(_TITLES["ja"], [optional(), AtMost(200)])
    title_en = LineField(_TITLES["en"], [optional(), AtMost(200)])
    title_id = LineField(_TITLES["id"], [optional(), AtMost(200)])
    title_vi = LineField(_TITLES["vi"], [optional(), AtMost(200)])

    def offer(self, sessions: list[ProgrammeSession], language: str) -> None:
        """The sessions that there are."""
        named = [
            (one.public_id, text.title if (text := best_text(one.texts, language)) else one.public_id)
            for one in sessions
        ]
        self.session.choices += choices_of(named)

    @property
    def titles(self) -> list[tuple[Any, Any]]:
        """(language, field), in our order of languages."""
        return [(language, self[f"title_{language.code}"]) for language in LANGUAGES]

    def facts(self, event: Event, sessions: list[ProgrammeSession]) -> MaterialFacts:
        typed: datetime | None = self.from_at.data
        assert typed is not None, "the form asks for it"
        ids = {one.public_id: one.id for one in sessions}
        return MaterialFacts(
            kind=MaterialKind(self.kind.data),
            opens_for=OpensFor(self.opens_for.data),
            from_at=typed.replace(tzinfo=ZoneInfo(event.zone)),
            url=self.url.data or "",
            session_id=ids.get(self.session.data or ""),
            titles={code: self[f"title_{code}"].data or "" for code in CODES},
        )


def material_data(
    event: Event, material: EventMaterial | None, sessions: list[ProgrammeSession]
) -> dict[str, Any]:
    """What the form shows before anything is typed: a new material opens at the end of the event, for who came."""
    zone = ZoneInfo(event.zone)
    if material is None:
        return {"opens_for": OpensFor.CAME, "from_at": event.ends_at.astimezone(zone).replace(tzinfo=None)}
    refs = {one.id: one.public_id for one in sessions}
    return {
        "kind": material.kind,
        "url": material.url,
        "session": refs.get(material.session_id or 0, ""),
        "opens_for": material.opens_for,
        "from_at": material.from_at.astimezone(zone).replace(tzinfo=None),
        **{f"title_{row.language}": row.title for row in material.texts},
    }
