"""What is ours on a daemon, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnedContainer:
    """`image` is the reference it was made from; `status` the daemon's word (`exited`); `volumes` its own anonymous."""

    id: str
    name: str
    session: str
    image: str = ""
    image_id: str = ""
    status: str = ""
    volumes: tuple[str, ...] = ()
    has_shared_volumes: bool = False  # made with --volumes-from


@dataclass(frozen=True, slots=True)
class OwnedVolume:
    """A labelled volume."""

    name: str
    session: str


@dataclass(frozen=True, slots=True)
class OwnedNetwork:
    """A labelled network."""

    id: str
    name: str
    session: str


@dataclass(frozen=True, slots=True)
class OwnedImage:
    """The stand-in, or an image that a session made (and what was built on it); `tags` its names, `size` in bytes."""

    id: str
    tags: tuple[str, ...]
    session: str = ""
    is_stand_in: bool = False
    size: int = 0

    @property
    def name(self) -> str:
        """Its first tag, or its id where it has none."""
        return self.tags[0] if self.tags else self.id


@dataclass(frozen=True, slots=True)
class Owned:
    """What was found.

    `doubtful` names containers that may have their label from their image alone; `foreign_…` is what containers that
    are not among `containers` use: names of volumes, ids of images.
    """

    containers: tuple[OwnedContainer, ...] = ()
    volumes: tuple[OwnedVolume, ...] = ()
    networks: tuple[OwnedNetwork, ...] = ()
    images: tuple[OwnedImage, ...] = ()
    doubtful: tuple[str, ...] = ()
    foreign_volumes: frozenset[str] = frozenset()
    foreign_images: frozenset[str] = frozenset()

    @property
    def sessions(self) -> tuple[str, ...]:
        """Every session that something here is from."""
        found_in = [one.session for one in self.containers] + [one.session for one in self.volumes]
        found_in += [one.session for one in self.networks]
        return tuple(dict.fromkeys(found_in))
