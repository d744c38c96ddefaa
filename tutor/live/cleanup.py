"""Leaves the machine as it was: what a session made goes at its end, what a dead one left goes at the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tutor.core import texts
from tutor.engine.locks import free_sessions, living_sessions
from tutor.engine.ownership import is_from_here, sessions_there, sessions_using
from tutor.engine.removal import Removed, remove_owned

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    import docker


VOLUME = "volume"
CONTAINER = "container"


class OwnedRow(Protocol):
    """Something that a session made, noted because its label alone does not tell that."""

    @property
    def session(self) -> str:
        """Whose it is."""

    @property
    def kind(self) -> str:
        """`VOLUME` or `CONTAINER`."""

    @property
    def id(self) -> str:
        """The daemon's id of it; a volume's is its name."""

    @property
    def name(self) -> str:
        """What people call it."""


class Ledger(Protocol):
    """Where such things are remembered."""

    def owned(self) -> Sequence[OwnedRow]:
        """All of them."""

    def disown(self, ids: Collection[str]) -> object:
        """These are gone."""


def dead_sessions(client: docker.APIClient, locks: Path, ledger: Ledger) -> tuple[str, ...]:
    """The sessions of this user on this machine that left something and that nobody is in.

    Raises:
        NoDaemonError: The daemon does not answer.
    """
    known = (*sessions_there(client), *(row.session for row in ledger.owned()))
    here = tuple(session for session in dict.fromkeys(known) if is_from_here(session, locks))
    return free_sessions(locks, here)


def clear(  # noqa: PLR0913 -- what goes and what stays, each by its name
    client: docker.APIClient,
    sessions: Collection[str],
    ledger: Ledger,
    *,
    spared: Collection[str] = (),
    stand_in: str = "",
    dry_run: bool = False,
) -> Removed:
    """Remove what these sessions made, and the stand-in image of this tag, unless something else uses it.

    The containers of the ids in `spared` stay, with their volumes.

    Raises:
        NoDaemonError: The daemon does not answer; the rest goes at the next clean-up.
    """
    rows = [row for row in ledger.owned() if row.session in sessions]
    removed = remove_owned(
        client,
        sessions,
        recorded_volumes=[row.id for row in rows if row.kind == VOLUME],
        recorded_containers=[row.id for row in rows if row.kind == CONTAINER],
        spared=spared,
        dry_run=dry_run,
        stand_in=stand_in,
    )
    if not dry_run:
        stay = {*spared, *removed.kept, *(failure.name for failure in removed.failed)}
        ledger.disown([row.id for row in rows if row.name not in stay and row.id not in stay])
    return removed


def spare_stand_in(client: docker.APIClient, locks: Path, sessions: Collection[str], image: str) -> str:
    """The tag of the stand-in image if no session but these may need it, else "".

    Of sessions whose locks lie elsewhere only those count that have a container of it: whether somebody is in one of
    them cannot be seen from here, and the tutor makes a stand-in anew that it misses.
    """
    tag = f"{image}:latest"
    elsewhere = [name for name in sessions_using(client, tag) if not is_from_here(name, locks)]
    others = [name for name in living_sessions(locks) if name not in sessions]
    return "" if others or elsewhere else tag


def counted(removed: Removed) -> str:
    """What went, in a few words: `2 containers, 1 volume`; "" for nothing."""
    kinds = (
        ("count.container", len(removed.containers)),
        ("count.volume", len(removed.volumes)),
        ("count.network", len(removed.networks)),
        ("count.image", len(removed.images)),
    )
    return ", ".join(texts.counted(key, count) for key, count in kinds if count)
