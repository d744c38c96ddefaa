"""The root of every error that the tutor itself raises and can explain."""

from __future__ import annotations

from enum import Enum


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


class Trouble(Enum):
    """Why no daemon can be used: each has a cure of its own."""

    NO_CLI = "no docker command"
    BROKEN_CLI = "the docker command cannot be run"
    NO_CONTEXT = "the docker command does not know where its daemon is"
    NO_SOCKET = "no socket file"
    NO_PERMISSION = "not allowed to use the socket"
    NOT_SERVED = "a socket file, and nobody serves it"
    SILENT = "no answer in time"
    UNREACHABLE = "no way to another machine"
    STRANGE = "what answers is no Docker daemon, or a sick one"
    OTHER = "lost on the way"


class NoDaemonError(TutorError):
    """No usable Docker daemon: not there, not allowed, not answering.

    Args:
        message: As for every error.
        hint: As for every error.
        trouble: Which of the reasons it is.
        where: The socket's path or the address, where it is known.
    """

    def __init__(self, message: str, hint: str = "", trouble: Trouble = Trouble.OTHER, where: str = "") -> None:
        super().__init__(message, hint)
        self.trouble = trouble
        self.where = where


class LessonError(TutorError):
    """A lesson file is missing, broken, or newer than this program."""


class UsageError(TutorError):
    """The command line of `docker-tutor` itself asks for something that cannot be."""
