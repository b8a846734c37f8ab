"""What a text says under a disguise: encoded, spelt with digits, letter by letter, backwards, in markup.

Nothing is done with what is found here but to look whether it speaks to a grader.
"""

import base64
import codecs
import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from mock_interview.grading.words import COMMON, words

_RUN = re.compile(r"[\w+/-]{24}|(?:\b[0-9a-fA-F]{2}[ :]){8}|(?:[01]{8} ){4}", re.ASCII)
"""What is long enough to be encoded."""
_BASE64 = re.compile(r"[\w+/-]{40,}={0,2}", re.ASCII)
_HEX = re.compile(r"\b(?:[0-9a-f]{2}[ :]?){16,}", re.IGNORECASE)
_BITS = re.compile(r"(?:[01]{8} ?){8,}")
_ESCAPES = re.compile(r"(?:(?:\\u00|\\x|%)[0-9a-f]{2}|&#x?[0-9a-f]{2,4};){2}", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u00|x)([0-9a-f]{2})", re.IGNORECASE)
_SINGLE = re.compile(r"\b[a-z][ ._*-]{1,3}[a-z][ ._*-]{1,3}[a-z]\b", re.IGNORECASE)
_SPELT = re.compile(r"(?<!\w)(?:[a-z][ ._*-]{1,3}){11,}[a-z](?!\w)", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<=\w)[ ._*-](?=\w)")
_ORDERED = re.compile(
    r"instructions?|criteri(?:on|a)|everything|satisfied|candidate|disregard|previous|response|highest|claims?|answer|ignore|"
    r"rubric|accept|assume|points|strong|grade|award|treat|count|every|shown|score|level|rules|marks?|rate|give|each|this|with|"
    r"full|pass|best|hire|all|the|are|say|yes|met|top|l[4-8]|me|as|at|is",
    re.IGNORECASE,
)
"""The words of orders, by which letters that are not parted into words can be."""
_LEET = re.compile(r"[a-z][013457]+[a-z]|\b[0134][a-z]{2}|[a-z]{2}[0134]\b", re.IGNORECASE)
_DIGITS = str.maketrans("013457@$", "oieastas")
_SMALL = str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz")
_MARKUP = re.compile(r"\\[a-z]+(?=\s*\{)|\\[,;!: ]|\\q?quad|[${}]|</?[a-z][\w-]*(?:\s[^<>\n]{0,60})?>|\*\*|__|`")
FEWEST_LEET = 3
"""Words with digits for letters: fewer are names, such as k8s."""
MOST_COMMON = 0.2
"""Share of common words above which a text is read as it stands: no cipher has them."""
FEWEST_WORDS = 4


def undisguised(text: str) -> Iterator[str]:
    """Yield what a text says when a disguise is taken off, for each that it may have on."""
    if _RUN.search(text):
        yield from filter(None, (_base64(blob) for blob in _BASE64.findall(text)))
        yield from filter(None, (_said(bytes.fromhex(re.sub(r"\W", "", blob))) for blob in _hex(text)))
        yield from filter(None, (_bits(blob.replace(" ", "")) for blob in _BITS.findall(text)))
    if _ESCAPES.search(text):
        yield html.unescape(unquote(_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)))
    if any(map(str.isdigit, text)) and len(_LEET.findall(text)) >= FEWEST_LEET:
        yield text.translate(_DIGITS)
    if _SINGLE.search(text):
        yield from map(_joined, _SPELT.findall(text))
    if _MARKUP.search(text):
        yield " ".join(_MARKUP.sub(" ", text).split())
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.translate(_SMALL))
        bare = "".join(c for c in apart if not unicodedata.combining(c))
        if bare != text:
            yield bare
    said = [word.lower() for word in words(text)]
    if len(said) >= FEWEST_WORDS and sum(word in COMMON for word in said) <= MOST_COMMON * len(said):
        yield codecs.encode(text, "rot13")
        yield text[::-1]


def _base64(blob: str) -> str:
    bare = blob.rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        return _said(base64.b64decode(bare + "=" * (-len(bare) % 4)))
    except ValueError:
        return ""


def _hex(text: str) -> Iterator[str]:
    for blob in _HEX.findall(text):
        if len(re.sub(r"\W", "", blob)) % 2 == 0:
            yield blob


def _bits(digits: str) -> str:
    return _said(bytes(int(digits[i : i + 8], 2) for i in range(0, len(digits) - 7, 8)))


def _said(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return ""


def _joined(spelt: str) -> str:
    """Return the words of a text that was spelt letter by letter."""
    joined = " ".join(_BETWEEN.sub("", spelt).split())
    return joined if " " in joined else " ".join(_ORDERED.findall(joined))
