"""Make text from strangers harmless for a terminal."""

import unicodedata

_KEPT = "\n\t"


def clean(text: str) -> str:
    """Return text without control characters, escapes and direction overrides; each becomes a visible mark.

    Joiners of emoji and of scripts that need them stay: they cannot move text or the cursor.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(char) for char in text.replace("\r\n", "\n"))


def _visible(char: str) -> str:
    if char in _KEPT or char in "\u200c\u200d":
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char
