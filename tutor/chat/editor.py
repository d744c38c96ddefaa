"""One line being edited, with the bottom line under it. It can be left at any moment and taken up again as it was."""

from __future__ import annotations

import asyncio
import termios
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from prompt_toolkit.application.current import get_app
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition, has_completions, has_focus, is_done
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import ConditionalContainer, FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.shortcuts import CompleteStyle, PromptSession

from tutor.chat.bottom_line import bottom_line
from tutor.chat.colours import STYLE, LineColours
from tutor.chat.completion import LineCompleter, line_parts, list_window
from tutor.chat.habits import USUAL, Habits
from tutor.chat.paste import split_pasted
from tutor.chat.proposed import Proposal
from tutor.core.view import View

if TYPE_CHECKING:
    from prompt_toolkit.history import History
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding import KeyPressEvent
    from prompt_toolkit.layout import SearchBufferControl
    from prompt_toolkit.output import Output

    from tutor.chat.look import Look


class Left(Enum):
    """Why editing ended without a line."""

    NUDGED = auto()  # something wants to be said; the draft is kept
    INTERRUPTED = auto()  # Ctrl-C that is more than clearing the draft: an answer, or an earlier part goes too
    END = auto()  # Ctrl-D with nothing typed
    GONE = auto()  # the terminal went away


@dataclass(frozen=True, slots=True)
class Entered:
    """A line, by the Enter key."""

    line: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """Complete lines that were pasted; what came after them is the draft."""

    lines: tuple[str, ...]


