"""Make text from strangers harmless for a page or a document, without moving a single character."""

import unicodedata

_KEPT = "\n\t\u200c\u200d"
"""Line feed and tab; the joiners of emoji and of scripts that need them, which cannot move text."""
_LINE_END = " \n"
"""Stands for carriage return and line feed: a browser would make one character of the two."""


class _Marks(dict[int, int]):
    def __missing__(self, code: int) -> int:
        if chr(code) in _KEPT:
            shown = code
        elif code < 0x20:
            shown = 0x2400 + code
        elif code == 0x7F:
            shown = 0x2421
        else:
            shown = 0xFFFD if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp") else code
        self[code] = shown
        return shown


_MARKS = _Marks()


def visible(text: str) -> str:
    """Return text with a visible mark in place of each control character and direction override.

    As long as the text that came in, in code points: offsets hold for both. The marks are those of the terminal.
    """
    if text.isascii() and text.isprintable():
        return text
    return _LINE_END.join(part.translate(_MARKS) for part in text.split("\r\n"))
