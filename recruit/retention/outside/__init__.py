"""What companies, universities and everybody are shown of how long people stay: released at most once a quarter, out of facts alone."""
