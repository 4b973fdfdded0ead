"""A short survey after an event: of who came, and of who did not; answered without a name."""
