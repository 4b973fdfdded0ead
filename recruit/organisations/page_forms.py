"""Forms of a company's public page."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from recruit.core.locales import LANGUAGES
from recruit.organisations.models import OrganisationText
from recruit.organisations.texts import PARTS, SOURCE_LANGUAGE
from recruit.organisations.values import CompanyWords
from recruit.web.forms import AtMost, FileForm, Form, LineField, LongField, Required, optional

LONGEST_PART = 3000


class TextsForm(Form):
    """What the page says in one language."""

    # A mark of what stood there when the page was made.
    seen = HiddenField()
    name = LineField(
        _l("Name of the company in this language"),
        [optional(), AtMost(200)],
        description=_l("If you leave this empty, the English name stands there, else the Japanese one."),
    )
    about = LongField(
        _l("What the company does"),
        [optional(), AtMost(LONGEST_PART)],
        description=_l("What you build, for whom and where."),
        render_kw={"rows": 7},
    )
    people = LongField(
        _l("Who works there"),
        [optional(), AtMost(LONGEST_PART)],
        description=_l("With whom a newcomer works; who from abroad is there already."),
        render_kw={"rows": 6},
    )
    housing = LongField(
        _l("Where newcomers live"),
        [optional(), AtMost(LONGEST_PART)],
        description=_l("Own room or shared, what it costs, how far to work and to a shop."),
        render_kw={"rows": 6},
    )
    support = LongField(
        _l("How the company helps"),
        [optional(), AtMost(LONGEST_PART)],
        description=_l("Who helps with the first weeks, with Japanese, with licences, with going home."),
        render_kw={"rows": 6},
    )

    def words(self) -> CompanyWords:
        """The values typed, as the move takes them."""
        return CompanyWords(name=self.name.data or "", **{part: self[part].data or "" for part in PARTS})


def texts_of(row: OrganisationText | None) -> dict[str, Any]:
    """What the form shows at first."""
    return {name: getattr(row, name) for name in ("name", *PARTS)} if row else {}


class PictureForm(FileForm):
    """What is seen in a picture, in each language."""

    words_ja = LineField(
        _l("What is seen, in Japanese"),
        [Required(), AtMost(200)],
        description=_l("Read aloud to who does not see the picture. Example: 橋の下で図面を見る二人の技術者"),
        render_kw={"lang": "ja"},
    )
    words_en = LineField(_l("What is seen, in English"), [optional(), AtMost(200)], render_kw={"lang": "en"})
    words_vi = LineField(
        _l("What is seen, in Vietnamese"), [optional(), AtMost(200)], render_kw={"lang": "vi"}
    )
    words_id = LineField(
        _l("What is seen, in Indonesian"), [optional(), AtMost(200)], render_kw={"lang": "id"}
    )

    def words(self) -> dict[str, str]:
        """The words by language."""
        found = {language.code: self[f"words_{language.code}"].data or "" for language in LANGUAGES}
        return {language: said for language, said in found.items() if said}


class NewPictureForm(PictureForm):
    """A picture to be put on the page."""

    file = FileField(
        _l("Picture"),
        [FileRequired(_l("Please choose a file."))],
        description=_l(
            "JPEG, PNG or WebP, up to 10 MB. Ask everybody who can be recognised. Place and time in the file are taken out."
        ),
        render_kw={"accept": ".jpg,.jpeg,.png,.webp,.heic"},
    )


assert SOURCE_LANGUAGE == "ja", "the Japanese words of a picture are the ones that must be there"
