"""The simulator: type a start date and see every contact that the rules in force make of it. Nothing is kept."""
