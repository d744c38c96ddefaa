"""What is known of the place the lesson runs in, and the bare words a lesson may use for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class ImageKind(Enum):
    """Which `ghost` this is."""

    OFFICIAL = "official"  # anything tagged ghost that is not our stand-in
    STAND_IN = "stand-in"


class Variant(StrEnum):
    """How this image differs from the plain lesson; a step may say something else for it."""

    PLAIN = "plain"
    WANTS_MYSQL = "wants-mysql"


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """The lesson's image, read from the daemon: only `variant` may be known from an earlier look at the same `id`.

    `id` is the full `sha256:…`; `references` every tag it has here (`ghost:latest`); `exposed` like `2368/tcp`.
    """

    name: str
    id: str
    kind: ImageKind
    variant: Variant = Variant.PLAIN
    command: tuple[str, ...] = ()
    entrypoint: tuple[str, ...] = ()
    exposed: tuple[str, ...] = ()
    working_dir: str = ""
    version: str = ""
    references: tuple[str, ...] = ()
    size: int = 0  # bytes


@dataclass(frozen=True, slots=True)
class Facts:
    """The place: daemon, image, port, keys. `container` is what the current step's needs made or adopted."""

    engine_version: str = ""
    cli_version: str = ""
    endpoint: str = ""  # unix:///var/run/docker.sock, tcp://…, ssh://…
    probe_host: str = "127.0.0.1"  # where a published port answers, "" if not reachable from here
    image: ImageFacts | None = None
    port: int = 8989
    leave_key: str = "Ctrl-]"
    container: str = ""  # its name
    started: str = ""  # what that container really started, joined by spaces
    container_id: str = ""
    started_at: str = ""  # when it was last started, as the daemon writes times; before the step's command
    names: tuple[str, ...] = ()  # fresh names for a quiz, like Docker's own
    scripted: bool = False
    recorded: str = ""  # what the lesson's recordings are: date and versions; "" where a daemon answers


class Fact(StrEnum):
    """The closed set of bare words between `{{` and `}}` in a lesson. Anything else with a dot or space is Docker's."""

    PORT = "port"
    IMAGE = "image"
    IMAGE_ID = "image-id"
    COMMAND = "command"
    ENTRYPOINT = "entrypoint"
    WORKDIR = "workdir"
    CONTAINER = "container"
    STARTED = "started"
    LEAVE_KEY = "leave-key"
    NAME_1 = "name-1"
    NAME_2 = "name-2"
    NAME_3 = "name-3"
