"""What each command of `docker-tutor` does: a function that computes, and a short one that prints."""
