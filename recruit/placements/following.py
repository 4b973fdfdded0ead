"""What placements do about news from earlier rooms."""

from recruit.applications.events import OfferAccepted
from recruit.applications.models import Offer
from recruit.core.db import session
from recruit.placements.actions import open_placement


def open_when_accepted(event: OfferAccepted) -> None:
    """An accepted offer opens the placement; everything after the offer hangs on it."""
    open_placement(session().get_one(Offer, event.offer_id), by=event.by, now=event.now)
