"""The moves of the handbook, by noun."""

from recruit.handbook.actions.loading import load_editions

__all__ = ["load_editions"]
