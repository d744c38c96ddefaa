"""What a command line would change that is not the lesson's own, told from its parse alone.

A call on the wire is told in the same words by `tutor.core.guard_calls`; the engine resolves both against the daemon in
one way, and what exists there and is not owned becomes a `Hit`.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from tutor.core.guard_host import Place, driver_reaches, flag_reaches
from tutor.core.reach import EVERY_TAG, LABEL, Hit, Kind, Reach, Verb, Way, describe, host_reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.core.command import DockerCommand, FlagUse, Token
    from tutor.core.reach import Filters
    from tutor.core.spans import Span

__all__ = ["LABEL", "Hit", "Kind", "Reach", "Verb", "Way", "describe", "reaches", "reads_only", "uses_wire"]

_READS = frozenset({
    "checkpoint ls", "config inspect", "config ls", "container inspect", "context inspect", "context ls",
    "context show", "diff", "events", "help", "history", "image inspect", "images", "info", "inspect", "logs",
    "manifest inspect",
    "network inspect", "network ls", "node inspect", "node ls", "node ps", "plugin inspect", "plugin ls", "port", "ps",
    "search", "secret inspect", "secret ls", "service inspect", "service logs", "service ls", "service ps",
    "stack config", "stack ls", "stack ps", "stack services", "stats", "swarm join-token", "swarm unlock-key",
    "system df", "system dial-stdio", "top", "trust inspect", "version", "volume inspect", "volume ls", "wait",
})  # fmt: skip
_MAKES = frozenset({
    "build", "commit", "cp", "create", "export", "import", "load", "network create", "pull", "run",
    "save", "volume create",
})  # fmt: skip
_ON_ALL = {  # every argument is one that it changes
    "kill": (Kind.CONTAINER, Verb.KILL),
    "network rm": (Kind.NETWORK, Verb.REMOVE),
    "pause": (Kind.CONTAINER, Verb.PAUSE),
    "push": (Kind.IMAGE, Verb.PUSH),
    "restart": (Kind.CONTAINER, Verb.RESTART),
    "rm": (Kind.CONTAINER, Verb.REMOVE),
    "rmi": (Kind.IMAGE, Verb.REMOVE),
    "start": (Kind.CONTAINER, Verb.START),
    "stop": (Kind.CONTAINER, Verb.STOP),
    "unpause": (Kind.CONTAINER, Verb.UNPAUSE),
    "update": (Kind.CONTAINER, Verb.UPDATE),
    "volume rm": (Kind.VOLUME, Verb.REMOVE),
    "volume update": (Kind.VOLUME, Verb.CHANGE),
}
_ON_ONE = {  # only the argument of that number is
    "attach": (0, Kind.CONTAINER, Verb.ENTER),
    "checkpoint create": (0, Kind.CONTAINER, Verb.CHANGE),
    "checkpoint rm": (0, Kind.CONTAINER, Verb.CHANGE),
    "commit": (1, Kind.IMAGE, Verb.REPLACE),
    "exec": (0, Kind.CONTAINER, Verb.ENTER),
    "import": (1, Kind.IMAGE, Verb.REPLACE),
    "network connect": (1, Kind.CONTAINER, Verb.CONNECT),
    "network disconnect": (1, Kind.CONTAINER, Verb.DISCONNECT),
    "rename": (0, Kind.CONTAINER, Verb.RENAME),
    "tag": (1, Kind.IMAGE, Verb.REPLACE),
}
_PRUNES = {
    "container prune": (Kind.CONTAINER,),
    "image prune": (Kind.IMAGE,),
    "network prune": (Kind.NETWORK,),
    "volume prune": (Kind.VOLUME,),
    "system prune": (Kind.CONTAINER, Kind.NETWORK, Kind.IMAGE),
}
_SETTINGS = frozenset({"context", "login", "logout", "manifest", "trust"})
_DAEMON = {"swarm": "swarm", "node": "swarm", "service": "swarm", "stack": "swarm", "secret": "swarm",
           "config": "swarm", "plugin": "plugins"}  # fmt: skip
_FILES = frozenset({"output", "iidfile", "metadata-file", "cidfile"})
_OTHER_DAEMON = frozenset({"host", "context", "config", "tls", "tlsverify", "tlscacert", "tlscert", "tlskey"})


def uses_wire(command: DockerCommand) -> bool:
    """Whether the line is to run through the private socket.

    It is not where the CLI alone answers (`docker`, `--help`, `--version`, `context …`), nor where the line names a
    daemon or its settings itself: these would go past the socket, or fail on it.
    """
    return not (_is_about_cli(command) or command.name.split(" ")[0] == "context" or _elsewhere(command))


def reads_only(command: DockerCommand) -> bool:
    """Whether the line changes nothing anywhere, as far as its words tell. What is typed to `attach` is not a word."""
    return _is_about_cli(command) or command.name in _READS


def reaches(
    command: DockerCommand,
    working_folder: str,
    real: Callable[[str], str] = posixpath.normpath,
) -> tuple[Reach, ...]:
    """What the line would change that may not be the lesson's own.

    Args:
        command: The parsed line.
        working_folder: Where the learner works, absolute: mounts from within it are theirs to give.
        real: Makes an absolute path free of links; by default it is only tidied.

    Returns:
        Reaches in the order of the line, without repeats; a line that leaves for another daemon has just the one that
        says so. Whether the named things exist, and whose they are, is for the daemon to say.
    """
    if _is_about_cli(command):
        return ()
    away = _elsewhere(command)
    if away is not None:
        return () if reads_only(command) else (host_reach(Way.ELSEWHERE, away.spelled, away.span),)
    return tuple(dict.fromkeys(_reaches(command, Place(working_folder, real))))


def _is_about_cli(command: DockerCommand) -> bool:
    asked = any(use.name in {"help", "version"} and use.value == "true" for use in command.global_flags)
    return asked or command.name in {"", "help"} or command.has("help")


def _elsewhere(command: DockerCommand) -> FlagUse | None:
    return next((use for use in command.global_flags if use.name in _OTHER_DAEMON), None)


def _reaches(command: DockerCommand, place: Place) -> Iterator[Reach]:
    name = command.name
    if name in _ON_ALL:
        yield from (Reach(*_ON_ALL[name], token.value, token.span) for token in command.arguments)
    elif name in _ON_ONE:
        yield from _one(command)
    elif name in _PRUNES:
        yield from _prune(command)
    elif name == "builder prune":
        yield host_reach(Way.CACHE, span=_name_span(command))
    elif name not in _READS | _MAKES:
        yield _unseen(command)
    yield from _by_flags(command, place)


def _one(command: DockerCommand) -> Iterator[Reach]:
    number, kind, verb = _ON_ONE[command.name]
    if command.name == "attach" and command.has("no-stdin"):
        return
    for token in command.arguments[number : number + 1]:
        yield Reach(kind, verb, token.value, token.span)


def _prune(command: DockerCommand) -> Iterator[Reach]:
    for kind in (*_PRUNES[command.name], *((Kind.VOLUME,) if command.has("volumes") else ())):
        yield Reach(kind, Verb.PRUNE, span=_name_span(command), filters=_prune_filters(command, kind))
    if command.name == "system prune":
        yield host_reach(Way.CACHE, span=_name_span(command))


def _prune_filters(command: DockerCommand, kind: Kind) -> Filters:
    """The filters as the CLI sends them: `--all` is one as well, and volumes have no `until`."""
    filters: dict[str, tuple[str, ...]] = {}
    for value in command.values("filter"):
        key, _, wanted = value.partition("=")
        filters[key] = (*filters.get(key, ()), wanted)
    if kind is Kind.IMAGE:
        filters["dangling"] = ("false" if command.has("all") else "true",)
    elif kind is Kind.VOLUME:
        filters.pop("until", None)
        filters |= {"all": ("true",)} if command.name == "volume prune" and command.has("all") else {}
    return tuple(filters.items())


def _unseen(command: DockerCommand) -> Reach:
    """A command whose changes the wire does not see, or does not see the sense of."""
    first, _, rest = command.name.partition(" ")
    span = _name_span(command)
    if first in _SETTINGS:
        return host_reach(Way.SETTINGS, command.name, span)
    if first in _DAEMON:
        return host_reach(Way.DAEMON, _DAEMON[first], span)
    return host_reach(Way.PROGRAM, f"{first} {rest}".strip(), span)


def _by_flags(command: DockerCommand, place: Place) -> Iterator[Reach]:
    match command.name:
        case "run" | "create":
            yield from flag_reaches(command, place)
            if command.values("pull")[-1:] == ("always",):
                yield from _pull(command.arguments[:1])
        case "pull":
            yield from _pull(command.arguments, all_tags=command.has("all-tags"))
        case "load":
            use = command.use("input")
            if use is not None:
                yield Reach(Kind.IMAGE, Verb.LOAD, place.absolute(use.value), use.value_span)
        case "exec" if command.has("privileged"):
            use = command.use("privileged")
            yield host_reach(Way.PRIVILEGED, span=use.span if use else None)
        case "cp":
            yield from _copy(command.arguments, place)
        case "save" | "export" | "build":
            yield from _files(command, place)
        case "volume create":
            options = [use for use in command.flags if use.name == "opt"]
            settings = dict(use.value.partition("=")[::2] for use in options)
            yield from driver_reaches(settings, place, options[-1].value_span if options else None)
        case _:
            pass


def _pull(images: tuple[Token, ...], *, all_tags: bool = False) -> Iterator[Reach]:
    """What a pull may move is a tag: a digest names one image for good (docker pull)."""
    for token in images:
        if "@" not in token.value:
            yield Reach(Kind.IMAGE, Verb.PULL, token.value + (EVERY_TAG if all_tags else ""), token.span)


def _copy(arguments: tuple[Token, ...], place: Place) -> Iterator[Reach]:
    """`cp` takes CONTAINER:PATH on one side; a path with a slash or dot in front is never a container's (docker cp)."""
    for token in arguments[1:2]:
        container, colon, _ = token.value.partition(":")
        if colon and not container.startswith(("/", ".")):
            yield Reach(Kind.CONTAINER, Verb.WRITE, container, token.span)
        elif token.value != "-":
            yield host_reach(Way.FILE, place.absolute(token.value), token.span)


def _files(command: DockerCommand, place: Place) -> Iterator[Reach]:
    for use in command.flags:
        if use.name in _FILES and use.value != "-":
            path = dict(part.partition("=")[::2] for part in use.value.split(",")).get("dest", use.value)
            yield host_reach(Way.FILE, place.absolute(path), use.value_span)
    if command.name == "build":
        for use in command.flags:
            if use.name == "tag":
                yield Reach(Kind.IMAGE, Verb.REPLACE, use.value, use.value_span)
            elif use.name == "network" and use.value == "host":
                yield host_reach(Way.NAMESPACE, "network", use.value_span)
        if command.has("pull"):
            yield host_reach(Way.PULL, "--pull")


def _name_span(command: DockerCommand) -> Span | None:
    """Where the command's own words stand."""
    spans = [token.span for token in command.tokens if token.kind.name == "COMMAND"]
    return type(spans[0])(spans[0].start, spans[-1].end) if spans else None
