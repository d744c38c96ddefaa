"""Facts in text: bare words are filled in, everything of Docker's stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.core.facts import Fact, Facts, ImageFacts, ImageKind
from tutor.core.facts_text import fact_words, fill_facts, missing_facts, placeholder
from tutor.core.spans import Span

IMAGE = ImageFacts(
    name="ghost",
    id="sha256:0123",
    kind=ImageKind.OFFICIAL,
    command=("node", "current/index.js"),
    entrypoint=("docker-entrypoint.sh",),
    working_dir="/var/lib/ghost",
)
FACTS = Facts(
    image=IMAGE,
    port=9000,
    leave_key="Ctrl-T",
    container="happy_ant",
    started="docker-entrypoint.sh ls",
    names=("brave_euler", "shy_noether", "calm_gauss"),
)
DOCKERS = [
    "{{.Config.Cmd}}",
    "{{json .Mounts}}",
    "{{ port }}",
    "{{end}}",
    "{{else}}",
    "{{$x}}",
    "{{}}",
    "{port}",
    "{{1}}",
]


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("docker run -p {{port}}:2368 {{image}}", "docker run -p 9000:2368 ghost"),
        ("{{image-id}}", "sha256:0123"),
        ("{{command}} / {{entrypoint}}", "node current/index.js / docker-entrypoint.sh"),
        ("{{workdir}}{{workdir}}", "/var/lib/ghost/var/lib/ghost"),
        ("docker rm {{container}}: it started {{started}}", "docker rm happy_ant: it started docker-entrypoint.sh ls"),
        ("press {{leave-key}}", "press Ctrl-T"),
        ("{{name-1}}, {{name-2}}, {{name-3}}", "brave_euler, shy_noether, calm_gauss"),
        ("docker inspect -f '{{range .Mounts}}{{.Name}}{{end}}' {{image}}",
         "docker inspect -f '{{range .Mounts}}{{.Name}}{{end}}' ghost"),
        ("{{{port}}}", "{9000}"),
        ("", ""),
    ],
)  # fmt: skip
def test_every_fact_is_filled_in(text: str, filled: str) -> None:
    """Each bare word must become the place's own value, joined by spaces where it is a list."""
    assert fill_facts(text, FACTS) == filled


@pytest.mark.parametrize("text", DOCKERS)
def test_what_is_dockers_stays(text: str) -> None:
    """Braces around anything but a bare word must stay as they are, and so must Go's own bare words."""
    assert fill_facts(text, FACTS) == text
    assert fact_words(text) == ()


@pytest.mark.parametrize("fact", Fact)
def test_every_fact_has_a_value_and_a_stand_in(fact: Fact) -> None:
    """No fact may be forgotten here: known, it is filled in; unknown, its place is a word in capitals."""
    place = "{{" + fact + "}}"
    assert fill_facts(place, FACTS) not in {"", place, placeholder(fact)}
    assert placeholder(fact).isupper()


def test_an_unknown_fact_leaves_the_word_of_dockers_usage_lines() -> None:
    """Where nothing is known yet a command must still read as one."""
    assert fill_facts("docker rm {{container}}", Facts()) == "docker rm NAME"
    assert fill_facts("{{image}} runs {{command}}", Facts()) == "IMAGE runs COMMAND"


def test_missing_facts_are_named_in_the_texts_order() -> None:
    """A check must be able to tell that it cannot be made."""
    known = replace(FACTS, container="")
    assert missing_facts("{{port}} {{container}} {{.Name}} {{end}}", known) == (Fact.CONTAINER,)
    assert missing_facts("{{command}} {{port}} {{image}}", Facts()) == (Fact.COMMAND, Fact.IMAGE)
    assert missing_facts("plain", Facts()) == ()


def test_a_value_is_not_searched_for_facts() -> None:
    """A container that is called like a fact must stay what it is called."""
    assert fill_facts("{{container}}", replace(FACTS, container="{{port}}")) == "{{port}}"


def test_words_are_found_where_they_stand() -> None:
    """Known or not, a bare word must be reported with the span of its braces."""
    assert fact_words("a {{port}} {{.X}} {{prot}}") == (("port", Span(2, 10)), ("prot", Span(18, 26)))


def test_an_unknown_word_is_an_error() -> None:
    """A text that no loaded lesson can hold must not be filled quietly."""
    with pytest.raises(KeyError):
        fill_facts("{{prot}}", FACTS)


@given(st.lists(st.one_of(st.sampled_from([*DOCKERS, "{{", "}}", "{{port}}", "{{image}}"]), st.text(max_size=5))))
def test_only_the_places_of_facts_change(parts: list[str]) -> None:
    """Whatever stands around them, text outside the found spans must come out as it went in."""
    text = "".join(parts)
    words = fact_words(text)
    if any(word not in set(Fact) for word, _ in words):
        return
    expected, reached = "", 0
    for word, span in words:
        assert text[span.start : span.end] == "{{" + word + "}}"
        expected += text[reached : span.start] + {"port": "9000", "image": "ghost"}[word]
        reached = span.end
    assert fill_facts(text, FACTS) == expected + text[reached:]
