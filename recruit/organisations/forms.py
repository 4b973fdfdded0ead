"""Forms of organisations."""

from typing import Any
import unicodedata

from flask_babel import gettext as _, lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, StopValidation, ValidationError

from recruit.core.locales import LANGUAGES
from recruit.organisations import permits, rules
from recruit.organisations.models import Organisation
from recruit.organisations.rules import (
    EmployerCategory,
    FiguresSource,
    OrganisationKind,
    OrganisationRefusal,
    Prefecture,
    Rights,
    Support,
    Trade,
)
from recruit.organisations.values import CompanyFacts
from recruit.organisations.words import (
    CHECK,
    CHECK_OUTCOME,
    EMPLOYER_CATEGORY,
    FIGURES_SOURCE,
    ORGANISATION_KIND,
    ORGANISATION_REFUSAL,
    ORGANISATION_STATE,
    PREFECTURE,
    RIGHTS,
    SUPPORT,
    TRADE,
)
from recruit.web.forms import (
    PLEASE_CHOOSE,
    AtMost,
    CodeField,
    CodesField,
    DayField,
    Form,
    LineField,
    LongField,
    MailField,
    Required,
    WholeNumberField,
    choices_of,
    optional,
)

# Of a telephone number within Japan, without the first 0.
FEWEST_FIGURES = 9
_FROM_ZERO_UP = _l("Please give a number from 0 up.")
_AT_LEAST_ZERO = NumberRange(min=0, message=_FROM_ZERO_UP)


def _not_below_zero(_form: Form, field: WholeNumberField) -> None:
    if field.data is not None and field.data < 0:
        raise StopValidation(str(_FROM_ZERO_UP))


class NamePart(Form):
    """Which company it is."""

    name_ja = LineField(_l("Name of the company in Japanese"), [Required(), AtMost(200)])
    name_kana = LineField(
        _l("Reading of the name in kana"),
        [optional(), AtMost(200)],
        description=_l("Example: オオゾラケンセツ"),
    )
    name_en = LineField(
        _l("Name in English"),
        [optional(), AtMost(200)],
        description=_l("Students read this name. It also makes the address of your page."),
    )


class NumberPart(Form):
    """The number that every company has."""

    corporate_number = LineField(
        _l("Corporate number"),
        [Required(), AtMost(20)],
        description=_l("13 digits, as on the page of the National Tax Agency."),
        render_kw={"inputmode": "numeric"},
    )

    def validate_corporate_number(self, field: LineField) -> None:
        if not rules.is_corporate_number(rules.folded_number(field.data or "")):
            raise ValidationError(str(ORGANISATION_REFUSAL[OrganisationRefusal.NUMBER_NOT_VALID]))


class PlacePart(Form):
    """Where it is, and how our staff reach it."""

    prefecture = CodeField(_l("Prefecture of the head office"), PREFECTURE, validators=[Required()])
    address = LineField(_l("Address"), [optional(), AtMost(200)])
    telephone = LineField(
        _l("Telephone"),
        [Required(), AtMost(40)],
        description=_l("Our staff call once before they approve a company."),
        render_kw={"inputmode": "tel", "autocomplete": "tel"},
    )

    def validate_telephone(self, field: LineField) -> None:
        """Somebody is called there, so it has figures to call; they are kept as they are dialled."""
        field.data = unicodedata.normalize("NFKC", field.data or "")
        if sum(character.isdigit() for character in field.data) < FEWEST_FIGURES:
            raise ValidationError(
                _(
                    "Please give the whole number with its area code. Example: %(number)s",
                    number="086-000-0000",
                )
            )


