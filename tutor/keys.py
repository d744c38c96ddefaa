"""Names of keys, as people write them on the command line: `ctrl-]` becomes the byte that the key sends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.texts import words
from tutor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTROL = re.compile(r"(?:ctrl-|c-|\^)(.)", re.IGNORECASE)
KEYS_VARIABLE = "DOCKER_TUTOR_KEYS"
USUAL_KEYS = "emacs"
TAKEN = {
    "c": "trouble.key-stops",
    "d": "trouble.key-ends",
    "m": "trouble.key-enter",
    "j": "trouble.key-enter",
    "i": "trouble.key-tab",
    "[": "trouble.key-escape",
}


@dataclass(frozen=True, slots=True)
class LeaveKey:
    """The key that leaves a foreground program: its byte, and its name for people."""

    data: bytes
    name: str


def leave_key(spelled: str) -> LeaveKey:
    """Understand `ctrl-]`, `C-g` or `^o`.

    Raises:
        UsageError: It is no control key, or one that programs need.
    """
    match = CONTROL.fullmatch(spelled.strip())
    letter = match[1].lower() if match else ""
    code = ord(letter.upper()) ^ 0x40 if letter else 0
    if not letter or not 0 < code < 0x20:  # noqa: PLR2004 -- the control characters of ASCII
        raise UsageError(words("trouble.no-key", key=repr(spelled)), words("trouble.no-key.cure"))
    if letter in TAKEN:
        raise UsageError(words(TAKEN[letter], key=f"Ctrl-{letter.upper()}"), words("trouble.key-taken.cure"))
    return LeaveKey(bytes([code]), f"Ctrl-{letter.upper()}")


def are_vi_keys(asked: str, variables: Mapping[str, str]) -> bool:
    """Whether lines are edited with vi's keys, by the option, else by `DOCKER_TUTOR_KEYS`; those of emacs are usual.

    Raises:
        UsageError: The variable holds anything else.
    """
    named = asked or variables.get(KEYS_VARIABLE, "") or USUAL_KEYS
    if named not in {USUAL_KEYS, "vi"}:
        message = words("trouble.edit-keys", variable=KEYS_VARIABLE, value=repr(named))
        raise UsageError(message, words("trouble.edit-keys.cure"))
    return named == "vi"
