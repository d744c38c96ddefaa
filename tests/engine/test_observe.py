"""What the calls of a command and a look at the daemon make of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import pytest
import requests
from docker.errors import NotFound

from tutor.core.outcome import Binding, Call, ContainerSeen, Key, KeyPress, Outcome
from tutor.engine.observe import outcome_of, port_holder

if TYPE_CHECKING:
    import docker

ID = "c0ffee" + "0" * 58
OTHER = "beef" + "0" * 60
IMAGE = {
    "Id": "sha256:1111",
    "RepoTags": ["ghost:latest"],
    "Config": {"Entrypoint": ["docker-entrypoint.sh"], "Cmd": ["node", "x.js"], "ExposedPorts": {"2368/tcp": {}}},
}


@dataclass
class FakeDaemon:
    """A daemon that answers from tables; `dead` makes it silent; `waited` notes whom one waited for."""

    described: dict[str, Any] = field(default_factory=dict)
    pictures: dict[str, Any] = field(default_factory=dict)
    processes: dict[str, Any] = field(default_factory=dict)
    listed: list[dict[str, Any]] = field(default_factory=list)
    dead: bool = False
    questions: int = 0
    waited: list[str] = field(default_factory=list)
    ends: dict[str, int] = field(default_factory=dict)

    def inspect_container(self, reference: str) -> Any:  # noqa: ANN401  # the daemon's JSON
        """What it says of a container."""
        return self._answer(self.described, reference)

    def inspect_image(self, reference: str) -> Any:  # noqa: ANN401  # the daemon's JSON
        """What it says of an image."""
        return self._answer(self.pictures, reference)

    def exec_inspect(self, identity: str) -> Any:  # noqa: ANN401  # the daemon's JSON
        """What it says of a process in a container."""
        return self._answer(self.processes, identity)

    def containers(self) -> list[dict[str, Any]]:
        """What runs."""
        self._listen()
        return self.listed

    def wait(self, reference: str, *, timeout: float, condition: str) -> dict[str, Any]:
        """The end of those that are to end, a time-out for the others."""
        assert timeout <= 2.0
        assert condition in {"not-running", "removed"}
        self.waited.append(reference)
        self._listen()
        if reference not in self.ends:
            raise requests.exceptions.ReadTimeout
        if condition == "removed":
            del self.described[reference]
        else:
            self.described[reference]["State"] = {"Status": "exited", "ExitCode": self.ends[reference]}
        return {"StatusCode": self.ends[reference], "Error": None}

    def _answer(self, table: dict[str, Any], reference: str) -> Any:  # noqa: ANN401  # the daemon's JSON
        self._listen()
        if reference not in table:
            message = f"No such thing: {reference}"
            response = requests.Response()
            response.status_code = 404
            raise NotFound(message, response=response)
        return table[reference]

    def _listen(self) -> None:
        self.questions += 1
        if self.dead:
            message = "gone"
            raise requests.exceptions.ConnectionError(message)


def details(identity: str = ID, name: str = "blog", status: str = "running", **state: object) -> dict[str, Any]:
    """A container as the daemon describes it."""
    return {
        "Id": identity,
        "Name": f"/{name}",
        "Image": "sha256:1111",
        "Path": "docker-entrypoint.sh",
        "Args": ["node", "x.js"],
        "State": {"Status": status, "StartedAt": "2026-01-01T00:00:00Z", "ExitCode": 0, **state},
        "Config": {"Image": "ghost", "Cmd": ["node", "x.js"], "Entrypoint": ["docker-entrypoint.sh"]},
        "HostConfig": {"PortBindings": {"2368/tcp": [{"HostIp": "", "HostPort": "8989"}]}},
        "NetworkSettings": {"Ports": {}},
    }


def create(body: dict[str, Any] | None = None, *, status: int = 201, query: str = "", identity: str = ID) -> Call:
    """The CLI's create, answered."""
    request = json.dumps({"Image": "ghost", "Tty": False, **(body or {})})
    return Call("POST", "/containers/create", query, request, json.dumps({"Id": identity}), status)


