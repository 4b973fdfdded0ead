"""Documents of students: certificates, transcripts and pictures of their work, and who may open each."""
