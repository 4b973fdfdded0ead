"""The company's side of the follow-ups: its own forms at the same points, and what both sides say about the same thing."""
