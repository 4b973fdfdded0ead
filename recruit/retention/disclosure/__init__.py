"""What was shown to whom: every release of figures that readers outside the staff got, so that the next one is held against it."""
