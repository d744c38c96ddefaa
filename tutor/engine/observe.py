"""What one command really did: its calls on the wire, and a look at the daemon for what they left behind."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tutor.core.outcome import ContainerSeen, Key, Outcome
from tutor.engine.containers import from_calls, from_daemon, words
from tutor.engine.look import REFERENCE, Holder, Look, port_holder
from tutor.engine.observe_target import execs_of, is_end_due, target_seen
from tutor.engine.told import created, is_meant, touches
from tutor.engine.told_execs import told_execs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import docker

    from tutor.core.outcome import Call, KeyPress
    from tutor.engine.told import Created, Touch

__all__ = ["outcome_of", "port_holder"]

SHORT_ID = re.compile(r"[0-9a-f]{1,3}")
"""So short a beginning of an id is more likely a program's name, like df, dd or ed."""


def outcome_of(  # noqa: PLR0913  # all of what is known of a command, each by its name
    client: docker.APIClient,
    *,
    exit_code: int | None,
    output: str,
    seconds: float,
    keys: tuple[KeyPress, ...],
    calls: tuple[Call, ...],
    daemon_lost: bool,
    image_names: Iterable[str],
    known: Collection[ContainerSeen] = (),
    target: ContainerSeen | None = None,
    lines_typed: int = 0,
) -> Outcome:
    """The evidence of one command that ended, or (`exit_code` None) that the learner left running.

    Args:
        client: Asked for what the calls do not tell. Not asked any more once it does not answer.
        exit_code: The CLI's.
        output: What it printed, clean.
        seconds: How long it took.
        keys: The keys it was sent.
        calls: Its calls on the wire.
        daemon_lost: Whether the wire lost the daemon meanwhile.
        image_names: Words of the command that may name an image or a container, to fill `Outcome.names`: "image",
            "container", or "both" where two things share the name.
        known: Containers seen before, to describe those that this command removed.
        target: The step's container as it was seen last.
        lines_typed: How many lines were entered into it.

    Never raises for a daemon that is gone: then the outcome says so, and describes what the calls alone tell.
    """
    look = Look(client, lost=daemon_lost)
    told, visits = created(calls), tuple(told_execs(calls))
    if exit_code is not None:
        interrupted = any(press.key is Key.INTERRUPT for press in keys)
        told = tuple(_waited_for(look, one, interrupted=interrupted) for one in told)
        if target is not None and is_end_due(target, touches(calls), visits, keys):
            look.wait_for("not-running", target.id)
    seen = tuple(_seen(look, one) for one in told)
    touched = _touched(look, touches(calls), seen, known)
    names = {word: kind for word in dict.fromkeys(image_names) if (kind := _kind(look, word))}
    holder = _holder_of_wanted(look, told, seen)
    return Outcome(
        exit_code=exit_code,
        output=output,
        seconds=seconds,
        keys=keys,
        calls=calls,
        created=seen,
        touched=touched,
        names=MappingProxyType(names),
        execs=execs_of(look, visits, known if target is None else (*known, target)),
        target=target and target_seen(look, target),
        lines_typed=lines_typed,
        daemon_lost=look.lost,
        port_holder=holder.name,
        port_holder_owned=holder.owned,
    )


def _waited_for(look: Look, one: Created, *, interrupted: bool) -> Created:
    """The CLI may end before the container: after the third Ctrl-C, and always with -d.

    A detached container with the image's own command is a server, and is not waited for.
    """
    is_one_off = not one.attached and bool(words(one.body.get("Cmd")))
    if one.status != "running" or not (interrupted or is_one_off):
        return one
    return replace(one, exit_code=look.wait_for("not-running", one.id))


def _seen(look: Look, one: Created) -> ContainerSeen:
    details = look.container(one.id)
    if details is not None and (details.get("State") or {}).get("Status") == "removing":
        look.wait_for("removed", one.id)
        gone = from_daemon(details, own_entrypoint=_asks_for_entrypoint(one))
        return replace(gone, status="removed")
    if details is not None:
        return from_daemon(details, own_entrypoint=_asks_for_entrypoint(one))
    told = from_calls(one, look.image(str(one.body.get("Image", ""))))
    return told if look.lost else replace(told, status="removed")


def _asks_for_entrypoint(one: Created) -> bool:
    return one.body.get("Entrypoint") is not None


def _touched(
    look: Look, changes: tuple[Touch, ...], made: tuple[ContainerSeen, ...], known: Collection[ContainerSeen]
) -> tuple[ContainerSeen, ...]:
    """Each container that the changes name and that this command did not make, once, in order."""
    ours = {one.id for one in made}
    result: dict[str, ContainerSeen] = {}
    for reference in dict.fromkeys(change.reference for change in changes):
        worked = any(change.reference == reference and change.worked for change in changes)
        details = look.container(reference)
        if details is not None:
            seen = from_daemon(details, own_entrypoint=_has_own_entrypoint(look, details))
            result[seen.id] = seen
        elif worked and not any(is_meant(reference, one.id, one.name) for one in made):
            gone = _gone(reference, known, lost=look.lost)
            result.setdefault(gone.id, gone)
    return tuple(seen for seen in result.values() if seen.id not in ours)


def _gone(reference: str, known: Collection[ContainerSeen], *, lost: bool) -> ContainerSeen:
    """A touched container that cannot be looked at: as it was known, else by what it was called."""
    before = next((one for one in known if is_meant(reference, one.id, one.name)), None)
    if before is None:
        return ContainerSeen(id=reference, name=reference, image="", status="unknown" if lost else "removed")
    return before if lost else replace(before, status="removed")


def _has_own_entrypoint(look: Look, details: Mapping[str, Any]) -> bool:
    image = look.image(str(details.get("Image", "")))
    mine = words((details.get("Config") or {}).get("Entrypoint"))
    return image is not None and mine != words((image.get("Config") or {}).get("Entrypoint"))


def _kind(look: Look, word: str) -> str:
    """What `word` names here: "image", "container", "both", or "" for nothing."""
    if not REFERENCE.fullmatch(word) or ".." in word:
        return ""
    container = None if "/" in word else look.container(word)
    image = look.image(word)
    is_container = container is not None and _is_by_name(word, [str(container.get("Name", "")).removeprefix("/")])
    repositories = [tag.rpartition(":")[0] for tag in (image or {}).get("RepoTags") or ()]
    is_image = image is not None and _is_by_name(word, repositories)
    match is_image, is_container:
        case True, True:
            return "both"
        case True, False:
            return "image"
        case False, True:
            return "container"
        case _:
            return ""


def _is_by_name(word: str, names: list[str]) -> bool:
    return word in names or not SHORT_ID.fullmatch(word)


def _holder_of_wanted(look: Look, told: tuple[Created, ...], seen: tuple[ContainerSeen, ...]) -> Holder:
    """Who holds a port that a container of this command asked for and could not get."""
    for one, container in zip(told, seen, strict=True):
        for binding in container.bindings if one.start_failed else ():
            holder = look.holder(binding.host_port)
            if holder.name and holder.name != container.name:
                return holder
    return Holder("", owned=False)
