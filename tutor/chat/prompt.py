"""The prompt: the learner's lines, one at a time, and a way to interrupt it so that something can be said."""

from __future__ import annotations

import os
from collections import deque
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self, TextIO, assert_never

from prompt_toolkit.data_structures import Size
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.shortcuts import print_formatted_text

from tutor.chat.colours import STYLE
from tutor.chat.editor import Entered, Left, LineEditor, Pasted
from tutor.chat.habits import USUAL, Habits
from tutor.chat.history import LineHistory
from tutor.chat.keyboard import Keyboard, held
from tutor.chat.look import Look, Mark
from tutor.chat.paste import is_continued, join_continued
from tutor.chat.printable import shorten
from tutor.chat.simple_prompt import SimplePrompt
from tutor.core.events import Closed, Event, Reason, Typed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from tutor.core.view import View

_LONGEST_ECHO = 2000  # characters of an entered line that stay in the scrollback


class Prompt:
    """Reads lines in a terminal that knows escape sequences.

    Used in a `with` block it also keeps what is typed between two `read` calls, unseen, for the next.

    Args:
        look: What the terminal can show.
        history: The file of the lines entered before; None for none.
        keyboard: Where keys come from.
        screen: Where the prompt is drawn.
        stdin: The terminal to hold between reads; None if there is none.
        habits: How lines are edited.
    """

    def __init__(  # noqa: PLR0913 -- each is another part of the terminal
        self,
        look: Look,
        history: Path | None,
        keyboard: Input,
        screen: Output,
        stdin: TextIO | None = None,
        *,
        habits: Habits = USUAL,
    ) -> None:
        self._look = look
        self._screen = screen
        self._stdin = stdin
        self._history = LineHistory(history)
        self._editor = LineEditor(look, self._history, keyboard, screen, habits=habits)
        self._pending: deque[str] = deque()
        self._unfinished = ""
        self._hold = ExitStack()

    def __enter__(self) -> Self:
        if self._stdin is not None:
            self._hold.enter_context(held(self._stdin))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hold.close()

    def read(self, view: View) -> Event | None:
        """The next thing the learner does at the prompt.

        Returns:
            `Typed` with a line (continued ones joined), `Closed` with END for Ctrl-D on an empty line or HANGUP when
            the terminal is gone, None after a `nudge`: what was typed so far stands there again at the next `read`.
        """
        self._editor.view = view
        while True:
            match self._next():
                case Left.NUDGED:
                    return None
                case Left.GONE:
                    return Closed(Reason.HANGUP)
                case Left.END | Left.INTERRUPTED if view.refusal:
                    return self._refuse(view.refusal)
                case Left.END if not self._unfinished:
                    return Closed(Reason.END)
                case Left.END | Left.INTERRUPTED:
                    self._give_up_line(view)
                case Pasted(lines):
                    self._pending.extend(lines)
                case Entered(line):
                    if (typed := self._enter(line)) is not None:
                        return typed
                case never:
                    assert_never(never)

    def nudge(self) -> None:
        """Make `read` return None at once, or the next one if none runs. From any thread or signal handler."""
        self._editor.leave()

    def offer(self, line: str) -> None:
        """Propose `line`: greyed at the prompt, taken by Tab. For a screen reader it is printed first."""
        proposed = " ".join(line.splitlines())
        self._editor.proposal.put(proposed)
        if self._look.plain:
            self._print(("", f"{self._look.indent}{self._look.show(proposed)}"))

    def begin(self, line: str) -> None:
        """Let the next line begin with what was typed before there was a prompt, not entered."""
        if not self._editor.draft:
            self._editor.set_draft(line)

    def drop_pending(self) -> tuple[str, ...]:
        """Forget the lines of a pasted block that were not delivered yet; which they were."""
        lines = tuple(self._pending)
        self._pending.clear()
        return lines

    def _next(self) -> Entered | Pasted | Left:
        """The next pasted line, else what comes of editing one; a nudge goes before both."""
        self._editor.continues = bool(self._unfinished)
        self._editor.sign = f"{self._look.mark(Mark.CONTINUED if self._unfinished else Mark.PROMPT)} "
        if self._pending:
            return Left.NUDGED if self._editor.take_nudge() else Entered(self._pending.popleft())
        left = self._editor.edit()
        if isinstance(left, Entered):
            self._editor.set_draft("")
        return left

    def _enter(self, line: str) -> Typed | None:
        """Leave the line in the scrollback; None while a backslash continues it."""
        self._editor.proposal.drop()
        self._echo(line)
        whole = join_continued(self._unfinished, line) if self._unfinished else line
        if is_continued(whole):
            self._unfinished = whole
            return None
        self._unfinished = ""
        if whole and not self._editor.view.refusal:  # a yes or no is no line to come back to
            self._history.append_string(whole)
        return Typed(whole)

    def _echo(self, line: str) -> None:
        self._print(("class:prompt", self._editor.sign), ("", self._look.show(shorten(line, _LONGEST_ECHO))))

    def _refuse(self, word: str) -> Typed:
        """The answer that a key gave, as if it had been typed."""
        self._unfinished = ""
        self._editor.set_draft("")
        self._echo(word)
        return Typed(word)

    def _give_up_line(self, view: View) -> None:
        if not self._unfinished:
            self._print(("", f"{self._look.indent}{self._look.show(view.how_to_leave)}"))
        self._unfinished = ""

    def _print(self, *fragments: tuple[str, str]) -> None:
        depth = ColorDepth.DEPTH_4_BIT if self._look.colour else ColorDepth.DEPTH_1_BIT
        text = FormattedText(fragments)
        print_formatted_text(
            text, output=self._screen, style=STYLE, color_depth=depth, include_default_pygments_style=False
        )


def prompt_for(  # noqa: PLR0913 -- each is another part of the terminal
    look: Look,
    stdin: TextIO,
    stdout: TextIO,
    history: Path | None,
    environ: Mapping[str, str],
    *,
    habits: Habits = USUAL,
) -> Prompt | SimplePrompt:
    """The prompt for the terminal that `stdin` and `stdout` are. `environ` has its TERM."""
    if look.dumb:
        return SimplePrompt(look, stdin, stdout)

    def size() -> Size:
        try:
            columns, rows = os.get_terminal_size(stdout.fileno())
        except OSError:
            columns, rows = 0, 0
        return Size(rows=rows or 24, columns=columns or 80)

    screen = Vt100_Output(stdout, size, term=environ.get("TERM"), enable_bell=False, enable_cpr=False)
    return Prompt(look, history, Keyboard(stdin), screen, stdin, habits=habits)
