"""Looks at everything a live lesson needs, says what is wrong with it here, and puts it right when asked to."""
