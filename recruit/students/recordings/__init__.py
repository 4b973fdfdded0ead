"""How a student's name sounds, said by the student: a short recording that who may read the profile can listen to."""
