"""Why an item is asked for: the law before what the law wants later, that before the rule of the house."""

from recruit.postings.rules.codes import LegalClass, PostingItem
from recruit.postings.rules.items import LEGAL_CLASSES
from recruit.postings.rules.steps import Why

# Asked of every position by the house: by these it is looked for, and these the status of residence turns on.
OUR_RULE = frozenset(
    {
        PostingItem.SITE_LABOUR_DECLARED,
        PostingItem.INTERPRETING_MAIN,
        PostingItem.MAJORS_OK,
        PostingItem.LANGUAGE_ARRIVAL,
        PostingItem.FEES_TO_WORKER,
    }
)


def why_asked(item: PostingItem) -> Why:
    """The strongest reason for asking."""
    classes = LEGAL_CLASSES[item]
    if LegalClass.RECRUITING in classes:
        return Why.LAW
    if LegalClass.CONTRACT in classes:
        return Why.LAW_AT_CONTRACT
    return Why.OUR_RULE if item in OUR_RULE else Why.GOOD_TO_KNOW
