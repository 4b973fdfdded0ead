"""How far a draft is: each step with what is missing, found or unfit in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from recruit.postings.forms import STEPS, PostingForm, step_of
from recruit.postings.rules import Content, DraftStep, Finding, FindingRule, Severity

# What is missing is said beside its field in fewer words.
ITEMS_MISSING = (FindingRule.ITEM_MISSING, FindingRule.APRIL_2024)


@dataclass
class StepProgress:
    """One step. `unfit` are the labels of fields that hold something that cannot be kept as it is."""

    step: DraftStep
    missing: list[Finding] = field(default_factory=list)
    grave: list[Finding] = field(default_factory=list)
    mild: list[Finding] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether nothing in it stops the position from being sent."""
        return not (self.missing or self.grave or self.unfit)

    @property
    def state(self) -> str:
        """The shape of its mark."""
        if self.grave or self.unfit:
            return "late"
        return "waiting" if self.missing else "done"


@dataclass(frozen=True)
class Progress:
    """All seven steps; `elsewhere` is what was found and is mended in no step of the form."""

    steps: list[StepProgress]
    elsewhere: list[Finding]

    @property
    def next(self) -> StepProgress | None:
        """The first step in which something stops the position from being sent."""
        return next((one for one in self.steps if not one.is_done), None)

    @property
    def has_unfit(self) -> bool:
        """Whether something was typed that cannot be kept as it is."""
        return any(one.unfit for one in self.steps)

    @property
    def done(self) -> int:
        """How many of the steps are done."""
        return sum(one.is_done for one in self.steps)

    def of(self, step: DraftStep) -> StepProgress:
        return self.steps[step.number - 1]


def progress_of(content: Content, typed: dict[str, Any] | None, found: Sequence[Finding]) -> Progress:
    """Where a draft stands, by what the checker finds in it."""
    steps = {step: StepProgress(step) for step in DraftStep}
    elsewhere = []
    for finding in found:
        step = step_of(finding)
        if step is None:
            elsewhere.append(finding)
        elif finding.rule in ITEMS_MISSING:
            steps[step].missing.append(finding)
        elif finding.severity is Severity.BLOCKING:
            steps[step].grave.append(finding)
        else:
            steps[step].mild.append(finding)
    for step, unfit in unfit_fields(content, typed).items():
        steps[step].unfit = unfit
    return Progress(list(steps.values()), elsewhere)


def unfit_fields(content: Content, typed: dict[str, Any] | None) -> dict[DraftStep, list[str]]:
    """The labels of the fields that hold something that cannot be kept, by step; steps without any are left out."""
    found: dict[DraftStep, list[str]] = {}
    for step, kind in STEPS.items():
        if not set(typed or {}) & set(kind.names()):
            continue
        form: PostingForm = kind.for_draft(content, typed, is_asked=False)
        labels = [str(one.label.text) for one in form.unfit]
        if labels:
            found[step] = labels
    return found
