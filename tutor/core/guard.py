"""What a command would change, before it runs; what a call on the wire would change, before it goes on. (stub)"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of things a daemon keeps."""

    CONTAINER = "container"
    IMAGE = "image"
    VOLUME = "volume"
    NETWORK = "network"
    HOST = "host"  # the learner's machine itself


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a command would change and that is not this learner's lesson's.

    `id` is the daemon's full id ("" for host reaches); `name` what people call it; `verb` what would be done to it
    ("remove", "stop", "enter", …) or, for HOST, `detail` says how it would be reached.
    """

    kind: Kind
    id: str
    name: str
    verb: str
    detail: str = ""
