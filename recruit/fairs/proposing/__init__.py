"""Both sides agree on times themselves, at fairs where nobody arranges them; and which times they keep free."""
