"""Lines that show a mistake, or nearly one, at the steps about a container that is there already."""

from __future__ import annotations

from dataclasses import replace

from tests.core.judging import (
    JOIN_IT,
    OPEN_SHELL,
    READ_LOG,
    REMOVE_IT,
    STOP_IT,
    TARGET_FACTS,
    TARGET_ID,
    WAKE_IT,
    created,
    did,
    ended,
    failed,
    left,
    pressed,
    target,
    visited,
)
from tests.core.mistakes.examples import Example, call
from tutor.core.outcome import ExecSeen, Key

STOPPED = target(status="exited", exit_code=0)
ONE_WIRE = ExecSeen(TARGET_ID, "cranky_booth", ("sh",), stdin=True, exit_code=0)
SERVER = created("docker run ghost", id=TARGET_ID, name="cranky_booth")
SERVER_UP = replace(SERVER, status="running", exit_code=None)
INTERRUPTED = pressed((Key.INTERRUPT, 40.0))
TWIN = "docker run -it ghost sh"

LATER_WRONG = tuple(
    replace(example, facts=TARGET_FACTS)
    for example in (
        Example("object-missing", STOP_IT, "docker stop", did(code=1), ("stop",), "container"),
        Example("image-as-container", STOP_IT, "docker stop ghost", did(code=1), ("ghost",)),
        Example("image-as-container", READ_LOG, "docker logs ghost", did(code=1), ("ghost",)),
        Example("image-as-container", WAKE_IT, "docker start ghost", did(code=1), ("ghost",)),
        Example("image-as-container", JOIN_IT, "docker exec -it ghost sh", did(code=1), ("ghost",)),
        Example(
            "ctrl-d-for-c",
            STOP_IT,
            "docker run ghost",
            did(code=None, created=(SERVER_UP,), keys=pressed((Key.END_OF_INPUT, 9.0))),
        ),
        Example("rmi-for-rm", REMOVE_IT, "docker rmi cranky_booth", did(code=1, target=STOPPED), ("rmi",)),
        Example("rm-running", REMOVE_IT, "docker rm cranky_booth", did(code=1), ("cranky_booth",)),
        Example("rm-running", REMOVE_IT, f"docker rm {TARGET_ID[:12]}", did(code=1), (TARGET_ID[:12],)),
        Example("new-instead-of-old", WAKE_IT, "docker run ghost", replace(left("docker run ghost"), target=STOPPED),
                ("run",)),
        Example("container-as-image", WAKE_IT, "docker run cranky_booth", did(code=125, target=STOPPED),
                ("cranky_booth",)),
        Example("exec-on-stopped", WAKE_IT, "docker exec -it cranky_booth sh", did(code=1, target=STOPPED),
                ("cranky_booth",)),
        Example("exec-on-stopped", JOIN_IT, "docker exec -it cranky_booth sh", did(code=1, target=STOPPED),
                ("cranky_booth",)),
        Example("stopped-too-soon", WAKE_IT, "docker start -a cranky_booth", did(target=STOPPED, keys=INTERRUPTED),
                variant="target"),
        Example("stopped-too-soon", JOIN_IT, "docker run ghost",
                did(target=STOPPED, created=(SERVER,), keys=INTERRUPTED), variant="target"),
        Example("attach-kills", JOIN_IT, "docker attach cranky_booth",
                did(target=STOPPED, touched=(STOPPED,), keys=INTERRUPTED), ("cranky_booth",)),
        Example("run-for-exec", JOIN_IT, TWIN, replace(ended(TWIN, lines_typed=2), target=target()), ("run",)),
        Example("i-only", JOIN_IT, "docker exec -i cranky_booth sh", visited("", execs=(ONE_WIRE,)), ("-i",)),
        Example("t-only", JOIN_IT, "docker exec -t cranky_booth sh",
                visited("# ls\n", exit_code=None, execs=(replace(ONE_WIRE, tty=True, stdin=False),)), ("-t",)),
        Example("exec-order", JOIN_IT, "docker exec -it sh cranky_booth", did(code=1), ("sh", "cranky_booth")),
        Example("exec-flags-late", JOIN_IT, "docker exec cranky_booth -it sh", did(code=126), ("-it",)),
        Example("object-missing", JOIN_IT, "docker exec -it cranky_booth", did(code=1), ("cranky_booth",), "program"),
        Example("docker-inside", JOIN_IT, "docker exec -it cranky_booth sh",
                visited("# docker ps\nsh: 1: docker: not found\n# exit\n", exit_code=127)),
        Example("docker-inside", JOIN_IT, "docker exec -it cranky_booth sh", visited("# docker ps\n# exit\n")),
        Example("ps-too-narrow", JOIN_IT, "docker exec -it cranky_booth sh",
                visited("# ps\r\n  PID TTY\r\n   12 pts/0\r\n# exit\n")),
        Example("ps-too-narrow", JOIN_IT, "docker exec -it cranky_booth sh",
                visited("# ps -ef\r\nsh: 1: ps: not found\r\n# exit\n", exit_code=127), variant="missing"),
        Example("i-only", OPEN_SHELL, "docker run -i ghost sh", ended("docker run -i ghost sh", lines_typed=2),
                ("-i",)),
        Example("it-no-command", OPEN_SHELL, "docker run -it ghost", ended("docker run -it ghost"), ("-it",)),
        Example("flags-after-image", OPEN_SHELL, "docker run ghost -it sh",
                failed(2, created=(created("docker run ghost -it sh", exit_code=2),)), ("-it",)),
    )
)  # fmt: skip

LATER_NEAR = tuple(
    replace(example, facts=TARGET_FACTS)
    for example in (
        # The end of the step's own server is no new container, whatever the step wanted instead.
        Example("run-for-exec", JOIN_IT, "docker run ghost", did(target=STOPPED, created=(SERVER,))),
        Example("new-instead-of-old", WAKE_IT, "docker run ghost", did(target=STOPPED, created=(SERVER,))),
        Example("stopped-too-soon", JOIN_IT, TWIN,
                replace(ended(TWIN, keys=INTERRUPTED, lines_typed=1), target=target())),
        Example("exec-on-stopped", JOIN_IT, "docker exec -it cranky_booth lss", did(code=126)),
        Example("rm-running", REMOVE_IT, "docker rm happy_ant",
                did(code=1, calls=call("DELETE", "/containers/happy_ant", 404))),
        Example("docker-inside", JOIN_IT, "docker exec -it cranky_booth sh", visited("# cat docker.txt\n# exit\n")),
        Example("ps-too-narrow", JOIN_IT, "docker exec -it cranky_booth sh", visited("# ps -ef\nPID\n# exit\n")),
        Example("attach-kills", STOP_IT, "docker attach cranky_booth",
                did(target=STOPPED, touched=(STOPPED,), keys=INTERRUPTED)),
    )
)  # fmt: skip
