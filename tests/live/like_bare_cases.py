"""Commands to run bare and through the wire: `{image}`, `{up}`, `{ended}` are shared, `{n}` is each run's own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """One command; `before` are run first, bare, with our label where they make something; `stdin` is piped in."""

    line: str
    before: tuple[str, ...] = ()
    stdin: bytes = b""


UP = ("docker run -d --label {label} --name {n} {image} sleep 1000",)
MADE = ("docker create --label {label} --name {n} {image} echo made",)

READING = (
    "docker ps -a --no-trunc --filter name={up}",
    "docker ps -q --filter name={up}",
    "docker ps --filter nonsense=1",
    "docker container ls --format {{.Names}}:{{.Image}} --filter name={up}",
    "docker inspect {up}",
    "docker inspect -f {{.Config.Cmd}} {image}",
    "docker inspect nosuch-thing",
    "docker image inspect {image}",
    "docker images {image}",
    "docker history {image}",
    "docker logs {ended}",
    "docker logs --tail 1 -t {ended}",
    "docker logs nosuch-container",
    "docker top {up}",
    "docker diff {ended}",
    "docker port {up}",
    "docker stats --no-stream --format {{.Name}} {up}",
    "docker events --since 10m --until 1s --filter container={up} --filter event=start",
    "docker wait {ended}",
    "docker export {ended}",
    "docker save {image}",
    "docker cp {ended}:/made -",
    "docker cp {ended}:/nosuch -",
    "docker exec {up} echo hello",
    "docker exec {up} cat /nosuch",
    "docker exec -e A=b -w /bin {up} pwd",
    "docker exec {up} nosuch-program",
    "docker exec {ended} true",
    "docker network ls --filter name=bridge",
    "docker network inspect host",
    "docker volume ls --filter name=nosuch",
    "docker volume inspect nosuch-volume",
    "docker version --format {{.Server.Version}}",
    "docker info --format {{.ServerVersion}}",
    "docker pull 127.0.0.1:1/nosuch",
    "docker run --nosuch-flag {image}",
    "docker run",
    "docker nosuch-command",
    "docker stop nosuch-container",
    "docker rm nosuch-container another",
    "docker kill {ended}",
    "docker rmi nosuch-image",
    "docker tag nosuch-image other",
)

CHANGING = (
    Case("docker run --rm {image} echo hello"),
    Case("docker run --rm {image} sh -c 'echo out; echo err >&2; exit 7'"),
    Case("docker run --rm -i {image} cat", stdin=b"one\ntwo\n\x00\xff" * 1000),
    Case("docker run --rm -i {image} sh", stdin=b"echo $((6 * 7))\nexit 3\n"),
    Case("docker run --rm {image} cat", stdin=b"never read"),
    Case("docker run --rm -t {image} sh -c 'tty; echo x'"),
    Case("docker run --rm -it {image} sh", stdin=b"exit\n"),
    Case("docker run --rm {image} nosuch-program"),
    Case("docker run --rm {image} /bin"),
    Case("docker run --rm --name {up} {image} true"),
    Case("docker run --rm --label mine=1 {image} env"),
    Case("docker run -d --name {n} {image} sleep 100"),
    Case("docker run --rm --entrypoint echo {image} a 'b c'"),
    Case("docker run --rm -v {n}:/data {image} ls /data"),
    Case("docker run --rm nosuch-image-{n}"),
    Case("docker create --name {n} {image} true"),
    Case("docker start -a {n}", MADE),
    Case("docker start {n}", MADE),
    Case("docker start -ai {n}", ("docker create -i --label {label} --name {n} {image} cat",), b"typed\n"),
    Case("docker attach {n}", ("docker run -d --label {label} --name {n} {image} sh -c 'sleep 1; echo end; exit 4'",)),
    Case("docker exec -i {up} cat", stdin=b"in\n"),
    Case("docker exec -t {up} tty"),
    Case("docker exec -d {up} true"),
    Case("docker stop -t 0 {n}", UP),
    Case("docker kill {n}", UP),
    Case("docker restart -t 0 {n}", UP),
    Case("docker pause {n}", UP),
    Case("docker unpause {n}", (*UP, "docker pause {n}")),
    Case("docker rename {n} {n}-renamed", MADE),
    Case("docker update --cpu-shares 512 {n}", UP),
    Case("docker rm {n}", UP),
    Case("docker rm -f {n}", UP),
    Case("docker wait {n}", ("docker run -d --label {label} --name {n} {image} sh -c 'sleep 0.5; exit 5'",)),
    Case("docker commit -m x {n} {n}-image", MADE),
    Case("docker cp - {n}:/", MADE, b""),
    Case("docker cp {folder}/given.txt {n}:/given.txt", MADE),
    Case("docker cp {folder}/nosuch {n}:/", MADE),
    Case("docker cp {ended}:/made {folder}/{n}.txt"),
    Case("docker build --no-cache -t {n}-image {folder}/context"),
    Case("docker build --no-cache -t {n}-image {folder}/broken"),
    Case("docker build {folder}/nosuch"),
    Case("docker import {folder}/small.tar {n}-image"),
    Case("docker load", stdin=b"this is no tar file"),
    Case("docker tag {image} {n}-image"),
    Case("docker volume create {n}"),
    Case("docker volume rm {n}", ("docker volume create --label {label} {n}",)),
    Case("docker network create {n}"),
    Case("docker network rm {n}", ("docker network create --label {label} {n}",)),
    Case("docker network connect none {n}", MADE),
)

PROMPT = rb"# "

# A line, and what to type once what was shown since the last key fits.
IN_A_TERMINAL: tuple[tuple[str, tuple[tuple[bytes, bytes], ...]], ...] = (
    (
        "docker run --rm -it {image} sh",
        ((PROMPT, b"echo $((40 + 2))\r"), (rb"\n42\r\n.*# ", b"tty\r"), (rb"\n/dev/pts/0\r\n.*# ", b"exit 7\r")),
    ),
    ("docker run --rm -t {image} sh -c 'tty; echo x'", ()),
    ("docker exec -it {up} sh", ((PROMPT, b"echo here\r"), (rb"\nhere\r\n.*# ", b"\x04"))),
    ("docker run --rm -i {image} cat", ((rb"", b"line\r"), (rb"line\r\nline\r\n", b"\x04"))),
)

FOR_EACH_CLI = (
    "docker run --rm {image} echo hello",
    "docker run --rm -i {image} cat",
    "docker exec {up} echo hello",
    "docker logs {ended}",
    "docker inspect {up}",
    "docker export {ended}",
    "docker events --since 10m --until 1s --filter container={up} --filter event=start",
    "docker volume create {n}",
    "docker build --no-cache -t {n}-image {folder}/context",
    "docker run --rm nosuch-image-{n}",
    "docker rm nosuch-container another",
)
