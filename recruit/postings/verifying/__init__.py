"""Whether a paper or a message about a position is real: what its code belongs to, and what has become of that since."""
