"""Open positions for programs of others: read-only, public data alone, coded values with their words in every language."""
