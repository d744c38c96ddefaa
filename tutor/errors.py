"""The root of every error that the tutor itself raises and can explain."""

from __future__ import annotations


class TutorError(Exception):
    """Something went wrong that has a name and a cure.

    Args:
        message: What is wrong, naming the thing, as one sentence.
        hint: The cure, as one sentence or a command to type. Empty if there is none.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NoDaemonError(TutorError):
    """No usable Docker daemon: not there, not allowed, not answering."""


class LessonError(TutorError):
    """A lesson file is missing, broken, or newer than this program."""


class UsageError(TutorError):
    """The command line of `docker-tutor` itself asks for something that cannot be."""
