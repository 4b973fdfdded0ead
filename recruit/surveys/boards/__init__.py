"""Boards of staff: where follow-ups stand, what should have gone beside what went, and the lists behind every figure."""
