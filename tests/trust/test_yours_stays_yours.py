"""Promise 5, tried hard: hundreds of destructive lines beside things that are none of the lesson's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.scale import chances, scaled
from tests.trust.destructive import Destructive, Maker
from tests.trust.neighbours import Neighbours, changed
from tutor.core.reach import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.conftest import Home
    from tests.live.bench import Bench

LINES = scaled(220, 2_000)
EACH = scaled(5, 50)
RUNNING = scaled(2, 10)
WITH_YES = scaled(14, 300)  # each is followed by a look at all two hundred things of the neighbours
SCRIPTED = 30


@pytest.fixture
def neighbours(bench: Bench) -> Iterator[Neighbours]:
    """Somebody else's things, on the same daemon."""
    made = Neighbours(bench, EACH, RUNNING)
    yield made
    made.clear()


@pytest.fixture
def maker(bench: Bench, neighbours: Neighbours, tmp_path: Path, request: pytest.FixtureRequest) -> Maker:
    """Makes lines; a container and a network of the lesson's own serve as their other halves."""
    bench.container("own", owned=True)
    network = f"{bench.mark}-own-network"
    code, said, _ = bench.run(f"docker network create --label {bench.mark}=1 {network}")
    assert code == 0, said
    (tmp_path / "file").write_text("x")
    (tmp_path / "context").mkdir()
    (tmp_path / "context" / "Dockerfile").write_text("FROM scratch\nLABEL n=1\n")
    words = {
        "mark": bench.mark,
        "image": bench.image,
        "own": f"{bench.mark}-own",
        "own_network": network,
        "file": str(tmp_path / "file"),
        "context": str(tmp_path / "context"),
        "folder": str(tmp_path.parent),  # not the working folder, which is the learner's to give
        "host": "unix:///var/run/docker.sock",
    }
    return Maker(neighbours, chances(request.node.name), words)


@pytest.mark.timeout(3600)
def test_without_a_yes_nothing_of_theirs_changes(bench: Bench, neighbours: Neighbours, maker: Maker) -> None:
    """Each line is foretold, naming what it would hit; run all the same, it is stopped; by inspect all is as before.

    Lines that go past the wire are only foretold: it is the question that stops them.
    """
    before = neighbours.look()
    made = maker.lines(LINES)
    complaints = [found for line in made for found in (foretold(bench, line), stopped(bench, line))]
    assert not any(complaints), "\n".join(filter(None, complaints))
    assert changed(before, neighbours.look()) == set()


def foretold(bench: Bench, made: Destructive) -> str:
    """What is wrong with the question before it, which has to list every one of the neighbours that it names."""
    hits = bench.hits(made.line)
    missing = {one.id for one in made.targets} - {hit.id for hit in hits} if made.on_wire else set()
    return f"{made.line}: foretold {hits}" if missing or not hits else ""


def stopped(bench: Bench, made: Destructive) -> str:
    """What is wrong with how the wire dealt with it: no call that changes something may have gone through."""
    if not made.on_wire:
        return ""
    code, said, wired = bench.run(made.line)
    through = [call for call in wired.calls() if call.method in {"POST", "DELETE"} and call.status < 300]
    return f"{made.line}: {code} {said} {through}" if code == 0 or not wired.refused() or through else ""


@pytest.mark.timeout(7200)
def test_a_yes_hits_what_was_listed_and_nothing_else(bench: Bench, neighbours: Neighbours, maker: Maker) -> None:
    """After the yes, what has changed by inspect is what the question had listed; the others are as before."""
    lines = [made for made in maker.lines(LINES) if made.on_wire][:WITH_YES]
    complaints = [after_a_yes(bench, neighbours, made) for made in lines]
    assert not any(complaints), "\n".join(filter(None, complaints))


def after_a_yes(bench: Bench, neighbours: Neighbours, made: Destructive) -> str:
    """What is wrong with what the line then does; what it did to the neighbours is undone."""
    hits = bench.hits(made.line)
    if any(hit.kind is Kind.HOST for hit in hits):
        return ""  # what the machine itself allows differs from one to the next
    before = neighbours.look()
    _, said, wired = bench.run(made.line, hits)
    hit = changed(before, neighbours.look())
    neighbours.restore(hit)
    listed = {one.id for one in hits}
    removes = "prune" in made.line or " rm" in made.line
    is_exact = hit == listed & before.keys() if removes else hit <= listed
    return "" if is_exact and not wired.refused() else f"{made.line}: {said} listed {listed}, hit {hit}"


def test_what_the_lesson_made_can_be_removed(bench: Bench, neighbours: Neighbours) -> None:
    """Beside all of theirs, every container, volume and network of one's own goes without a question."""
    before, mark = neighbours.look(), bench.mark
    for number in range(EACH):
        own = f"{mark}-mine-{number}"
        for make, remove in (
            (f"create --name {own} {bench.image}", f"rm {own}"),
            (f"volume create {own}", f"volume rm {own}"),
            (f"network create --subnet 10.214.{number}.0/28 {own}", f"network rm {own}"),
        ):
            for line in (make, remove):
                assert bench.hits(f"docker {line}") == (), line
                code, said, _ = bench.run(f"docker {line}")
                assert code == 0, f"{line}\n{said}"
    assert changed(before, neighbours.look()) == set()


@pytest.mark.timeout(600)
def test_in_a_script_the_answer_is_no(place: Home, neighbours: Neighbours, maker: Maker) -> None:
    """Piped into the installed tutor, each of these lines is asked about, gets a no, and nothing of theirs changes."""
    before = neighbours.look()
    lines = [made.line for made in maker.lines(LINES)[:SCRIPTED]]
    done = place.script(*lines, step="own-command")
    said = " ".join(done.stdout.split())
    assert said.count("In a script the answer is no: not run, nothing was changed.") == len(lines), done.stdout
    assert changed(before, neighbours.look()) == set()
