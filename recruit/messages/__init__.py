"""The outbox: one row per mail per recipient; text is made at hand-over, in the recipient's language."""
