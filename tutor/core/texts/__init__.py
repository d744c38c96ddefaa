"""Every sentence the tutor can say, apart from the logic: keys to templates with `{name}` places to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.texts.en import TEXTS

if TYPE_CHECKING:
    from tutor.core.message import Text


def fill(text: Text) -> str:
    """The sentence of `text`, its values in place. They are put in as they are and never read as templates.

    Raises:
        KeyError: There is no such sentence, or a value for one of its places is missing.
    """
    return TEXTS[text.key].format_map(text.values)
