"""Early signals with their track record: a written list, no score. Never for employers."""
