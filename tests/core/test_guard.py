"""The guard, from a line's parse alone and from a call's parts alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.core.command import parse
from tutor.core.command_values import DockerCommand, FlagUse
from tutor.core.grammar import Extra
from tutor.core.guard import Hit, Kind, Reach, Verb, Way, describe, reaches, reads_only, uses_wire
from tutor.core.guard_calls import EXEC, changed_by
from tutor.core.guard_host import Place
from tutor.core.reach import host_hit, is_allowed
from tutor.core.spans import Span
from tutor.core.texts import fill

HERE = "/home/ada/shop"
PLACE = Place(HERE)
PLUGINS = Extra(commands=frozenset({"compose"}))


def read(line: str) -> tuple[Reach, ...]:
    """What `line` reaches for."""
    return reaches(parse(line, PLUGINS), HERE)


def called(target: str, body: object = None) -> tuple[Reach, ...]:
    """What the call `METHOD /path?query` reaches for."""
    method, _, rest = target.partition(" ")
    path, _, query = rest.partition("?")
    return changed_by(method, path, query, b"" if body is None else json.dumps(body).encode(), PLACE)


def created(**host: object) -> tuple[Reach, ...]:
    """What a create with this HostConfig reaches for."""
    return called("POST /containers/create", {"Image": "ghost", "HostConfig": host})


@pytest.mark.parametrize(
    "line",
    [
        "docker ps -a",
        "docker logs -f web",
        "docker inspect web",
        "docker run -it --rm ghost sh",
        "docker run -p 8989:2368 --name blog ghost",
        "docker run -v /anonymous ghost",
        "docker run -v ./content:/content ghost",
        f"docker run -v {HERE}/content:/content ghost",
        "docker run -v data:/data:ro ghost",
        "docker run --mount type=bind,src=./a,dst=/a ghost",
        "docker run --mount type=tmpfs,dst=/a ghost",
        "docker run --cap-add NET_BIND_SERVICE ghost",
        "docker run --network bridge --pid= ghost",
        "docker run --privileged=false ghost",
        "docker pull ghost@sha256:abc",
        "docker run --pull missing ghost",
        "docker load",
        "docker build .",
        "docker save ghost",
        "docker cp web:/etc/passwd -",
        "docker network create shop",
        "docker volume create data",
        "docker rm --help",
        "docker --version",
        "docker",
        "docker context ls",
        "docker plugin ls",
        "docker attach --no-stdin web",
    ],
)
def test_what_harms_nobody_reaches_for_nothing(line: str) -> None:
    """Lines that read, or make something of their own, never lead to a question."""
    assert read(line) == ()


@pytest.mark.parametrize(
    ("line", "kind", "verb", "names"),
    [
        ("docker rm -f web db", Kind.CONTAINER, Verb.REMOVE, ["web", "db"]),
        ("docker container rm web", Kind.CONTAINER, Verb.REMOVE, ["web"]),
        ("docker stop -t 1 web", Kind.CONTAINER, Verb.STOP, ["web"]),
        ("docker stop web -t 1", Kind.CONTAINER, Verb.STOP, ["web"]),
        ("docker kill -s HUP web", Kind.CONTAINER, Verb.KILL, ["web"]),
        ("docker restart web", Kind.CONTAINER, Verb.RESTART, ["web"]),
        ("docker start -ai web", Kind.CONTAINER, Verb.START, ["web"]),
        ("docker pause web", Kind.CONTAINER, Verb.PAUSE, ["web"]),
        ("docker unpause web", Kind.CONTAINER, Verb.UNPAUSE, ["web"]),
        ("docker rename web shop", Kind.CONTAINER, Verb.RENAME, ["web"]),
        ("docker update --cpus 1 web", Kind.CONTAINER, Verb.UPDATE, ["web"]),
        ("docker exec -it web sh", Kind.CONTAINER, Verb.ENTER, ["web"]),
        ("docker attach web", Kind.CONTAINER, Verb.ENTER, ["web"]),
        ("docker cp ./a web:/a", Kind.CONTAINER, Verb.WRITE, ["web"]),
        ("docker rmi ghost", Kind.IMAGE, Verb.REMOVE, ["ghost"]),
        ("docker image rm ghost", Kind.IMAGE, Verb.REMOVE, ["ghost"]),
        ("docker push ghost", Kind.IMAGE, Verb.PUSH, ["ghost"]),
        ("docker tag a b:2", Kind.IMAGE, Verb.REPLACE, ["b:2"]),
        ("docker commit web shop", Kind.IMAGE, Verb.REPLACE, ["shop"]),
        ("docker build -t a -t b .", Kind.IMAGE, Verb.REPLACE, ["a", "b"]),
        ("docker pull ghost", Kind.IMAGE, Verb.PULL, ["ghost"]),
        ("docker pull -a ghost", Kind.IMAGE, Verb.PULL, ["ghost:*"]),
        ("docker run --pull always ghost ls", Kind.IMAGE, Verb.PULL, ["ghost"]),
        ("docker create --pull=always ghost", Kind.IMAGE, Verb.PULL, ["ghost"]),
        ("docker load -i all.tar", Kind.IMAGE, Verb.LOAD, [f"{HERE}/all.tar"]),
        ("docker image load --input=/srv/all.tar", Kind.IMAGE, Verb.LOAD, ["/srv/all.tar"]),
        ("docker volume rm data", Kind.VOLUME, Verb.REMOVE, ["data"]),
        ("docker network rm shop", Kind.NETWORK, Verb.REMOVE, ["shop"]),
        ("docker network connect shop web", Kind.CONTAINER, Verb.CONNECT, ["web"]),
        ("docker network disconnect -f shop web", Kind.CONTAINER, Verb.DISCONNECT, ["web"]),
        ("docker run -v data:/data ghost", Kind.VOLUME, Verb.WRITE, ["data"]),
        ("docker run --volumes-from web:ro ghost", Kind.CONTAINER, Verb.JOIN, ["web"]),
        ("docker run --pid container:web ghost", Kind.CONTAINER, Verb.JOIN, ["web"]),
    ],
)
def test_changed_objects_are_named(line: str, kind: Kind, verb: Verb, names: list[str]) -> None:
    """Each thing that a line would change comes with its kind, what is done to it, and its name as typed."""
    assert [(one.kind, one.verb, one.name) for one in read(line)] == [(kind, verb, name) for name in names]


@pytest.mark.parametrize(
    ("line", "detail", "body"),
    [
        ("docker run --privileged ghost", "privileged", {"Privileged": True}),
        ("docker run -v /etc:/x ghost", "mount /etc", {"Binds": ["/etc:/x"]}),
        ("docker run -v ../x:/x ghost", "mount /home/ada/x", {"Binds": ["/home/ada/x:/x"]}),
        ("docker run -v /etc:/x:ro ghost", "mount /etc", {"Binds": ["/etc:/x:ro"]}),
        (
            "docker run --mount type=bind,source=/etc,target=/x ghost",
            "mount /etc",
            {"Mounts": [{"Type": "bind", "Source": "/etc", "Target": "/x"}]},
        ),
        (
            """docker run --mount 'Type=Bind,"SOURCE=/etc",Target=/x' ghost""",
            "mount /etc",
            {"Mounts": [{"Type": "bind", "Source": "/etc", "Target": "/x"}]},
        ),
        ("docker run --gpus all ghost", "device gpu", {"DeviceRequests": [{"Count": -1}]}),
        (
            "docker run --mount src=v,dst=/x,volume-opt=type=none,volume-opt=device=/etc,readonly ghost",
            "mount /etc",
            {
                "Mounts": [
                    {
                        "Type": "volume",
                        "Source": "v",
                        "ReadOnly": True,
                        "VolumeOptions": {"DriverConfig": {"Options": {"device": "/etc"}}},
                    }
                ]
            },
        ),
        (
            "docker run -v /var/run/docker.sock:/var/run/docker.sock ghost",
            "socket /var/run/docker.sock",
            {"Binds": ["/var/run/docker.sock:/var/run/docker.sock"]},
        ),
        ("docker run --pid=host ghost", "namespace processes", {"PidMode": "host"}),
        ("docker run --net host ghost", "namespace network", {"NetworkMode": "host"}),
        ("docker run --network name=host ghost", "namespace network", {"NetworkMode": "host"}),
        ("docker run --ipc host ghost", "namespace shared memory", {"IpcMode": "host"}),
        ("docker run --uts host ghost", "namespace host name", {"UTSMode": "host"}),
        ("docker run --userns host ghost", "namespace users", {"UsernsMode": "host"}),
        ("docker run --device /dev/sda:/dev/x ghost", "device /dev/sda", {"Devices": [{"PathOnHost": "/dev/sda"}]}),
        ("docker run --cap-add sys_admin ghost", "capability SYS_ADMIN", {"CapAdd": ["CAP_SYS_ADMIN"]}),
        ("docker run --cap-add ALL ghost", "capability ALL", {"CapAdd": ["ALL"]}),
        ("docker run --security-opt systempaths=unconfined ghost", "protection", {"MaskedPaths": []}),
    ],
)
def test_reaches_into_the_machine_are_the_same_typed_and_sent(line: str, detail: str, body: dict[str, object]) -> None:
    """A yes to what was typed fits what is then sent: both give one and the same detail."""
    assert [one.detail for one in read(line)] == [detail]
    assert [one.detail for one in created(**body)] == [detail]


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ("docker save -o all.tar ghost", f"file {HERE}/all.tar"),
        ("docker export -o /tmp/x web", "file /tmp/x"),
        ("docker cp web:/a b", f"file {HERE}/b"),
        ("docker cp web:/a ./b:c", f"file {HERE}/b:c"),
        ("docker build --iidfile id .", f"file {HERE}/id"),
        ("docker build -o type=local,dest=out .", f"file {HERE}/out"),
        ("docker run --cidfile id ghost", f"file {HERE}/id"),
        ("docker context use far", "settings context use"),
        ("docker login", "settings login"),
        ("docker logout", "settings logout"),
        ("docker plugin install x", "daemon plugins"),
        ("docker swarm init", "daemon swarm"),
        ("docker service rm web", "daemon swarm"),
        ("docker compose up -d", "program compose"),
        ("docker builder prune", "cache"),
        ("docker volume create -o type=none -o device=/etc -o o=bind v", "mount /etc"),
        ("docker build --network host .", "namespace network"),
        ("docker build --pull .", "pull --pull"),
        ("docker -H tcp://far run ghost", "elsewhere -H"),
        ("docker --context far rm web", "elsewhere --context"),
        ("docker --config /x attach web", "elsewhere --config"),
    ],
)
def test_what_the_wire_cannot_see_is_told_from_the_words(line: str, detail: str) -> None:
    """Files written here, settings, plugins and other daemons are judged before the line runs."""
    assert [(one.kind, one.detail) for one in read(line)] == [(Kind.HOST, detail)]


def test_a_root_folder_gives_nothing_away() -> None:
    """Where the learner works in /, a mount of any folder is still a question."""
    assert [one.detail for one in reaches(parse("docker run -v /etc:/x ghost"), "/")] == ["mount /etc"]


def test_links_are_followed_where_the_caller_can() -> None:
    """A link within the folder that leads out of it counts as what it leads to."""
    real = {f"{HERE}/./link": "/etc", HERE: HERE}.__getitem__
    found = reaches(parse("docker run -v ./link:/x ghost"), HERE, real)
    assert [one.detail for one in found] == ["mount /etc"]


def test_spans_point_at_the_typed_words() -> None:
    """Every reach of a line says where it stands in it."""
    line = "docker run --privileged -v /etc:/x --pid host ghost"
    spans = [one.span for one in read(line)]
    assert [line[span.start : span.end] for span in spans if span] == ["--privileged", "/etc:/x", "host"]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("docker container prune -f", [(Kind.CONTAINER, ())]),
        ("docker image prune", [(Kind.IMAGE, (("dangling", ("true",)),))]),
        ("docker image prune -a", [(Kind.IMAGE, (("dangling", ("false",)),))]),
        ("docker volume prune -a", [(Kind.VOLUME, (("all", ("true",)),))]),
        (
            "docker network prune --filter label=a=b --filter label=c",
            [(Kind.NETWORK, (("label", ("a=b", "c")),))],
        ),
    ],
)
def test_prunes_come_with_their_filters(line: str, wanted: list[tuple[Kind, object]]) -> None:
    """A prune names nothing; its filters say what it would take."""
    assert [(one.kind, one.filters) for one in read(line) if one.verb is Verb.PRUNE] == wanted


def test_a_system_prune_is_all_of_its_prunes() -> None:
    """It reaches for containers, networks and images, for volumes if asked, and for the build cache."""
    kinds = [one.kind for one in read("docker system prune -a --volumes")]
    assert kinds == [Kind.CONTAINER, Kind.NETWORK, Kind.IMAGE, Kind.VOLUME, Kind.HOST]


@pytest.mark.parametrize(
    ("line", "on_wire"),
    [
        ("docker ps", True),
        ("docker run ghost", True),
        ("docker -D ps", True),
        ("docker login", True),
        ("docker", False),
        ("docker --version", False),
        ("docker --help", False),
        ("docker run --help", False),
        ("docker help run", False),
        ("docker context ls", False),
        ("docker -H tcp://far ps", False),
        ("docker --context far ps", False),
        ("docker --config /x ps", False),
        ("docker --tls ps", False),
    ],
)
def test_which_lines_use_the_wire(line: str, *, on_wire: bool) -> None:
    """All do but those that the CLI answers alone and those that name a daemon themselves."""
    assert uses_wire(parse(line)) is on_wire


def test_reading_elsewhere_is_free() -> None:
    """On another daemon what only reads runs, and all else is asked."""
    assert read("docker -H tcp://far ps") == ()
    assert reads_only(parse("docker images"))
    assert not reads_only(parse("docker attach web"))


def test_a_command_nobody_knows_is_asked_about() -> None:
    """A new command of docker's, or a plugin's, is not taken for harmless."""
    odd = DockerCommand("docker frob x", "frob", (), (), (), (), ())
    assert [one.detail for one in reaches(odd, HERE)] == ["program frob"]


def test_any_use_of_a_flag_counts() -> None:
    """A mount is seen whichever of several it is."""
    uses = tuple(FlagUse("volume", value, "-v", Span(0, 1)) for value in ("./a:/a", "/etc:/b", "/c"))
    command = DockerCommand("", "run", (), (), uses, (), ())
    assert [one.detail for one in reaches(command, HERE)] == ["mount /etc"]


@pytest.mark.parametrize(
    "target",
    [
        "GET /containers/web/json",
        "HEAD /_ping",
        "GET /containers/web/export",
        "POST /containers/web/wait",
        "POST /containers/web/resize?h=1&w=2",
        "POST /containers/web/attach?stream=1&stdout=1",
        "POST /containers/web/attach?stdin=0&stream=1",
        "POST /exec/abc/resize",
        "POST /images/create?fromImage=ghost&tag=sha256%3Aabc",
        "POST /images/create?fromImage=ghost%40sha256%3Aabc",
        "POST /images/load",
        "POST /build?t=",
        "POST /networks/create",
        "POST /volumes/create",
        "POST /auth",
        "POST /session",
        "POST /commit?container=web",
    ],
)
def test_calls_that_change_nothing_foreign_pass(target: str) -> None:
    """Reading, waiting, looking on, and making something new are nobody's business."""
    assert [one for one in called(target) if one.name] == []


