"""Read WebVTT and SRT: every cue's rows with its times, and its speaker where a voice tag says so.

`webvtt-py` takes the files apart. What it would drop without a word is mended before: times without hours or with the
other format's comma, cues without a number, a second paragraph within a cue; a missing WebVTT header makes it SRT. The
words are taken from the raw text, because a `<` that begins no tag would cost the rest of its line.
"""

import html
import re
from collections.abc import Iterator
from io import StringIO
from itertools import pairwise

from mock_interview.errors import BadInput
from mock_interview.records.transcripts.pieces import Row

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d+))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?!\d)")
_BROKEN = re.compile(r"\s*\d[\d:.,]*\s*-->")
_ARROW = "--\ue000>"  # a private character keeps it apart from times; it is turned back
_HEADER = re.compile(r"WEBVTT(\s|$)")
_ASIDE = re.compile(r"(NOTE|STYLE|REGION)(\s|$)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>\n]*)>")
_TAG = re.compile(r"</?(?:v|c|i|b|u|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<[\d:.]+>")


def has_cues(text: str) -> bool:
    """Return whether a text is WebVTT or SRT, whatever its file is called."""
    rows = text.lstrip().split("\n", 40)[:40]
    return bool(_HEADER.match(rows[0])) or any(_TIMING.match(row) for row in rows)


def read_cues(text: str, name: str) -> list[Row]:
    """Return the rows of all cues; raises `BadInput` with the line of a time that cannot be read."""
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    text = text.lstrip()
    vtt = bool(_HEADER.match(text))
    mended = "\n".join(_mended(text.split("\n"), vtt, name)).lstrip()
    try:
        captions = webvtt.from_buffer(StringIO(mended), format="vtt" if vtt else "srt")
    except (MalformedFileError, MalformedCaptionError) as error:
        raise BadInput(f"{name}: cannot be read as {'WebVTT' if vtt else 'SRT'}: {error}") from error
    rows = []
    for caption in captions.captions:
        start, end = (_seconds(*time.to_tuple()) for time in (caption.start_time, caption.end_time))
        rows += [Row(said, start, max(start, end), voice) for voice, said in _said(caption.raw_text)]
    return rows


def _said(raw: str) -> Iterator[tuple[str, str]]:
    """Yield (voice, words) of each row of a cue."""
    first, *rest = _VOICE.split(raw)
    for voice, words in [("", first), *zip(rest[::2], rest[1::2], strict=True)]:
        for row in words.split("\n"):
            if said := html.unescape(_TAG.sub("", row.replace(_ARROW, "-->"))).strip():
                yield html.unescape(voice).strip(), said


def _seconds(hours: int, minutes: int, seconds: int, milliseconds: int) -> float:
    return hours * 3600 + minutes * 60 + seconds + milliseconds / 1000


def _mended(rows: list[str], vtt: bool, name: str) -> Iterator[str]:
    """Yield the rows of a file as the library reads all of them."""
    said = [at for at, row in enumerate(rows) if row.strip()]
    following = dict(pairwise(said))
    number, in_cue, before = 0, False, -1
    for at in said:
        row = rows[at]
        after = following.get(at, at)
        if timing := _TIMING.match(row):
            number += 1
            if not (vtt or (before >= 0 and rows[before].strip().isdigit())):
                yield from ("", str(number))
            in_cue = True
            start, end = _times(timing, f"{name}:{at + 1}")
            yield f"{start} --> {end}" if vtt else f"{start} --> {end}".replace(".", ",")
        elif _BROKEN.match(row):
            raise BadInput(f"{name}:{at + 1}: has times that cannot be read: {row.strip()[:60]!r}")
        else:
            parted = at > before + 1 or before < 0
            begins = bool(_TIMING.match(rows[after])) and (after == at + 1 or row.strip().isdigit())
            aside = vtt and parted and bool(_ASIDE.match(row))
            if parted and (begins or aside or not in_cue):
                yield ""
            in_cue = in_cue and not (begins or aside)
            yield row.replace("-->", _ARROW)
            if not before + 1 and vtt:
                yield ""
        before = at


def _times(timing: re.Match[str], place: str) -> tuple[str, str]:
    parts = timing.groups()
    written = []
    for hours, minutes, seconds, fraction in (parts[:4], parts[4:]):
        if int(minutes) > 59 or int(seconds) > 59:
            raise BadInput(f"{place}: has times that cannot be read: {timing[0].strip()!r}")
        written.append(f"{int(hours or 0):02}:{int(minutes):02}:{int(seconds):02}.{(fraction or '0')[:3]:0<3}")
    return written[0], written[1]
