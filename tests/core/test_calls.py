"""`calls`: what was said on the wire, as a table, and two creates side by side."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.core.conversation import Conversation
from tests.core.judging import ended, printed
from tutor.core.calls import bindings, shown
from tutor.core.message import Entry, Listing, Sheet
from tutor.core.outcome import Call, Outcome

ID = "854e2a411a4d" + "0" * 52
SWITCHES = {"Tty": False, "OpenStdin": False, "AttachStdin": False, "StdinOnce": False}


def create(**fields: object) -> Call:
    """The call that makes a container; `fields` go into its body."""
    body = {"Image": "ghost", "Cmd": ["sh"], "Entrypoint": None, "Env": None, "Labels": {}, **SWITCHES, **fields}
    return Call("POST", "/containers/create", "name=me", json.dumps(body), status=201, started=1.0, ended=1.012)


ATTACH = Call("POST", f"/containers/{ID}/attach", "stdin=1&stream=1", status=101, started=2.0, sent=7, received=120)
START = Call("POST", f"/containers/{ID}/start", status=204, started=3.0, ended=4.5)


def did(*calls: Call) -> Outcome:
    """The outcome of a command that made these calls."""
    return replace(printed(""), calls=calls)


def entries(talk: Conversation) -> list[Entry]:
    """The calls that were shown last."""
    sheets = [message for message in talk.messages if isinstance(message, Sheet)]
    return list(sheets[-1].entries)


def table(talk: Conversation) -> list[tuple[str, ...]]:
    """The rows of the table that was shown last."""
    listings = [message for message in talk.messages if isinstance(message, Listing)]
    return [row.cells for row in listings[-1].rows]


def test_the_last_command_call_by_call() -> None:
    """Each call has its method, its path with a short id, its answer and time; its fields stand below it."""
    talk = Conversation().at("own-command")
    talk.run("docker run --name me ghost sh", did(create(), ATTACH, START))
    talk.enter("calls")
    switches = tuple((name, "false") for name in SWITCHES)
    stream = ("", "then a stream: 7 bytes to the container, 120 back")
    assert entries(talk) == [
        Entry(
            "POST /containers/create",
            "201, 12 ms",
            (("query", "name=me"), ("Image", "ghost"), ("Cmd", '["sh"]'), *switches),
        ),
        Entry("POST /containers/854e2a411a4d/attach", "101, still open", (("query", "stdin=1, stream=1"), stream)),
        Entry("POST /containers/854e2a411a4d/start", "204, 1.5 s"),
    ]


def test_every_field_that_matters() -> None:
    """Ports are shown in a visitor's direction; entrypoint, environment, labels and self-removal where given."""
    body = {
        "Entrypoint": ["/bin/x"],
        "Env": ["A=B", "DB_PASSWORD=hunter2"],
        "Labels": {"a": "b", "api_key": "hunter2"},
        "HostConfig": {
            "PortBindings": {"2368/tcp": [{"HostIp": "", "HostPort": "8989"}, {"HostIp": "::1", "HostPort": "1"}]},
            "AutoRemove": True,
        },
    }
    fields = shown(create(**body)).fields
    assert ("Entrypoint", '["/bin/x"]') in fields
    assert [value for name, value in fields if name == "PortBindings"] == ["8989 -> 2368/tcp", "::1:1 -> 2368/tcp"]
    assert [value for name, value in fields if name == "Env"] == ["A=B", "DB_PASSWORD=***"]
    assert [value for name, value in fields if name == "Labels"] == ["a=b", "api_key=***"]
    assert ("AutoRemove", "true") in fields
    assert "hunter2" not in repr(fields)


def test_the_images_own_command_is_named() -> None:
    """A create without words says so, rather than showing nothing."""
    assert ("Cmd", "null (the image's own)") in shown(create(Cmd=None)).fields


def test_what_a_recording_leaves_out_is_off() -> None:
    """A body without its empty fields, as a recording keeps it, is told as the whole one."""
    slim = Call("POST", "/containers/create", "name=me", '{"Image": "ghost", "Cmd": ["sh"]}')
    assert shown(slim).fields == shown(create()).fields


def test_a_process_in_a_container() -> None:
    """An exec tells its command and its two wires."""
    fields = shown(
        Call("POST", "/containers/web/exec", request='{"Cmd": ["sh"], "Tty": true, "AttachStdin": true}')
    ).fields
    assert fields == (("Cmd", '["sh"]'), ("Tty", "true"), ("AttachStdin", "true"))


def test_odd_bodies_are_no_obstacle() -> None:
    """What is not the JSON that was expected has no fields; nothing fails."""
    for request in ("", "x", "[1]", "null", '{"Cmd": 3}', '{"Cmd": null, "HostConfig": [], "Env": 5, "Labels": 1}'):
        shown(Call("POST", "/containers/create", request=request))
    assert bindings({"1/tcp": None, "2/tcp": [{}], "3/tcp": "x"}) == [" -> 2/tcp"]


def test_all_commands_and_none() -> None:
    """`calls all` has a table for each command, `calls` that of the last; before the first a sentence."""
    talk = Conversation().at("own-command")
    talk.enter("calls")
    assert talk.keys == ["calls.none"]
    talk.run("docker ps", did(Call("GET", "/containers/json", status=200, started=1.0, ended=1.1)))
    talk.run("docker version", did())
    talk.enter("calls")
    assert talk.keys == ["calls.unseen"]
    talk.enter("calls all")
    assert len(talk.messages) == 2
    assert entries(talk) == [Entry("GET /containers/json", "200, 100 ms")]


def test_a_sentence_that_begins_with_the_word_is_none() -> None:
    """`calls of duty` is not the tutor's word."""
    talk = Conversation().at("own-command")
    talk.enter("calls of duty")
    assert "calls.none" not in talk.keys


def test_a_refused_call_and_one_without_an_answer() -> None:
    """The tutor's own refusal is told from the daemon's, and no answer from any."""
    talk = Conversation().at("own-command")
    refused = Call("DELETE", "/containers/web", status=403, refused=True, started=1.0, ended=1.0)
    talk.run("docker rm web", did(refused, Call("GET", "/info", started=1.0)))
    talk.enter("calls")
    assert entries(talk) == [
        Entry("DELETE /containers/web", "403 by me, 0 ms"),
        Entry("GET /info", "no answer, still open"),
    ]


WITH_BOTH = dict.fromkeys(SWITCHES, True)


def compared(talk: Conversation) -> None:
    """Pass the step `shell`."""
    line = "docker run -it ghost sh"
    talk.run(line, ended(line, lines_typed=2, output="/ # ls\n/ # exit\n", calls=(create(**WITH_BOTH), ATTACH)))


def passing_shell() -> Conversation:
    """A learner who ran the bare shell, something else, and now passes the step `shell`."""
    talk = Conversation().at("own-command")
    talk.run("docker run ghost sh", did(create()))
    talk.run("docker run ghost ls", did(create(Cmd=["ls"])))
    talk.state = replace(talk.state, position=talk.state.lesson.index("shell") or 0)
    compared(talk)
    return talk


def test_two_creates_side_by_side() -> None:
    """The step that shows it puts the two shells side by side: exactly what -i and -t change, and says so."""
    talk = passing_shell()
    assert table(talk) == [(name, "false", "true") for name in SWITCHES]
    assert "calls.compare.switches" in talk.keys


def test_with_nothing_to_compare_the_create_is_shown() -> None:
    """Where the earlier line was typed in another session, the step shows what this one asked for."""
    talk = Conversation().at("shell")
    compared(talk)
    (create_call,) = entries(talk)
    assert ("Tty", "true") in create_call.details
