"""One program in a pseudo-terminal of its own: how it is started, told things, and reaped."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import termios
import threading
from typing import TYPE_CHECKING, Any

from tutor.core.texts import words
from tutor.errors import TutorError
from tutor.terminal.typed_ahead import unread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pexpect

# Python ignores the first two, and a tutor started in the background the others: a program expects none of that.
_SIGNALS = (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP)
_UNKNOWN = 255  # the exit code told when someone else reaped the program; docker itself never uses it
_LOCAL = 3  # where `termios.tcgetattr` keeps the local flags
_OUTPUT = 1


class Child:
    """A running program, leader of a process group of its own. Safe to use from any thread.

    Args:
        argv: The program and its arguments, as the program receives them.
        environment: All of its environment; PATH in it finds the program.
        size: Rows and columns.
        working_folder: Where it starts.
        settings: What `termios.tcgetattr` says of the learner's own terminal, None for the system's defaults.

    Raises:
        TutorError: It cannot be started; the message names the program.
    """

    def __init__(
        self,
        argv: Sequence[str],
        environment: Mapping[str, str],
        size: tuple[int, int],
        working_folder: str | os.PathLike[str],
        settings: list[Any] | None = None,
    ) -> None:
        self._lock = threading.Lock()
        _check_words(argv)
        self._spawned = _spawn(argv, environment, size, os.fspath(working_folder), settings)
        self._pid = self._spawned.ptyproc.pid  # type: ignore[attr-defined]
        os.set_blocking(self.fd, False)

    @property
    def fd(self) -> int:
        """Our end of the pseudo-terminal. Never blocks; -1 after `close`."""
        return self._spawned.child_fd

    def poll(self) -> int | None:
        """The exit code, 128 + signal after a signal, None while it runs. Never waits."""
        import pexpect  # noqa: PLC0415 - not needed before the first command

        with self._lock:
            try:
                if self._spawned.isalive():
                    return None
            except pexpect.ExceptionPexpect:
                return _UNKNOWN
        if self._spawned.signalstatus is not None:
            return 128 + self._spawned.signalstatus
        return self._spawned.exitstatus

    def signal_group(self, number: signal.Signals, *, even_without_leader: bool = False) -> None:
        """Send a signal to the program and what it started; nothing once it was reaped, for its id may be reused.

        Args:
            number: The signal.
            even_without_leader: Send it although the program was reaped, to what it left behind: only right after.
        """
        with self._lock, contextlib.suppress(ProcessLookupError, PermissionError):
            if even_without_leader or not self._spawned.terminated:
                os.killpg(self._pid, number)

    def resize(self, rows: int, columns: int) -> None:
        """Give the pseudo-terminal another size; the system tells the program if it is a change."""
        with contextlib.suppress(OSError):
            self._spawned.setwinsize(rows, columns)

    @property
    def is_echoing(self) -> bool:
        """Whether the pseudo-terminal itself shows what is typed into it; False after `close`."""
        with contextlib.suppress(OSError, termios.error):
            return bool(termios.tcgetattr(self.fd)[_LOCAL] & termios.ECHO)
        return False

    def announce_size(self) -> None:
        """Tell the program in the pseudo-terminal's foreground to look at the size again."""
        with contextlib.suppress(OSError):
            os.killpg(os.tcgetpgrp(self.fd), signal.SIGWINCH)

    def unread(self) -> bytes:
        """What was typed and the program never read. The program must have been reaped."""
        return unread(self.fd)

    def close(self) -> None:
        """Close our end. The program must have been reaped."""
        import pexpect  # noqa: PLC0415 - not needed before the first command

        # pexpect would sleep here, for the sake of programs that still run.
        self._spawned.ptyproc.delayafterclose = 0  # type: ignore[attr-defined]
        with contextlib.suppress(pexpect.ExceptionPexpect):  # reaped by someone else
            self._spawned.close()


def _check_words(argv: Sequence[str]) -> None:
    """Refuse here what would otherwise fail in the fork, as a second copy of this very program."""
    for word in argv:
        try:
            os.fsencode(word)
        except UnicodeEncodeError as error:
            message = words("trouble.word-encoding", word=ascii(word))
            raise TutorError(message, words("trouble.word-encoding.cure")) from error
        if "\0" in word:
            message = words("trouble.word-nul", word=ascii(word))
            raise TutorError(message, words("trouble.word-nul.cure"))


def _spawn(
    argv: Sequence[str],
    environment: Mapping[str, str],
    size: tuple[int, int],
    folder: str,
    settings: list[Any] | None,
) -> pexpect.spawn[bytes]:
    import pexpect  # noqa: PLC0415 - not needed before the first command

    program, *arguments = argv
    # Without arguments pexpect takes the program for a whole line and splits it, unless each character is escaped.
    command = program if arguments else "".join("\\" + character for character in program)
    try:
        spawned: pexpect.spawn[bytes] = pexpect.spawn(
            command,
            arguments,
            timeout=None,
            env=dict(environment),
            # Here, not as `cwd`: an error in this function is brought back, one with `cwd` is not.
            preexec_fn=lambda: _prepare(folder, settings),
            dimensions=size,
        )
    except (pexpect.ExceptionPexpect, OSError, ValueError) as error:
        raise _not_started(program, folder, error) from error
    spawned.delaybeforesend = None
    return spawned


def _prepare(folder: str, settings: list[Any] | None) -> None:
    """Run in the child, before its program: no locks, no imports."""
    os.chdir(folder)
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    if settings is not None and settings[_LOCAL] & termios.ICANON and settings[_OUTPUT] & termios.OPOST:
        termios.tcsetattr(0, termios.TCSANOW, settings)


def _not_started(program: str, folder: str, error: Exception) -> TutorError:
    if not os.path.isdir(folder):  # noqa: PTH112 - a plain question about a plain string
        return _told("folder-gone", folder=folder)
    if getattr(error, "errno", None) == errno.E2BIG:
        return _told("line-refused", program=program)
    if isinstance(error, OSError) and error.errno is not None:
        return _told("not-started", program=program, reason=error)
    return _told("no-program", program=program)


def _told(name: str, **values: object) -> TutorError:
    return TutorError(words(f"trouble.{name}", **values), words(f"trouble.{name}.cure", **values))
