"""`calls`: what the docker command said to the daemon, and what it was answered, from the calls on the wire."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from tutor.core.effects import Effect, Say
from tutor.core.lesson import Showing
from tutor.core.masking import masked_line, masked_word
from tutor.core.message import Entry, Listing, Row, Sheet, Tone, text
from tutor.core.state import Job, State, Turn, note
from tutor.core.texts import fill

if TYPE_CHECKING:
    from tutor.core.outcome import Call, Outcome

CREATE = "/containers/create"
SWITCHES = ("Tty", "OpenStdin", "AttachStdin", "StdinOnce")  # what -i and -t come to in a create
PLAIN_FIELDS = ("Image", "Cmd", "Entrypoint")
EVERY = "all"  # the word after `calls`
LONGEST = 200  # characters of a value that are shown
EXEC = re.compile(r"/containers/[^/]+/exec")
ID = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{52}\b")

Field = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CallShown:
    """One call: `fields` are the parts of its request that matter, `seconds` None while it is not over.

    `sent` and `received` are bytes of the raw stream that it became, None where it became none.
    """

    method: str
    path: str
    fields: tuple[Field, ...]
    status: int
    refused: bool
    seconds: float | None
    sent: int | None = None
    received: int | None = None


def shown(call: Call) -> CallShown:
    """What there is to see of a call: ids shortened, secrets hidden."""
    is_stream = call.status == 101 or bool(call.sent or call.received)  # noqa: PLR2004 -- Switching Protocols
    return CallShown(
        call.method,
        ID.sub(r"\1", call.path),
        (*query_fields(call), *body_fields(call)),
        call.status,
        call.refused,
        call.ended - call.started if call.ended else None,
        call.sent if is_stream else None,
        call.received if is_stream else None,
    )


def query_fields(call: Call) -> tuple[Field, ...]:
    """What the address asks for beside the path: `stdin=1, stream=1`."""
    asked = ", ".join(f"{name}={masked_word(clipped(value))}" for name, value in parse_qsl(call.query))
    return (("query", asked),) if asked else ()


def body_fields(call: Call) -> tuple[Field, ...]:
    """The fields that matter of a request that makes a container or a process in one; none of any other."""
    body = as_object(call.request)
    fields = [(name, valued(name, body.get(name))) for name in names_in(call) if is_told(name, body)]
    host = as_dict(body.get("HostConfig"))
    if not fields:
        return ()
    fields += [("PortBindings", bound) for bound in bindings(as_dict(host.get("PortBindings")))]
    fields += [("Env", clipped(masked_word(str(word)))) for word in as_list(body.get("Env"))]
    labels = as_dict(body.get("Labels"))
    fields += [("Labels", clipped(masked_word(f"{name}={value}"))) for name, value in labels.items()]
    if host.get("AutoRemove"):
        fields.append(("AutoRemove", "true"))
    return tuple(fields)


def names_in(call: Call) -> tuple[str, ...]:
    """The fields that are always told of such a request, in this order."""
    if call.method != "POST" or not call.request:
        return ()
    if call.path == CREATE:
        return (*PLAIN_FIELDS, *SWITCHES)
    return ("Cmd", "Tty", "AttachStdin") if EXEC.fullmatch(call.path) else ()


def is_told(name: str, body: dict[str, Any]) -> bool:
    """Whether a field says something: a switch does even where it is off, a command where it is the image's."""
    return name == "Cmd" or name in SWITCHES or body.get(name) is not None


