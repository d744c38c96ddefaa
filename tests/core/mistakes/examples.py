"""Lines that show each mistake, and near ones that do not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.core.judging import (
    BARE_SH,
    BOOT,
    ENDED_BY_KEY,
    ENTER,
    FACTS,
    IMAGE,
    IMAGES,
    INSPECT,
    INSPECT_CMD,
    LEFT_RUNNING,
    LIST_ALL,
    LIST_RUNNING,
    LOOK_AT_ONE,
    OWN,
    REMOVE,
    REMOVES,
    REVIVE,
    RUN_LS,
    SHELL,
    STOP,
    cannot_start,
    created,
    ended,
    failed,
    left,
    names,
    pressed,
    printed,
    refused_create,
)
from tutor.core.events import Sighting
from tutor.core.facts import Facts, Variant
from tutor.core.outcome import Call, ContainerSeen, Key, Outcome

if TYPE_CHECKING:
    from tutor.core.lesson import Step

BOTH = names(ghost="image", cranky_booth="container")
STOPPED = ContainerSeen(id="a1b2c3", name="cranky_booth", image="ghost", status="exited", exit_code=0)
ALIVE = replace(STOPPED, status="running", exit_code=None)
MYSQL = replace(FACTS, image=replace(IMAGE, variant=Variant.WANTS_MYSQL))


@dataclass(frozen=True, slots=True)
class Example:
    """A line typed at a step, what came of it, and what the marks must cover; `variant` where a closer sentence is."""

    mistake: str
    step: Step
    line: str
    outcome: Outcome
    marks: tuple[str, ...] = ()
    variant: str = ""
    sighting: Sighting | None = None
    facts: Facts = FACTS


def wrong(mistake: str, at: Step, line: str, outcome: Outcome, *marks: str, variant: str = "") -> Example:
    """A line that shows the mistake."""
    return Example(mistake, at, line, outcome, marks, variant)


def server(mistake: str, line: str, *marks: str, variant: str = "") -> Example:
    """A line at the first step that leaves a server running, and shows the mistake."""
    return Example(mistake, BOOT, line, left(line), marks, variant)


def program(mistake: str, line: str, code: int, *marks: str, variant: str = "") -> Example:
    """A line at the step of one's own command, whose program could not be started."""
    return Example(mistake, OWN, line, cannot_start(line, code), marks, variant)


def crashed(line: str, output: str = "connect ECONNREFUSED 127.0.0.1:3306") -> Outcome:
    """A Ghost that found no database."""
    return ended(line, exit_code=2, output=output, created=(created(line, exit_code=2),))


def busy(line: str, holder: str = "", output: str = "") -> Outcome:
    """A container that was created and could not get its port."""
    made = created(line, status="created", exit_code=None)
    return failed(125, output, created=(made,), port_holder=holder)


def call(method: str, path: str, status: int) -> tuple[Call, ...]:
    """One call that the daemon answered."""
    return (Call(method, path, status=status),)


def interrupted(line: str, at: float, **changes: object) -> Outcome:
    """A `docker run` that ended after Ctrl-C."""
    return ended(line, keys=pressed((Key.INTERRUPT, at)), **changes)


P = "docker run -p 8989:2368 ghost"
TAKEN = "Bind for 0.0.0.0:8989 failed: port is already allocated"
INSPECTED = "docker inspect -f "

