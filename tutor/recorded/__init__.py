"""The world from recordings: what a real daemon once did, played to a learner who has none."""
