"""Moves of follow-ups, by noun."""

from recruit.surveys.actions.shipped import load_shipped

__all__ = ["load_shipped"]
