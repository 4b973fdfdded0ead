"""Which words of an event are written in each language, in plain Python."""

# In the order of reading.
TEXT_FIELDS = ("title", "place", "address", "way_there", "about", "eligibility", "interpreters")