@pytest.mark.parametrize(
    ("target", "kind", "verb", "name"),
    [
        ("DELETE /containers/web?force=1", Kind.CONTAINER, Verb.REMOVE, "web"),
        ("POST /containers/web/stop?t=1", Kind.CONTAINER, Verb.STOP, "web"),
        ("POST /containers/web/kill", Kind.CONTAINER, Verb.KILL, "web"),
        ("POST /containers/web/restart", Kind.CONTAINER, Verb.RESTART, "web"),
        ("POST /containers/web/start", Kind.CONTAINER, Verb.START, "web"),
        ("POST /containers/web/rename?name=x", Kind.CONTAINER, Verb.RENAME, "web"),
        ("POST /containers/web/update", Kind.CONTAINER, Verb.UPDATE, "web"),
        ("POST /containers/web/exec", Kind.CONTAINER, Verb.ENTER, "web"),
        ("POST /containers/web/attach?stdin=1&stream=1", Kind.CONTAINER, Verb.ENTER, "web"),
        ("POST /containers/web/something-new", Kind.CONTAINER, Verb.CHANGE, "web"),
        ("PUT /containers/web/archive?path=/", Kind.CONTAINER, Verb.WRITE, "web"),
        ("POST /exec/abc/start", Kind.CONTAINER, Verb.ENTER, f"{EXEC}abc"),
        ("DELETE /images/docker.io/library/ghost:5", Kind.IMAGE, Verb.REMOVE, "docker.io/library/ghost:5"),
        ("DELETE /images/sha256%3Aabc", Kind.IMAGE, Verb.REMOVE, "sha256:abc"),
        ("POST /images/create?fromImage=ghost&tag=latest", Kind.IMAGE, Verb.PULL, "ghost:latest"),
        (
            "POST /images/create?fromImage=localhost%3A5000%2Fghost&tag=5",
            Kind.IMAGE,
            Verb.PULL,
            "localhost:5000/ghost:5",
        ),
        ("POST /images/create?fromImage=localhost%3A5000%2Fghost", Kind.IMAGE, Verb.PULL, "localhost:5000/ghost:*"),
        ("POST /images/create?fromImage=ghost%3A5", Kind.IMAGE, Verb.PULL, "ghost:5"),
        ("POST /images/a/b/push?tag=2", Kind.IMAGE, Verb.PUSH, "a/b:2"),
        ("POST /images/a/tag?repo=b&tag=2", Kind.IMAGE, Verb.REPLACE, "b:2"),
        ("POST /commit?container=web&repo=shop", Kind.IMAGE, Verb.REPLACE, "shop"),
        ("POST /images/create?fromSrc=-&repo=shop", Kind.IMAGE, Verb.REPLACE, "shop"),
        ("POST /build?t=shop", Kind.IMAGE, Verb.REPLACE, "shop"),
        ("DELETE /volumes/data", Kind.VOLUME, Verb.REMOVE, "data"),
        ("DELETE /networks/shop", Kind.NETWORK, Verb.REMOVE, "shop"),
    ],
)
def test_calls_that_change_something_name_it(target: str, kind: Kind, verb: Verb, name: str) -> None:
    """The wire sees from a call alone what it would change, and fails closed on a container's unknown verbs."""
    assert [(one.kind, one.verb, one.name) for one in called(target)] == [(kind, verb, name)]


