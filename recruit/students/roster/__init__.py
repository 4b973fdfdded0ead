"""A university's list of its students beside the profiles that name it: what fits, what it confirms, and how it is taken back."""
