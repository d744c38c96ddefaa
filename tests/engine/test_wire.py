"""The wire, between a client and a daemon made for each test."""

from __future__ import annotations

import json
import socket
import stat
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engine.upstream import PATIENCE, Talk, Upstream
from tutor.core.guard import Hit, Kind
from tutor.engine.endpoint import Endpoint
from tutor.engine.wire import Line, Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SESSION = "s-1"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
PING = b"GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n"


@contextmanager
def line_to(folder: Path, script: Callable[[Talk], None], *allowed: Hit) -> Iterator[tuple[Line, Upstream]]:
    """A line to a daemon that follows `script` on each connection."""
    with (
        Upstream(folder / "up", script) as up,
        Wire(up.endpoint, SESSION, folder / "w") as wire,
        wire.open(allowed) as line,
    ):
        yield line, up


@contextmanager
def dialed(line: Line) -> Iterator[socket.socket]:
    """A client's connection on the line."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(PATIENCE)
        client.connect(line.docker_host.removeprefix("unix://"))
        yield client


def everything(client: socket.socket) -> bytes:
    """All until the other side ends."""
    found = b""
    while data := client.recv(1 << 16):
        found += data
    return found


def exactly(client: socket.socket, wanted: bytes) -> None:
    """The next bytes are these."""
    found = b""
    while len(found) < len(wanted):
        more = client.recv(len(wanted) - len(found))
        if not more:
            break
        found += more
    assert found == wanted


def answering(*answers: bytes) -> Callable[[Talk], None]:
    """A daemon that gives one answer after the other, each to one request, then closes."""

    def script(talk: Talk) -> None:
        for answer in answers:
            if not talk.request():
                return
            talk.send(answer)

    return script


def post(path: str, body: bytes = b"", kind: bytes = b"application/json") -> bytes:
    """A POST as the CLI sends it: with an empty Host."""
    head = b"POST %s HTTP/1.1\r\nHost: \r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
    return head % (path.encode(), kind, len(body)) + body


def answered(answers: dict[str, bytes]) -> Callable[[Talk], None]:
    """A daemon that answers by the request's first line without the protocol; 404 to all else."""

    def script(talk: Talk) -> None:
        while request := talk.request():
            first = request.split(b"\r\n")[0].rpartition(b" ")[0].decode()
            talk.send(answers.get(first, json_answer({"message": "no such thing"}, 404)))

    return script


def json_answer(value: object, status: int = 200) -> bytes:
    """An answer with this value."""
    body = json.dumps(value).encode()
    head = b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % (status, len(body)) + body


def described(name: str, *, owned: bool) -> bytes:
    """What the daemon says of a container."""
    labels = {"docker-tutor.session": "any"} if owned else None
    return json_answer(
        {"Id": f"id-of-{name}", "Name": f"/{name}", "Image": "id-of-image", "Config": {"Labels": labels}}
    )


def body_of(received: bytes) -> bytes:
    """The body of the one request that was received."""
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"content-length: %d" % len(body) in head.lower()
    return body


def test_an_answer_passes_unchanged_and_is_written_down(tmp_path: Path) -> None:
    """Bytes both ways are the same; the call has no version in its path, its query, status, body and times."""
    request = b"GET /v1.41/containers/json?all=1 HTTP/1.1\r\nHost: docker\r\nx-odd:  1\r\n\r\n"
    with line_to(tmp_path, answering(OK)) as (line, up):
        with dialed(line) as client:
            client.sendall(request)
            assert everything(client) == OK
        assert bytes(up.received) == request
        (call,) = line.calls()
    assert (call.method, call.path, call.query, call.status, call.response) == (
        "GET",
        "/containers/json",
        "all=1",
        200,
        "{}",
    )
    assert 0 < call.started <= call.ended
    assert not call.refused


