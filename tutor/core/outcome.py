"""What was observed of one command: the evidence that a verdict rests on."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 -- a recorded outcome is read by its annotations
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

NOTHING: Mapping[str, str] = MappingProxyType({})


class Key(Enum):
    """Keys sent to the foreground program that change what its end means."""

    INTERRUPT = "ctrl-c"
    END_OF_INPUT = "ctrl-d"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class KeyPress:
    """A key and when it came, in seconds after the command's start."""

    key: Key
    at: float


@dataclass(frozen=True, slots=True)
class Call:
    """One API call that the CLI made on the wire.

    `path` has no version prefix and no query (`/containers/create`); `query` is the raw query string; `request` and
    `response` are the bodies as text, JSON of at most 256 KiB, else empty; `status` is 0 until the daemon answered;
    `refused` says that the tutor's guard answered in the daemon's place; times are seconds on one monotonic clock;
    `sent` and `received` are the bytes each way after the call became a raw stream (attach, exec), framing included.
    Secrets in query and request are hidden (see `core/masking.py`); headers, where credentials travel, are not kept.
    """

    method: str
    path: str
    query: str = ""
    request: str = ""
    response: str = ""
    status: int = 0
    refused: bool = False
    started: float = 0.0
    ended: float = 0.0
    sent: int = 0
    received: int = 0


@dataclass(frozen=True, slots=True)
class Binding:
    """A published port: `host_port` on the daemon's machine leads to `container_port` (`2368/tcp`) inside."""

    host_port: int
    container_port: str
    host_ip: str = ""


@dataclass(frozen=True, slots=True)
class ContainerSeen:
    """A container as the daemon described it, or, once removed, as its calls on the wire described it.

    `status` is the daemon's word (`created`, `running`, `exited`, …) or `removed`; `image` is the reference it was
    created from as typed; `command` is Config.Cmd (the image's default if none was given); `path` and `args` are
    what was really started; `exit_code` is None while it never ended.
    """

    id: str
    name: str
    image: str
    image_id: str = ""
    status: str = "created"
    command: tuple[str, ...] = ()
    path: str = ""
    args: tuple[str, ...] = ()
    tty: bool = False
    open_stdin: bool = False
    auto_remove: bool = False
    exit_code: int | None = None
    bindings: tuple[Binding, ...] = ()
    exposed: tuple[str, ...] = ()
    started_at: str = ""
    own_entrypoint: bool = False  # --entrypoint was given

    @property
    def is_running(self) -> bool:
        """Whether its process runs now."""
        return self.status == "running"

    @property
    def started(self) -> tuple[str, ...]:
        """The full line that became PID 1: `docker-entrypoint.sh ls`."""
        return (self.path, *self.args) if self.path else ()


@dataclass(frozen=True, slots=True)
class ExecSeen:
    """A process that the command started in a container that was there already.

    `container` is the container's full id, `name` its name; `exit_code` is None while it runs.
    """

    container: str
    name: str
    command: tuple[str, ...] = ()
    tty: bool = False
    stdin: bool = False
    exit_code: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    r"""One command's end, or its state when the learner left it running.

    `exit_code` is None while it runs; `output` is the bounded tail of what it printed, decoded with replacement,
    without escape sequences, `\n` line ends; `created` are containers that this command created; `touched` those it
    started, stopped, entered or removed, by what it called them; `names` maps names that matter and exist locally to
    what they are ("image", "container", or "both"); `daemon_lost` says that the daemon stopped answering while it ran;
    `port_holder` names the container that holds a port this command wanted ("" if none does: it is another program),
    and `port_holder_owned` says whether a tutor's command made that container.
    """

    exit_code: int | None
    output: str = ""
    seconds: float = 0.0
    keys: tuple[KeyPress, ...] = ()
    calls: tuple[Call, ...] = ()
    created: tuple[ContainerSeen, ...] = ()
    touched: tuple[ContainerSeen, ...] = ()
    names: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    execs: tuple[ExecSeen, ...] = ()
    target: ContainerSeen | None = None  # the step's container as it is now; status "removed" once it is gone
    lines_typed: int = 0  # lines entered into the program while it had the screen
    daemon_lost: bool = False
    port_holder: str = ""
    port_holder_owned: bool = False
    unseen: bool = False  # nothing was observed: what stands here is what the line itself says

    @property
    def container(self) -> ContainerSeen | None:
        """The newest container that the command created."""
        return self.created[-1] if self.created else None

    def pressed(self, key: Key) -> float | None:
        """When `key` was first pressed, in seconds after the start; None if never."""
        return next((press.at for press in self.keys if press.key is key), None)
