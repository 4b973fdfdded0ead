"""Rules of the follow-ups in the hands of staff: an edit shows first what follows from it."""
