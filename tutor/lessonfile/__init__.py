"""Reads lesson files: Markdown to `tutor.core.lesson` values. `tutor.content` is the door; others come in there."""
