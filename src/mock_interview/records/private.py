"""Find what says who somebody is in a text, and put a neutral word in its place.

Numbers of an answer about models stay: 1,000,000 users, 0.693147181, 1048576 parameters, layers of 512-256-1024.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

_PLACEHOLDER = r"\[(?:candidate|(?:reviewer|name) \d+|e-mail|path|phone|number|id|server)\]"
"""What stands for something left out: is never looked into, so that nothing is replaced twice."""

_ROOTS = (
    "home|Users|root|mnt|media|data|var|tmp|opt|etc|srv|usr|private|Volumes|Library|workspaces?|scratch|nfs|net|proj"
    "|projects|export|shared|run|dev|app|content|gpfs|lustre|teamspace|work"
)
"""Where paths of a machine begin; `/v1/chat` of an interface and `precision/recall` are no such path."""

# The order matters: of two that begin at the same place the first one is taken.
_FIXED = re.compile(
    rf"""(?P<kept>{_PLACEHOLDER})
    | (?P<file>\bfile:/[^\s<>"']+)
    | (?P<url>\b[a-zA-Z][a-zA-Z0-9+.-]{{0,20}}://[^\s<>"']+)
    | (?P<mail>(?<![\w.+%-])[\w.+%-]{{1,64}}@[\w-]+(?:\.[\w-]+)+)
    | (?P<windows>\b[A-Za-z]:[\\/](?:[^\\/:*?"<>|\s]+(?:[ ][^\\/:*?"<>|\s]+){{0,4}}[\\/])*[^\\/:*?"<>|\s]*
      | \\\\[\w.$-]+\\[^\s"<>|]+)
    | (?P<posix>(?<![\w.)\]/])(?:/(?:{_ROOTS})/|~(?:[a-z_][\w-]{{2,}})?/(?=[\w.]))[^\s"'<>|:;,()`]*)
    | (?P<uuid>\b[0-9a-fA-F]{{8}}(?:-[0-9a-fA-F]{{4}}){{3}}-[0-9a-fA-F]{{12}}\b)
    | (?P<hash>\b(?=[0-9a-fA-F]*[0-9])(?=[0-9a-fA-F]*[a-fA-F])[0-9a-fA-F]{{16,}}\b)
    | (?P<token>\b(?:(?:sk|pk|gh[pousr]|xox[abprs]|hf|glpat)[-_]|AKIA)(?=[\w-]*\d)[\w-]{{16,}}
      | \b(?=[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[a-z])(?=[A-Za-z0-9]*[A-Z])[A-Za-z0-9]{{24,}}\b)
    | (?P<server>(?<![\w.-])(?:localhost|(?:[\w-]+\.)+[a-zA-Z]{{2,}}):\d{{2,5}}\b
      | (?<![\d.])\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?::\d{{2,5}})?(?![\d.]*\d))
    | (?P<iban>\b[A-Z]{{2}}\d{{2}}(?:[ ]?[A-Z0-9]{{4}}){{3,7}}(?:[ ]?[A-Z0-9]{{1,3}})?\b)
    | (?P<card>(?<![\d.,-])\d{{4}}(?:[ -]\d{{4}}){{3}}(?![\d.,-]*\d))
    | (?P<social>(?<![\d.,-])\d{{3}}-\d{{2}}-\d{{4}}(?![\d-]))
    | (?P<phone>(?<![\w.+])\+\d[\d ()./-]{{6,}}\d
      | (?<![\w.,/-])(?:\(\d{{3}}\)[ ]?\d{{3}}[ .-]\d{{4}} | \d{{3}}([.-])\d{{3}}\g<sep>\d{{4}})(?![\d.,-]*\d)
      | (?<![\w.,/-])(?<!\d[ ])\(?0{{1,2}}[1-9]\d{{1,4}}\)?[ /-][ ]?\d{{3,}}(?:[ -]?\d{{2,}})*(?![\d.,]*\d))
    | (?P<digits>(?<![\w.,])\d{{7,}}(?![\w]|[.,]\d))
    """.replace("([.-])", "(?P<sep>[.-])").replace(r"\g<sep>", "(?P=sep)"),
    re.VERBOSE,
)
_WORDS = {"file": "[path]", "windows": "[path]", "posix": "[path]", "mail": "[e-mail]", "server": "[server]"}
_WORDS |= {"uuid": "[id]", "hash": "[id]", "token": "[id]", "phone": "[phone]"}
_WORDS |= dict.fromkeys(("iban", "card", "social", "digits"), "[number]")

_GLUED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Scripts that write a name and what follows it without a space."""
_NAME_PART = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_COMMON = frozenset(
    """
a about after all also am an and any are art as ask at august autumn back baker bank be bell best big bill black brown
but by can case cash chase church cook could cross dawn day dean do does east else even every field fields first for
forest frank from gray green grey had has have he hence her here him his hope how hunter if in is it its jack joy june
just king lake lane law like little long love low max may me min miles more most my new no node none north not now of
old on one only or our out over page park part pat pearl penny per power price queen ran ray read rest rich right rob
rose ruby run same say see set sharp she short sky small so some south still stone street strong sue summer take test
than that the their them then there these they this to too tree true under up us use very was way we weeks well west
were what when where which while white who why will wise with wood work would year yes yet you young your
""".split()  # noqa: SIM905 - a table of words
) | {"april", "eve", "faith", "grace", "grant", "hill", "ivy", "mark", "marks", "mason", "pierce", "drew", "data"}
"""Words that are also names, and words no name is looked for by: replaced alone, they would take the sense away."""


@dataclass(frozen=True)
class Scrubbed:
    """A text without what says who somebody is, and where its characters were."""

    original: str
    text: str
    edits: tuple[tuple[tuple[int, int, int], ...], ...] = ()
    """For each pass over the text: begin and end of what was replaced, and how long its place is now, in order."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the text as it was is now; one that cut into what was replaced has all of it."""
        for edits in self.edits:
            start, end = _moved(start, edits, last=False), _moved(end, edits, last=True)
        return start, end


def _moved(at: int, edits: Iterable[tuple[int, int, int]], *, last: bool) -> int:
    shift = 0
    for begin, end, length in edits:
        if at >= end:
            shift += length - (end - begin)
        elif at > begin:
            return begin + shift + (length if last else 0)
        else:
            break
    return at + shift


class Scrubber:
    """Replaces names by what stands for each, and all else that says who or where somebody is."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take the names with their placeholders; of names that share a word, the first has it."""
        self._names, self._places = _pattern(tuple(names.items()))

    def scrub(self, text: str) -> Scrubbed:
        """Return a text without names, addresses, paths and numbers of persons; again until nothing is left to find."""
        original, passes = text, list[tuple[tuple[int, int, int], ...]]()
        while True:
            before = len(passes)
            for find in (self._fixed, self._named):
                if found := find(text):
                    passes.append(tuple((begin, end, len(new)) for begin, end, new in found))
                    text = _replaced(text, found)
            if len(passes) == before:
                return Scrubbed(original, text, tuple(passes))

    def _fixed(self, text: str) -> list[tuple[int, int, str]]:
        found = []
        for match in _FIXED.finditer(text):
            begin, end = match.span()
            kind = str(match.lastgroup if match.lastgroup != "sep" else "phone")
            new = _without_path(match[0]) if kind == "url" else _WORDS.get(kind, match[0])
            if kind in ("posix", "windows", "url", "file"):
                kept = match[0].rstrip(".,;:!?)") if kind != "url" else match[0]
                end = begin + len(kept)  # a full stop behind a path ends the sentence
            if kind in ("card", "phone", "digits") and _is_quantity(match[0]):
                continue
            if new != text[begin:end]:
                found.append((begin, end, new))
        return found

    def _named(self, text: str) -> list[tuple[int, int, str]]:
        if self._names is None:
            return []
        return [
            (*match.span(), self._places[int(match.lastgroup[1:])])
            for match in self._names.finditer(text)
            if match.lastgroup
        ]


def _replaced(text: str, found: Iterable[tuple[int, int, str]]) -> str:
    pieces, at = [], 0
    for begin, end, new in found:
        pieces += [text[at:begin], new]
        at = end
    return "".join([*pieces, text[at:]])


def _without_path(url: str) -> str:
    """Return a web address without user, path and question: these name people; the host stays."""
    scheme, _, rest = url.partition("://")
    host, slash, path = re.match(r"([^/?#]*)([/?#]?)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    host = host.rpartition("@")[2]
    named = path.rstrip(".,;:!?)")
    return f"{scheme}://{host}" + (f"/[path]{path[len(named) :]}" if named else slash + path)


def _is_quantity(text: str) -> bool:
    """Return whether digits look like an amount: round, powers of two, or a number in groups of thousands."""
    if len(text) > 30:
        return False
    groups = [int(digits) for digits in re.findall(r"\d+", text)]
    if all(number > 1 and number & (number - 1) == 0 for number in groups):
        return True
    if len(groups) == 1:
        return not text.startswith("0") and groups[0] % 1000 == 0
    thousands = re.fullmatch(r"\+\d{1,3}( \d{3})+", text) is not None
    return thousands and len(re.findall(r"\d", text)) < 10


@cache
def _pattern(names: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str] | None, list[str]]:
    """Return what finds names, whole ones before parts of them, and the placeholder of each of its groups."""
    wanted: dict[str, str] = {}
    for name, place in names:
        if whole := _whole(name):
            wanted.setdefault(whole, place)
    for name, place in names:
        parts = [] if _GLUED.search(name) else _NAME_PART.findall(unicodedata.normalize("NFC", name))
        for part in parts:
            if len(part) >= 3 and part.lower() not in _COMMON:
                wanted.setdefault(_alone(part), place)
    if not wanted:
        return None, []
    groups = [f"(?P<p{number}>{pattern})" for number, pattern in enumerate(wanted)]
    return re.compile("|".join([_PLACEHOLDER, *groups]), re.IGNORECASE), list(wanted.values())


def _whole(name: str) -> str:
    words = name.split()
    if not any(char.isalnum() for char in name) or (len(words) == 1 and len(name.strip()) == 1):
        return ""
    if len(words) == 1 and words[0].lower() in _COMMON:  # "Will": only as a name is written
        return _alone(f"(?-i:{re.escape(words[0].title())}|{re.escape(words[0].upper())})", escaped=True)
    either = {re.escape(unicodedata.normalize(form, " ".join(words))) for form in ("NFC", "NFD")}
    either.add(re.escape(" ".join(words)))
    spaced = "|".join(sorted(one.replace(r"\ ", r"\s+") for one in either))
    return _alone(f"(?:{spaced})", escaped=True, glued=bool(_GLUED.search(name)))


def _alone(word: str, *, escaped: bool = False, glued: bool = False) -> str:
    """Return a pattern for a word that is no part of a longer one; letters and digits make words, `_` does not."""
    if not escaped:
        forms = sorted({re.escape(unicodedata.normalize(form, word)) for form in ("NFC", "NFD")})
        word = f"(?:{'|'.join(forms)})"
    return word if glued else rf"(?<![^\W_]){word}(?![^\W_])"
