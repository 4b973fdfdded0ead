"""Demonstration data: believable, deterministic, never in production."""
