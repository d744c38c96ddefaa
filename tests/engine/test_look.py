"""What one command's evidence asks the daemon: about each thing once, and again only where it may have changed."""

from __future__ import annotations

from typing import Any

from tutor.engine.look import Look


class Daemon:
    """Notes what it is asked; it has the container `web` and no other thing."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def inspect_container(self, reference: str) -> dict[str, Any] | None:
        """What `web` is."""
        self.asked.append(f"container {reference}")
        return {"Name": "/web"} if reference == "web" else None

    def inspect_image(self, reference: str) -> None:
        """There is none."""
        self.asked.append(f"image {reference}")

    def wait(self, reference: str, **_: object) -> dict[str, int]:
        """It ends at once."""
        self.asked.append(f"wait {reference}")
        return {"StatusCode": 3}


def test_each_thing_is_asked_about_once() -> None:
    """The second answer is the first one, also where that was "no such thing"; a container is no image."""
    daemon = Daemon()
    look = Look(daemon, lost=False)  # type: ignore[arg-type]
    assert [look.container("web"), look.container("web")] == [{"Name": "/web"}] * 2
    assert [look.container("ls"), look.container("ls"), look.image("ls"), look.image("ls")] == [None] * 4
    assert daemon.asked == ["container web", "container ls", "image ls"]


def test_after_a_wait_a_container_is_looked_at_again() -> None:
    """What was waited for has changed it."""
    daemon = Daemon()
    look = Look(daemon, lost=False)  # type: ignore[arg-type]
    look.container("web")
    assert look.wait_for("not-running", "web") == 3
    look.container("web")
    assert daemon.asked == ["container web", "wait web", "container web"]


def test_a_lost_daemon_is_not_asked() -> None:
    """Each silence costs a time-out."""
    daemon = Daemon()
    look = Look(daemon, lost=True)  # type: ignore[arg-type]
    assert [look.container("web"), look.image("web"), look.wait_for("removed", "web")] == [None] * 3
    assert daemon.asked == []
