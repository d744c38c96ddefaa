"""What the real CLI and the real daemon make of real commands, as outcomes."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

import pytest

from tests.live.typed import PATIENT, SERVER, endpoint, finish, observed, session, start, typed
from tutor.core.outcome import Key, KeyPress
from tutor.engine.daemon import connect, versions
from tutor.engine.observe import outcome_of, port_holder
from tutor.engine.ownership import new_session_id
from tutor.engine.ports import first_free, published_ports
from tutor.engine.told import is_created, touch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import docker

    from tutor.core.outcome import Call
    from tutor.engine.wire import Wire

INTERRUPTED = (KeyPress(Key.INTERRUPT, 1.0),)


@pytest.fixture
def wire(daemon: docker.APIClient, tmp_path: Path) -> Iterator[Wire]:
    """A wire of a session of its own; what its commands made is removed at the end."""
    with session(daemon, tmp_path) as (_, opened):
        yield opened


def is_started(call: Call) -> bool:
    """Whether the call started a container."""
    change = touch(call)
    return change is not None and change.verb == "start" and change.worked


def test_connect_speaks_with_the_daemon_of_the_cli() -> None:
    """The client of the resolved endpoint agrees on a version and knows what runs there."""
    client = connect(endpoint())
    told = versions(client)
    assert told.platform in {"Docker", "Podman"}
    assert told.engine
    assert client.api_version
    client.close()


def test_a_one_off_is_seen_exited_with_its_code(daemon: docker.APIClient, wire: Wire, busybox_image: str) -> None:
    """Command, exit code, state and wires of a plain run."""
    outcome = observed(daemon, typed(wire, "run", busybox_image, "sh", "-c", "exit 7"), image_names=[busybox_image])
    seen = outcome.container
    assert seen is not None
    assert (seen.status, seen.exit_code, seen.image) == ("exited", 7, busybox_image)
    assert seen.command == seen.started == ("sh", "-c", "exit 7")
    assert (seen.tty, seen.open_stdin, seen.auto_remove, seen.own_entrypoint) == (False, False, False, False)
    assert seen.started_at
    assert outcome.exit_code == 7
    assert outcome.names == {busybox_image: "image"}


@pytest.mark.parametrize("detached", [False, True])
def test_an_auto_removed_one_is_told_from_its_calls(
    daemon: docker.APIClient, wire: Wire, busybox_image: str, *, detached: bool
) -> None:
    """--rm leaves nothing to inspect; what ran is known all the same, and its code where anybody could wait for it."""
    words = ["-d"] if detached else []
    seen = observed(daemon, typed(wire, "run", "--rm", *words, "-t", busybox_image, "sh", "-c", "exit 3")).container
    assert seen is not None
    assert (seen.status, seen.command, seen.started) == ("removed", ("sh", "-c", "exit 3"), ("sh", "-c", "exit 3"))
    assert (seen.tty, seen.auto_remove) == (True, True)
    assert seen.exit_code == 3 or (detached and seen.exit_code is None)
    assert seen.image_id == daemon.inspect_image(busybox_image)["Id"]  # type: ignore[no-untyped-call]


def test_a_removed_one_without_a_command_shows_the_images_own(
    daemon: docker.APIClient, wire: Wire, busybox_image: str
) -> None:
    """The image's default command is filled in; an entrypoint of one's own replaces it."""
    seen = observed(daemon, typed(wire, "run", "--rm", busybox_image)).container
    assert seen is not None
    assert (seen.command, seen.started) == (("sh",), ("sh",))
    own = observed(daemon, typed(wire, "run", "--rm", "--entrypoint", "true", busybox_image)).container
    assert own is not None
    assert (own.command, own.started, own.own_entrypoint) == ((), ("true",), True)


def test_a_detached_server_is_seen_running(daemon: docker.APIClient, wire: Wire, busybox_image: str) -> None:
    """-d, published: running, its binding there, held by a container of ours."""
    port = first_free(18080)
    words = ("run", "-d", "--name", f"web-{port}", "-p", f"{port}:80", busybox_image, "sh", "-c", SERVER)
    seen = observed(daemon, typed(wire, *words)).container
    assert seen is not None
    assert seen.is_running
    assert seen.exit_code is None
    assert (port, "80/tcp") in {(one.host_port, one.container_port) for one in seen.bindings}
    assert port_holder(daemon, port) == (f"web-{port}", True)
    assert port in published_ports(daemon)


def test_a_detached_one_off_is_seen_ended(daemon: docker.APIClient, wire: Wire, busybox_image: str) -> None:
    """The CLI with -d does not wait for the end of `sh -c`; the outcome does."""
    seen = observed(daemon, typed(wire, "run", "-d", busybox_image, "sh", "-c", "sleep 0.3; exit 4")).container
    assert seen is not None
    assert (seen.status, seen.exit_code) == ("exited", 4)


def test_a_busy_port_leaves_a_created_container_and_names_the_holder(
    daemon: docker.APIClient, wire: Wire, busybox_image: str
) -> None:
    """Exit 125, `created`, never ended; and who has the port."""
    port = first_free(18180)
    typed(wire, "run", "-d", "--name", f"holder-{port}", "-p", f"{port}:80", busybox_image, "sleep", "60")
    outcome = observed(daemon, typed(wire, "run", "-p", f"{port}:80", busybox_image, "ls"))
    assert outcome.exit_code == 125
    assert outcome.container is not None
    assert (outcome.container.status, outcome.container.exit_code) == ("created", None)
    assert (outcome.port_holder, outcome.port_holder_owned) == (f"holder-{port}", True)


def test_a_busy_port_of_another_program_has_no_container_as_holder(
    daemon: docker.APIClient, wire: Wire, busybox_image: str
) -> None:
    """Where no container publishes the port, nobody is named; --rm leaves no container either."""
    with socket.create_server(("0.0.0.0", 0)) as listener:  # noqa: S104  # the address that docker would use
        port = listener.getsockname()[1]
        outcome = observed(daemon, typed(wire, "run", "--rm", "-p", f"{port}:80", busybox_image, "ls"))
    assert outcome.exit_code == 125
    assert outcome.port_holder == ""
    assert [(one.status, one.exit_code) for one in outcome.created] == [("removed", None)]


def test_a_program_that_is_not_inside_never_ran(daemon: docker.APIClient, wire: Wire, busybox_image: str) -> None:
    """127: a `created` container is left."""
    outcome = observed(daemon, typed(wire, "run", busybox_image, "nosuch"))
    assert outcome.exit_code == 127
    assert [(one.status, one.exit_code, one.command) for one in outcome.created] == [("created", None, ("nosuch",))]


def test_a_name_conflict_creates_nothing(daemon: docker.APIClient, wire: Wire, busybox_image: str) -> None:
    """The second container of a name is not made; the name is told to be a container."""
    name = new_session_id()
    typed(wire, "run", "--name", name, busybox_image, "true")
    outcome = observed(daemon, typed(wire, "run", "--name", name, busybox_image, "true"), image_names=[name])
    assert (outcome.exit_code, outcome.created) == (125, ())
    assert outcome.names == {name: "container"}


def test_a_missing_image_creates_nothing(daemon: docker.APIClient, wire: Wire) -> None:
    """There was no create that worked, and the word names nothing here."""
    outcome = observed(daemon, typed(wire, "create", "--pull", "never", "no-such-image"), image_names=["no-such-image"])
    assert outcome.exit_code
    assert (outcome.created, outcome.names) == ((), {})


def test_a_server_in_the_foreground_ended_by_an_interrupt(
    daemon: docker.APIClient, wire: Wire, busybox_image: str
) -> None:
    """Ctrl-C: exited with its own code, seen as such however soon the CLI is gone."""
    with wire.open() as line:
        process = start(line, "run", "-i", busybox_image, "sh", "-c", f"echo up; {SERVER}")
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        running = outcome_of(
            daemon,
            exit_code=None,
            output="",
            seconds=1.0,
            keys=(),
            calls=line.calls(),
            daemon_lost=line.daemon_lost,
            image_names=(),
        )
        assert [one.status for one in running.created] == ["running"]
        process.send_signal(signal.SIGINT)
        outcome = observed(daemon, finish(line, process), keys=INTERRUPTED)
    assert [(one.status, one.exit_code) for one in outcome.created] == [("exited", 0)]
    assert outcome.touched == ()


def test_a_killed_cli_leaves_its_container_running(daemon: docker.APIClient, wire: Wire, busybox_image: str) -> None:
    """After the CLI was forced to go, a container that ignores INT runs on, and is told so."""
    with wire.open() as line:
        process = start(line, "run", busybox_image, "sleep", "60")
        assert line.wait_for(is_started, PATIENT)
        process.kill()
        outcome = observed(daemon, finish(line, process), keys=INTERRUPTED)
    assert [one.status for one in outcome.created] == ["running"]


def test_a_container_removed_meanwhile_is_told_as_removed(
    daemon: docker.APIClient, wire: Wire, busybox_image: str
) -> None:
    """Removed by somebody between the command and the look: no error, and its exit code is kept."""
    done = typed(wire, "run", busybox_image, "sh", "-c", "exit 5")
    (create,) = filter(is_created, done.calls)
    identity = observed(daemon, done).created[0].id
    assert identity in create.response
    daemon.remove_container(identity)
    (seen,) = observed(daemon, done).created
    assert (seen.status, seen.exit_code) == ("removed", 5)


def test_stop_start_exec_and_remove_touch_the_container(
    daemon: docker.APIClient, wire: Wire, busybox_image: str
) -> None:
    """Each names the one that it did something to, as it is afterwards; none created it."""
    name = new_session_id()
    typed(wire, "run", "-d", "--name", name, busybox_image, "sh", "-c", SERVER)
    executed = observed(daemon, typed(wire, "exec", name, "true"))
    stopped = observed(daemon, typed(wire, "stop", name))
    refused = observed(daemon, typed(wire, "exec", name, "true"))
    begun = observed(daemon, typed(wire, "start", name))
    busy = observed(daemon, typed(wire, "rm", name))
    removed = observed(daemon, typed(wire, "rm", "-fv", name), known=begun.touched)
    told = [outcome.touched for outcome in (executed, stopped, refused, begun, busy, removed)]
    assert [[one.status for one in each] for each in told] == [
        ["running"],
        ["exited"],
        ["exited"],
        ["running"],
        ["running"],
        ["removed"],
    ]
    assert {one.name for each in told for one in each} == {name}
    assert begun.touched[0].started_at > stopped.touched[0].started_at
    assert begun.created == ()


def test_looking_touches_nothing(daemon: docker.APIClient, wire: Wire, busybox_image: str) -> None:
    """ps, logs, inspect and images change nothing."""
    name = new_session_id()
    typed(wire, "run", "--name", name, busybox_image, "true")
    for words in (("ps", "-a"), ("logs", name), ("inspect", name), ("images",)):
        outcome = observed(daemon, typed(wire, *words))
        assert (outcome.exit_code, outcome.created, outcome.touched) == (0, (), ())
