"""`explain LINE`: each word of a docker line, what it is and what it does there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.core import grammar
from tutor.core.command import TokenKind
from tutor.core.grammar_data import ALIASES
from tutor.core.help_tasks import AskHelp, HelpTold
from tutor.core.masking import masked_word
from tutor.core.message import text
from tutor.core.pictures import Explained, Part
from tutor.core.publishing import publication
from tutor.core.spans import Span
from tutor.core.texts import fill
from tutor.core.texts.en import TEXTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.core.command import DockerCommand, FlagUse, Token

REFERENCE = "https://docs.docker.com/reference/cli/docker/"
MADE_FROM_IMAGE = frozenset({"run", "create"})
ABOUT_IMAGES = frozenset({"rmi", "pull", "push", "history", "tag", "save"})
ABOUT_EITHER = frozenset({"inspect"})
ABOUT_CONTAINERS = frozenset(
    """
    attach commit diff exec export kill logs pause port rename restart rm start stats stop top unpause update wait
    """.split()  # noqa: SIM905 -- see tutor.core.words
)
NO_HELP = HelpTold()


def explain(command: DockerCommand, told: HelpTold = NO_HELP) -> Explained:
    """The line with its parts. `told` is the CLI's own help, for what we have no words of our own for."""
    groups = grouped(command.tokens)
    parts = tuple(part_of(command, tokens, told) for tokens in groups)
    return Explained(text("explain.heading"), command.line, parts, text("explain.source", url=page(command.name)))


def help_wanted(command: DockerCommand) -> AskHelp | None:
    """What to ask the installed CLI; None where our own words are enough."""
    own = f"explain.command.{command.name}" in TEXTS
    if own and all(flag_key(command, use) for use in command.flags):
        return None
    words = tuple(token.value for token in command.tokens if token.kind is TokenKind.COMMAND)
    return AskHelp(command.line, words)


