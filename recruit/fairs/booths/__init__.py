"""Which companies come to a fair: how many booths there are, who has them, who waits, and what each company brings."""
