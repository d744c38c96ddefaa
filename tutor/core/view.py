"""What the bottom line and the completion need to know: a value made from the conversation's state."""

from __future__ import annotations

from dataclasses import dataclass, field

from tutor.core.grammar import Extra
from tutor.core.texts import words


@dataclass(frozen=True, slots=True)
class TerminalView:
    """A terminal in the background. `label` is the line that runs in it."""

    number: int
    label: str
    running: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """Where the learner stands, for the line under the prompt.

    `number` is 1-based, 0 where no step is open; `key_hint` is the one word or key that matters now; `words` are the
    words the prompt completes first on a line (tutor words, or the open question's choices); `about` are the words that
    this step is about, which come first among others; `extra` is what the CLI knows beyond the grammar; `leave_key`
    is what leaves a foreground program, as people call it; `how_to_leave` is shown when Ctrl-C finds nothing to clear;
    `refusal` is what Ctrl-C and Ctrl-D answer where just a yes or no is asked, "" elsewhere.
    """

    title: str = ""
    number: int = 0
    total: int = 0
    terminals: tuple[TerminalView, ...] = ()
    key_hint: str = ""
    words: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    extra: Extra = field(default_factory=Extra)
    leave_key: str = "Ctrl-]"
    how_to_leave: str = field(default_factory=lambda: words("chat.how-to-leave"))
    refusal: str = ""
