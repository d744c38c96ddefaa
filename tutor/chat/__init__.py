"""What the learner sees: where lines come from and how messages look."""