@pytest.mark.parametrize(
    ("target", "detail"),
    [
        ("POST /swarm/init", "daemon swarm"),
        ("DELETE /nodes/x", "daemon swarm"),
        ("POST /plugins/pull?remote=x", "daemon plugins"),
        ("POST /build/prune", "cache"),
        ("POST /frobnicate", "daemon frobnicate"),
        ("POST /containers", "daemon containers"),
        ("POST /build?networkmode=host", "namespace network"),
    ],
)
def test_calls_to_the_daemon_itself_are_its_own_kind(target: str, detail: str) -> None:
    """Settings of the daemon, and paths that nobody knows, need a yes."""
    assert [one.detail for one in called(target)] == [detail]


def test_a_network_call_is_about_the_container_in_its_body() -> None:
    """What a connect changes is the container."""
    found = called("POST /networks/shop/connect", {"Container": "web"})
    assert [(one.verb, one.name) for one in found] == [(Verb.CONNECT, "web")]


def test_an_exec_may_reach_further() -> None:
    """A privileged exec is both: into the container, and into the machine."""
    found = called("POST /containers/web/exec", {"Privileged": True})
    assert [one.detail for one in found] == ["", "privileged"]


@pytest.mark.parametrize("filters", ['{"label":["a=b"]}', '{"label":{"a=b":true}}'])
def test_a_prune_call_has_its_filters(filters: str) -> None:
    """Both ways of writing filters are read."""
    (found,) = called(f"POST /volumes/prune?filters={filters}")
    assert (found.kind, found.verb, found.filters) == (Kind.VOLUME, Verb.PRUNE, (("label", ("a=b",)),))


