"""Writes `tutor/core/grammar_data.py` from what docker command line programs say of themselves.

    python tools/generate_grammar.py /usr/local/bin/docker /usr/bin/docker

Every program is asked for the help of all its commands, several times: with BuildKit on and off, with the old stack
orchestrators on, and always with no daemon to talk to, for a daemon's API version hides newer flags and commands.
The answers are joined: a flag is known if any of the programs knows it. What no help lists is kept by hand below.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import textwrap
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).parents[1] / "tutor" / "core" / "grammar_data.py"
DEADLINE = 20.0  # seconds for one answer; it takes some 20 ms
SETTINGS: tuple[dict[str, str], ...] = (
    {"DOCKER_BUILDKIT": "0", "DOCKER_STACK_ORCHESTRATOR": "all"},
    {"DOCKER_BUILDKIT": "1"},
    {},
)

# Flags that no help lists (docker/cli v20.10.24 and v28.2.2: MarkHidden and MarkDeprecated in the file named).
HIDDEN_FLAGS = {
    "run": "dns-opt=list net=network net-alias=list",  # cli/command/container/opts.go
    "create": "dns-opt=list net=network net-alias=list",
    "update": "kernel-memory=bytes",  # cli/command/container/update.go
    "stop": "time=int",  # cli/command/container/stop.go
    "restart": "time=int",  # cli/command/container/restart.go
    "build": "stream",  # cli/command/image/build.go
    "stack": "kubeconfig=string orchestrator=string",  # cli/command/stack/cmd.go
    "stack deploy": "namespace=string",  # cli/command/stack/kubernetes/cli.go, until 20.10
    "stack ls": "namespace=strings",
    "stack ps": "namespace=string",
    "stack rm": "namespace=string",
    "stack services": "namespace=string",
}
# Two names of one flag, of one variable in the source.
SAME_FLAGS = {
    "run": {"dns-opt": "dns-option", "net": "network", "net-alias": "network-alias"},
    "create": {"dns-opt": "dns-option", "net": "network", "net-alias": "network-alias"},
    "stop": {"time": "timeout"},
    "restart": {"time": "timeout"},
}
# Commands that no help lists: cli/command/system/dial_stdio.go; `completion` comes from cobra, and so does `help`.
HIDDEN_COMMANDS = (
    "completion",
    "completion bash",
    "completion fish",
    "completion powershell",
    "completion zsh",
    "help",
    "system dial-stdio",
)
# SetInterspersed(false) in the source; these end their flags at the first object.
STOP_EARLY = {
    "run",  # cli/command/container/run.go
    "create",  # cli/command/container/create.go
    "exec",  # cli/command/container/exec.go
    "commit",  # cli/command/container/commit.go
    "top",  # cli/command/container/top.go
    "tag",  # cli/command/image/tag.go
    "service create",  # cli/command/service/create.go
}

FLAG_LINE = re.compile(r"^  (?:-(?P<short>\S), |    )--(?P<name>\S+)(?: (?P<type>\S+))?(?:   +\S.*)?$")
COMMAND_LINE = re.compile(r"^  (?P<word>[a-z][a-z0-9-]*)\*?\s{2,}\S")
SECTION_LINE = re.compile(r"^(?P<title>[A-Z][A-Za-z ]*):$")

Pages = dict[str, str]


def main() -> None:
    """Ask every program named on the command line and write the module."""
    programs = sys.argv[1:] or ["docker"]
    pages = [(program, page) for program in programs for page in read_pages(program)]
    joined: dict[str, list[str]] = defaultdict(list)
    for _, page in pages:
        for path, text in page.items():
            joined[path].append(text)
    TARGET.write_text(module(joined, [version(program) for program in programs]), encoding="utf-8")
    print(f"{len(joined)} commands -> {TARGET}")


def read_pages(program: str) -> list[Pages]:
    """The help of all commands of `program`, once for each of the settings."""
    return [walk(program, setting) for setting in SETTINGS]


def walk(program: str, setting: dict[str, str]) -> Pages:
    """Path of each command -> its help; `""` is docker itself."""
    pages: Pages = {}
    waiting = ["", *HIDDEN_COMMANDS]
    while waiting:
        path = waiting.pop()
        pages[path] = say(program, [*path.split(), "--help"], setting)
        waiting += [child for child in children(path, pages[path]) if child not in pages]
    return pages


def say(program: str, words: list[str], setting: dict[str, str]) -> str:
    """What the program prints, with no daemon and an empty configuration."""
    with tempfile.TemporaryDirectory() as empty:
        environ = {"PATH": os.environ["PATH"], "HOME": empty, "DOCKER_CONFIG": empty} | setting
        environ["DOCKER_HOST"] = f"unix://{empty}/no-daemon.sock"
        return subprocess.run(
            [program, *words],
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            check=False,
        ).stdout


def version(program: str) -> str:
    """The program's version: `28.2.2`."""
    return say(program, ["--version"], {}).split()[2].strip(",")


