"""Finding students: by words in any script and by coded facts, counted, sorted, kept for later and compared."""