def test_answers_may_come_byte_by_byte(tmp_path: Path) -> None:
    """A chunked answer in single bytes, to a request in single bytes, is read and passed on."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer += b"3\r\n[1,\r\n3;x=y\r\n 2]\r\n0\r\n\r\n"

    def script(talk: Talk) -> None:
        talk.request()
        talk.send_bytewise(answer)
        talk.request()

    with line_to(tmp_path, script) as (line, _), dialed(line) as client:
        for place in range(len(PING)):
            client.sendall(PING[place : place + 1])
        exactly(client, answer)
        assert [(call.status, call.response) for call in line.calls()] == [(200, "[1, 2]")]


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        (b"HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"),
        (b"GET", b"HTTP/1.1 204 No Content\r\n\r\n"),
        (b"GET", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n"),
    ],
)
def test_answers_without_a_body_end_with_their_head(tmp_path: Path, method: bytes, answer: bytes) -> None:
    """HEAD, 204 and 304 have no body, whatever length they give: the next call on the connection is read right."""
    with line_to(tmp_path, answering(answer, OK)) as (line, _), dialed(line) as client:
        client.sendall(PING.replace(b"GET", method))
        exactly(client, answer)
        client.sendall(PING)
        assert everything(client) == OK
        assert [call.response for call in line.calls()] == ["", "{}"]


def test_two_requests_in_one_packet_are_two_calls(tmp_path: Path) -> None:
    """What follows a request's end belongs to the next one."""
    with line_to(tmp_path, answering(OK, OK)) as (line, up), dialed(line) as client:
        client.sendall(PING + PING)
        assert everything(client) == OK + OK
        assert bytes(up.received) == PING + PING
        assert [call.status for call in line.calls()] == [200, 200]


def test_secrets_go_through_and_are_not_kept(tmp_path: Path) -> None:
    """The daemon gets a password and a registry's credentials; what is written down of the call has neither."""
    body = json.dumps({"Image": "x", "Env": ["DB_PASSWORD=hunter2", "A=B"]}).encode()
    request = post("/v1.41/containers/create?token=hunter3", body).replace(
        b"\r\n", b"\r\nX-Registry-Auth: aHVudGVyNA\r\n", 1
    )
    with line_to(tmp_path, answering(OK)) as (line, up), dialed(line) as client:
        client.sendall(request)
        assert everything(client) == OK
        (call,) = line.calls()
    assert all(secret in up.received for secret in (b"hunter2", b"hunter3", b"aHVudGVyNA"))
    assert not [secret for secret in ("hunter2", "hunter3", "aHVudGVyNA") if secret in repr(call)]
    assert "A=B" in call.request


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (
            b"Connection: Upgrade\r\nUpgrade: tcp\r\n",
            b"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n",
        ),
        (b"", b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"),
    ],
)
def test_after_an_upgrade_all_is_raw_and_half_closes_pass(tmp_path: Path, asked: bytes, answer: bytes) -> None:
    """What looks like a request is none any more; the end of input reaches the daemon while output still comes."""

    def script(talk: Talk) -> None:
        talk.request()
        talk.send(answer + b"early")
        while talk.receive():
            pass
        talk.send(b"late \x00\xff")

    request = b"POST /containers/web/attach?stdout=1 HTTP/1.1\r\nHost: \r\n" + asked + b"\r\n"
    raw = b"DELETE /containers/web HTTP/1.1\r\nHost: x\r\n\r\n\x00\xff"
    with line_to(tmp_path, script) as (line, up), dialed(line) as client:
        client.sendall(request)
        exactly(client, answer + b"early")
        client.sendall(raw)
        client.shutdown(socket.SHUT_WR)
        assert everything(client) == b"late \x00\xff"
        assert bytes(up.received) == request + raw
        (call,) = line.calls()
        assert call.path == "/containers/web/attach"
        assert (call.sent, call.received) == (len(raw), len(b"early" + b"late \x00\xff"))
        assert not line.daemon_lost


