"""Follow-up contacts: what to send when, decided by pure functions of facts, rules and now."""
