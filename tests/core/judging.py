"""A place, the steps of sections 1 and 2, and what Docker would do with a line: for the tests of judge and mistakes."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tutor.core.command import parse
from tutor.core.facts import Facts, ImageFacts, ImageKind
from tutor.core.facts_text import fill_facts
from tutor.core.judge import judge
from tutor.core.lesson import (
    CommandWanted,
    ContainerWanted,
    InsideWanted,
    OutputWanted,
    Pass,
    Status,
    Step,
    StepKind,
    TargetWanted,
)
from tutor.core.outcome import Binding, Call, ContainerSeen, ExecSeen, Key, KeyPress, Outcome
from tutor.core.publishing import publications

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.core.command import DockerCommand
    from tutor.core.events import Sighting
    from tutor.core.verdict import Verdict

IMAGE_ID = "sha256:9c00690641c1b2d3e4f5061728394a5b6c7d8e9f00112233445566778899aabb"
IMAGE = ImageFacts(
    name="ghost",
    id=IMAGE_ID,
    kind=ImageKind.OFFICIAL,
    command=("node", "current/index.js"),
    entrypoint=("docker-entrypoint.sh",),
    exposed=("2368/tcp",),
    working_dir="/var/lib/ghost",
    references=("ghost:latest",),
)
FACTS = Facts(image=IMAGE, port=8989, container="cranky_booth")
RANDOM_PORT = 32768


def step(id_: str, do: str, passing: Pass) -> Step:
    """A `do` step that asks for `passing`."""
    return Step(id=id_, kind=StepKind.DO, title=id_, section="", prose="", do=do, passing=passing)


BOOT = step(
    "boot-ghost",
    "docker run -p 8989:2368 ghost",
    Pass(
        container=ContainerWanted(image="ghost", running=True, command=CommandWanted.DEFAULT, published="2368/tcp"),
        answers=True,
    ),
)
INSPECT = step("inspect-image", "docker inspect ghost", Pass(exit="0", output=OutputWanted(contains=("{{image-id}}",))))
INSPECT_CMD = step(
    "inspect-cmd",
    "docker inspect -f '{{.Config.Cmd}}' ghost",
    Pass(exit="0", output=OutputWanted(words="{{command}}")),
)
RUN_LS = step(
    "run-ls",
    "docker run ghost ls",
    Pass(
        container=ContainerWanted(image="ghost", running=False, command=("ls",), exit="0"),
        output=OutputWanted(without=("Creating table",)),
    ),
)
OWN = step(
    "own-command",
    "docker run ghost node --version",
    Pass(container=ContainerWanted(image="ghost", running=False, command=CommandWanted.OWN, exit="own")),
)
REMOVES = step(
    "auto-remove",
    "docker run --rm ghost ls",
    Pass(container=ContainerWanted(command=("ls",), exit="0", removed=True)),
)
BARE_SH = step(
    "bare-sh",
    "docker run ghost sh",
    Pass(container=ContainerWanted(command=("sh",), tty=False, stdin=False, exit="0")),
)
SHELL = step(
    "shell",
    "docker run -it ghost sh",
    Pass(container=ContainerWanted(command=("sh",), tty=True, stdin=True, running=False)),
)
LEFT_RUNNING = step(
    "boot-again",
    "docker run ghost",
    Pass(container=ContainerWanted(command=CommandWanted.DEFAULT, running=True)),
)
LIST_RUNNING = step("see-it", "docker container ls", Pass(exit="0", output=OutputWanted(contains=("{{container}}",))))
LIST_ALL = step("list-all", "docker container ls -a", Pass(exit="0", output=OutputWanted(contains=("{{container}}",))))
NOT_LISTED = step("not-listed", "docker container ls", Pass(exit="0", output=OutputWanted(without=("{{container}}",))))
STOP = step("stop-it", "docker stop cranky_booth", Pass(exit="0", output=OutputWanted(words="{{container}}")))
REMOVE = step("remove", "docker rm cranky_booth", Pass(exit="0", output=OutputWanted(words="{{container}}")))
REVIVE = step("revive", "docker start cranky_booth", Pass(exit="0", output=OutputWanted(words="{{container}}")))
ENTER = step("exec-sh", "docker exec -it cranky_booth sh", Pass(output=OutputWanted(contains=("current/index.js",))))
LOOK_AT_ONE = step("look", "docker exec cranky_booth ps -ef", Pass(output=OutputWanted(contains=("current/index.js",))))
IMAGES = step("images", "docker images", Pass(output=OutputWanted(contains=("ghost",))))
ENDED_BY_KEY = step("end-it", "docker run ghost", Pass(container=ContainerWanted(running=False, exit="0")))

TARGET_ID = "c0ffee123456" * 5 + "abcd"
TARGET_FACTS = Facts(
    image=IMAGE, port=8989, container="cranky_booth", container_id=TARGET_ID, started_at="2026-01-01T10:00:00.5Z"
)
STOP_IT = step("stop-it", "docker stop {{container}}", Pass(target=TargetWanted(status=Status.EXITED)))
REMOVE_IT = step("remove", "docker rm {{container}}", Pass(target=TargetWanted(status=Status.REMOVED)))
WAKE_IT = step("revive", "docker start {{container}}", Pass(target=TargetWanted(status=Status.RUNNING, restarted=True)))
READ_LOG = step("logs", "docker logs {{container}}", Pass(target=TargetWanted(status=Status.RUNNING, touched=True)))
JOIN_IT = step(
    "exec-sh",
    "docker exec -it {{container}} sh",
    Pass(
        target=TargetWanted(status=Status.RUNNING),
        inside=InsideWanted(lines=1, entered=True, saw=("{{command}}",)),
    ),
)
OPEN_SHELL = step(
    "shell",
    "docker run -it ghost sh",
    Pass(container=ContainerWanted(command=("sh",), tty=True, stdin=True, running=False), inside=InsideWanted(lines=1)),
)


def target(**changes: Any) -> ContainerSeen:  # noqa: ANN401 -- any field of ContainerSeen
    """The step's container: a server that runs since before the step, but for these changes."""
    seen = ContainerSeen(id=TARGET_ID, name="cranky_booth", image="ghost", status="running", image_id=IMAGE_ID)
    return replace(seen, **{"started_at": TARGET_FACTS.started_at, **changes})