class SizePart(Form):
    """Whether the programme is for it."""

    capital_yen = WholeNumberField(
        _l("Capital in yen"),
        [optional(), _AT_LEAST_ZERO],
        description=_l("Example: 50,000,000"),
        most=10**15,
        render_kw={"inputmode": "numeric"},
    )
    # Empty is looked at too: one of the two figures must be there.
    staff_count = WholeNumberField(
        _l("Number of staff"), [_not_below_zero], render_kw={"inputmode": "numeric"}
    )
    foreign_staff_count = WholeNumberField(
        _l("Of these, from abroad"), [optional(), _AT_LEAST_ZERO], render_kw={"inputmode": "numeric"}
    )
    figures_source = CodeField(
        _l("Where these figures are written down"),
        FIGURES_SOURCE,
        validators=[optional()],
        description=_l("Our staff may ask to see it."),
    )
    figures_on = DayField(_l("Day of these figures"), [optional()])
    deemed_large = BooleanField(
        _l("A large enterprise owns or runs the company"),
        description=_l(
            "Tick this if one large enterprise holds half of the shares, several together hold two thirds, "
            "or half of the directors come from there."
        ),
    )
    employer_category = CodeField(
        _l("Category at the immigration office"),
        EMPLOYER_CATEGORY,
        empty=_l("Not known yet"),
        validators=[optional()],
        description=_l(
            "Most companies of this size are in category 3: they hand in the statutory tax report with ¥0 to ¥10 million "
            "withheld. It decides which papers the visa needs."
        ),
    )

    def validate_deemed_large(self, field: BooleanField) -> None:
        """Told at once, before the rest is filled in for nothing."""
        if field.data:
            raise ValidationError(str(ORGANISATION_REFUSAL[OrganisationRefusal.DEEMED_LARGE]))

    def validate_staff_count(self, field: WholeNumberField) -> None:
        if field.errors or self.capital_yen.errors:
            return
        why_not = rules.why_not_eligible(self.capital_yen.data, field.data, deemed_large=False)
        if why_not:
            raise ValidationError(str(ORGANISATION_REFUSAL[why_not]))

    def validate_foreign_staff_count(self, field: WholeNumberField) -> None:
        whole = self.staff_count.data
        if field.data is not None and whole is not None and field.data > whole:
            raise ValidationError(_("This cannot be more than the number of staff."))


class PermitPart(Form):
    """What it is allowed to build."""

    permit_number = LineField(
        _l("Number of the construction permit"),
        [optional(), AtMost(60)],
        description=_l(
            "Example: 国土交通大臣許可（特-5）第00001号. If there are two, the one that ends first. Full width or half makes no difference."
        ),
    )
    permit_until = DayField(
        _l("Last day of the permit"),
        [optional()],
        description=_l("It stands on the notice of the permit. We remind you 90 days before."),
    )
    trades = CodesField(_l("Trades of the construction permit"), TRADE, validators=[optional()])

    def validate_permit_number(self, field: LineField) -> None:
        if field.data and permits.permit_in(field.data) is None:
            raise ValidationError(str(ORGANISATION_REFUSAL[OrganisationRefusal.PERMIT_NOT_READ]))

    def validate_permit_until(self, field: DayField) -> None:
        permit = permits.permit_in(self.permit_number.data or "")
        if field.data and permit and not permits.agrees(permit, field.data):
            raise ValidationError(str(ORGANISATION_REFUSAL[OrganisationRefusal.DAY_NOT_OF_PERMIT]))


class SupportPart(Form):
    """What awaits people from abroad."""

    support = CodesField(_l("What you offer to people from abroad"), SUPPORT, validators=[optional()])


class CompanyForm(NamePart, PlacePart, SizePart, PermitPart, SupportPart):
    """What a company says about itself."""

    # A mark of what stood there when the page was made.
    seen = HiddenField()

    def facts(self) -> CompanyFacts:
        """The values typed, as the move takes them."""
        return CompanyFacts(
            names={"ja": self.name_ja.data or "", "en": self.name_en.data or ""},
            name_kana=self.name_kana.data or "",
            prefecture=Prefecture(self.prefecture.data) if self.prefecture.data else None,
            address=self.address.data or "",
            telephone=self.telephone.data or "",
            capital_yen=self.capital_yen.data,
            staff_count=self.staff_count.data,
            foreign_staff_count=self.foreign_staff_count.data,
            figures_source=FiguresSource(self.figures_source.data) if self.figures_source.data else None,
            figures_on=self.figures_on.data,
            employer_category=EmployerCategory(self.employer_category.data)
            if self.employer_category.data
            else None,
            permit_number=self.permit_number.data or "",
            permit_until=self.permit_until.data,
            trades=tuple(Trade(code) for code in self.trades.data or ()),
            support=tuple(Support(code) for code in self.support.data or ()),
            deemed_large=bool(self.deemed_large.data),
        )


