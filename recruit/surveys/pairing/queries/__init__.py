"""Reads of the company's side."""
