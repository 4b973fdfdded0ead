"""Reminders before an event, and word of a new time or place."""