@given(st.sampled_from(["POST", "PUT", "DELETE", "PATCH"]), st.text(), st.text(), st.binary())
def test_no_call_crashes_the_guard(method: str, path: str, query: str, body: bytes) -> None:
    """Whatever comes, the answer is a tuple of reaches."""
    assert all(isinstance(one, Reach) for one in changed_by(method, "/" + path, query, body, PLACE))


FIELD = st.sampled_from(["HostConfig", "Binds", "Mounts", "Devices", "CapAdd", "Type", "Source", "VolumeOptions"])
JSON = st.recursive(
    st.none() | st.booleans() | st.text(), lambda more: st.lists(more) | st.dictionaries(FIELD, more), max_leaves=20
)


@given(st.dictionaries(FIELD, JSON))
def test_no_body_crashes_the_guard(body: dict[str, object]) -> None:
    """Fields of any type are read as far as they make sense."""
    assert all(isinstance(one, Reach) for one in called("POST /containers/create", {"HostConfig": body, **body}))


def test_a_yes_covers_the_same_thing_only() -> None:
    """By full id, or by the very way into the machine; the verb does not matter."""
    yes = frozenset({Hit(Kind.CONTAINER, "abc", "web", "stop"), Hit(Kind.HOST, "", "/etc", "mount", "mount /etc")})
    assert is_allowed(Hit(Kind.CONTAINER, "abc", "other-name", "remove"), yes)
    assert is_allowed(Hit(Kind.HOST, "", "/etc", "mount", "mount /etc"), yes)
    assert not is_allowed(Hit(Kind.CONTAINER, "abd", "web", "stop"), yes)
    assert not is_allowed(Hit(Kind.HOST, "", "/", "mount", "mount /"), yes)


