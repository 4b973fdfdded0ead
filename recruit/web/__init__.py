"""Shared web parts: routes with locks, the gate, forms, tables, error pages, the look."""