def did(*, code: int | None = 0, output: str = "", **changes: Any) -> Outcome:  # noqa: ANN401 -- any field of Outcome
    """A command at a step that has a container, which still runs unless `target` says otherwise."""
    kinds = names(ghost="image", cranky_booth="container")
    return replace(Outcome(exit_code=code, output=output, names=kinds, target=target()), **changes)


def visited(output: str = "/ # cat /proc/1/cmdline\nnode\0current/index.js\0/ # exit\n", **changes: Any) -> Outcome:  # noqa: ANN401 -- any field of Outcome
    """An `exec -it … sh` into the step's container, where two lines were typed."""
    visit = ExecSeen(TARGET_ID, "cranky_booth", ("sh",), tty=True, stdin=True, exit_code=0)
    return replace(did(output=output, execs=(visit,), lines_typed=2), **changes)


def verdict_on_target(asked: Step, line: str, outcome: Outcome) -> Verdict:
    """The verdict on a line typed at a step that has a container."""
    filled = replace(asked, do=fill_facts(asked.do or "", TARGET_FACTS))
    return verdict(filled, line, outcome, facts=TARGET_FACTS)


def created(line: str, **changes: Any) -> ContainerSeen:  # noqa: ANN401 -- any field of ContainerSeen
    """The container that Docker makes of a `docker run` line, stopped with code 0; `changes` on top."""
    command = parse(line)
    entrypoint = command.values("entrypoint")
    words = tuple(token.value for token in command.tail)
    start = words or (() if entrypoint else IMAGE.command)
    path, *arguments = (*(entrypoint or IMAGE.entrypoint), *start)
    seen = ContainerSeen(
        id="f0751ef3ae11" * 5,
        name=(*command.values("name"), "quirky_bell")[0],
        image=command.arguments[0].value,
        image_id=IMAGE_ID,
        status="removed" if command.has("rm") else "exited",
        command=start,
        path=path,
        args=tuple(arguments),
        tty=command.has("tty"),
        open_stdin=command.has("interactive"),
        auto_remove=command.has("rm"),
        exit_code=0,
        bindings=bound(command),
        exposed=IMAGE.exposed,
        own_entrypoint=bool(entrypoint),
    )
    return replace(seen, **changes)


def bound(command: DockerCommand) -> tuple[Binding, ...]:
    """The ports that Docker publishes for this line."""
    asked = [Binding(int(one.host or RANDOM_PORT), one.container_port) for _, one in publications(command)]
    return (*asked, Binding(RANDOM_PORT, "2368/tcp")) if command.has("publish-all") else tuple(asked)


def running(line: str, **changes: Any) -> ContainerSeen:  # noqa: ANN401 -- any field of ContainerSeen
    """The container that Docker makes of a `docker run` line, up and running."""
    return created(line, **{"status": "running", "exit_code": None, **changes})


def ended(line: str, **changes: Any) -> Outcome:  # noqa: ANN401 -- any field of Outcome
    """What `docker run` of this line did when all went well and the program ended."""
    return replace(Outcome(exit_code=0, created=(created(line),), names=names(ghost="image")), **changes)


def left(line: str, **changes: Any) -> Outcome:  # noqa: ANN401 -- any field of Outcome
    """What `docker run` of this line did when all went well and the learner left it running."""
    return replace(Outcome(exit_code=None, created=(running(line),), names=names(ghost="image")), **changes)


def failed(code: int, output: str = "", **changes: Any) -> Outcome:  # noqa: ANN401 -- any field of Outcome
    """A command that ended with `code` and made nothing."""
    return replace(Outcome(exit_code=code, output=output, names=names(ghost="image")), **changes)


def cannot_start(line: str, code: int) -> Outcome:
    """`docker run` of a program that is not there (127) or is none (126), through the image's entrypoint."""
    return ended(line, exit_code=code, created=(created(line, exit_code=code),))


def printed(output: str, code: int = 0) -> Outcome:
    """A command that made nothing and printed this."""
    return Outcome(exit_code=code, output=output, names=names(ghost="image"))


def names(**kinds: str) -> Mapping[str, str]:
    """What some names are here."""
    return MappingProxyType(kinds)


def refused_create(status: int) -> tuple[Call, ...]:
    """The calls of a `run` whose create the daemon answered with an error."""
    return (Call("HEAD", "/_ping", status=200), Call("POST", "/containers/create", status=status))


def pressed(*presses: tuple[Key, float]) -> tuple[KeyPress, ...]:
    """Keys, each with the seconds after the start."""
    return tuple(KeyPress(key, at) for key, at in presses)


def verdict(
    asked: Step, line: str, outcome: Outcome, sighting: Sighting | None = None, facts: Facts = FACTS
) -> Verdict:
    """The verdict on a line typed at a step, which has a model answer."""
    model = parse(asked.do) if asked.do else None
    return judge(asked, parse(line), outcome, facts, sighting, model=model)


def marked(line: str, seen: Verdict) -> tuple[str, ...]:
    """What the verdict's marks cover."""
    return tuple(line[mark.start : mark.end] for mark in seen.marks)
