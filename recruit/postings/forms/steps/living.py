"""Step 5: insurance, health, housing, and what life is like there."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from recruit.postings.forms.fields import code, codes, number, number_within
from recruit.postings.forms.posting_form import PostingForm
from recruit.postings.forms.writing import put
from recruit.postings.newcomer_words import FAITH_SUPPORT, SURROUNDINGS
from recruit.postings.rules import DraftStep, PostingItem
from recruit.postings.words import COMPANY_COST, DRIVING, HOUSING_KIND, INSURANCE, SMOKING


class LivingForm(PostingForm):
    STEP = DraftStep.LIVING

    insurance = codes(_l("Insurance of employees"), INSURANCE)
    smoking = code(_l("Protection from tobacco smoke"), SMOKING)
    housing = code(_l("Housing offered"), HOUSING_KIND)
    housing_yen = number(
        _l("Yen a month"), _l("What the person pays for the flat, or what you give as rent allowance.")
    )
    housing_minutes = number_within(
        _l("Minutes to work from there"), 0, 240, _l("Please give at most 240 minutes.")
    )
    furnished = BooleanField(_l("Furnished"))
    internet = BooleanField(_l("With internet"))
    costs_by_company = codes(_l("Costs paid by the company"), COMPANY_COST)
    driving = code(_l("Driving licence"), DRIVING)
    surroundings = codes(
        _l("Climate and ways to work"), SURROUNDINGS, _l("Who knows of the snow beforehand stays longer.")
    )
    faith = codes(_l("Prayer and food"), FAITH_SUPPORT, _l("What is possible at your company today."))

    def write(self, content: dict[str, Any]) -> None:
        put(content, PostingItem.INSURANCE, list(self.holding("insurance") or []))
        put(content, PostingItem.SMOKING, self.holding("smoking"))
        put(content, PostingItem.COSTS_BY_COMPANY, list(self.holding("costs_by_company") or []))
        put(content, PostingItem.DRIVING, self.holding("driving"))
        put(content, PostingItem.CLIMATE_NOTE, list(self.holding("surroundings") or []))
        put(content, PostingItem.FAITH_NEEDS, list(self.holding("faith") or []))
        kind, minutes = self.holding("housing"), self.holding("housing_minutes")
        housing = {
            "kind": kind,
            "yen": self.holding("housing_yen"),
            "furnished": bool(self.holding("furnished")),
            "internet": bool(self.holding("internet")),
        }
        if minutes is not None:
            housing["minutes"] = minutes
        put(content, PostingItem.HOUSING, housing if kind else None)
        # Who is placed pays nothing, whatever is written elsewhere.
        content.setdefault("items", {})[str(PostingItem.FEES_TO_WORKER)] = 0
