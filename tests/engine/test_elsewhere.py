"""Listening for what other terminals start: what is a tutor's own is not news, and no failure reaches anyone."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tutor.core.reach import LABEL
from tutor.engine.elsewhere import Elsewhere, is_foreign_start
from tutor.errors import NoDaemonError

PATIENT = 30.0


def event(action: str = "start", image: str = "ghost", **labels: str) -> dict[str, Any]:
    """A container's event as every API version words it."""
    return {"Type": "container", "Action": action, "Actor": {"ID": "c0ffee", "Attributes": {"image": image, **labels}}}


@pytest.mark.parametrize("image", ["ghost", "ghost:latest", "docker.io/library/ghost:latest"])
def test_a_start_from_the_lessons_image_is_heard(image: str) -> None:
    """However the image was named."""
    assert is_foreign_start(event(image=image), "ghost")


@pytest.mark.parametrize("other", [event("die"), event(image="redis"), event(**{LABEL: "x"}), {}])
def test_everything_else_is_not(other: dict[str, Any]) -> None:
    """Other events, other images, what any tutor's command started, and what is no event."""
    assert not is_foreign_start(other, "ghost")


class Client:
    """A daemon with these events."""

    def __init__(self, *told: dict[str, Any]) -> None:
        self.told = told
        self.is_closed = threading.Event()

    def events(self, **_: object) -> Any:  # noqa: ANN401 -- as untyped as the library
        """All of them, then the end."""
        return iter(self.told)

    def inspect_container(self, identity: str) -> dict[str, Any]:
        """Just its name."""
        return {"Id": identity, "Name": "/quirky_bell", "Config": {"Cmd": ["ls"]}, "State": {"Status": "running"}}

    def close(self) -> None:
        """The listener is done."""
        self.is_closed.set()


def test_what_was_started_is_told_with_its_name() -> None:
    """One notice for each foreign start, and the client is closed at the end."""
    client = Client(event(), event(**{LABEL: "x"}), event("die"))
    names: list[str] = []
    listener = Elsewhere(lambda: client, "ghost", lambda seen: names.append(seen.name))  # type: ignore[arg-type,return-value]
    listener.start()
    assert client.is_closed.wait(PATIENT)
    listener.close()
    assert names == ["quirky_bell"]


def test_a_daemon_that_does_not_answer_is_no_trouble() -> None:
    """Nobody is told, and closing works all the same."""
    asked = threading.Event()

    def connect() -> Any:  # noqa: ANN401 -- it never comes to that
        asked.set()
        message = "no answer"
        raise NoDaemonError(message, "")

    listener = Elsewhere(connect, "ghost", lambda _: pytest.fail("heard something"))
    listener.start()
    assert asked.wait(PATIENT)
    listener.close()