def sections(text: str) -> dict[str, list[str]]:
    """Title of each section of a help -> its lines."""
    found: dict[str, list[str]] = defaultdict(list)
    title = ""
    for line in text.splitlines():
        if heading := SECTION_LINE.match(line):
            title = heading["title"]
        else:
            found[title].append(line)
    return found


def children(path: str, text: str) -> list[str]:
    """The paths of the commands that a help lists."""
    lines = [line for title, body in sections(text).items() if title.endswith("Commands") for line in body]
    return [f"{path} {found['word']}".strip() for line in lines if (found := COMMAND_LINE.match(line))]


def aliases(path: str, text: str) -> list[str]:
    """All paths that mean this command. CLI 28 writes them in full, 20.10 only their last word."""
    written = ", ".join(line.strip() for line in sections(text).get("Aliases", []) if line.strip())
    names = [name for name in written.split(", ") if name]
    group = path.rpartition(" ")[0]
    return [name.removeprefix("docker ") if " " in name else f"{group} {name}".strip() for name in names]


def flags(text: str) -> list[str]:
    """The flags of a help as `name`, `name,n`, `name=type` or `name,n=type`."""
    titles = ("Options", "Global Options")
    lines = [line for title in titles for line in sections(text).get(title, [])]
    found = [match for line in lines if (match := FLAG_LINE.match(line)) and match["name"] != "help"]
    return [
        match["name"]
        + (f",{match['short']}" if match["short"] else "")
        + (f"={match['type']}" if match["type"] else "")
        for match in found
    ]


def families(pages: dict[str, list[str]]) -> dict[str, str]:
    """Every path -> the canonical name of its command: of those with the fewest words, one that a help lists."""
    same: dict[str, set[str]] = {path: {path} for path in pages}
    for path, texts in pages.items():
        for name in (name for text in texts for name in aliases(path, text)):
            joined = same[path] | same.get(name, {name})
            for member in joined:
                same[member] = joined
    return {
        path: min(paths, key=lambda name: (name.count(" "), name not in pages, name)) for path, paths in same.items()
    }


def module(pages: dict[str, list[str]], versions: list[str]) -> str:
    """The text of the data module."""
    names = families(pages)
    groups = {path.rpartition(" ")[0] for path in pages if path} | {""}
    known: dict[str, set[str]] = {names[path]: set() for path in pages}
    for path, texts in pages.items():
        known[names[path]].update(flag for text in texts for flag in flags(text))
        known[names[path]].update(HIDDEN_FLAGS.get(names[path], "").split())
    written = {name: merged(name, entries) for name, entries in sorted(known.items())}
    parts = (
        HEADER.format(versions=", ".join(versions)),
        table("GROUPS", {name: text for name, text in written.items() if name in groups}),
        table("COMMANDS", {name: text for name, text in written.items() if name not in groups}),
        table("ALIASES", {path: name for path, name in sorted(names.items()) if path != name}),
        "STOP_EARLY: frozenset[str] = frozenset(\n    {\n"
        + "".join(f'        "{name}",\n' for name in sorted(STOP_EARLY))
        + "    }\n)\n",
    )
    return "\n".join(parts)


def merged(name: str, entries: set[str]) -> str:
    """One entry per flag: a short letter, a type or another name is kept from whichever program told it."""
    best: dict[str, str] = {}
    for entry in sorted(entries, key=lambda entry: ("," in entry, entry)):
        best[re.split("[,=]", entry)[0]] = entry
    for flag, other in SAME_FLAGS.get(name, {}).items():
        best[flag] = f"{flag}>{other}"
    return " ".join(best[flag] for flag in sorted(best))


def table(name: str, entries: dict[str, str]) -> str:
    """A dict of strings in Python, long ones broken over lines."""
    rows = "".join(row(key, text) for key, text in entries.items())
    return f"{name}: dict[str, str] = {{\n{rows}}}\n"


def row(key: str, text: str) -> str:
    """One entry of a dict, broken at blanks where it is longer than a line of 120."""
    short = f'    "{key}": "{text}",\n'
    if len(short) <= 121:  # noqa: PLR2004 - 120 columns and the line's end
        return short
    lines = textwrap.wrap(text, 106, break_long_words=False, break_on_hyphens=False)
    broken = "".join(f'        "{line} "\n' for line in lines[:-1]) + f'        "{lines[-1]}"\n'
    return f'    "{key}": (\n{broken}    ),\n'


HEADER = '''"""The commands and flags of docker's command line. Generated by `tools/generate_grammar.py`; do not edit.

Read from the CLIs {versions}. A flag is written `name`, `name,letter`, `name=type` or
`name,letter=type`; without a type it is a boolean; `net>network` is another name of `network`. `GROUPS` are docker
itself (`""`) and the commands that only hold others; `ALIASES` are the paths that mean a command of another name;
`STOP_EARLY` are the commands whose flags end at the first object.
"""

from __future__ import annotations
'''


if __name__ == "__main__":
    main()
