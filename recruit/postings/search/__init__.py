"""Finding open positions, and searches that people keep."""
