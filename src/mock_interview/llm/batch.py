"""The Batch API: requests in a file, replies within a day, as OpenAI and servers like it offer at a lower price.

A request is known by the digest of what it asks, so that whoever would ask the same later finds the reply.
"""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import BaseModel, Field, ValidationError

from mock_interview.errors import GraderFailed, UnusableReply
from mock_interview.llm.client import FILE_PATIENCE, LARGEST_FILE, Client
from mock_interview.llm.completion import json_of
from mock_interview.models import digest

MOST = 50_000
"""Requests OpenAI takes in one batch."""
MOST_BYTES = 190_000_000
"""Of one file; OpenAI takes 200 MB."""
ENDED = ("completed", "failed", "expired", "cancelled")


class Shipment(BaseModel):
    """One batch: the file that was sent, and what came of it; `batch` is empty until the server has taken it on."""

    file: str
    batch: str = ""
    requests: int
    status: str = "sent"
    done: int = 0
    output: str = ""


class State(BaseModel):
    """What must survive a restart while batches are on their way."""

    format: int = 1
    made_by: tuple[str, ...]
    """Grader, model, prompt: another one cannot read the replies."""
    refused: tuple[str, ...] = ()
    """Parameters that the model does not take."""
    shipments: list[Shipment] = Field(default_factory=list)
    complete: bool = False
    """All has been sent."""
    fresh: bool = False
    """Grades from before do not count."""

    @property
    def ended(self) -> bool:
        """Return whether no reply is still to come."""
        return all(shipment.status in ENDED for shipment in self.shipments)


class _Counts(BaseModel):
    completed: int = 0


class _Batch(BaseModel):
    id: str
    status: str
    input_file_id: str
    output_file_id: str | None = None
    request_counts: _Counts | None = None


class Seen:
    """Which requests are in a batch already, in a temporary database on disk: there may be millions."""

    def __init__(self) -> None:
        self._ids = sqlite3.connect("", isolation_level=None)
        self._ids.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")

    def first(self, name: str) -> bool:
        """Return whether this is the first time the name is seen."""
        return self._ids.execute("INSERT OR IGNORE INTO seen VALUES (?)", (name,)).rowcount > 0


def line_of(client: Client, request: dict[str, Any]) -> tuple[str, bytes]:
    """Return the id of a request, and its line in a batch's file."""
    body = client.final(request)
    name = digest(body).removeprefix("sha256:")
    value = {"custom_id": name, "method": "POST", "url": "/v1/chat/completions", "body": body}
    return name, json.dumps(value, ensure_ascii=False).encode() + b"\n"


def upload(client: Client, file: BinaryIO) -> str:
    """Send a file of requests; return its id."""
    file.seek(0)
    body = client.guarded(
        lambda openai: openai.files.with_raw_response.create(file=("requests.jsonl", file), purpose="batch"),
        FILE_PATIENCE,
    )
    return _id(body)


def _id(body: str) -> str:
    value = json_of(body)
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        raise UnusableReply("The server took the file and gave it no id.", raw=body[:2000])
    found: str = value["id"]
    return found


def begin(client: Client, shipment: Shipment) -> None:
    """Have a file worked on, unless it is already: a crash may have come between sending and noting."""
    body = client.guarded(lambda openai: openai.batches.with_raw_response.list(limit=100))
    value = json_of(body)
    for entry in value.get("data", []) if isinstance(value, dict) else []:
        if isinstance(entry, dict) and entry.get("input_file_id") == shipment.file:
            _note(shipment, json.dumps(entry))
            return
    ask = {"input_file_id": shipment.file, "endpoint": "/v1/chat/completions", "completion_window": "24h"}
    _note(shipment, client.guarded(lambda openai: openai.batches.with_raw_response.create(**ask)))


def look(client: Client, shipment: Shipment) -> None:
    """Ask how far a batch is."""
    with _must_have(f"batch {shipment.batch}"):
        body = client.guarded(lambda openai: openai.batches.with_raw_response.retrieve(shipment.batch))
    _note(shipment, body)


@contextmanager
def _must_have(what: str) -> Iterator[None]:
    """Have a 404 name what is not there, which is not the model."""
    try:
        yield
    except GraderFailed as failure:
        import openai

        if isinstance(failure.__cause__, openai.NotFoundError):
            raise GraderFailed(f"The server has no {what} (404).", retryable=False) from failure
        raise


def _note(shipment: Shipment, body: str) -> None:
    try:
        batch = _Batch.model_validate_json(body)
    except ValidationError as error:
        raise UnusableReply("The server says nothing usable of a batch.", raw=body[:2000]) from error
    shipment.batch, shipment.status, shipment.output = batch.id, batch.status, batch.output_file_id or ""
    shipment.done = batch.request_counts.completed if batch.request_counts else 0


class _Empty:
    content = b""
    text = ""


class Collected(Client):
    """A client that asks nobody: the replies are those of batches, kept in a temporary database on disk."""

    def __init__(self, of: Client) -> None:
        super().__init__(of.endpoint)
        self._model, self.refused = of.model, of.refused
        self._of = of
        self._replies = sqlite3.connect("", isolation_level=None)
        self._replies.execute("CREATE TABLE reply (id TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID")

    def fetch(self, shipment: Shipment) -> None:
        """Get the replies of a batch that has ended; one that failed has none."""
        if not shipment.output:
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "replies.jsonl")

            def stream(client: Any) -> _Empty:
                import httpx2
                import openai

                with client.files.with_streaming_response.content(shipment.output) as response:
                    try:
                        response.stream_to_file(path)
                    except httpx2.TimeoutException as error:
                        raise openai.APITimeoutError(request=response.http_request) from error
                    except httpx2.HTTPError as error:  # broken off in the middle
                        raise openai.APIConnectionError(request=response.http_request) from error
                return _Empty()

            with _must_have(f"replies to the batch {shipment.batch}"):
                self._of.guarded(stream, FILE_PATIENCE)
            if path.stat().st_size > LARGEST_FILE:
                raise UnusableReply(f"The server sent a file of more than {LARGEST_FILE:,} bytes.")
            self._replies.execute("BEGIN")
            with path.open("rb") as file:
                for line in file:
                    self._keep(line)
            self._replies.execute("COMMIT")

    def _keep(self, line: bytes) -> None:
        try:
            value = json.loads(line)
            response = value["response"]
            name, good, body = value["custom_id"], response["status_code"] == 200, json.dumps(response["body"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return  # no reply: whoever asks for it finds none
        if good and isinstance(name, str):
            self._replies.execute("INSERT OR REPLACE INTO reply VALUES (?, ?)", (name, body))

    def beside(self) -> "Client":
        """Return itself: nothing is asked at once."""
        return self

    def close(self) -> None:
        """Let the replies go."""
        self._replies.close()

    def send(self, request: dict[str, Any]) -> str:
        """Return the reply to a request; raises `GraderFailed` when the batches have none."""
        name, _ = line_of(self, request)
        row = self._replies.execute("SELECT body FROM reply WHERE id = ?", (name,)).fetchone()
        if row is None:
            raise GraderFailed("The batch has no usable reply to this.", "Send it again with the same command.")
        body: str = row[0]
        return body
