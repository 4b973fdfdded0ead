"""Anything people sign up for: sessions, capacity, waiting list, reminders."""
