"""The seven steps of the form of a position."""

from recruit.postings.forms.places import BESIDE
from recruit.postings.forms.posting_form import PostingForm
from recruit.postings.forms.steps.applying import ApplyingForm
from recruit.postings.forms.steps.contract import ContractForm
from recruit.postings.forms.steps.hours import HoursForm
from recruit.postings.forms.steps.learning import LearningForm
from recruit.postings.forms.steps.living import LivingForm
from recruit.postings.forms.steps.pay import PayForm
from recruit.postings.forms.steps.work import WorkForm
from recruit.postings.rules import DraftStep, Finding

# A position is written in Japanese; in these languages it is translated on pages of their own.
OTHER_LANGUAGES = ("en", "vi", "id")
STEPS: dict[DraftStep, type[PostingForm]] = {
    kind.STEP: kind
    for kind in (WorkForm, ContractForm, HoursForm, PayForm, LivingForm, LearningForm, ApplyingForm)
}
_STEP_OF_FIELD: dict[str, DraftStep] = {name: step for step, kind in STEPS.items() for name in kind.names()}


def step_of(finding: Finding) -> DraftStep | None:
    """The step in which something that was found is mended; None where it is not in the form."""
    return _STEP_OF_FIELD.get(finding.text or BESIDE.get(finding.about, ""))


def step_of_field(name: str) -> DraftStep | None:
    """The step that has a field."""
    return _STEP_OF_FIELD.get(name)


__all__ = ["OTHER_LANGUAGES", "STEPS", "step_of", "step_of_field"]
