"""Open answers: a Japanese gloss beside the original, codes from a codebook, a second coder, and how far the two agree."""
