"""The promises of the design, each tried hard on a real daemon."""
