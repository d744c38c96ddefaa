"""Names for made-up containers."""

from __future__ import annotations

from random import Random

from tutor.core.fresh_names import ADJECTIVES, SURNAMES, fresh_names


def test_names_are_like_dockers_and_easy_to_tell_apart() -> None:
    """An adjective and a surname each, no word twice, the same from the same source."""
    names = fresh_names((), Random("any session"))  # noqa: S311 -- names
    assert len(names) == 3
    words = [word for name in names for word in name.split("_")]
    assert len(set(words)) == 6
    assert set(words[::2]) <= set(ADJECTIVES)
    assert set(words[1::2]) <= set(SURNAMES)
    assert names == fresh_names((), Random("any session"))  # noqa: S311 -- names
    assert names != fresh_names((), Random("another"))  # noqa: S311 -- names


def test_a_taken_name_is_passed_over() -> None:
    """Others come in its place."""
    names = fresh_names((), Random(1))  # noqa: S311 -- names
    others = fresh_names(names[:2], Random(1))  # noqa: S311 -- names
    assert len(others) == 3
    assert not set(others) & set(names[:2])