class ApplyForm(NumberPart, CompanyForm):
    """The application of a company, whole; pages show it part by part."""


def values_of(organisation: Organisation) -> dict[str, Any]:
    """What the profile form shows at first."""
    company, texts = (organisation.company, {text.language: text for text in organisation.texts})
    values: dict[str, Any] = {"name_kana": organisation.name_kana}
    for language in ("ja", "en"):
        text = texts.get(language)
        values[f"name_{language}"] = text.name if text else ""
    if values["name_en"] == values["name_ja"]:
        values["name_en"] = ""
    if company is not None:
        names = (
            "prefecture address telephone capital_yen staff_count foreign_staff_count figures_source figures_on "
            "employer_category permit_number permit_until trades support deemed_large"
        )
        values.update({name: getattr(company, name) for name in names.split()})
    return values


class AnswerForm(Form):
    """What a company answers to what staff asked."""

    answer = LongField(
        _l("Your answer"),
        [optional(), AtMost(1000)],
        description=_l("Our staff read it together with the profile."),
        render_kw={"rows": 4},
    )


class SearchForm(Form):
    """Filters of a list; they stand in the address."""

    class Meta(Form.Meta):
        csrf = False

    q = LineField(_l("Name of the organisation"))


class CompaniesFilter(SearchForm):
    prefecture = CodeField(_l("Prefecture"), PREFECTURE, empty=_l("All prefectures"))


class OrganisationsFilter(SearchForm):
    kind = CodeField(_l("Kind"), ORGANISATION_KIND, empty=_l("All kinds"))
    state = CodeField(_l("State"), ORGANISATION_STATE, empty=_l("All states"))


class ReasonForm(Form):
    """Why staff ask back or suspend."""

    reason = LongField(
        _l("What the company should know"),
        [Required(), AtMost(1000)],
        description=_l("The owners receive these words by mail."),
        render_kw={"rows": 4},
    )


class CheckForm(Form):
    """The outcome of one check."""

    check = CodeField(_l("What was checked"), CHECK, validators=[Required()])
    outcome = CodeField(_l("Outcome"), CHECK_OUTCOME, validators=[Required()])
    note = LineField(_l("Note for staff"), [optional(), AtMost(500)])


def rights_of(kind: OrganisationKind) -> dict[Rights, Any]:
    """The rights that exist in such an organisation, with their words."""
    return {rights: RIGHTS[rights] for rights in Rights if rights in rules.RIGHTS_OF[kind]}


class _FormWithRights(Form):
    """Offers only the rights that exist in that kind of organisation."""

    rights: CodeField

    def __init__(self, kind: OrganisationKind, **options: Any) -> None:
        super().__init__(**options)
        self.rights.choices = choices_of((("", PLEASE_CHOOSE), *rights_of(kind).items()))


class RightsForm(_FormWithRights):
    """What a member may do."""

    rights = CodeField(_l("Rights"), RIGHTS, validators=[Required()])


class InviteMemberForm(_FormWithRights):
    """Who shall act for the organisation too."""

    email = MailField(_l("E-mail address"), [Required(), AtMost(254)])
    rights = CodeField(_l("Rights"), RIGHTS, validators=[Required()])
    language = SelectField(
        _l("Language of the mail"),
        [Required()],
        choices=[SelectChoice(language.code, language.name) for language in LANGUAGES],
    )


class ApproveForm(Form):
    """Lets an organisation in; with checks still open only who says so."""

    despite_open_checks = BooleanField(_l("I know that these checks are open, and approve all the same"))


class ButtonForm(Form):
    """Nothing but a button."""


def chosen(kind: type[Any], typed: str) -> Any:
    """The member of an enum that an address names; None for anything else."""
    return kind(typed) if typed in set(kind) else None