WRONG: tuple[Example, ...] = (
    # ports
    server("ports-swapped", "docker run -p 2368:8989 ghost", "2368:8989"),
    server("ports-swapped", "docker run --publish=2368:8989 ghost", "2368:8989"),
    server("ports-swapped", "docker run -p2368:8989 --name x ghost", "2368:8989"),
    server("ports-swapped", "docker run -d -p 127.0.0.1:2368:8989 ghost", "127.0.0.1:2368:8989"),
    server("container-port", "docker run -p 8989:80 ghost", "8989:80"),
    server("container-port", "docker run -p 8989:2368/udp ghost", "8989:2368/udp"),
    server("container-port", "docker run -p 8989 ghost", "8989"),
    server("container-port", "docker run -p 8989:8989 ghost", "8989:8989"),
    server("host-port", "docker run -p 2368:2368 ghost", "2368:2368", variant="at"),
    server("host-port", "docker run -p 8080:2368 ghost", "8080:2368", variant="at"),
    server("host-port", "docker run -p 2368 ghost", "2368", variant="at"),
    server("host-port", "docker run -P ghost", "-P", variant="at"),
    server("no-publish", "docker run ghost", "ghost"),
    server("no-publish", "docker run --name blog ghost:latest", "ghost:latest"),
    server("no-publish", "docker run --expose 2368 -d ghost", "ghost"),
    wrong("port-taken", BOOT, P, busy(P, "blog"), "8989:2368", variant="held"),
    wrong("port-taken", BOOT, P, busy(P, "", TAKEN), "8989:2368"),
    Example("mysql-refused", BOOT, P, crashed(P), ("ghost",)),
    Example("mysql-refused", BOOT, P, crashed(P, ""), ("ghost",), facts=MYSQL),
    Example("not-up-yet", BOOT, P, left(P)),
    Example("not-up-yet", BOOT, P, left(P), sighting=Sighting.STARTED),
    # placement
    wrong(
        "flags-after-image",
        BOOT,
        "docker run ghost -p 8989:2368",
        cannot_start("docker run ghost -p 8989:2368", 2),
        "-p 8989:2368",
    ),
    wrong(
        "flags-after-image",
        SHELL,
        "docker run ghost -it sh",
        cannot_start("docker run ghost -it sh", 2),
        "-it",
    ),
    wrong("flags-after-image", SHELL, "docker run ghost sh -it", ended("docker run ghost sh -it"), "-it"),
    wrong("flags-after-image", REMOVES, "docker run ghost ls --rm", ended("docker run ghost ls --rm"), "--rm"),
    wrong(
        "flags-after-image", RUN_LS, "docker run ghost --name x ls", ended("docker run ghost --name x ls"), "--name x"
    ),
    wrong("exec-flags-late", ENTER, "docker exec cranky_booth -it sh", failed(127, names=BOTH), "-it"),
    wrong("exec-order", ENTER, "docker exec -it sh cranky_booth", failed(1, names=BOTH), "sh", "cranky_booth"),
    # programs
    program("quoted-whole", "docker run ghost 'ls -l'", 127, "'ls -l'"),
    program("quoted-whole", 'docker run ghost "node --version"', 127, '"node --version"'),
    wrong("quoted-whole", RUN_LS, "docker run 'ghost ls'", failed(125), "'ghost ls'", variant="image"),
    program("shell-builtin", "docker run ghost cd /tmp", 127, "cd"),
    program("shell-builtin", "docker run --rm ghost exit", 127, "exit"),
    program("not-in-image", "docker run ghost lss", 127, "lss"),
    program("not-in-image", "docker run -d ghost lss -l", 127, "lss"),
    program("not-in-image", "docker run ghost content", 126, "content", variant="not-executable"),
    program("not-in-image", "docker run --entrypoint lss ghost", 127, "lss"),
    # things
    wrong("flag-ate-image", BOOT, "docker run -p ghost", failed(1), "-p ghost"),
    wrong("flag-ate-image", RUN_LS, "docker run --name ghost ls", failed(125), "--name ghost"),
    wrong("object-missing", INSPECT, "docker inspect", failed(1), "inspect"),
    wrong("object-missing", BOOT, "docker run", failed(1), "run", variant="image"),
    wrong("object-missing", BOOT, "docker container run -p 8989:2368", failed(1), "container run", variant="image"),
    wrong("object-missing", STOP, "docker stop", failed(1), "stop", variant="container"),
    wrong("object-missing", ENTER, "docker exec -it cranky_booth", failed(1), "cranky_booth", variant="program"),
    wrong("image-command-swapped", RUN_LS, "docker run ls ghost", failed(125), "ls", "ghost"),
    wrong("image-command-swapped", OWN, "docker run --rm date ghost", failed(125), "date", "ghost"),
    wrong("image-missing", BOOT, "docker run gohst", failed(125, calls=refused_create(404)), "gohst", variant="near"),
    wrong("image-missing", RUN_LS, "docker run blog ls", failed(125, calls=refused_create(404)), "blog"),
    wrong(
        "image-missing", INSPECT, "docker inspect gohst", failed(1, "No such object: gohst"), "gohst", variant="near"
    ),
    wrong(
        "image-missing",
        INSPECT,
        "docker image inspect gohst",
        failed(1, calls=call("GET", "/images/gohst/json", 404)),
        "gohst",
        variant="near",
    ),
    wrong("name-taken", BOOT, "docker run --name blog ghost", failed(125, calls=refused_create(409)), "blog"),
    wrong("name-taken", BOOT, "docker run --name=blog ghost", failed(125, names=names(blog="container")), "blog"),
    wrong(
        "name-shadows-image",
        INSPECT,
        "docker inspect ghost",
        replace(printed("{}"), names=names(ghost="both")),
        "ghost",
    ),
    wrong("container-as-image", BOOT, "docker run cranky_booth", failed(125, names=BOTH), "cranky_booth"),
    wrong("image-as-container", STOP, "docker stop ghost", failed(1), "ghost"),
    wrong("image-as-container", ENTER, "docker exec -it ghost sh", failed(1), "ghost"),
    wrong("image-as-container", INSPECT, "docker container inspect ghost", failed(1), "ghost"),
    # formats
    wrong("format-split", INSPECT_CMD, INSPECTED + "{{ .Config.Cmd }} ghost", failed(64), "{{ .Config.Cmd }}"),
    wrong(
        "format-split",
        INSPECT_CMD,
        INSPECTED + "'{{.Config.Cmd}' ghost",
        failed(64),
        "'{{.Config.Cmd}'",
        variant="unclosed",
    ),
    wrong("format-without-f", INSPECT_CMD, "docker inspect '{{.Config.Cmd}}' ghost", failed(1), "'{{.Config.Cmd}}'"),
    wrong("format-without-f", INSPECT_CMD, "docker inspect .Config.Cmd ghost", failed(1), ".Config.Cmd"),
    wrong("format-no-braces", INSPECT_CMD, INSPECTED + ".Config.Cmd ghost", printed(".Config.Cmd\n"), ".Config.Cmd"),
    wrong(
        "format-no-braces",
        INSPECT_CMD,
        INSPECTED + "'{.Config.Cmd}' ghost",
        printed("{.Config.Cmd}\n"),
        "'{.Config.Cmd}'",
    ),
    wrong(
        "field-wrong", INSPECT_CMD, INSPECTED + "'{{.Config.cmd}}' ghost", failed(1), ".Config.cmd", variant="capitals"
    ),
    wrong("field-wrong", INSPECT_CMD, INSPECTED + "'{{.Cmd}}' ghost", failed(1), ".Cmd"),
    wrong("field-wrong", INSPECT_CMD, INSPECTED + "'{{.Config.Env}}' ghost", printed("[PATH=/bin]\n"), ".Config.Env"),
    # which command
    wrong("wrong-list", LIST_ALL, "docker images", printed("ghost\n"), "images", variant="containers"),
    wrong("wrong-list", LIST_ALL, "docker volume ls", printed(""), "volume ls", variant="containers"),
    wrong("wrong-list", IMAGES, "docker container ls", printed(""), "container ls", variant="images"),
    wrong("all-forgotten", LIST_ALL, "docker container ls", printed("CONTAINER ID\n"), "container ls"),
    wrong("run-for-exec", ENTER, "docker run -it ghost sh", ended("docker run -it ghost sh"), "run"),
    wrong("new-instead-of-old", REVIVE, "docker run ghost", left("docker run ghost"), "run"),
    wrong(
        "exec-on-stopped",
        ENTER,
        "docker exec -it cranky_booth sh",
        failed(1, names=BOTH, touched=(STOPPED,)),
        "cranky_booth",
    ),
    wrong(
        "exec-on-stopped",
        ENTER,
        "docker exec -it cranky_booth sh",
        failed(1, names=BOTH, calls=call("POST", "/containers/cranky_booth/exec", 409)),
        "cranky_booth",
    ),
    wrong("rm-running", REMOVE, "docker rm cranky_booth", failed(1, touched=(ALIVE,)), "cranky_booth"),
    wrong(
        "rm-running",
        REMOVE,
        "docker rm cranky_booth",
        failed(1, calls=call("DELETE", "/containers/cranky_booth", 409)),
        "cranky_booth",
    ),
    wrong("rmi-for-rm", REMOVE, "docker rmi cranky_booth", failed(1, names=BOTH), "rmi"),
    # terminal and keyboard
    wrong("i-only", SHELL, "docker run -i ghost sh", ended("docker run -i ghost sh"), "-i"),
    wrong("i-only", ENTER, "docker exec --interactive cranky_booth sh", printed(""), "--interactive"),
    wrong("t-only", SHELL, "docker run -t ghost sh", ended("docker run -t ghost sh"), "-t"),
    wrong("it-no-command", SHELL, "docker run -it ghost", left("docker run -it ghost"), "-it"),
    wrong(
        "docker-inside",
        ENTER,
        "docker exec -it cranky_booth sh",
        printed("/ # docker ps\nsh: docker: not found\n", 127),
    ),
    wrong("ps-too-narrow", LOOK_AT_ONE, "docker exec cranky_booth ps", printed("PID TTY\n"), "ps"),
    # keys
    wrong(
        "early-interrupt",
        ENDED_BY_KEY,
        "docker run ghost",
        left("docker run ghost", keys=pressed((Key.INTERRUPT, 0.2))),
    ),
    wrong(
        "early-interrupt",
        ENDED_BY_KEY,
        "docker run ghost",
        failed(
            125,
            keys=pressed((Key.INTERRUPT, 0.1)),
            created=(created("docker run ghost", status="created", exit_code=None),),
        ),
        variant="unstarted",
    ),
    wrong("stopped-too-soon", BOOT, P, interrupted(P, 4.0)),
    wrong("stopped-too-soon", LEFT_RUNNING, "docker run ghost", interrupted("docker run ghost", 4.0)),
    wrong(
        "ctrl-d-for-c",
        ENDED_BY_KEY,
        "docker run ghost",
        left("docker run ghost", keys=pressed((Key.END_OF_INPUT, 3.0))),
    ),
    wrong(
        "attach-kills",
        LIST_RUNNING,
        "docker attach cranky_booth",
        Outcome(exit_code=0, keys=pressed((Key.INTERRUPT, 2.0)), touched=(STOPPED,)),
        "cranky_booth",
    ),
)

