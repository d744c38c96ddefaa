"""What `author lint` says of concept cards."""

from __future__ import annotations

from pathlib import Path

from tests.test_cards import GOOD
from tutor.authoring.lint import lint_path

ROOT = Path(__file__).parents[2]


def findings(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    """The findings of the good card with these pieces replaced."""
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    folder = tmp_path / "concepts"
    folder.mkdir()
    (folder / "volume.md").write_text(text, encoding="utf-8")
    linted = lint_path(folder, frozenset())
    assert (linted.files, linted.cards) == (0, 1)
    return [f"{found.line}: {found.message}" for found in linted.findings]


def test_the_shipped_cards_have_no_findings() -> None:
    """They lie beside the lessons and are linted with them."""
    linted = lint_path(ROOT / "lessons", frozenset())
    assert linted.cards > 0
    assert [found for found in linted.findings if "concepts" in found.file] == []


def test_a_good_card_has_no_findings(tmp_path: Path) -> None:
    """Nothing is said where there is nothing to say."""
    assert findings(tmp_path) == []


def test_a_card_that_does_not_load_has_its_problems(tmp_path: Path) -> None:
    """By line."""
    (found,) = findings(tmp_path, ("title: Volume\n", ""))
    assert found.startswith("2: The front matter has no `title`.")


def test_a_long_card_is_told(tmp_path: Path) -> None:
    """A card is drawn at 80 columns and counted."""
    (found,) = findings(tmp_path, ("Files that", "Words and more words. " * 40 + "Files that"))
    assert "12 is the most" in found


def test_a_link_that_would_be_broken_is_told(tmp_path: Path) -> None:
    """A terminal opens an address that stands on one line."""
    (found,) = findings(tmp_path, ("engine/storage/volumes/", "engine/storage/volumes/" + "x" * 40))
    assert "76 fit on one line" in found


def test_a_command_that_docker_lacks_is_told(tmp_path: Path) -> None:
    """What is offered to try has to be understood."""
    (found,) = findings(tmp_path, ("docker volume ls", "docker volume --lst"))
    assert "`try` is no docker line" in found