def valued(name: str, value: Any) -> str:  # noqa: ANN401 -- JSON is anything
    """A value as JSON has it; strings without their quotes."""
    if value is None:  # of a switch it means off: a recording leaves out what is
        return fill(text("calls.default-command")) if name == "Cmd" else "false"
    if isinstance(value, list):
        value = [masked_word(word) if isinstance(word, str) else word for word in value]
    return clipped(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def bindings(ports: dict[str, Any]) -> list[str]:
    """Published ports in the direction of a visitor: `8989 -> 2368/tcp`."""
    return [
        f"{':'.join(part for part in (as_dict(host).get('HostIp'), as_dict(host).get('HostPort')) if part)} -> {inside}"
        for inside, hosts in ports.items()
        for host in as_list(hosts)
    ]


def as_object(request: str) -> dict[str, Any]:
    """The JSON object of a body; empty where it is none."""
    try:
        return as_dict(json.loads(request or "{}"))
    except (ValueError, RecursionError):
        return {}


def as_dict(value: Any) -> dict[str, Any]:  # noqa: ANN401 -- JSON is anything
    """The value where it is an object; else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:  # noqa: ANN401 -- JSON is anything
    """The value where it is a list; else an empty one."""
    return value if isinstance(value, list) else []


def clipped(value: str) -> str:
    """A value, its end left out where it is very long."""
    return value if len(value) <= LONGEST else f"{value[: LONGEST - 3]}..."


def calls(state: State, which: str) -> Turn:
    """The tutor word: the calls of the last command, or of all (`which` is `all`)."""
    ended = [job for _, job in sorted(state.jobs.items()) if job.outcome is not None]
    chosen = ended if which == EVERY else ended[-1:]
    if not chosen:
        return state, (note(text("calls.none"), Tone.DIM),)
    return state, tuple(told(job, job.outcome) for job in chosen if job.outcome is not None)


def told(job: Job, outcome: Outcome) -> Effect:
    """The calls of one command an entry for each call."""
    line = masked_line(job.command.line)
    if not outcome.calls:
        return note(text("calls.unseen", line=line), Tone.DIM)
    return Say(Sheet(text("calls.heading", line=line), tuple(map(entry, map(shown, outcome.calls)))))


def entry(call: CallShown) -> Entry:
    """The call, its answer and time at the end; what belongs to it below."""
    time = fill(text("calls.open")) if call.seconds is None else duration(call.seconds)
    details = call.fields
    if call.sent is not None and call.received is not None:
        details = (*details, ("", fill(text("calls.stream", sent=call.sent, received=call.received))))
    return Entry(f"{call.method} {call.path}", f"{status(call)}, {time}", details)


def status(call: CallShown) -> str:
    """The answer's code."""
    if call.refused:
        return fill(text("calls.refused", status=call.status))
    return str(call.status) if call.status else fill(text("calls.unanswered"))


def duration(seconds: float) -> str:
    """`12 ms`, `1.5 s`."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def created_by(outcome: Outcome) -> dict[str, str]:
    """The fields of the container that a command asked for last; empty where it asked for none."""
    asked = [call for call in outcome.calls if call.path == CREATE and call.method == "POST"]
    return dict(body_fields(asked[-1])) if asked else {}


def creates_compared(state: State, job: Job, outcome: Outcome) -> tuple[Effect, ...]:
    """Where the step shows it: this command's create beside that of the last one with the same image and words."""
    if state.step.show is not Showing.CALLS:
        return ()
    mine = created_by(outcome)
    for other in sorted(state.jobs.values(), key=lambda other: -other.number):
        theirs = created_by(other.outcome) if other.outcome and other.number != job.number else {}
        if mine and all(theirs.get(name) == mine.get(name) for name in ("Image", "Cmd")):
            return compared((other, theirs), (job, mine))
    asked = tuple(call for call in outcome.calls if call.path == CREATE)
    return (told(job, replace(outcome, calls=asked)), note(text("calls.more"), Tone.DIM)) if asked else ()


def compared(one: tuple[Job, dict[str, str]], two: tuple[Job, dict[str, str]]) -> tuple[Effect, ...]:
    """Two creates side by side, as far as they differ."""
    (first, theirs), (second, mine) = one, two
    names = dict.fromkeys((*theirs, *mine))
    different = [name for name in names if theirs.get(name) != mine.get(name)]
    if not different:
        return (note(text("calls.compare.alike"), Tone.DIM),)
    rows = tuple(Row("none", (name, theirs.get(name, ""), mine.get(name, ""))) for name in different)
    columns = ("", masked_line(first.command.line), masked_line(second.command.line))
    key = "calls.compare.switches" if set(different) == set(SWITCHES) else "calls.compare.rest"
    return (
        Say(Listing(text("calls.compare.heading"), columns, rows)),
        note(text(key)),
        note(text("calls.more"), Tone.DIM),
    )
