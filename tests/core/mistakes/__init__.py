"""The known mistakes."""
