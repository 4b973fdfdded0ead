"""What is found in what a position states, or does not: the items of the law, contract, employer, smoking."""

import re

from recruit.core.text import fold
from recruit.postings.rules.codes import (
    EmployerType,
    EmploymentKind,
    FindingRule,
    PostingItem,
    Renewal,
    Smoking,
)
from recruit.postings.rules.content import Content, item, said, source_text
from recruit.postings.rules.findings.finding import Circumstances, Finding, found_by
from recruit.postings.rules.items import missing_statutory_items

# What had to be stated anew from April 2024.
SINCE_APRIL_2024 = frozenset(
    {
        PostingItem.DUTIES_CHANGE_RANGE,
        PostingItem.PLACE_CHANGE_RANGE,
        PostingItem.RENEWAL,
        PostingItem.RENEWAL_CAP,
    }
)
LONGEST_CONTRACT_MONTHS = 36
# Words that fill the field and say nothing. "No change" says something.
_NOTHING_SAID = re.compile(
    r"[\s\-–—―・./*]*(?:未定|未記入|同上|別途|要相談|応相談|相談のうえ決定|面接時に説明|tbd|n/?a|to be decided|not decided"
    r"|belum ditentukan|chua xac dinh|thoa thuan)?[\s\-–—―・./*。]*"
)


def in_what_is_stated(content: Content, circumstances: Circumstances) -> list[Finding]:
    """Items that the law asks for, and what cannot stand as it is stated."""
    missing = missing_statutory_items(said(content, circumstances.employer_name or "?"))
    return [
        *(
            found_by(
                FindingRule.APRIL_2024 if key in SINCE_APRIL_2024 else FindingRule.ITEM_MISSING,
                PostingItem(key),
            )
            for key in missing
        ),
        *_ranges(content),
        *_contract(content),
        *_plain(content),
    ]


def _ranges(content: Content) -> list[Finding]:
    text, language = source_text(content), content.get("source_language", "ja")
    return [
        found_by(FindingRule.CHANGE_RANGE_VAGUE, about, {"words": text[field]}, text=f"{field}_{language}")
        for field, about in (
            ("duties_change_range", PostingItem.DUTIES_CHANGE_RANGE),
            ("place_change_range", PostingItem.PLACE_CHANGE_RANGE),
        )
        if text.get(field, "").strip() and _NOTHING_SAID.fullmatch(fold(text[field].strip()))
    ]


def _contract(content: Content) -> list[Finding]:
    if item(content, PostingItem.CONTRACT_TERM) != EmploymentKind.FIXED_TERM:
        return []
    found = []
    months = item(content, "contract_months")
    if not months:
        found.append(found_by(FindingRule.CONTRACT_LENGTH, PostingItem.CONTRACT_TERM))
    elif months > LONGEST_CONTRACT_MONTHS:
        shown = {"months": months, "most": LONGEST_CONTRACT_MONTHS}
        found.append(found_by(FindingRule.CONTRACT_LONG, PostingItem.CONTRACT_TERM, shown))
    renewal = item(content, PostingItem.RENEWAL) or {}
    if renewal.get("kind") == Renewal.POSSIBLE and not renewal.get("criteria"):
        found.append(found_by(FindingRule.RENEWAL_CRITERIA, PostingItem.RENEWAL))
    return found


def _plain(content: Content) -> list[Finding]:
    found = []
    if item(content, PostingItem.EMPLOYER_TYPE) == EmployerType.DISPATCH:
        found.append(found_by(FindingRule.DISPATCH, PostingItem.EMPLOYER_TYPE))
    if item(content, PostingItem.SMOKING) == Smoking.ALLOWED:
        found.append(found_by(FindingRule.SMOKING_INDOORS, PostingItem.SMOKING))
    return found
