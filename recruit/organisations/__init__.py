"""Companies, universities and support organisations: membership, verification, members and their rights."""
