"""Colours of the prompt and of the line that is being typed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style

from tutor.core.colouring import Part, painted

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.document import Document
    from prompt_toolkit.formatted_text import StyleAndTextTuples

    from tutor.core.grammar import Extra

CLASSES = {
    Part.COMMAND: "class:typed.command",
    Part.FLAG: "class:typed.flag",
    Part.VALUE: "class:typed.value",
    Part.INSIDE: "class:typed.inside",
    Part.UNKNOWN: "class:typed.unknown",
}
# The accent of `look.Ink`, in prompt_toolkit's words. What is unknown is underlined too, to be seen without colours.
STYLE = Style.from_dict(
    {
        "prompt": "ansicyan",
        "bottom-line": "dim",
        "auto-suggestion": "dim",
        "completion.chosen": "reverse",
        "completion.meaning": "dim",
        "typed.command": "bold",
        "typed.flag": "ansicyan",
        "typed.value": "ansicyan",
        "typed.inside": "",
        "typed.unknown": "ansiyellow underline",
    }
)


class LineColours(Lexer):
    """Colours a docker line. `extra` is what the CLI knows beyond the grammar."""

    def __init__(self, extra: Callable[[], Extra]) -> None:
        self._extra = extra

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """The pieces of each of the document's lines; there is only one."""
        lines = document.lines

        def pieces(number: int) -> StyleAndTextTuples:
            return list(coloured(lines[number], self._extra())) if number < len(lines) else []

        return pieces


@lru_cache(maxsize=8)
def coloured(line: str, extra: Extra) -> tuple[tuple[str, str], ...]:
    """The line in pieces, each with its style."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for one in painted(line, extra):
        pieces.append(("", line[at : one.span.start]))
        pieces.append((CLASSES[one.part], line[one.span.start : one.span.end]))
        at = one.span.end
    return (*pieces, ("", line[at:]))
