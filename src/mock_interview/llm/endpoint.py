"""Which model at which address: from what the user said, the environment and the configuration."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from mock_interview import config
from mock_interview.errors import BadInput, NoGrader
from mock_interview.llm import store
from mock_interview.llm.embedded import engine_installed

OPENAI_URL = "https://api.openai.com/v1"
DEFAULT_OPENAI_MODEL = "gpt-6-luna"

THREE_CHOICES = """\
Nothing is configured that could grade your answer. Three ways, pick one:
  1. On this machine, private, no account:  pip install xllamacpp && mock-interview model pull   (1.1 GB)
  2. OpenAI:                                export OPENAI_API_KEY=...
  3. Your own server (Ollama, vLLM, ...):   export OPENAI_BASE_URL=http://localhost:11434/v1
Then `mock-interview doctor` tries it. Without one, answers are saved and can be graded later."""


@dataclass(frozen=True)
class Endpoint:
    """An OpenAI-compatible server and a model on it, or a model file for the embedded engine."""

    grader: str
    """As the user may write it after `--grader`."""
    url: str = ""
    model: str = ""
    """Empty: ask the server which it has."""
    key: str = field(default="", repr=False)
    gguf: Path | None = None
    """For the embedded engine: the model file."""

    @property
    def embedded(self) -> bool:
        """Return whether the model runs on this machine inside the product."""
        return self.gguf is not None

    @property
    def openai(self) -> bool:
        """Return whether answers go to OpenAI itself."""
        return urlsplit(self.url).hostname == "api.openai.com"

    @property
    def unencrypted(self) -> bool:
        """Return whether answers cross a network in the clear."""
        parts = urlsplit(self.url)
        near = parts.hostname in ("localhost", "::1") or str(parts.hostname).startswith("127.")
        return parts.scheme == "http" and not near

    @property
    def goes_to(self) -> str:
        """Return, for people, where an answer goes when it is graded."""
        if self.embedded:
            return "nowhere: the model runs on this machine"
        return urlsplit(self.url).netloc.rpartition("@")[2]


def choose(grader: str | None = None) -> Endpoint:
    """Return the endpoint for a `--grader` value, else for what the environment, file or machine offers.

    `embedded[:NAME|FILE.gguf|owner/repo]`, `openai[:MODEL]`, or `http(s)://host/v1[#MODEL]`. Raises `NoGrader` when
    nothing is configured or the thing named is not there.
    """
    grader = config.setting("grader", grader)
    if grader is None:
        return _found()
    name, _, rest = grader.partition(":")
    if name == "embedded":
        return _embedded(grader, rest or store.DEFAULT)
    if name == "openai":
        return _openai(rest)
    if name in ("http", "https"):
        url, _, model = grader.partition("#")
        url = _checked(url, "--grader")
        # The key of one server is not handed to another: it goes along only where OPENAI_BASE_URL points.
        base = os.environ.get("OPENAI_BASE_URL") or OPENAI_URL
        same = urlsplit(url)[:2] == urlsplit(base)[:2]
        return Endpoint(grader, url, model, _key() if same else "")
    raise BadInput(
        f"--grader {grader}: is none of embedded[:MODEL], openai[:MODEL], http://HOST/v1[#MODEL]",
        "See `mock-interview doctor` for what is configured.",
    )


def _found() -> Endpoint:
    if os.environ.get("OPENAI_BASE_URL") or os.environ.get("OPENAI_API_KEY"):
        return _openai("")
    if engine_installed() and store.path_of(store.DEFAULT).exists():
        return _embedded("embedded", store.DEFAULT)
    raise NoGrader(THREE_CHOICES)


def _openai(model: str) -> Endpoint:
    url = _checked(os.environ.get("OPENAI_BASE_URL") or OPENAI_URL, "OPENAI_BASE_URL")
    key = _key()
    official = urlsplit(url).hostname == "api.openai.com"
    if official and not key:
        raise NoGrader("OPENAI_API_KEY is not set.", "export OPENAI_API_KEY=..., or use --grader embedded.")
    model = model or os.environ.get("MOCK_INTERVIEW_MODEL", "") or (DEFAULT_OPENAI_MODEL if official else "")
    return Endpoint(f"openai:{model}" if model else "openai", url, model, key)


def _checked(url: str, source: str) -> str:
    """Return the address without its last slash; raises `BadInput` when nothing could be sent there."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        secret = "@" in parts.netloc
        usable = usable and not parts.query  # nothing could be added to such an address, and keys hide there
    except ValueError:
        usable, secret = False, "@" in url
    if secret:
        raise BadInput(f"{source}: a key does not belong in the address", "Set OPENAI_API_KEY instead.")
    if not usable:
        url = url.partition("?")[0]
        raise BadInput(f"{source}: {url} is no web address", "Write it like http://localhost:8000/v1.")
    return url.rstrip("/")


def _key() -> str:
    key = os.environ.get("OPENAI_API_KEY", "").strip()
    if not (key.isascii() and key.isprintable()):
        raise BadInput("OPENAI_API_KEY has characters that no key has.", "Set it again.")
    return key


def _embedded(grader: str, name: str) -> Endpoint:
    if not engine_installed():
        raise NoGrader("The embedded engine is not installed.", "pip install xllamacpp")
    path = store.path_of(name)
    if not path.exists():
        raise NoGrader(f"The model {name} is not on this machine ({path}).", f"mock-interview model pull {name}")
    return Endpoint(grader, model=store.label(name), gguf=path)