def post(verb: str, reference: str = ID, status: int = 204, response: str = "") -> Call:
    """A call that does `verb` to a container."""
    return Call("POST", f"/containers/{reference}/{verb}", response=response, status=status)


def ended(code: int, reference: str = ID) -> Call:
    """The answer to the CLI's wait."""
    return post("wait", reference, 200, json.dumps({"StatusCode": code}))


def observe(daemon: FakeDaemon, *calls: Call, exit_code: int | None = 0, **more: Any) -> Outcome:  # noqa: ANN401
    """The outcome of these calls."""
    given: dict[str, Any] = {"output": "", "seconds": 1.0, "keys": (), "daemon_lost": False, "image_names": (), **more}
    return outcome_of(cast("docker.APIClient", daemon), exit_code=exit_code, calls=calls, **given)


def test_a_container_that_is_there_is_described_by_the_daemon() -> None:
    """What the daemon says of a created container is taken over whole."""
    daemon = FakeDaemon(described={ID: details()})
    seen = observe(daemon, create(), post("start"), exit_code=None).created
    assert seen == (
        ContainerSeen(
            id=ID,
            name="blog",
            image="ghost",
            image_id="sha256:1111",
            status="running",
            command=("node", "x.js"),
            path="docker-entrypoint.sh",
            args=("node", "x.js"),
            bindings=(Binding(8989, "2368/tcp"),),
            started_at="2026-01-01T00:00:00Z",
        ),
    )


def test_a_removed_container_is_described_by_its_calls() -> None:
    """After --rm: the command, its exit code from wait, what was started put together from the image."""
    daemon = FakeDaemon(pictures={"ghost": IMAGE})
    body = {"Cmd": ["ls"], "Tty": True, "OpenStdin": True, "HostConfig": {"AutoRemove": True}}
    outcome = observe(daemon, create(body, query="name=once"), post("attach", status=101), post("start"), ended(3))
    seen = outcome.container
    assert seen is not None
    assert (seen.status, seen.exit_code, seen.name) == ("removed", 3, "once")
    assert seen.started == ("docker-entrypoint.sh", "ls")
    assert (seen.command, seen.tty, seen.open_stdin, seen.auto_remove) == (("ls",), True, True, True)
    assert seen.exposed == ("2368/tcp",)


@pytest.mark.parametrize(
    ("body", "command", "started"),
    [
        ({"Cmd": None}, ("node", "x.js"), ("docker-entrypoint.sh", "node", "x.js")),
        ({"Cmd": ["ls", "-l"]}, ("ls", "-l"), ("docker-entrypoint.sh", "ls", "-l")),
        ({"Cmd": None, "Entrypoint": ["sh"]}, (), ("sh",)),
        ({"Cmd": ["-c", "ls"], "Entrypoint": ["sh"]}, ("-c", "ls"), ("sh", "-c", "ls")),
        ({"Cmd": ["ls"], "Entrypoint": [""]}, ("ls",), ("ls",)),
    ],
)
def test_entrypoint_and_command_are_put_together_as_the_daemon_does(
    body: dict[str, Any], command: tuple[str, ...], started: tuple[str, ...]
) -> None:
    """An entrypoint of one's own drops the image's command; an empty one leaves the command alone."""
    seen = observe(FakeDaemon(pictures={"ghost": IMAGE}), create(body), post("start"), ended(0)).container
    assert seen is not None
    assert (seen.command, seen.started) == (command, started)
    assert seen.own_entrypoint is ("Entrypoint" in body)


def test_a_failed_start_of_an_auto_removed_container_has_no_exit_code() -> None:
    """The wait of a --rm whose start failed answers 0, and that is not the program's."""
    seen = observe(FakeDaemon(), create({"HostConfig": {"AutoRemove": True}}), ended(0), post("start", status=500))
    assert seen.container is not None
    assert (seen.container.status, seen.container.exit_code) == ("removed", None)


@pytest.mark.parametrize("status", [404, 409, 403, 0])
def test_an_unanswered_or_refused_create_made_nothing(status: int) -> None:
    """No image, a name conflict, the guard, no answer: nothing was created."""
    assert observe(FakeDaemon(), create(status=status), exit_code=125).created == ()


