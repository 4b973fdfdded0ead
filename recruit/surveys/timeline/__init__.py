"""The whole plan of one hire on one line: what was planned, sent, held and answered, when and why. Never an answer."""
