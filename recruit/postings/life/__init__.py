"""The life of a position: when it opens and closes, whether it is still right, what changed, and what comes next."""
