"""Where lessons are, and which there are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.lesson_texts import HEAD, READ, documented, small
from tutor.content import LessonEntry, available, find, lesson_roots
from tutor.errors import LessonError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shelf(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders with lessons: `first` has first-look and a broken one, `second` has both ids too, and others."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    (first / "first-look.md").write_text(documented(), encoding="utf-8")
    (first / "broken.md").write_text("---\nformat: 1\n---\n", encoding="utf-8")
    (first / "README.md").write_text("# Lessons\n", encoding="utf-8")
    (second / "first-look.md").write_text(documented().replace("A first look", "Another"), encoding="utf-8")
    (second / "other-name.md").write_text(small("## A\n" + READ.format(id="a")), encoding="utf-8")
    return first, second


def test_a_lesson_is_found_by_name_by_id_and_by_path(shelf: tuple[Path, Path]) -> None:
    """The earlier folder must win; an id is found in a file of another name; a path is taken as it is."""
    first, second = shelf
    assert find("first-look", shelf) == first / "first-look.md"
    assert find("first-look", [first.parent / "missing", second]) == second / "first-look.md"
    assert find("small", shelf) == second / "other-name.md"
    assert find(str(second / "first-look.md"), [first]) == second / "first-look.md"


def test_an_unknown_lesson_gets_the_nearest_name(shelf: tuple[Path, Path]) -> None:
    """A slip in a name must be cured; with nothing near, the names there are must be told."""
    with pytest.raises(LessonError) as caught:
        find("frist-look", shelf)
    assert (caught.value.message, caught.value.hint) == (
        "There is no lesson `frist-look`.",
        "Did you mean `first-look`?",
    )
    with pytest.raises(LessonError) as caught:
        find("kubernetes", shelf)
    assert caught.value.hint == "Known are `broken`, `first-look`, `small`."


@pytest.mark.parametrize("name", ["../secret", "a/b", "/etc/passwd", "..", "", "A", "a b", "a\0", "~root", "é", "a\n"])
def test_no_name_leads_out_of_the_folders(tmp_path: Path, name: str) -> None:
    """Only a name that a lesson could have may be looked for, even where such a file exists."""
    (tmp_path / "secret").write_text("x")
    (tmp_path / "lessons").mkdir()
    with pytest.raises(LessonError, match="is not a lesson's name"):
        find(name, [tmp_path / "lessons"])


def test_the_list_has_every_lesson_once_with_its_numbers(shelf: tuple[Path, Path]) -> None:
    """Good ones must come with title, minutes and steps; a broken one with its error; a README not at all."""
    first, second = shelf
    found = available(shelf)
    assert found[0] == LessonEntry("first-look", "A first look", first / "first-look.md", 5, 9)
    assert found[2] == LessonEntry("small", "Small", second / "other-name.md", 5, 1)
    assert (found[1].id, found[1].steps, len(found)) == ("broken", 0, 3)
    assert "has no" in found[1].error


def test_a_thousand_lessons_are_listed_from_their_front_matter_alone(tmp_path: Path) -> None:
    """Listing must not read the steps: a lesson whose steps are broken is listed like any other."""
    for number in range(1000):
        text = small(f"## A\n```step\nbroken {number}\n```\n" * 2, HEAD.replace("small", f"lesson-{number:03}"))
        (tmp_path / f"lesson-{number:03}.md").write_text(text, encoding="utf-8")
    found = available([tmp_path])
    assert [entry.id for entry in found] == [f"lesson-{number:03}" for number in range(1000)]
    assert {(entry.error, entry.steps) for entry in found} == {("", 2)}


def test_lessons_are_looked_for_where_the_documentation_says(tmp_path: Path, home: Path) -> None:
    """Folders named in the environment come first, then the learner's own, then those that came along."""
    roots = lesson_roots({"DOCKER_TUTOR_LESSONS": f"{tmp_path / 'a'}{os.pathsep}{tmp_path / 'b'}"})
    assert roots[:2] == (tmp_path / "a", tmp_path / "b")
    assert roots[2].parts[-2:] == ("docker-tutor", "lessons")
    assert roots[2].is_relative_to(home)
    assert roots[3].name == "lessons"
    assert roots[3].is_dir()
    assert lesson_roots({}) == roots[2:]
