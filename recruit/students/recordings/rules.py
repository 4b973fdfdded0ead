"""What is true about recordings of names, in plain Python."""

MOST_SECONDS = 15
MOST_BYTES = 500 * 1000
