"""What would be changed that is not the lesson's own: as it was named (`Reach`), and as the daemon knows it (`Hit`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tutor.core.message import text
from tutor.core.texts import words
from tutor.core.texts.en import TEXTS

if TYPE_CHECKING:
    from tutor.core.message import Text
    from tutor.core.spans import Span

LABEL = "docker-tutor.session"
"""What is owned carries this label; its value is the session that made it."""

EVERY_TAG = ":*"
"""Behind the name of an image Reach: all the tags of that repository."""

Filters = tuple[tuple[str, tuple[str, ...]], ...]
"""A prune's filters: each name with its values."""


class Kind(StrEnum):
    """Kinds of things a daemon keeps."""

    CONTAINER = "container"
    IMAGE = "image"
    VOLUME = "volume"
    NETWORK = "network"
    HOST = "host"  # the learner's machine itself


class Verb(StrEnum):
    """What would be done to a thing of the daemon's. Each has its sentence in the texts."""

    STOP = "stop"
    KILL = "kill"
    RESTART = "restart"
    START = "start"
    PAUSE = "pause"
    UNPAUSE = "unpause"
    RENAME = "rename"
    UPDATE = "update"
    REMOVE = "remove"
    PRUNE = "prune"  # remove all that is unused; becomes REMOVE once it is known what that is
    ENTER = "enter"  # start a process in it, or type to the one that runs
    WRITE = "write"  # put files into it
    PUSH = "push"
    REPLACE = "replace"  # its name goes to another image
    PULL = "pull"  # … to a newer one, if there is one
    LOAD = "load"  # … to those of an archive; becomes REPLACE once it is known which are in it
    CONNECT = "connect"
    DISCONNECT = "disconnect"
    JOIN = "join"  # share its processes, its network or its volumes
    CHANGE = "change"  # anything else


class Way(StrEnum):
    """How a command would reach into the learner's machine: the first word of a HOST hit's `detail`."""

    PRIVILEGED = "privileged"
    MOUNT = "mount"
    SOCKET = "socket"  # the daemon's own socket: whoever has it has the machine
    NAMESPACE = "namespace"
    DEVICE = "device"
    CAPABILITY = "capability"
    PROTECTION = "protection"  # what hides the kernel's files from a container would be taken away
    DAEMON = "daemon"  # settings of the daemon itself: swarm, plugins
    PULL = "pull"  # a build brings newer images for those that it begins from
    LOAD = "load"  # an archive whose names cannot be told
    CACHE = "cache"  # everybody's build cache
    FILE = "file"  # the docker command itself writes a file here
    SETTINGS = "settings"  # … or changes its own settings: contexts, logins
    PROGRAM = "program"  # another program that comes with docker: what it does cannot be told from here
    ELSEWHERE = "elsewhere"  # a daemon that the tutor does not watch


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


@dataclass(frozen=True, slots=True)
class Reach:
    """One thing that would be changed, as it was named; whether it exists and whose it is, only the daemon knows.

    `name` is the reference as typed ("" for a prune); `span` where it stands in the typed line (None on the wire);
    for HOST, `detail` is a `Way` and what is reached (`mount /etc`), the same from the parse and from the wire, so that
    a yes to the one fits the other. `filters` are a prune's.
    """

    kind: Kind
    verb: Verb
    name: str = ""
    span: Span | None = None
    detail: str = ""
    filters: Filters = ()


def host_reach(way: Way, what: str = "", span: Span | None = None) -> Reach:
    """A reach into the learner's machine: `what` is the path, namespace, … that would be reached."""
    return Reach(Kind.HOST, Verb.CHANGE, what, span, f"{way.value} {what}".strip())


def host_hit(reach: Reach) -> Hit:
    """A HOST reach as a hit: there is nothing to resolve."""
    way, _, _ = reach.detail.partition(" ")
    return Hit(Kind.HOST, "", reach.name or way, way, reach.detail)


def is_allowed(hit: Hit, allowed: frozenset[Hit]) -> bool:
    """Whether the learner's yes covers `hit`: the same thing by its full id, or the same way into the machine."""
    return any((hit.kind, hit.id, hit.detail) == (yes.kind, yes.id, yes.detail) for yes in allowed)


def describe(hit: Hit) -> Text:
    """The sentence that says what `hit` would do, for the question and for the refusal."""
    if hit.kind is Kind.HOST:
        shared = f"guard.shared.{hit.name.replace(' ', '-')}"
        is_part = hit.verb == Way.NAMESPACE and shared in TEXTS
        return text(f"guard.host.{hit.verb}", what=words(shared) if is_part else hit.name)
    return text(f"guard.{hit.verb}", kind=kind_words(hit.kind), name=hit.name)


def kind_words(kind: Kind) -> str:
    """The kind as people read it."""
    return words(f"guard.kind.{kind.value}")
