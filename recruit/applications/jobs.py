"""What the worker does for offers."""

from datetime import datetime

from recruit.applications import actions, queries
from recruit.applications.models import Offer
from recruit.core.db import session
from recruit.core.each import each_by_itself
from recruit.core.visitor import WORKER


def lapse_offers(now: datetime) -> int:
    """Close the offers whose last day has passed, one at a time; gives how many."""

    def lapse(offer_id: int) -> bool:
        offer = session().get_one(Offer, offer_id)
        session().refresh(offer)
        return actions.lapse_offer(offer, by=WORKER, now=now)

    return each_by_itself("overdue offers", queries.overdue_offers(now), lapse)
