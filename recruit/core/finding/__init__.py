"""Finding in long lists: what is asked for, rows as columns of numbers, and what answers. Rooms say what their facets are."""
