"""Lines that would harm what is not the lesson's, or reach into the machine: every spelling, made by chance."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core.reach import Kind

if TYPE_CHECKING:
    import random

    from tests.trust.neighbours import Neighbours, Thing

_CONTAINER = (
    "rm -f", "rm --force", "rm -fv", "container rm -f", "container rm --force=true",
    "stop -t 0", "stop --time=0", "stop -t0", "container stop -t 0",
    "kill", "kill -s KILL", "kill -sTERM", "kill --signal=HUP", "container kill",
    "restart -t 0", "container restart --time 0", "pause", "container pause",
    "start", "container start",
    "update --cpu-shares 512", "update --restart=always", "container update -m 64m",
)  # fmt: skip
_INTO = (
    "exec {} true", "exec -d {} true", "exec -e A=B -u 0 {} true", "container exec --privileged {} true",
    "rename {} {mark}-renamed", "container rename {} {mark}-renamed",
    "cp {file} {}:/file", "container cp {file} {}:/file", "cp -a {file} {}:/",
    "network disconnect bridge {}", "network disconnect -f bridge {}", "network connect {own_network} {}",
    "run --rm --pid container:{} {image} true", "run --rm --pid=container:{} {image} true",
    "run --rm --network container:{} {image} true", "run --rm --net=container:{} {image} true",
    "run --rm --volumes-from {} {image} true", "create --volumes-from={}:ro {image}",
)  # fmt: skip
_IMAGE = (
    "rmi {}", "rmi -f {}", "image rm {}", "image rm --force {}", "image remove {}", "rmi --no-prune {}",
)  # fmt: skip
_IMAGE_NAME = (
    "tag {image} {}", "image tag {image} {}", "commit {own} {}", "container commit {own} {}", "pull {}",
    "image pull -q {}", "run --rm --pull always {} true", "create --pull=always {}", "import {file} {}",
    "build -t {} {context}",
)  # fmt: skip
_VOLUME = (
    "volume rm {}", "volume rm -f {}", "volume remove --force {}",
    "run --rm -v {}:/data {image} true", "run --rm -v{}:/data:rw {image} true", "run --rm --volume={}:/d {image} true",
    "run --rm --mount type=volume,src={},dst=/d {image} true", "run --rm --mount source={},target=/d {image} true",
    "volume create --label {mark}=1 -o type=none -o o=bind -o device=/etc",
    "volume create --label {mark}=1 --opt o=rbind --opt device=etc --opt type=none",
    "volume create --label {mark}=1 --opt=type=overlay --opt device=overlay --opt o=lowerdir=/etc:/usr,upperdir=/x",
    "run --rm --mount Type=volume,Source={},Target=/d {image} true",
    'run --rm --mount \'"source={}",target=/d\' {image} true',
)  # fmt: skip
_NETWORK = ("network rm {}", "network remove {}")
_PRUNES = (
    "container prune -f --filter label={mark}", "container prune --force --filter=label={mark}=1",
    "volume prune -f --filter label={mark}", "network prune -f --filter label={mark}",
    "system prune -f --filter label={mark}", "system prune -af --volumes --filter label={mark}",
    "image prune -af --filter label=n", "image prune --all --force --filter label=n",
)  # fmt: skip
_HOST = (
    "--privileged", "--privileged=true", "--privileged=1", "-v /etc:/x", "-v/etc:/x:ro", "--volume=/:/host",
    "--volume /var/run/docker.sock:/s", "-v //etc:/x", "-v /etc/../root:/x", "-v {folder}/../..:/x",
    "--mount type=bind,source=/etc,target=/x", "--mount type=bind,src=/,dst=/host,readonly",
    "--mount Type=bind,SOURCE=/etc,Target=/x",
    "--mount type=volume,dst=/x,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/etc",
    "--pid host", "--pid=host", "--net host", "--network=host", "--network name=host", "--ipc host", "--ipc=host",
    "--uts host", "--userns=host", "--cap-add ALL", "--cap-add=SYS_ADMIN", "--cap-add cap_sys_admin",
    "--cap-add SYS_MODULE --cap-add sys_time", "--device /dev/null", "--device=/dev/null:/dev/x:r",
    "--device-cgroup-rule 'c 1:3 r'", "--security-opt systempaths=unconfined", "--gpus all",
    "--security-opt=systempaths=unconfined",
)  # fmt: skip
_CLIENT = (
    "-H {host} rm -f {}", "--host={host} stop -t 0 {}", "-H={host} kill {}", "--context default rm -f {}",
    "-c default kill {}", "--config {folder} rm -f {}", "--config={folder} stop -t 0 {}",
    "cp {}:/bin/sh {folder}/sh", "container cp {}:/bin {folder}", "export -o {folder}/tar {}",
    "context use other", "context rm -f other", "login -u me -p secret", "logout",
    "plugin disable -f some", "swarm leave --force", "save -o {folder}/tar {image}",
    "create --cidfile {folder}/id {image} true",
)  # fmt: skip
_GLOBAL = ("", "", "", "-D ", "--debug ", "-l error ", "--log-level=fatal ")


@dataclass(frozen=True, slots=True)
class Destructive:
    """One line. `targets` are the neighbours that it names.

    `on_wire`: the docker command sends it to the daemon through the tutor's own socket, where it must be stopped too.
    The others are not seen there, and only asking beforehand stops them.
    """

    line: str
    targets: tuple[Thing, ...] = ()
    on_wire: bool = True


class Maker:
    """Makes such lines against these neighbours; `words` fills the braces that have a name."""

    def __init__(self, neighbours: Neighbours, choose: random.Random, words: dict[str, str]) -> None:
        self._neighbours = neighbours
        self._choose = choose
        self._words = words
        self._ways = (
            (_CONTAINER, self._all_named), (_INTO, self._one_container), (_IMAGE, self._image),
            (_IMAGE_NAME, self._image_name), (_VOLUME, self._volume), (_NETWORK, self._network),
            (_PRUNES, self._nothing), (_HOST, self._host), (_CLIENT, self._client),
        )  # fmt: skip

    def all_spellings(self) -> list[Destructive]:
        """Each pattern once."""
        return [way(pattern) for patterns, way in self._ways for pattern in patterns]

    def lines(self, count: int) -> list[Destructive]:
        """Each pattern once, the rest by chance, in any order."""
        made = self.all_spellings()
        while len(made) < count:
            patterns, way = self._choose.choice(self._ways)
            made.append(way(self._choose.choice(patterns)))
        self._choose.shuffle(made)
        return made

    def _all_named(self, command: str) -> Destructive:
        """One or two at once, beside one of the lesson's own now and then."""
        things = self._choose.sample(self._neighbours.of(Kind.CONTAINER), self._choose.choice((1, 1, 2)))
        words = [self._reference(one) for one in things]
        return self._line(f"{command} {' '.join(words)}", *things)

    def _one_container(self, pattern: str) -> Destructive:
        thing = self._choose.choice(self._neighbours.of(Kind.CONTAINER)[: self._neighbours.running])
        return self._line(pattern, thing)

    def _image(self, pattern: str) -> Destructive:
        return self._line(pattern, self._choose.choice(self._neighbours.of(Kind.IMAGE)))

    def _image_name(self, pattern: str) -> Destructive:
        thing = self._choose.choice(self._neighbours.of(Kind.IMAGE))
        name = self._choose.choice((thing.name, thing.name.removesuffix(":latest")))
        return self._line(pattern.replace("{}", name), thing)

    def _volume(self, pattern: str) -> Destructive:
        things = [self._choose.choice(self._neighbours.of(Kind.VOLUME))] if "{}" in pattern else []
        return self._line(pattern, *things)

    def _network(self, pattern: str) -> Destructive:
        return self._line(pattern, self._choose.choice(self._neighbours.of(Kind.NETWORK)))

    def _nothing(self, pattern: str) -> Destructive:
        return self._line(pattern)

    def _host(self, flags: str) -> Destructive:
        word = self._choose.choice(("run --rm", "create --rm", "container run --rm"))
        return self._line(f"{word} --label {{mark}}=1 {flags} {{image}} true")

    def _client(self, pattern: str) -> Destructive:
        things = [self._choose.choice(self._neighbours.of(Kind.CONTAINER))] if "{}" in pattern else []
        return self._line(pattern, *things, on_wire=False)

    def _line(self, pattern: str, *things: Thing, on_wire: bool = True) -> Destructive:
        words = pattern
        if "{}" in words:
            words = words.replace("{}", self._reference(things[0]))
        for name, value in self._words.items():
            words = words.replace(f"{{{name}}}", value)
        start = self._choose.choice(_GLOBAL) if on_wire else ""
        return Destructive(f"docker {start}{words}", things, on_wire)

    def _reference(self, thing: Thing) -> str:
        """Its name, its id, or the beginning of its id."""
        if thing.kind is Kind.VOLUME:
            return thing.name
        bare = thing.id.removeprefix("sha256:")
        return self._choose.choice((thing.name, thing.id, bare, bare[:12], bare[: self._choose.randint(12, 40)]))


def arguments(line: str) -> list[str]:
    """The words after `docker`."""
    return shlex.split(line)[1:]
