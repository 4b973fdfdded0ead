"""Who joins a fair late, and what can still be done for them."""
