"""Reads of follow-up surveys: what is known of a hire, the answers, the board of the staff."""
