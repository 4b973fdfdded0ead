"""Ways to reach a person: mail, telephone, messenger, and somebody they trust."""
