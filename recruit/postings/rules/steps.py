"""The seven steps in which a position is written down."""

from enum import StrEnum


class DraftStep(StrEnum):
    """In the order in which a clerk has the facts at hand; the values stand in addresses."""

    WORK = "work"
    CONTRACT = "contract"
    HOURS = "hours"
    PAY = "pay"
    LIVING = "living"
    LEARNING = "learning"
    APPLYING = "applying"

    @property
    def number(self) -> int:
        """Which of the seven it is."""
        return list(DraftStep).index(self) + 1

    @property
    def following(self) -> "DraftStep | None":
        """The step after it; None after the last."""
        return next(iter(list(DraftStep)[self.number :]), None)


class Why(StrEnum):
    """Why a field of the form is asked for, the strongest reason first."""

    LAW = "law"
    LAW_AT_CONTRACT = "law_at_contract"
    OUR_RULE = "our_rule"
    GOOD_TO_KNOW = "good_to_know"
