"""Interpreters at a fair: their own day by a mailed link or on a printed sheet, and a mail when it changes."""
