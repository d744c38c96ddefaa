"""A lesson with a step of every later kind, and a conversation about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.core.conversation import Conversation
from tests.core.judging import TARGET_FACTS, TARGET_ID, created, did, pressed, target
from tutor.content import parse_lesson
from tutor.core import tasks
from tutor.core.command import parse
from tutor.core.mistakes import MISTAKES
from tutor.core.outcome import Key

if TYPE_CHECKING:
    from tutor.core.outcome import Outcome

SERVER = "docker run ghost"
FACTS = replace(TARGET_FACTS, names=("brave_euler", "shy_noether", "calm_gauss"))
LESSON_TEXT = """---
format: 1
id: later
title: Later
image: ghost
minutes: 5
fixtures:
  server: {run: docker run ghost, in: terminal}
  sleeper: {run: docker run ghost, stopped: true}
---
# One

## Boot
```step
id: boot
kind: do
do: docker run ghost
pass: {container: {running: true}}
```

# Two

## End it
```step
id: end-it
kind: do
needs: [server]
stops: [boot]
do: docker stop {{container}}
pass: {target: {status: exited}}
passed: Stopped.
```

## Wake it
```step
id: wake-it
kind: do
needs: [sleeper]
do: docker start {{container}}
pass: {target: {status: running, restarted: true}}
```

## Join it
```step
id: join-it
kind: inside
needs: [server]
do: docker exec -it {{container}} sh
type: [ls, exit]
pass:
  target: {status: running}
  inside: {lines: 1, entered: true}
```

## Pull the plug
```step
id: pull-the-plug
kind: inside
optional: true
needs: [server]
do: docker exec -it {{container}} sh
type: [kill 1]
pass:
  target: {status: exited}
  inside: {lines: 1, entered: true}
```

## Four ways
```step
id: four-ways
kind: watch
show: four-ways
ask:
  text: How many run it?
  choices:
    - {word: two, text: two of them, say: Just so.}
    - {word: all, text: all of them, say: Only two.}
passed: Two wires.
```

## Unguessed
```step
id: unguessed
kind: watch
show: four-ways
```

## Quiz
```step
id: quiz
kind: quiz
cases:
  - text: "What is left of {{name-1}}?"
    choices:
      - {word: stopped, text: a stopped container, right: true, say: It stays.}
      - {word: nothing, text: nothing, say: It stays until it is removed.}
  - text: "What removes {{name-2}}?"
    answers: ["docker rm {{name-2}}", "remove {{name-2}}"]
  - text: Which flag opens the keyboard?
    answers: ["-i"]
passed: All of them.
hints: [Think.]
```

## Sheet
```step
id: sheet
kind: read
show: cheat-sheet
```

## Leftovers
```step
id: rest
kind: read
show: leftovers
```
"""
LATER = parse_lesson(LESSON_TEXT, "later.md", frozenset(MISTAKES))
STOPPED = did(target=target(status="exited", exit_code=0))


def conversation(**changes: object) -> Conversation:
    """A conversation about the lesson, whose needs are met by running their command in terminal 7."""
    talk = Conversation(lesson=LATER, **changes)
    talk.results[tasks.Prepare] = tasks.Prepared(FACTS)
    return talk


def server_in_terminal() -> tasks.Prepared:
    """The step's server was started for it and runs in terminal 1."""
    return tasks.Prepared(FACTS, (SERVER,), ((1, parse(SERVER)),))


def server_ended(**changes: Any) -> Outcome:  # noqa: ANN401 -- any field of Outcome
    """The end of the server that runs in the step's container, by Ctrl-C unless told otherwise."""
    made = created(SERVER, id=TARGET_ID, name="cranky_booth")
    return replace(STOPPED, created=(made,), **{"keys": pressed((Key.INTERRUPT, 60.0)), **changes})
