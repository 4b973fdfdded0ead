"""Student profiles: names, education, languages, skills, and who may see them."""