class LineEditor:
    """Edits one line at a time.

    `view` is what the bottom line shows; `sign` stands before the line; `continues` says that the line goes on with an
    earlier one. The draft outlives `edit`: whoever got a line clears it with `set_draft`. `proposal` is a better line.
    """

    def __init__(
        self, look: Look, history: History, keyboard: Input, screen: Output, *, habits: Habits = USUAL
    ) -> None:
        self.view = View()
        self.sign = ""
        self.continues = False
        self._look = look
        self._notice = ""
        self._nudged = False  # not an Event: its lock would stop a signal handler for ever
        self._search: dict[SearchBufferControl, Any] = {}
        self._completer = LineCompleter(lambda: self.view, habits.ask)
        self._session = self._make_session(history, keyboard, screen, vi_keys=habits.vi_keys)
        self.proposal = Proposal(self._session.default_buffer, is_shown=not look.plain)
        self._app = self._session.app
        self._app.key_processor.before_key_press += self._clear_notice

    @property
    def draft(self) -> str:
        """What is typed and not entered."""
        return self._session.default_buffer.text

    def set_draft(self, text: str, cursor: int | None = None) -> None:
        """Begin the next line with `text`, the cursor at its end or at character `cursor`; drop what was proposed."""
        self.proposal.drop()
        self._session.default_buffer.reset(Document(text, len(text) if cursor is None else cursor))

    def leave(self) -> None:
        """Make `edit` return `NUDGED`, now or when it is called next. From any thread, or a signal handler."""
        self._nudged = True
        if (loop := self._app.loop) is not None:
            with suppress(RuntimeError):  # it was closed meanwhile: the next `edit` sees the nudge
                loop.call_soon_threadsafe(self._leave_now)

    def edit(self) -> Entered | Pasted | Left:
        """Let the learner edit the line until something ends that. Nothing of the prompt stays on the screen."""
        if self.take_nudge():
            return Left.NUDGED
        try:
            left: Entered | Pasted | Left = self._app.run(pre_run=self._begin, set_exception_handler=False)
        except (EOFError, OSError, termios.error):
            return Left.GONE
        except KeyboardInterrupt:
            self.set_draft("")
            return Left.INTERRUPTED
        if left is Left.NUDGED:
            self.take_nudge()
        return left

    def take_nudge(self) -> bool:
        """Whether there was a nudge; it is answered with this."""
        if not self._nudged:
            return False
        self._nudged = False
        return True

    def _begin(self) -> None:
        """The loop runs and no key was read yet."""
        asyncio.get_running_loop().set_exception_handler(self._fail)
        self._app.layout.search_links.update(self._search)
        self._search.clear()
        self._leave_now()

    def _leave_now(self) -> None:
        """Leave for a nudge, unless a line was entered first: then the nudge waits for the next `edit`."""
        if not self._nudged or not self._app.is_running or self._app.is_done:
            return
        processor = self._app.key_processor
        processor.feed_multiple(list(processor.key_buffer), first=True)  # the first half of a two-key command
        self._search.update(self._app.layout.search_links)
        self._app.exit(result=Left.NUDGED)

    def _fail(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """An error inside the loop ends `edit` instead of being printed over the prompt."""
        error = context.get("exception")
        if error is not None and self._app.is_running and not self._app.is_done:
            self._app.exit(exception=error)
        else:
            loop.default_exception_handler(context)

    def _make_session(self, history: History, keyboard: Input, screen: Output, *, vi_keys: bool) -> PromptSession[Any]:
        is_rich = not self._look.plain  # a screen reader is told of lines, not of what stands behind the cursor
        session: PromptSession[Any] = PromptSession(
            message=lambda: FormattedText([("class:prompt", self.sign)]),
            completer=self._completer,
            lexer=LineColours(lambda: self.view.extra) if is_rich else None,
            auto_suggest=AutoSuggestFromHistory() if is_rich else None,
            vi_mode=vi_keys,
            complete_while_typing=False,
            complete_style=CompleteStyle.READLINE_LIKE,
            reserve_space_for_menu=0,
            search_ignore_case=True,
            history=history,
            key_bindings=self._bindings(),
            style=STYLE,
            include_default_pygments_style=False,
            color_depth=ColorDepth.DEPTH_4_BIT if self._look.colour else ColorDepth.DEPTH_1_BIT,
            erase_when_done=True,
            input=keyboard,
            output=screen,
        )
        found = ConditionalContainer(
            list_window(lambda: session.default_buffer, self._look), filter=has_completions & ~is_done
        )
        parts = HSplit([*line_parts(session.layout.container), found, self._bottom()])
        session.app.layout = Layout(parts, focused_element=session.default_buffer)
        return session

    def _bottom(self) -> ConditionalContainer:
        """The bottom line. The session's own toolbar would need to ask the terminal where the cursor is."""
        line = Window(FormattedTextControl(self._bottom_text), height=1, style="class:bottom-line")
        return ConditionalContainer(line, filter=Condition(lambda: not self._look.plain) & ~is_done)

    def _bottom_text(self) -> str:
        room = get_app().output.get_size().columns - len(self._look.indent)
        return self._look.indent + (self._notice or bottom_line(self.view, room, self._look))

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()
        at_line = has_focus("DEFAULT_BUFFER")
        keys.add("enter", filter=at_line)(self._on_enter)
        keys.add("tab", filter=at_line & Condition(lambda: bool(self.proposal.rest)))(lambda _: self.proposal.take())
        if not self._look.plain:
            keys.add("tab", filter=at_line & Condition(lambda: not self.proposal.rest))(self._on_tab)
        keys.add("end", filter=at_line & Condition(self._has_suggestion))(self._on_end_of_line)
        keys.add(Keys.BracketedPaste, filter=at_line)(self._on_paste)
        keys.add("c-c", filter=at_line)(self._on_interrupt)
        keys.add("<sigint>")(self._on_interrupt)
        keys.add("c-d", filter=at_line & Condition(lambda: not self.draft))(self._on_end)
        keys.add("c-]", eager=True)(lambda _: None)  # leaves a program; here there is none to leave
        return keys

    def _on_enter(self, event: KeyPressEvent) -> None:
        """Enter the line; while a word of the list is chosen, take just that word."""
        buffer = self._session.default_buffer
        if buffer.complete_state is not None and buffer.complete_state.current_completion is not None:
            buffer.complete_state = None
            buffer.insert_text(" ")
        else:
            event.app.exit(result=Entered(self.draft))

    def _on_tab(self, event: KeyPressEvent) -> None:
        """The next word of the list, or ask for one."""
        buffer = self._session.default_buffer
        if buffer.complete_state is not None:
            buffer.complete_next()
        elif (finding := self._completer.complete(buffer)) is not None:
            event.app.create_background_task(finding)

    def _on_paste(self, event: KeyPressEvent) -> None:
        buffer = self._session.default_buffer
        lines, rest = split_pasted(buffer.document.text_before_cursor + event.data)
        after = buffer.document.text_after_cursor
        buffer.document = Document(rest + after, len(rest))
        if lines:
            event.app.exit(result=Pasted(lines))

    def _on_interrupt(self, event: KeyPressEvent) -> None:
        was_empty = not self.draft and not self.proposal.rest
        self.set_draft("")
        if self.continues or self.view.refusal or (was_empty and self._look.plain):
            event.app.exit(result=Left.INTERRUPTED)
        elif was_empty:
            self._notice = self._look.show(self.view.how_to_leave)

    def _has_suggestion(self) -> bool:
        buffer = self._session.default_buffer
        return buffer.suggestion is not None and buffer.document.is_cursor_at_the_end

    def _on_end_of_line(self, _: KeyPressEvent) -> None:
        """The end of the line is that of what stands greyed there, as for the arrow and Ctrl-E."""
        buffer = self._session.default_buffer
        buffer.insert_text(buffer.suggestion.text if buffer.suggestion else "")

    def _on_end(self, event: KeyPressEvent) -> None:
        event.app.exit(result=Left.END)

    def _clear_notice(self, _: object) -> None:
        self._notice = ""
