"""What the law gives a person about their own data, done without asking anybody: taking everything along, and being erased."""
