"""What companies do before a fair, each thing with its last day: the fair's list, what is ticked off, who is late."""
