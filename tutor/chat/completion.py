"""Completion by the Tab key: asked for beside the prompt, so that no key ever waits for it."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from prompt_toolkit.completion import Completer, Completion, get_common_complete_suffix
from prompt_toolkit.data_structures import Point
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.layout import FloatContainer, FormattedTextControl, Window, walk
from prompt_toolkit.layout.dimension import Dimension

from tutor.chat.layout import cut
from tutor.core.completing import Candidate, Sought, first_words, fitting, from_grammar, sought

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document
    from prompt_toolkit.layout import Container

    from tutor.chat.look import Look
    from tutor.core.view import View

    Ask = Callable[[tuple[str, ...], str], tuple[Candidate, ...]]
    """What can follow these words (those after `docker`) for the word begun; may take its time."""

DEADLINE = 0.3  # seconds from the Tab key on; what comes later is not shown
TALLEST = 8  # rows of the list
WIDEST = 30  # cells of a word in it


class LineCompleter(Completer):
    """Knows what the line under the cursor can go on with.

    Args:
        view: The view of the moment.
        ask: Asks the installed CLI; None where nobody is asked.
    """

    def __init__(self, view: Callable[[], View], ask: Ask | None) -> None:
        self._view = view
        self._ask = ask
        self._found: tuple[Document, tuple[Completion, ...]] | None = None

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """What `find` found for this very document; without a `find`, the words that a line can begin with."""
        del complete_event
        if self._found is not None and self._found[0] == document:
            return self._found[1]
        place = sought(document.text_before_cursor)
        return () if place is None or place.words else self._shown(place, first_words(self._view()))

    def complete(self, buffer: Buffer) -> Coroutine[None, None, None] | None:
        """Complete the first word of the line now; what only the CLI knows is still to be awaited."""
        place = sought(buffer.document.text_before_cursor)
        if place is None:
            return None
        if place.words:
            return self._find(buffer, place)
        self._take(buffer, self._shown(place, first_words(self._view())))
        return None

    async def _find(self, buffer: Buffer, place: Sought) -> None:
        """Look up what fits, then take it; nothing if the learner has typed on meanwhile."""
        document = buffer.document
        candidates = await self._asked(place)
        if buffer.document == document and buffer.complete_state is None:
            self._take(buffer, self._shown(place, candidates))

    def _take(self, buffer: Buffer, found: tuple[Completion, ...]) -> None:
        """Put in what all of them begin with, or show the list."""
        document = buffer.document
        if suffix := get_common_complete_suffix(document, list(found)):
            buffer.insert_text(suffix)
        else:
            self._found = (document, found)
            buffer.start_completion()

    async def _asked(self, place: Sought) -> tuple[Candidate, ...]:
        """The CLI's answer, if it comes in time; else what the grammar knows."""
        ask = self._ask
        if ask is None:
            return from_grammar(place)
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[tuple[Candidate, ...]] = loop.create_future()

        def settle(found: tuple[Candidate, ...]) -> None:
            if not answer.done():
                answer.set_result(found)

        def work() -> None:
            found = ask(place.words[1:], place.begun)
            with suppress(RuntimeError):  # the prompt is over, and its loop closed
                loop.call_soon_threadsafe(settle, found)

        # Not the loop's own executor: when the prompt ends, that would be waited for.
        threading.Thread(target=work, name="completion", daemon=True).start()
        with suppress(TimeoutError):
            return await asyncio.wait_for(answer, DEADLINE) or from_grammar(place)
        return from_grammar(place)

    def _shown(self, place: Sought, candidates: Iterable[Candidate]) -> tuple[Completion, ...]:
        fits = fitting(place, candidates, self._view().about)
        gap = " " if len(fits) == 1 and place.words else ""
        return tuple(
            Completion(one.word + gap, -len(place.begun), display=one.word, display_meta=one.meaning) for one in fits
        )


def line_parts(container: Container) -> tuple[Container, ...]:
    """The line and its search out of the library's layout, without menus that lie over what stands below.

    The toolbars around them are never used here, and each container that holds another doubles what a key costs: its
    height is asked for once to be reported and once to be used.
    """
    found = next(part for part in walk(container) if isinstance(part, FloatContainer))
    return tuple(found.content.get_children())


def list_window(buffer: Callable[[], Buffer], look: Look) -> Window:
    """The list of what can come, under the line: a row for each, the chosen one marked."""

    def rows() -> list[tuple[str, str, str]]:
        state = buffer().complete_state
        at = None if state is None else state.complete_index
        found = [] if state is None else state.completions
        return [
            ("class:completion.chosen" if place == at else "", one.display_text, one.display_meta_text)
            for place, one in enumerate(found)
        ]

    def text() -> FormattedText:
        shown = rows()
        wide = min(max((len(word) for _, word, _ in shown), default=0), WIDEST)
        parts: list[tuple[str, str]] = []
        for style, word, meaning in shown:
            parts.append((style, f"{look.indent}{cut(look.show(word), wide, look):<{wide}}"))
            parts.append(("class:completion.meaning", f"  {look.show(meaning)}\n" if meaning else "\n"))
        return FormattedText([*parts[:-1], (parts[-1][0], parts[-1][1].rstrip("\n"))] if parts else [])

    def cursor() -> Point:
        state = buffer().complete_state
        return Point(0, (state.complete_index or 0) if state else 0)

    control = FormattedTextControl(text, get_cursor_position=cursor, show_cursor=False)
    return Window(control, height=lambda: Dimension.exact(min(len(rows()), TALLEST)), dont_extend_height=True)