def test_the_daemons_half_close_passes(tmp_path: Path) -> None:
    """A raw stream whose output has ended still takes input."""
    heard: list[bytes] = []
    done = threading.Event()

    def script(talk: Talk) -> None:
        talk.request()
        talk.send(b"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nall")
        talk.line.shutdown(socket.SHUT_WR)
        while data := talk.receive():
            heard.append(data)
        done.set()

    with line_to(tmp_path, script) as (line, _), dialed(line) as client:
        client.sendall(b"POST /session HTTP/1.1\r\nHost: \r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
        assert everything(client).endswith(b"all")
        client.sendall(b"still here")
        client.shutdown(socket.SHUT_WR)
        assert done.wait(PATIENCE)
        assert b"".join(heard) == b"still here"


@pytest.mark.parametrize(
    "answer", [b"no HTTP at all\r\n\r\n\x00", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx"]
)
def test_what_cannot_be_read_passes_all_the_same(tmp_path: Path, answer: bytes) -> None:
    """A parser's error never stops the bytes of an answer."""
    with line_to(tmp_path, answering(answer)) as (line, _), dialed(line) as client:
        client.sendall(PING)
        assert everything(client) == answer
        assert len(line.calls()) == 1


@pytest.mark.parametrize(
    "request_", [b"\x16\x03\x01 what\r\n\r\n", b"DELETE /containers/a b HTTP/1.1\r\n\r\n", b"GET /_pi"]
)
def test_a_request_that_cannot_be_read_is_refused(tmp_path: Path, request_: bytes) -> None:
    """What the guard cannot read does not reach the daemon, and the line goes on for others."""
    with line_to(tmp_path, answering(OK)) as (line, up):
        with dialed(line) as client:
            client.sendall(request_)
            client.shutdown(socket.SHUT_WR)
            assert everything(client).startswith(b"HTTP/1.1 400 ")
        assert bytes(up.received) == b""
        with dialed(line) as client:
            client.sendall(PING)
            assert everything(client) == OK


def test_a_create_is_labelled(tmp_path: Path) -> None:
    """The label joins the learner's own; all else in the body keeps its value, and the length fits."""
    asked = {"Image": "ghöst", "Labels": {"mine": "1"}, "HostConfig": {"Memory": 2**53 + 1}, "Cmd": None}
    with line_to(tmp_path, answering(OK)) as (line, up), dialed(line) as client:
        client.sendall(post("/v1.41/containers/create?name=web", json.dumps(asked).encode()))
        assert everything(client) == OK
        labels = {"mine": "1", "docker-tutor.session": SESSION}
        assert json.loads(body_of(bytes(up.received))) == {**asked, "Labels": labels}
        assert json.loads(line.calls()[0].request) == asked


@pytest.mark.parametrize("path", ["/containers/create", "/volumes/create", "/v1.50/networks/create"])
def test_everything_that_is_made_is_labelled(tmp_path: Path, path: str) -> None:
    """Containers, volumes and networks, also where there were no labels, with head and body in separate packets."""
    head, _, body = post(path, b'{"Labels": null}').partition(b"\r\n\r\n")
    with line_to(tmp_path, answering(OK)) as (line, up), dialed(line) as client:
        client.sendall(head + b"\r\n\r\n")
        client.sendall(body)
        assert everything(client) == OK
        assert json.loads(body_of(bytes(up.received))) == {"Labels": {"docker-tutor.session": SESSION}}


def test_a_chunked_create_is_labelled(tmp_path: Path) -> None:
    """However a body is framed, it goes on whole with its length."""
    request = b"POST /containers/create HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    request += b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
    with line_to(tmp_path, answering(OK)) as (line, up), dialed(line) as client:
        client.sendall(request)
        assert everything(client) == OK
        assert b"chunked" not in up.received
        assert json.loads(body_of(bytes(up.received))) == {"Labels": {"docker-tutor.session": SESSION}}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"Labels": [1]}', b"\xff", b"[" * 100_000])
def test_a_create_that_cannot_be_labelled_is_refused(tmp_path: Path, body: bytes) -> None:
    """It never goes on unlabelled."""
    with line_to(tmp_path, answering(OK)) as (line, up), dialed(line) as client:
        client.sendall(post("/containers/create", body))
        head, _, answer = everything(client).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
        assert json.loads(answer)["message"].startswith("stopped by docker-tutor: ")
        assert bytes(up.received) == b""
        assert [call.refused for call in line.calls()] == [True]


def test_a_body_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """More than 1 MiB is not held, and what is not held cannot be labelled; the client gets to read why."""
    with line_to(tmp_path, answering(OK)) as (line, up), dialed(line) as client:
        sender = threading.Thread(target=client.sendall, args=(post("/containers/create", b" " * 3_000_000),))
        sender.start()
        assert everything(client).startswith(b"HTTP/1.1 413 ")
        sender.join(PATIENCE)
        assert not sender.is_alive()
        assert bytes(up.received) == b""


@pytest.mark.parametrize(
    ("target", "added"),
    [
        ("/v1.41/commit?container=web&repo=", "&changes=LABEL+docker-tutor.session%3Ds-1"),
        ("/images/create?fromSrc=-", "&changes=LABEL+docker-tutor.session%3Ds-1"),
        ("/images/create?fromImage=ghost&tag=sha256%3Aab", ""),
        ("/build?t=&labels=%7B%7D", ""),
    ],
)
def test_made_images_are_labelled_where_nobody_sees_it(tmp_path: Path, target: str, added: str) -> None:
    """A commit and an import are; a pull makes nothing, and the classic builder would print one more step."""
    with line_to(tmp_path, answering(OK)) as (line, up), dialed(line) as client:
        client.sendall(post(target, b"{}"))
        assert everything(client) == OK
        assert bytes(up.received) == post(target + added, b"{}")


def test_a_buildkit_build_is_labelled_beside_its_own_labels(tmp_path: Path) -> None:
    """There a label is no step of its own."""
    with line_to(tmp_path, answering(OK)) as (line, up), dialed(line) as client:
        client.sendall(post("/build?version=2&labels=%7B%22a%22%3A%22b%22%7D", b""))
        assert everything(client) == OK
        assert b"labels=%7B%22a%22%3A+%22b%22%2C+%22docker-tutor.session%22%3A+%22s-1%22%7D" in up.received


def test_a_streamed_body_goes_on_as_it_comes(tmp_path: Path) -> None:
    """The daemon has the first half of a load before the second is sent."""
    half = threading.Event()

    def script(talk: Talk) -> None:
        found = b""
        while not found.endswith(b"first"):
            found += talk.receive()
        half.set()
        while not found.endswith(b"second"):
            found += talk.receive()
        talk.send(OK)

    with line_to(tmp_path, script) as (line, _), dialed(line) as client:
        client.sendall(b"POST /images/load HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nfirst")
        assert half.wait(PATIENCE)
        client.sendall(b"second")
        assert everything(client) == OK


def test_who_waits_to_be_told_to_go_on_is_told(tmp_path: Path) -> None:
    """A client that sends `Expect: 100-continue` gets its body held like any other."""
    with line_to(tmp_path, answering(OK)) as (line, up), dialed(line) as client:
        head = b"POST /containers/create HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        client.sendall(head)
        exactly(client, b"HTTP/1.1 100 Continue\r\n\r\n")
        client.sendall(b"{}")
        assert everything(client) == OK
        assert b"expect" not in bytes(up.received).lower()


@pytest.mark.parametrize("call", ["POST /containers/web/stop", "DELETE /containers/web", "POST /containers/web/exec"])
def test_what_is_foreign_is_refused(tmp_path: Path, call: str) -> None:
    """403 with the thing's name; the daemon is only asked whose it is."""
    known = {"GET /containers/web/json": described("web", owned=False)}
    with line_to(tmp_path, answered(known)) as (line, up), dialed(line) as client:
        client.sendall(f"{call} HTTP/1.1\r\nHost: \r\nContent-Length: 0\r\n\r\n".encode())
        head, _, body = everything(client).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 403 Forbidden\r\n")
        assert json.loads(body) == {
            "message": "stopped by docker-tutor: web is not from this lesson; nothing was changed"
        }
        assert up.received.startswith(b"GET /containers/web/json ")
        assert up.received.count(b"HTTP/1.1") == 1
        assert line.refused() == line.calls()
        assert not line.daemon_lost


@pytest.mark.parametrize(
    ("known", "allowed"),
    [
        (described("web", owned=True), ()),
        (described("web", owned=False), (Hit(Kind.CONTAINER, "id-of-web", "web", "stop"),)),
        (json_answer({"message": "No such container: web"}, 404), ()),
    ],
)
def test_what_is_owned_allowed_or_not_there_goes_on(tmp_path: Path, known: bytes, allowed: tuple[Hit, ...]) -> None:
    """Ours, what a yes was given for, and what the daemon itself will answer with its own 404."""
    script = answered(
        {
            "GET /containers/web/json": known,
            "GET /images/id-of-image/json": json_answer({"Config": {"Labels": None}}),
            "POST /containers/web/stop": b"HTTP/1.1 204 X\r\n\r\n",
        }
    )
    with line_to(tmp_path, script, *allowed) as (line, _), dialed(line) as client:
        client.sendall(post("/containers/web/stop"))
        exactly(client, b"HTTP/1.1 204 X\r\n\r\n")
        assert line.refused() == ()


def test_a_daemon_that_does_not_say_whose_it_is_stops_the_call(tmp_path: Path) -> None:
    """In doubt nothing is changed."""
    known = {"GET /containers/web/json": json_answer({"message": "out of order"}, 500)}
    with line_to(tmp_path, answered(known)) as (line, _), dialed(line) as client:
        client.sendall(post("/containers/web/stop"))
        assert b"the daemon did not say whose web is" in everything(client)


def test_what_this_program_made_needs_no_question(tmp_path: Path) -> None:
    """A container that came out of a create on the wire is known by its full id."""
    script = answered({"POST /containers/create": json_answer({"Id": "abc"}, 201), "POST /containers/abc/start": OK})
    with line_to(tmp_path, script) as (line, up), dialed(line) as client:
        client.sendall(post("/containers/create", b"{}"))
        exactly(client, json_answer({"Id": "abc"}, 201))
        client.sendall(post("/containers/abc/start"))
        exactly(client, OK)
        assert b"GET " not in up.received


def test_a_named_volume_is_made_ours_first(tmp_path: Path) -> None:
    """Docker gives the volume of a `-v name:/path` no label, so the wire makes it, with one."""
    script = answered({"POST /volumes/create": OK, "POST /containers/create": OK})
    with line_to(tmp_path, script) as (line, up), dialed(line) as client:
        client.sendall(post("/containers/create", b'{"HostConfig": {"Binds": ["data:/data"]}}'))
        exactly(client, OK)
        assert b'{"Name": "data", "Labels": {"docker-tutor.session": "s-1"}}' in up.received


def lists(*containers: dict[str, object]) -> dict[str, bytes]:
    """A daemon with these containers and nothing else."""
    return {
        "GET /containers/json?all=1": json_answer(list(containers)),
        "GET /images/json": json_answer([]),
        "GET /volumes": json_answer({"Volumes": None}),
        "GET /networks": json_answer([]),
        "POST /v1.41/containers/prune": OK,
    }


@pytest.mark.parametrize(
    ("yes", "status"), [(["a", "b", "c"], b"200"), (["a", "b"], b"200"), (["a"], b"403"), ([], b"403")]
)
def test_a_prune_may_take_no_more_than_was_allowed(tmp_path: Path, yes: list[str], status: bytes) -> None:
    """It goes on if what it would take now is among what the learner saw."""
    things: list[dict[str, object]] = [
        {"Id": name, "Names": [f"/{name}"], "State": "exited", "Labels": {}} for name in ("a", "b")
    ]
    allowed = [Hit(Kind.CONTAINER, name, name, "remove") for name in yes]
    with line_to(tmp_path, answered(lists(*things)), *allowed) as (line, _), dialed(line) as client:
        client.sendall(post("/v1.41/containers/prune"))
        assert client.recv(12) == b"HTTP/1.1 " + status


def test_waiting_ends_with_the_call(tmp_path: Path) -> None:
    """The waiter sees a call begin, be answered and end."""
    go = threading.Event()

    def script(talk: Talk) -> None:
        talk.request()
        go.wait(PATIENCE)
        talk.send(OK)

    with line_to(tmp_path, script) as (line, _), dialed(line) as client:
        assert line.wait_for(lambda _: True, 0.0) is None
        client.sendall(PING)
        begun = line.wait_for(lambda call: call.path == "/_ping", PATIENCE)
        assert begun is not None
        assert begun.status == 0
        go.set()
        done = line.wait_for(lambda call: call.status == 200 and call.ended > 0, PATIENCE)
        assert done is not None


def test_closing_frees_who_waits(tmp_path: Path) -> None:
    """Nobody waits for a call on a line that is closed."""
    found: list[object] = []
    with line_to(tmp_path, answering()) as (line, _):
        waiter = threading.Thread(target=lambda: found.append(line.wait_for(lambda _: False, 60.0)))
        waiter.start()
        line.close()
        waiter.join(PATIENCE)
    assert found == [None]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/containers/create", 201), ("/volumes/create", 201), ("/build", 200), ("/containers/x/wait", 0)],
)
def test_closing_can_wait_for_what_is_just_being_made(tmp_path: Path, path: str, status: int) -> None:
    """The client has gone, the daemon is still at it: once the line is closed its answer is there. Nothing else is."""
    asked, left = threading.Event(), threading.Event()

    def script(talk: Talk) -> None:
        talk.request()
        asked.set()
        while talk.receive():
            pass
        assert left.wait(PATIENCE)
        if status:
            body = b'{"Id":"abc"}'
            talk.send(b"HTTP/1.1 %d Made\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body))

    with line_to(tmp_path, script) as (line, _):
        with dialed(line) as client:
            client.sendall(post(f"/v1.41{path}", b"{}"))
            assert asked.wait(PATIENCE)
        closing = threading.Thread(target=line.close, args=(PATIENCE,))
        closing.start()
        left.set()
        closing.join(2 * PATIENCE)
        (call,) = line.calls()
    assert (call.path, call.status) == (path, status)


def test_no_daemon_is_told_in_dockers_words(tmp_path: Path) -> None:
    """The CLI gets an answer it can print, and the line knows that the daemon is lost."""
    with Wire(Endpoint(f"unix://{tmp_path}/none"), SESSION, tmp_path / "w") as wire, wire.open() as line:
        with dialed(line) as client:
            client.sendall(PING)
            answer = everything(client)
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert f"Cannot connect to the Docker daemon at unix://{tmp_path}/none.".encode() in answer
        assert line.daemon_lost
        assert line.refused() == ()


@pytest.mark.parametrize(
    ("answer", "lost"),
    [(b"", True), (OK[:-1], True), (OK, False), (b"HTTP/1.1 200 OK\r\n\r\nuntil the end", False)],
)
def test_a_daemon_that_leaves_in_mid_answer_is_lost(tmp_path: Path, answer: bytes, *, lost: bool) -> None:
    """Nothing, or half an answer, is a loss; an answer that ends with the connection is whole."""
    with line_to(tmp_path, answering(answer)) as (line, _), dialed(line) as client:
        client.sendall(PING)
        assert everything(client) == answer
        assert line.daemon_lost is lost


def test_a_client_that_leaves_is_no_loss(tmp_path: Path) -> None:
    """Ctrl-C during a stream ends the daemon's side too, and the daemon is not blamed."""
    gone = threading.Event()

    def script(talk: Talk) -> None:
        talk.request()
        talk.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
        while talk.receive():
            pass
        gone.set()

    with line_to(tmp_path, script) as (line, _):
        with dialed(line) as client:
            client.sendall(b"GET /events HTTP/1.1\r\nHost: \r\n\r\n")
            client.recv(1)
        assert gone.wait(PATIENCE)
        assert line.wait_for(lambda call: call.ended > 0, PATIENCE) is not None
        assert not line.daemon_lost


def test_only_the_learner_may_use_the_socket(tmp_path: Path) -> None:
    """The folder is 0700, each socket 0600 and a command's own; closing removes it all."""
    with Wire(Endpoint("unix:///none"), SESSION, tmp_path) as wire:
        first, second = wire.open(), wire.open()
        socket_ = Path(first.docker_host.removeprefix("unix://"))
        assert stat.S_IMODE(socket_.stat().st_mode) == 0o600
        assert stat.S_IMODE(socket_.parent.stat().st_mode) == 0o700
        assert first.docker_host != second.docker_host
        first.close()
        assert not socket_.exists()
        first.close()
    assert list(tmp_path.iterdir()) == []


def test_a_long_folder_is_no_obstacle(tmp_path: Path) -> None:
    """A socket's path is short even where the given folder's is not."""
    with Wire(Endpoint("unix:///none"), SESSION, tmp_path / ("x" * 120)) as wire, wire.open() as line:
        assert len(line.docker_host) <= 7 + 103
        folder = Path(line.docker_host.removeprefix("unix://")).parent
    assert not folder.exists()


def test_the_commands_environment_names_one_daemon(tmp_path: Path) -> None:
    """All that names another is taken out; the rest stays."""
    base = {"PATH": "/bin", "DOCKER_CONFIG": "/c", "DOCKER_HOST": "x", "DOCKER_CONTEXT": "x", "DOCKER_TLS": "1"}
    base |= {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "/x"}
    with Wire(Endpoint("unix:///none"), SESSION, tmp_path) as wire, wire.open() as line:
        assert line.environment(base) == {"PATH": "/bin", "DOCKER_CONFIG": "/c", "DOCKER_HOST": line.docker_host}


def test_many_lines_leave_nothing_behind(tmp_path: Path) -> None:
    """Threads and open files are as before, also where a client was left hanging."""
    with Upstream(tmp_path / "up", answering(OK)) as up, Wire(up.endpoint, SESSION, tmp_path / "w") as wire:
        files, threads = open_files(), wire_threads()
        hanging = []
        for _ in range(30):
            with wire.open() as line, dialed(line) as client:
                client.sendall(PING)
                exactly(client, OK)
                other = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                other.connect(line.docker_host.removeprefix("unix://"))
                hanging.append(other)
        for other in hanging:
            other.close()
        assert wire_threads() == threads
        up.settle()
        assert open_files() == files


def open_files() -> int:
    """How many files this process has open."""
    return sum(1 for _ in Path("/dev/fd").iterdir())


def wire_threads() -> int:
    """How many threads of a wire's there are."""
    return sum(thread.name.startswith("wire") for thread in threading.enumerate())


def test_lines_do_not_mix(tmp_path: Path) -> None:
    """Each line has its own calls, however they overlap."""
    with Upstream(tmp_path / "up", answered({})) as up, Wire(up.endpoint, SESSION, tmp_path / "w") as wire:
        lines = [wire.open() for _ in range(8)]

        def use(number: int) -> None:
            for _ in range(5):
                with dialed(lines[number]) as client:
                    client.sendall(PING.replace(b"_ping", b"n%d" % number))
                    client.recv(1 << 16)

        users = [threading.Thread(target=use, args=(number,)) for number in range(8)]
        for user in users:
            user.start()
        for user in users:
            user.join(PATIENCE)
        for number, line in enumerate(lines):
            assert [call.path for call in line.calls()] == [f"/n{number}"] * 5
