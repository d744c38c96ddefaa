"""Speaks pseudo-terminals: the children that run what the learner typed."""
