"""What the checker found in a position, kept: what was put right since, and why staff found the rest fine."""
