"""What the worker does for offers."""

from datetime import datetime

from recruit.applications import actions, queries
from recruit.applications.models import Offer
from recruit.core.db import session, writing
from recruit.core.visitor import WORKER


def lapse_offers(now: datetime) -> int:
    """Close the offers whose last day has passed, one at a time; gives how many."""
    done = 0
    for offer_id in queries.overdue_offers(now):
        with writing():
            offer = session().get_one(Offer, offer_id)
            session().refresh(offer)
            done += actions.lapse_offer(offer, by=WORKER, now=now)
    return done
