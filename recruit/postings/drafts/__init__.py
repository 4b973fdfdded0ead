"""How a position is written down: step by step, from an earlier one, from a sample."""
