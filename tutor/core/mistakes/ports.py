"""Mistakes about the way in: `--publish HOST:CONTAINER`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.events import Sighting
from tutor.core.mistakes.case import REFUSED_BY_DOCKER, Case, Found, Mistake, command_words, found, value_of
from tutor.core.publishing import Publication, bindings, publications, with_protocol
from tutor.core.unmet import Point

if TYPE_CHECKING:
    from tutor.core.command import FlagUse

PORT_BUSY = ("already allocated", "already in use", "are not available")
MYSQL_PORT = "3306"
DEVELOPMENT = "NODE_ENV=development"


def wanted_port(case: Case) -> str:
    """The container port that the step wants published and is not: `2368/tcp`; "" if that is not the trouble."""
    wanted = case.wanted.published
    return with_protocol(wanted) if wanted and case.is_creating and case.lacks(Point.PUBLISHED) else ""


def number(port: str) -> str:
    """`2368/tcp` without its protocol."""
    return port.partition("/")[0]


def ports_swapped(case: Case) -> Found | None:
    """`-p 2368:8989`: the container's port stands on the left."""
    wanted = number(wanted_port(case))
    for use, asked in publications(case.command):
        if wanted and asked.host == wanted and asked.container != wanted:
            return found(value_of(use), left=asked.host, right=asked.container)
    return None


def container_port(case: Case) -> Found | None:
    """`-p 8989:80`: the right side is a port that nothing listens on inside."""
    wanted = wanted_port(case)
    for use, asked in publications(case.command):
        if wanted and asked.container_port != wanted:
            return found(value_of(use), right=_right_side(asked), image=_image(case))
    return None


def _right_side(asked: Publication) -> str:
    return asked.container if asked.protocol == "tcp" else asked.container_port


def _image(case: Case) -> str:
    return case.target.value if case.target else ""


def host_port(case: Case) -> Found | None:
    """The left side is another port than the lesson's."""
    wanted = wanted_port(case)
    if not wanted or case.container is None:
        return None
    use, host = _host_side(case, wanted)
    if use is None or host == str(case.facts.port):
        return None
    return found(value_of(use), variant="at" if host else "", host=host, port=case.facts.port)


def _host_side(case: Case, wanted: str) -> tuple[FlagUse | None, str]:
    """The flag that publishes the wanted port, and the port of the machine it got, "" if that is not known."""
    asking = next((pair for pair in publications(case.command) if pair[1].container_port == wanted), None)
    use = asking[0] if asking else case.command.use("publish-all")
    seen = bindings(case.command, case.container) if case.container else ()
    host = next(
        (str(binding.host_port) for binding in seen if binding.container_port == wanted and binding.host_port), ""
    )
    return use, host or (asking[1].host if asking else "")


def no_publish(case: Case) -> Found | None:
    """A server that no port of the machine leads to."""
    wanted = wanted_port(case)
    if not wanted or case.container is None or case.lacks(Point.COMMAND, Point.IMAGE):
        return None
    if case.command.use("publish") or case.command.use("publish-all") or "host" in case.command.values("network"):
        return None
    mark = case.target.span if case.target else command_words(case.command)
    return found(mark, image=_image(case), port=case.facts.port)


def port_taken(case: Case) -> Found | None:
    """The port on this machine is somebody else's already."""
    if not case.is_creating or case.outcome.exit_code != REFUSED_BY_DOCKER or case.command.use("publish") is None:
        return None
    said_so = any(words in case.outcome.output for words in PORT_BUSY)
    refused_name = case.answered("POST", "/containers/create", 409)
    if refused_name or not (case.outcome.port_holder or said_so):
        return None
    use, asked = _busy(case)
    holder = case.outcome.port_holder
    return found(value_of(use), variant="held" if holder else "", port=asked, holder=holder) if use else None


def _busy(case: Case) -> tuple[FlagUse | None, str]:
    """The use of `--publish` that was refused: the one whose port Docker's message names, else the first."""
    asked = [(use, asked.host) for use, asked in publications(case.command) if asked.host]
    named = (pair for pair in asked if f":{pair[1]}" in case.outcome.output)
    return next(named, asked[0] if asked else (None, ""))


def mysql_refused(case: Case) -> Found | None:
    """A Ghost that looks for MySQL and gave up."""
    container = case.container
    if container is None or container.exit_code in (None, 0) or not case.lacks(Point.RUNNING):
        return None
    image = case.facts.image
    wants_mysql = image is not None and image.variant.value == "wants-mysql"
    logged = MYSQL_PORT in case.outcome.output
    if DEVELOPMENT in case.command.values("env") or not (logged or wants_mysql) or case.lacks(Point.COMMAND):
        return None
    return found(case.target.span if case.target else None, image=_image(case), exit=container.exit_code)


def not_up_yet(case: Case) -> Found | None:
    """All is right, and the site does not answer yet."""
    passing, container = case.step.passing, case.container
    if passing is None or not passing.answers or case.unmet or container is None or not container.is_running:
        return None
    return found(port=case.facts.port) if case.sighting in (None, Sighting.STARTED) else None


BUSY = (Mistake("port-taken", port_taken, off_path=True),)
PORTS = (
    Mistake("mysql-refused", mysql_refused),
    Mistake("ports-swapped", ports_swapped),
    Mistake("container-port", container_port),
    Mistake("host-port", host_port),
    Mistake("no-publish", no_publish),
    Mistake("not-up-yet", not_up_yet),
)
