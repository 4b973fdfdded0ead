"""Positions side by side: up to four that everybody may read, and what differs between them."""