def test_a_created_container_never_ended() -> None:
    """The daemon notes 127 for a program that was not there; still nothing ran and nothing ended."""
    daemon = FakeDaemon(described={ID: details(status="created", ExitCode=127, StartedAt="0001-01-01T00:00:00Z")})
    seen = observe(daemon, create(), post("start", status=400), exit_code=127).container
    assert seen is not None
    assert (seen.status, seen.exit_code, seen.started_at) == ("created", None, "")


def test_after_an_interrupt_the_containers_end_is_waited_for() -> None:
    """The CLI may be gone before the container has ended."""
    daemon = FakeDaemon(described={ID: details()}, ends={ID: 130})
    keys = (KeyPress(Key.INTERRUPT, 1.0),)
    seen = observe(daemon, create(), post("attach", status=101), post("start"), keys=keys).container
    assert seen is not None
    assert (seen.status, seen.exit_code) == ("exited", 130)


def test_a_container_that_ignores_the_interrupt_is_seen_running() -> None:
    """When its end does not come in time, the container is told as it is."""
    daemon = FakeDaemon(described={ID: details()})
    keys = (KeyPress(Key.INTERRUPT, 1.0),)
    seen = observe(daemon, create(), post("attach", status=101), post("start"), keys=keys).container
    assert seen is not None
    assert seen.is_running
    assert daemon.waited == [ID]


def test_a_detached_one_off_gets_a_moment_to_end() -> None:
    """`run -d ghost ls` is judged by how ls ended, not by how quick the CLI was."""
    daemon = FakeDaemon(described={ID: details()}, ends={ID: 0})
    seen = observe(daemon, create({"Cmd": ["ls"]}), post("start")).container
    assert seen is not None
    assert (seen.status, seen.exit_code) == ("exited", 0)


def test_a_container_on_its_way_out_is_told_as_removed() -> None:
    """`removing` is a moment of --rm, not a state to judge; the code is the daemon's last word."""
    daemon = FakeDaemon(described={ID: details(status="removing", ExitCode=3)}, ends={ID: 3})
    (seen,) = observe(daemon, create({"Cmd": ["ls"]}), post("attach", status=101), post("start"), ended(3)).created
    assert (seen.status, seen.exit_code, seen.name) == ("removed", 3, "blog")
    assert daemon.described == {}


def test_a_wait_that_was_broken_off_tells_no_exit_code() -> None:
    """A CLI that goes first leaves a wait that answers -1 and an error: that is not an end."""
    broken = json.dumps({"Error": {"Message": "context canceled"}, "StatusCode": -1})
    (seen,) = observe(FakeDaemon(), create(), post("start"), post("wait", ID, 200, broken)).created
    assert seen.exit_code is None


@pytest.mark.parametrize("exit_code", [None, 0])
def test_a_server_is_not_waited_for(exit_code: int | None) -> None:
    """Left in the background, or detached with the image's own command: it may run for ever."""
    daemon = FakeDaemon(described={ID: details()})
    assert observe(daemon, create(), post("start"), exit_code=exit_code).created[0].is_running
    assert daemon.waited == []


def test_touched_are_others_once_each_and_never_the_refused() -> None:
    """Named twice is touched once; what was created here is not; what the guard refused is untouched."""
    daemon = FakeDaemon(described={ID: details(), OTHER: details(OTHER, "old"), "old": details(OTHER, "old")})
    refused = Call("POST", "/containers/mine/stop", status=403, refused=True)
    touched = observe(daemon, create(), post("start"), post("stop", "old"), post("exec", OTHER, 201), refused).touched
    assert [one.id for one in touched] == [OTHER]


def test_an_exec_on_a_stopped_container_shows_it_stopped() -> None:
    """A call that failed still tells which container was meant, and how it is."""
    daemon = FakeDaemon(described={"old": details(OTHER, "old", status="exited", ExitCode=0)})
    assert [one.status for one in observe(daemon, post("exec", "old", 409), exit_code=1).touched] == ["exited"]