def grouped(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """Tokens that are explained together: neighbours of one kind, and a flag and its value."""
    groups: list[tuple[Token, ...]] = []
    for token in tokens:
        last = groups[-1] if groups else ()
        joins = token.kind is not TokenKind.FLAG and last and last[-1].kind is token.kind
        if joins or token.kind is TokenKind.VALUE:
            groups[-1] = (*last, token)
        else:
            groups.append((token,))
    return groups


def part_of(command: DockerCommand, tokens: tuple[Token, ...], told: HelpTold) -> Part:
    """One part of the line: where it stands, what it is called, and what is said of it."""
    span = Span(tokens[0].span.start, tokens[-1].span.end)
    match tokens[0].kind:
        case TokenKind.FLAG:
            words = each_flag(command, uses_in(command, span), told)
        case kind:
            words = word_words(command, kind, told)
    return Part(span, words)


def word_words(command: DockerCommand, kind: TokenKind, told: HelpTold) -> str:
    """What is said of a word that is no flag."""
    match kind:
        case TokenKind.PROGRAM:
            return fill(text("explain.program"))
        case TokenKind.COMMAND:
            return command_words(command, told)
        case TokenKind.TERMINATOR:
            return fill(text("explain.terminator"))
        case TokenKind.TAIL:
            name = "run" if command.name in MADE_FROM_IMAGE else command.name
            key = f"explain.inside.{name}"
            return fill(text(key if key in TEXTS else "explain.inside.other"))
        case _:
            return fill(text(f"explain.object.{object_of(command)}"))


def command_words(command: DockerCommand, told: HelpTold) -> str:
    """What the command does: in our words, else in the CLI's."""
    key = f"explain.command.{command.name}"
    if key in TEXTS:
        return fill(text(key))
    if told.summary:
        return fill(text("explain.command.cli", says=told.summary.rstrip(".")))
    return fill(text("explain.command.other"))


def object_of(command: DockerCommand) -> str:
    """What kind of thing the command is about."""
    group = command.name.partition(" ")[0]
    if command.name in MADE_FROM_IMAGE:
        return "image"
    if command.name in ABOUT_IMAGES or group == "image":
        return "stored"
    if command.name in ABOUT_CONTAINERS or group == "container":
        return "container"
    if command.name in ABOUT_EITHER:
        return "thing"
    return "folder" if command.name == "build" else "other"


def uses_in(command: DockerCommand, span: Span) -> list[FlagUse]:
    """The flags that stand in this part of the line: two of them in `-it`."""
    uses = (*command.global_flags, *command.flags)
    return [use for use in uses if span.start <= use.span.start < span.end]


def flag_key(command: DockerCommand, use: FlagUse) -> str:
    """The key of our own words for a flag: this command's, else those for every command; "" for none."""
    keys = (f"explain.flag.{command.name}.{use.name}", f"explain.flag.{use.name}")
    return next((key for key in keys if key in TEXTS), "")


def each_flag(command: DockerCommand, uses: Sequence[FlagUse], told: HelpTold) -> str:
    """What is said of the flags in one word; of several each by its letter."""
    said = [(use.spelled, flag_words(command, use, told)) for use in uses]
    return said[0][1] if len(said) == 1 else " ".join(f"`{spelled}`: {words}" for spelled, words in said)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence's key and what to fill in."""

    key: str
    values: dict[str, str]


def flag_words(command: DockerCommand, use: FlagUse, told: HelpTold) -> str:
    """What a flag does here."""
    said = flag_said(command, use, told)
    words = fill(text(said.key, **said.values))
    if use.value == "false" and is_switch(command, use):
        words = fill(text("explain.off", what=words))
    return words


def is_switch(command: DockerCommand, use: FlagUse) -> bool:
    """Whether the flag is one without a value."""
    name = "" if use in command.global_flags else command.name
    flag = grammar.rule(name).long.get(use.name) if grammar.find(name) is not None else None
    return flag is not None and not flag.takes_value


def flag_said(command: DockerCommand, use: FlagUse, told: HelpTold) -> Said:
    """The sentence for a flag: with its value understood, in our words, in the CLI's, or in none."""
    value = masked_word(use.value)
    key = flag_key(command, use)
    match key:
        case "explain.flag.publish":
            return published(value)
        case "explain.flag.env":
            name, has_value, rest = value.partition("=")
            return Said(key, {"name": name, "value": rest}) if has_value else Said(f"{key}-handed", {"value": name})
        case "explain.flag.volume":
            return mounted(value)
        case "":
            says = told.flags.get(use.name, "").rstrip(".")
            if not says:
                return Said("explain.flag.other", {})
            key = "explain.flag.cli" if is_switch(command, use) else "explain.flag.cli-value"
            return Said(key, {"says": says, "value": value})
        case _:
            return Said(key, {"value": value})


def published(value: str) -> Said:
    """A published port, in the direction of a visitor: from your port to the one inside."""
    asked = publication(value)
    if asked is None:
        return Said("explain.flag.publish-odd", {"value": value})
    inside = asked.container if asked.protocol == "tcp" else f"{asked.container}/{asked.protocol}"
    if not asked.host:
        return Said("explain.flag.publish-chosen", {"inside": inside})
    if asked.host_ip:
        return Said("explain.flag.publish-at", {"host": asked.host, "address": asked.host_ip, "inside": inside})
    return Said("explain.flag.publish", {"host": asked.host, "inside": inside})


def mounted(value: str) -> Said:
    """A folder or volume: a name without a slash is a volume's."""
    outside, is_pair, rest = value.partition(":")
    if not is_pair:
        return Said("explain.flag.volume-new", {"inside": value})
    key = "explain.flag.volume" if outside.startswith(("/", ".", "~")) else "explain.flag.volume-named"
    return Said(key, {"outside": outside, "inside": rest.partition(":")[0]})


def page(name: str) -> str:
    """Docker's page about a command: it stands there by its long name, `container/run` for `run`."""
    paths = [path for path, command in ALIASES.items() if command == name and path.count(" ") == 1]
    long = [path for path in paths if path.startswith(("container ", "image ", "system "))]
    words = min(long, key=lambda path: (len(path), path), default=name)
    return REFERENCE + "".join(f"{word}/" for word in words.split())
