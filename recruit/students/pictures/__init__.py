"""Pictures of what a student has done: they belong to an experience, and are seen by whoever may read it."""
