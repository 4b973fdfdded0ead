"""Positions: draft, check, approve, publish, close."""
