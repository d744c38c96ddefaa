"""Mistakes about which command does what: the listings, `run` where something old was wanted, and the removals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.core.mistakes.case import Case, Found, Mistake, command_words, found
from tutor.core.unmet import Point

if TYPE_CHECKING:
    from tutor.core.outcome import ContainerSeen

LISTINGS = frozenset({"ps", "images", "volume ls", "network ls", "context ls", "plugin ls", "compose ls", "search"})
NOT_RUNNING_STATES = frozenset({"created", "exited", "dead", "paused"})


def _model(case: Case) -> str:
    return case.model.name if case.model else ""


def wrong_list(case: Case) -> Found | None:
    """A listing of something else."""
    wanted, typed = _model(case), case.command.name
    if wanted not in LISTINGS or typed not in LISTINGS or wanted == typed:
        return None
    variant = {"ps": "containers", "images": "images"}.get(wanted, "")
    return found(command_words(case.command), variant=variant, typed=typed)


def all_forgotten(case: Case) -> Found | None:
    """`ps` without `-a` leaves out what has ended."""
    if case.command.name != "ps" or case.model is None or not case.model.has("all"):
        return None
    if case.command.has("all") or not case.lacks(Point.OUTPUT):
        return None
    if any(case.command.values(flag) for flag in ("filter", "last", "latest")):
        return None
    return found(command_words(case.command))


def run_for_exec(case: Case) -> Found | None:
    """`run` where the running container was to be entered."""
    if _model(case) != "exec" or not case.is_creating or case.container is None or is_target(case, case.container):
        return None
    return found(command_words(case.command), name=case.container.name)


def is_target(case: Case, container: ContainerSeen) -> bool:
    """Whether it is the step's own container: then the line was typed at an earlier step, and its program ended now."""
    return bool(case.facts.container_id) and container.id == case.facts.container_id


def new_instead_of_old(case: Case) -> Found | None:
    """`run` where a stopped container was to be started again."""
    is_waking = _model(case) in {"start", "restart"}
    if not is_waking or not case.is_creating or case.container is None or is_target(case, case.container):
        return None
    return found(command_words(case.command), name=case.container.name)


def exec_on_stopped(case: Case) -> Found | None:
    """`exec` on a container that does not run."""
    target = case.target
    if case.command.name != "exec" or target is None or not case.failed:
        return None
    seen = case.called(target.value)
    if not case.answered("POST", "/exec", 409) and (seen is None or seen.status not in NOT_RUNNING_STATES):
        return None
    return found(target.span, name=target.value)


def rm_running(case: Case) -> Found | None:
    """`rm` of a container that runs."""
    if case.command.name != "rm" or case.command.has("force") or not case.failed:
        return None
    for target in case.command.arguments:
        seen = case.called(target.value)
        if case.answered("DELETE", f"/containers/{target.value}", 409) or (seen is not None and seen.is_running):
            return found(target.span, name=target.value)
    return None


def rmi_for_rm(case: Case) -> Found | None:
    """`rmi` where a container was to be removed."""
    if _model(case) != "rm" or case.command.name != "rmi":
        return None
    return found(command_words(case.command))


LISTS = (
    Mistake("wrong-list", wrong_list),
    Mistake("all-forgotten", all_forgotten),
    Mistake("run-for-exec", run_for_exec),
    Mistake("new-instead-of-old", new_instead_of_old),
    Mistake("exec-on-stopped", exec_on_stopped, off_path=True),
    Mistake("rm-running", rm_running, off_path=True),
    Mistake("rmi-for-rm", rmi_for_rm),
)
