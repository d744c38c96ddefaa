"""The page of a transcript can be read: every colour stands out from the window it is in."""

from __future__ import annotations

import re

import pytest

from tutor.commands.transcript_html import STYLE, coloured

LEAST = 4.5  # contrast of text, as in WCAG 2.2, 1.4.3
COLOUR = re.compile(r"#([0-9a-f]{6})")


def luminance(colour: str) -> float:
    """The relative luminance of six hexadecimal digits (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Of two colours, between 1 and 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("code", ["2", "31", "32", "33", "36", "2;36", "2;33", "1;36", "3"])
def test_each_ink_stands_out(code: str) -> None:
    """Dim words too, which are halfway to the background where a terminal draws them."""
    window = STYLE.split(".window { background: #")[1][:6]
    shown = coloured(f"\x1b[{code}mwords\x1b[0m")
    assert "words" in shown
    assert all(contrast(found, window) >= LEAST for found in COLOUR.findall(shown)), shown


def test_it_is_printed_as_it_looks() -> None:
    """Light words on the paper's white could not be read: the window's own colour goes with them."""
    assert "print-color-adjust: exact" in STYLE
