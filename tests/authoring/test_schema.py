"""The shipped JSON Schema is the one of this loader, and both take and refuse the same."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.authoring.json_schema import is_valid
from tests.lesson_texts import documented
from tests.scale import chances, scaled
from tutor.authoring.schema import lesson_schema
from tutor.lessonfile.shape_check import shape_problems
from tutor.lessonfile.shapes import FrontShape, StepShape
from tutor.lessonfile.yaml_tree import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "lessons" / "schema" / "lesson.schema.json"
SCHEMA = lesson_schema()
STEP_BLOCK = re.compile(r"^```step\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FRONT = re.compile(r"\A---\n(.*?)^---$", re.DOTALL | re.MULTILINE)
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "lessons").glob("*.md"))}
TEXTS["documented"] = documented()
BLOCKS = [block for text in TEXTS.values() for block in STEP_BLOCK.findall(text)]
FRONTS = [front for text in TEXTS.values() for front in FRONT.findall(text)]
TRIED = 50  # changes of each block: the blocks are alike, so that what one leaves out another tries
WRONG_VALUES: tuple[Any, ...] = ("", "no such word", [], {}, {"wrong": "key"}, [["too", "deep"]], 7, True)


def test_the_shipped_schema_is_up_to_date() -> None:
    """The file is what the generator writes; else: python tools/generate_schema.py."""
    assert json.loads(SHIPPED.read_text(encoding="utf-8")) == json.loads(json.dumps(SCHEMA))


def takes(data: object, part: str) -> bool:
    """Whether the schema takes it."""
    schema = {"$ref": f"#/$defs/{part}"}
    return is_valid(data, schema, SCHEMA["$defs"])


def loads(data: object, shape: type[FrontShape | StepShape]) -> bool:
    """Whether the loader takes it, written as YAML."""
    return not shape_problems(parse_yaml(yaml.safe_dump(data, allow_unicode=True), 1), shape, "the data")


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.partition("\n")[0])
def test_every_step_that_loads_is_valid(block: str) -> None:
    """An editor finds nothing to complain of in the lessons that are there, as YAML's own types."""
    assert takes(yaml.safe_load(block), "StepShape")


@pytest.mark.parametrize("front", FRONTS, ids=lambda front: front.split("\n")[1])
def test_every_front_matter_that_loads_is_valid(front: str) -> None:
    """The same for what stands at the top."""
    assert takes(yaml.safe_load(front), "FrontShape")


def changed(data: Any) -> Iterator[Any]:  # noqa: ANN401 -- JSON
    """The data with one thing wrong, or at least other, in every place."""
    yield from map(copy.deepcopy, WRONG_VALUES)
    match data:
        case dict():
            yield {**data, "no-such-key": "x"}
            for key in data:
                yield {name: value for name, value in data.items() if name != key}
                yield from ({**data, key: below} for below in changed(data[key]))
        case list():
            for place, item in enumerate(data):
                yield from ([*data[:place], below, *data[place + 1 :]] for below in changed(item))


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.partition("\n")[0])
def test_schema_and_loader_refuse_the_same_steps(block: str) -> None:
    """One thing changed in one place: both take it, or neither does."""
    assert agrees(block, "StepShape", StepShape)


@pytest.mark.parametrize("front", FRONTS, ids=lambda front: front.split("\n")[1])
def test_schema_and_loader_refuse_the_same_front_matter(front: str) -> None:
    """The same for what stands at the top."""
    assert agrees(front, "FrontShape", FrontShape)


def agrees(text: str, part: str, shape: type[FrontShape | StepShape]) -> bool:
    """Whether schema and loader take the same of all changes, and some of these are refused."""
    changes = [one for one in changed(yaml.safe_load(text)) if isinstance(one, dict) and one]
    tried = chances(text).sample(changes, min(len(changes), scaled(TRIED, len(changes))))
    taken = [takes(one, part) for one in tried]
    differ = [one for one, is_taken in zip(tried, taken, strict=True) if is_taken is not loads(one, shape)]
    assert differ == []
    return not all(taken)