NEAR: tuple[Example, ...] = (
    # One line and outcome each that looks alike; the mistake named must not be told.
    Example("ports-swapped", BOOT, "docker run -p 8989:80 ghost", left("docker run -p 8989:80 ghost")),
    Example(
        "ports-swapped",
        RUN_LS,
        "docker run -p 2368:8989 ghost lss",
        cannot_start("docker run -p 2368:8989 ghost lss", 127),
    ),
    Example("container-port", BOOT, "docker run -p 80:2368 ghost", left("docker run -p 80:2368 ghost")),
    Example("host-port", BOOT, P, left(P)),
    Example("host-port", OWN, "docker run -p 80:2368 ghost", left("docker run -p 80:2368 ghost")),
    Example("no-publish", BOOT, "docker run ghost ls", ended("docker run ghost ls")),
    Example("no-publish", LEFT_RUNNING, "docker run ghost ls", ended("docker run ghost ls")),
    Example(
        "port-taken",
        BOOT,
        "docker run --name blog -p 8989:2368 ghost",
        failed(125, "is already in use", calls=refused_create(409)),
    ),
    Example("mysql-refused", BOOT, P, ended(P, exit_code=1, created=(created(P, exit_code=1),))),
    Example(
        "mysql-refused",
        BOOT,
        "docker run -e NODE_ENV=development ghost",
        crashed("docker run -e NODE_ENV=development ghost"),
    ),
    Example("not-up-yet", BOOT, P, left(P), sighting=Sighting.SEEN),
    Example("flags-after-image", OWN, "docker run ghost lss -p", cannot_start("docker run ghost lss -p", 127)),
    Example("flags-after-image", BOOT, "docker run ghost ls -l", ended("docker run ghost ls -l")),
    Example("flags-after-image", BARE_SH, "docker run ghost ls -it", ended("docker run ghost ls -it")),
    Example("exec-flags-late", ENTER, "docker exec cranky_booth ls -l", printed("x")),
    Example("exec-order", ENTER, "docker exec cranky_boot sh", failed(1, names=BOTH)),
    Example(
        "quoted-whole", OWN, "docker run ghost sh -c 'lss -l'", cannot_start("docker run ghost sh -c 'lss -l'", 127)
    ),
    Example("shell-builtin", OWN, "docker run ghost cdx", cannot_start("docker run ghost cdx", 127)),
    Example("not-in-image", OWN, "docker run ghost sh -c lss", cannot_start("docker run ghost sh -c lss", 127)),
    Example("not-in-image", RUN_LS, "docker run ghost ls /nowhere", cannot_start("docker run ghost ls /nowhere", 2)),
    Example("flag-ate-image", BOOT, "docker run --name ghost gohst", failed(125, calls=refused_create(404))),
    Example("object-missing", LIST_ALL, "docker ps", printed("CONTAINER ID\n")),
    Example("image-command-swapped", RUN_LS, "docker run gohst ls", failed(125, calls=refused_create(404))),
    Example("image-missing", BOOT, "docker run -p x:y ghost", failed(125)),
    Example("image-missing", BOOT, "docker run --name blog ghosts", failed(125, calls=refused_create(409))),
    Example("name-taken", BOOT, "docker run --name blog gohst", failed(125, calls=refused_create(404))),
    Example("name-shadows-image", INSPECT, "docker inspect ghost", printed("{}")),
    Example("container-as-image", BOOT, "docker run ghost", left("docker run ghost", names=names(ghost="both"))),
    Example("image-as-container", STOP, "docker stop blog", failed(1)),
    Example("format-split", INSPECT_CMD, INSPECTED + "'{{.Config.Env}}' ghost", printed("[]")),
    Example("format-without-f", INSPECT_CMD, INSPECTED + "'{{.Config.Env}}' .ghost", failed(1)),
    Example("format-no-braces", INSPECT_CMD, INSPECTED + "json ghost", printed('[{"Id": "json"}]')),
    Example("field-wrong", INSPECT_CMD, INSPECTED + "'{{index .Config.Cmd 0}}' ghost", printed("node\n")),
    Example("wrong-list", LIST_ALL, "docker ps", printed("")),
    Example("wrong-list", BOOT, "docker images", printed("")),
    Example("all-forgotten", LIST_ALL, "docker ps -a", printed("CONTAINER ID\n")),
    Example("all-forgotten", LIST_RUNNING, "docker ps", printed("CONTAINER ID\n")),
    Example("run-for-exec", RUN_LS, "docker run ghost date", ended("docker run ghost date")),
    Example("new-instead-of-old", BOOT, "docker run ghost", left("docker run ghost")),
    Example("exec-on-stopped", ENTER, "docker exec -it cranky_booth sh", printed("", 1)),
    Example("rm-running", REMOVE, "docker rm nobody", failed(1, touched=(ALIVE,))),
    Example("rmi-for-rm", IMAGES, "docker rmi blog", failed(1)),
    Example("i-only", BARE_SH, "docker run -i ghost sh", ended("docker run -i ghost sh")),
    Example("i-only", OWN, "docker run -i ghost", left("docker run -i ghost")),
    Example("t-only", BARE_SH, "docker run -t ghost sh", ended("docker run -t ghost sh")),
    Example("it-no-command", LEFT_RUNNING, "docker run -it ghost", ended("docker run -it ghost")),
    Example("docker-inside", ENTER, "docker exec -it cranky_booth sh", printed("/ # lss\nsh: lss: not found\n", 127)),
    Example("ps-too-narrow", LOOK_AT_ONE, "docker exec cranky_booth ps -e", printed("PID TTY\n")),
    Example(
        "early-interrupt",
        ENDED_BY_KEY,
        "docker run ghost",
        left("docker run ghost", keys=pressed((Key.INTERRUPT, 3.0))),
    ),
    Example("early-interrupt", ENDED_BY_KEY, "docker run ghost", left("docker run ghost")),
    Example("stopped-too-soon", BOOT, P, ended(P, exit_code=1, created=(created(P, exit_code=1),))),
    Example("stopped-too-soon", RUN_LS, "docker run ghost", interrupted("docker run ghost", 4.0)),
    Example(
        "ctrl-d-for-c",
        ENDED_BY_KEY,
        "docker run -i ghost",
        left("docker run -i ghost", keys=pressed((Key.END_OF_INPUT, 3.0))),
    ),
    Example(
        "attach-kills",
        LIST_RUNNING,
        "docker attach cranky_booth",
        Outcome(exit_code=0, keys=pressed((Key.INTERRUPT, 2.0)), touched=(ALIVE,)),
    ),
    Example(
        "attach-kills",
        STOP,
        "docker attach cranky_booth",
        Outcome(exit_code=0, keys=pressed((Key.INTERRUPT, 2.0)), touched=(STOPPED,)),
    ),
)
