"""The day of a fair: what happens now, who is missing, and what companies say is different."""
