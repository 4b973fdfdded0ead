"""The procedure before and just after arrival: steps, owners, deadlines."""
