"""An event's words in one language beside its original, with what changed in the original since."""
