"""What does not take place after all: meetings of who left the fair, and everything at a fair that was called off."""