def test_a_removed_container_is_told_as_it_was_known() -> None:
    """`docker rm` leaves nothing to look at: what was seen before it is told, as removed."""
    before = ContainerSeen(id=OTHER, name="old", image="ghost", status="exited", exit_code=0)
    call = Call("DELETE", "/containers/old", status=204)
    (gone,) = observe(FakeDaemon(), call, known=(before,)).touched
    assert (gone.id, gone.image, gone.status) == (OTHER, "ghost", "removed")
    (unknown,) = observe(FakeDaemon(), call).touched
    assert (unknown.name, unknown.status) == ("old", "removed")


def test_a_container_that_was_never_there_is_not_touched() -> None:
    """`docker rm nosuch` touches nothing."""
    assert observe(FakeDaemon(), Call("DELETE", "/containers/nosuch", status=404), exit_code=1).touched == ()


def test_names_tell_images_from_containers() -> None:
    """Each word is an image, a container, both, or not in the table."""
    other_image = {"Id": "sha256:2222", "RepoTags": ["blog:latest"]}
    pictures = {"ghost": IMAGE, "blog": other_image}
    daemon = FakeDaemon(described={"blog": details(), "shop": details(OTHER, "shop")}, pictures=pictures)
    names = observe(daemon, image_names=("ghost", "blog", "shop", "nosuch", "-it", "a b", "../x", "")).names
    assert names == {"ghost": "image", "blog": "both", "shop": "container"}


def test_a_programs_name_is_not_taken_for_the_beginning_of_an_id() -> None:
    """`df` is found by the daemon where an id begins so; nobody meant that. Four digits may be meant."""
    container = details("df12" + "0" * 60, "blog")
    daemon = FakeDaemon(described={"df": container, "df12": container}, pictures={"df": {"Id": "sha256:df"}})
    assert observe(daemon, image_names=("df", "df12")).names == {"df12": "container"}


@pytest.mark.parametrize("was_known", [False, True])
def test_a_dead_daemon_is_asked_once_at_most(was_known: bool) -> None:  # noqa: FBT001  # a test's parameter
    """What the calls told stands; nothing is raised, and no time is lost on more questions."""
    daemon = FakeDaemon(dead=True)
    calls = (create({"Cmd": ["ls"]}), post("attach", status=101), post("start"), ended(0), post("stop", "old"))
    outcome = observe(daemon, *calls, daemon_lost=was_known, image_names=("ghost",))
    assert outcome.daemon_lost
    assert [(one.status, one.exit_code) for one in outcome.created] == [("exited", 0)]
    assert [one.status for one in outcome.touched] == ["unknown"]
    assert daemon.questions == (0 if was_known else 1)


def test_the_holder_of_a_wanted_port_is_named() -> None:
    """A start that failed over its port: who publishes it, and whether a tutor's command made that one."""
    listed: list[dict[str, Any]] = [
        {"Id": OTHER, "Names": ["/old"], "Ports": [{"PublicPort": 8989}], "Labels": {"docker-tutor.session": "x"}},
        {"Id": "aa", "Names": ["/db"], "Ports": [{"PublicPort": 5432}], "Labels": None},
    ]
    daemon = FakeDaemon(described={ID: details(status="created")}, listed=listed)
    outcome = observe(daemon, create(), post("start", status=500), exit_code=125)
    assert (outcome.port_holder, outcome.port_holder_owned) == ("old", True)
    assert port_holder(cast("docker.APIClient", daemon), 5432) == ("db", False)
    assert port_holder(cast("docker.APIClient", daemon), 1) == ("", False)


def test_bodies_that_are_no_json_are_told_as_unknown() -> None:
    """A body too long to be kept leaves gaps, never a crash."""
    call = Call("POST", "/containers/create", request="", response=json.dumps({"Id": ID}), status=201)
    assert observe(FakeDaemon(), call, post("wait", response="[" * 5000)).created[0].image == ""
    assert observe(FakeDaemon(), Call("POST", "/containers/create", response="no", status=201)).created == ()
