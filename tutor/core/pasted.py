"""What comes along when a command is copied from a web page: a prompt sign, the machine's name, `sudo`."""

from __future__ import annotations

import re

WORD = re.compile(r"\S+")
PROMPT = re.compile(r"\S*[$#>%\u276f\u279c]")  # the last two: a heavy angle, a heavy arrow
SUDO_FLAG_WITH_VALUE = re.compile(
    r"-[A-Za-z]*[CDghpRrTtUu]|--(?:chdir|chroot|close-from|group|host|other-user|prompt|role|type|user)"
)
PROMPT_WORDS = 2  # `me@host:~$` is one word, `[me@host ~]$` and `PS C:\\>` two


def strip_pasted(line: str) -> tuple[str, str]:
    """The line from `docker` on, and what was dropped before it: "", "$", "sudo", "$ sudo -E", "me@host:~$", ...

    Only a prompt, and `sudo` with its flags, are dropped, and only where `docker` follows. Otherwise the line comes
    back as it is.
    """
    words = list(zip(range(20), WORD.finditer(line), strict=False))
    texts = [found[0] for _, found in words]
    place = _after_sudo(texts, _after_prompt(texts))
    if place == 0 or texts[place : place + 1] != ["docker"]:
        return line, ""
    return line[words[place][1].start() :], " ".join(texts[:place])


def _after_prompt(words: list[str]) -> int:
    """How many words the prompt has; 0 if there is none."""
    ends = (count for count in range(1, PROMPT_WORDS + 1) if words[count - 1 : count] and _is_prompt(words[:count]))
    return next(ends, 0)


def _is_prompt(words: list[str]) -> bool:
    if not PROMPT.fullmatch(words[-1]):
        return False
    return len(words) == 1 or words[0].startswith("[") or words[0] == "PS"


def _after_sudo(words: list[str], place: int) -> int:
    """The place after `sudo` and its flags; `place` itself if there is no sudo."""
    if words[place : place + 1] != ["sudo"]:
        return place
    place += 1
    while place < len(words) and words[place].startswith("-"):
        place += 2 if SUDO_FLAG_WITH_VALUE.fullmatch(words[place]) else 1
    return place
