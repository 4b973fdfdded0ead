"""What has been: events that are over, with what was shown."""
