"""What placements do about news from earlier rooms."""

from recruit.applications.events import OfferAccepted
from recruit.applications.models import Offer
from recruit.core.db import session
from recruit.messages import actions as messages
from recruit.placements.actions import open_placement
from recruit.placements.events import Died
from recruit.placements.models import Placement
from recruit.placements.queries import mail_addresses


def open_when_accepted(event: OfferAccepted) -> None:
    """An accepted offer opens the placement; everything after the offer hangs on it."""
    open_placement(session().get_one(Offer, event.offer_id), by=event.by, now=event.now)


def stop_mail(event: Died) -> None:
    """Nothing goes to a person who has died: what waits is cancelled, and the addresses take nothing more."""
    placement = session().get_one(Placement, event.placement_id)
    person = placement.person
    messages.cancel_unsent_to(person.public_id, reason="died")
    for address in mail_addresses(person.id):
        messages.pause_address(address, reason="died", now=event.now)