@pytest.mark.parametrize("verb", [verb for verb in Verb if verb not in {Verb.PRUNE, Verb.LOAD}])
def test_every_verb_has_its_sentence(verb: Verb) -> None:
    """A hit can be told in words, its name among them."""
    assert "web" in fill(describe(Hit(Kind.CONTAINER, "abc", "web", verb.value)))


@pytest.mark.parametrize("way", Way)
def test_every_way_has_its_sentence(way: Way) -> None:
    """So can each way into the machine."""
    hit = host_hit(Reach(Kind.HOST, Verb.CHANGE, "x", None, f"{way.value} x"))
    assert fill(describe(hit))


@pytest.mark.parametrize(
    ("options", "details"),
    [
        ({"type": "none", "o": "bind", "device": "/etc"}, ["mount /etc"]),
        ({"type": "none", "o": "rbind", "device": "etc"}, ["mount /etc"]),
        ({"type": "ext4", "device": "/dev/sda1"}, ["mount /dev/sda1"]),
        (
            {"type": "overlay", "device": "overlay", "o": "lowerdir=/a:/b,upperdir=/c"},
            ["mount /a", "mount /b", "mount /c"],
        ),
        ({"type": "tmpfs", "device": "tmpfs", "o": "size=100m,uid=1000"}, []),
    ],
)
def test_a_volume_that_is_a_mount_by_another_name(options: dict[str, str], details: list[str]) -> None:
    """As typed and as called: what mount(8) would be given of this machine is told."""
    flags = " ".join(f"--opt {name}={value}" for name, value in options.items())
    assert [reach.detail for reach in read(f"docker volume create {flags}")] == details
    assert [reach.detail for reach in called("POST /volumes/create", {"DriverOpts": options})] == details
