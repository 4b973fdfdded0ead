"""Moves of the company's side."""
