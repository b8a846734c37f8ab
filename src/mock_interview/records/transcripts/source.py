"""Read a foreign file as text: what its bytes say, what its marks say, or what they most likely mean."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from pathlib import Path

from mock_interview.errors import BadInput

LARGEST = 20_000_000
"""Bytes of one file."""
_WESTERN = "cp1252"
_TIE = 0.05
"""How far two guesses may be apart, in shares of odd or of usual letters, and still be equally good."""
_SAVE_AS = "Save it as plain text in UTF-8, or export it as WebVTT or SRT."


@dataclass(frozen=True)
class Source:
    """A file as text, its lines ended by a line feed each; `guessed` is its encoding where that was guessed."""

    text: str
    guessed: str = ""


def read_source(path: Path) -> Source:
    """Read a text file of any encoding; raises `BadInput` with the reason when it is none, empty or too large."""
    try:
        if path.is_dir():
            raise BadInput(f"{path}: is a folder", "Give the files in it.")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > LARGEST:
        raise BadInput(f"{path}: is larger than {LARGEST:,} bytes", "Divide it, or take out what is no transcript.")
    source = _decoded(data, str(path))
    if (at := source.text.find("\0")) >= 0:
        raise BadInput(f"{path}: is binary (a zero character at {at})", _SAVE_AS)
    if not source.text.strip():
        raise BadInput(f"{path}: is empty")
    return Source(source.text.replace("\r\n", "\n").replace("\r", "\n"), source.guessed)


def _decoded(data: bytes, name: str) -> Source:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        try:
            return Source(data.decode("utf-16"))
        except UnicodeDecodeError as error:
            raise BadInput(f"{name}: is no whole UTF-16 text (byte {error.start})", _SAVE_AS) from error
    if b"\0" in data:
        raise BadInput(f"{name}: is binary (a zero byte at {data.index(0)})", _SAVE_AS)
    try:
        return Source(data.removeprefix(BOM_UTF8).decode("utf-8"))
    except UnicodeDecodeError as error:
        text, encoding = _guessed(data) or ("", "")
        if not encoding:
            raise BadInput(f"{name}: is no text in any known encoding (byte {error.start})", _SAVE_AS) from error
        return Source(text, encoding)


def _guessed(data: bytes) -> tuple[str, str] | None:
    """Return text and its encoding, the likeliest one; of Western and Baltic or the like in a tie, Western."""
    from charset_normalizer import from_bytes

    found = from_bytes(data)
    best = found.best()
    if best is None:
        return None
    for one in found:
        near = one.chaos <= best.chaos + _TIE and one.coherence >= best.coherence - _TIE
        if near and _WESTERN in one.could_be_from_charset:
            return str(one), _WESTERN
    return str(best), best.encoding
