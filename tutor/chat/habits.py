"""How a learner edits lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.chat.completion import Ask


@dataclass(frozen=True, slots=True)
class Habits:
    """With vi's keys or those of emacs; `ask` is whom the completion asks, None for nobody."""

    vi_keys: bool = False
    ask: Ask | None = None


USUAL = Habits()
