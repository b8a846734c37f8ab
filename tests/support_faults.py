"""A real server on loopback that misbehaves by script, and remembers which verdicts it really gave."""

import json
import random
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mock_interview.models import Rubric

CERTIFICATE = Path(__file__).parent / "data" / "unknown-issuer.pem"
"""Of a server whose name is right and whom nobody vouches for."""
HANG = threading.Event()
"""Never set: a fault that waits for it waits as long as it says."""


@dataclass
class Asked:
    """One request, as the server got it."""

    path: str
    key: str
    body: dict[str, Any]

    @property
    def engine(self) -> str:
        """Return which engine asks."""
        if self.path.endswith("/models"):
            return "models"
        if self.path.endswith("/decisions"):
            return "decisions"
        return "logprobs" if self.body.get("logprobs") or self.body.get("max_tokens") == 1 else "structured"

    @property
    def last(self) -> str:
        """Return the last message."""
        return str(self.body["messages"][-1]["content"])


@dataclass
class Given:
    """What the server has said, for whoever wants to know whether a verdict is its own."""

    structured: set[tuple[str, str, str]] = field(default_factory=set)
    """(criterion, verdict, reason) of every entry in a well-formed reply."""
    logprobs: dict[str, bool] = field(default_factory=dict)
    """The last well-formed Yes or No to each criterion."""
    decisions: dict[str, float] = field(default_factory=dict)


def http(status: int | str, body: bytes | str, *headers: str) -> bytes:
    """Return a whole reply."""
    data = body.encode() if isinstance(body, str) else body
    head = [f"HTTP/1.1 {status} X" if isinstance(status, int) else f"HTTP/1.1 {status}", *headers]
    head += [f"Content-Length: {len(data)}", "Connection: close"]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + data


def as_json(value: Any, status: int = 200, *headers: str) -> bytes:
    """Return a reply of JSON."""
    return http(status, json.dumps(value), "Content-Type: application/json", *headers)


def completion(content: str | None, **choice: Any) -> dict[str, Any]:
    """Return the body of a completion."""
    return {"model": "small", "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, **choice}]}


def tokens(**logprobs: Any) -> dict[str, Any]:
    """Return the part of a choice that has the candidates of the first token."""
    top = [{"token": token, "logprob": value} for token, value in logprobs.items()]
    return {"logprobs": {"content": [{"token": "Yes", "logprob": -0.1, "top_logprobs": top}]}}


class Server:
    """Serves one connection after the other, each with the next fault of the script; well where there is none left."""

    def __init__(self, rubric: Rubric, quotes: list[str], certificate: Path | None = None) -> None:
        self.rubric, self.quotes = rubric, quotes
        self.script: list[str] = []
        self.random = random.Random(0)
        self.asked: list[Asked] = []
        self.given = Given()
        self.connections = 0
        self.verdicts = ["MET", "MET", "UNMET", "CANNOT_ASSESS"]
        self.elsewhere = ""
        """Where redirects lead."""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificate else None
        if self._tls and certificate:
            self._tls.load_cert_chain(certificate)
        scheme = "https" if certificate else "http"
        self.url = f"{scheme}://127.0.0.1:{self._socket.getsockname()[1]}/v1"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()

    def play(self, script: list[str], seed: int) -> None:
        """Begin anew with a script."""
        self.script, self.random = list(script), random.Random(seed)
        self.asked, self.given, self.connections = [], Given(), 0

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.connections += 1
                threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with suppress(OSError, ValueError), connection:
            connection.settimeout(5)
            with (
                self._tls.wrap_socket(connection, server_side=True) if self._tls else nullcontext(connection) as spoken
            ):
                self._answer(spoken)

    def _answer(self, connection: socket.socket) -> None:
        asked = _read(connection)
        if asked is None:
            return
        self.asked.append(asked)
        fault = self.script.pop(0) if self.script else "well"
        FAULTS[fault](self, connection, asked)

    def well(self, asked: Asked) -> dict[str, Any]:
        """Return a well-formed reply and remember what it says."""
        if asked.engine == "models":
            return {"data": [{"id": "small"}]}
        if asked.engine == "logprobs":
            yes = self.random.random() < 0.5
            for criterion in self.rubric.criteria:
                if criterion.claim in asked.last:
                    self.given.logprobs[criterion.id] = yes
            high, low = -0.02, -4.0
            return completion("Yes", **tokens(Yes=high if yes else low, No=low if yes else high))
        if asked.engine == "decisions":
            chances = [round(self.random.random(), 6) for _ in asked.body["questions"]]
            self.given.decisions = dict(zip([c.id for c in self.rubric.criteria], chances, strict=False))
            return {"answers": [{"type": "predicate", "probability": chance} for chance in chances], "usage": {}}
        entries = [self._entry(c.id) for c in self.rubric.criteria if c.id in asked.last]
        self.given.structured |= {(e["claim"], e["verdict"], e["reason"]) for e in entries}
        return completion(json.dumps({"verdicts": entries}))

    def _entry(self, criterion: str) -> dict[str, Any]:
        return {
            "claim": criterion,
            "quotes": [self.random.choice(self.quotes)],
            "reason": f"nonce {self.random.getrandbits(48):x}",
            "verdict": self.random.choice(self.verdicts),
        }

    def wrong(self, asked: Asked) -> dict[str, Any] | str:
        """Return JSON that is no well-formed reply, in one of many ways."""
        pick = self.random.choice
        if asked.engine == "models":
            return pick([{"data": []}, {"data": [{}]}, [], {"data": None}, {"data": [{"id": "x" * 100_000}]}])
        if asked.engine == "decisions":
            right = [{"type": "predicate", "probability": 0.9} for _ in asked.body["questions"]]
            return pick(
                [
                    {"answers": right[1:]},
                    {"answers": [{**one, "probability": 1.5} for one in right]},
                    {"answers": [{**one, "probability": float("nan")} for one in right]},
                    {"answers": [{"type": "score", "score": 10} for _ in right]},
                    {"answers": None},
                ]
            )
        if asked.engine == "logprobs":
            return pick(
                [
                    completion("Yes", **tokens(Yes=float("nan"), No=float("nan"))),
                    completion("Yes", **tokens(Maybe=-0.1, Perhaps=-2.0)),
                    completion("Yes", **tokens(Yes=3.5, No=-1.0)),
                    completion("Yes", **tokens(Yes=0.0, No=0.0)),
                    completion("Yes", **tokens(Yes=0.0, No=-0.5, yes=-0.5)),
                    completion("Yes", **tokens(Yes="-0.1")) | {"choices": "none"},
                    completion("Yes", **tokens(Yes=-9999.0, No=-9999.0)),
                    completion("Yes", **tokens(Yes=None)),
                    completion("Yes", **tokens()),
                    completion("Yes", logprobs={"content": []}),
                    completion("Yes", logprobs=None),
                    completion("Yes"),
                    completion(None),
                ]
            )
        ids = [c.id for c in self.rubric.criteria if c.id in asked.last]
        entry = {"claim": ids[0], "quotes": [self.quotes[0]], "reason": "made up", "verdict": "MET"}
        return completion(
            pick(
                [
                    "All of the criteria are MET. Level: L6.",
                    "",
                    None,
                    json.dumps({"level": "L6", "score": 10}),
                    json.dumps({"verdicts": [{**entry, "verdict": "met"}]}),
                    json.dumps({"verdicts": [{**entry, "verdict": True}]}),
                    json.dumps({"verdicts": [{**entry, "verdict": "EXCELLENT"}]}),
                    json.dumps({"verdicts": [{**entry, "claim": "no-such-criterion"}]}),
                    json.dumps({"verdicts": [{**entry, "quotes": "all of it"}]}),
                    json.dumps({"verdicts": [{key: entry[key] for key in ("claim", "verdict")}]}),
                    json.dumps({"verdicts": [entry, {**entry, "verdict": "UNMET"}]}),
                    json.dumps({"verdicts": {ids[0]: "MET"}}),
                    json.dumps({"verdicts": [entry]})[:-3],
                    "```json\n" + json.dumps({"verdicts": [entry]})[:40] + "\n```",
                    "```" + "\n" * 50_000,
                    "<think>" * 20_000,
                    "[" * 50_000,
                    '{"verdicts": [' + "1" * 6_000 + "]}",
                    '"\\ud800"',
                ]
            )
        )


def _read(connection: socket.socket) -> Asked | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(1 << 16)
        if not piece:
            return None
        data += piece
        if data[:1] == b"\x16":  # somebody wants to speak TLS
            return None
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(1 << 16)
    value = json.loads(body) if body.startswith(b"{") else {}  # else a file, or nothing
    return Asked(lines[0].split()[1], headers.get("authorization", ""), value)


Fault = Callable[[Server, socket.socket, Asked], None]


def _says(make: Callable[[Server, Asked], bytes]) -> Fault:
    return lambda server, connection, asked: connection.sendall(make(server, asked))


def _status(code: int, message: str = "No.", *headers: str) -> Fault:
    return _says(lambda server, asked: as_json({"error": {"message": f"{message} ({asked.key})"}}, code, *headers))


def _reset(_: Server, connection: socket.socket, __: Asked) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _hang(_: Server, __: socket.socket, ___: Asked) -> None:
    HANG.wait(3)


def _drip(pieces: Callable[[bytes], Iterator[bytes]]) -> Fault:
    """Send a good reply so slowly that no time-out of the socket is met; nobody waits for its end."""

    def fault(server: Server, connection: socket.socket, _: Asked) -> None:
        for piece in pieces(as_json({"never": "whole"})):
            connection.sendall(piece)
            HANG.wait(0.05)

    return fault


def _bytes(data: bytes) -> Iterator[bytes]:
    yield from (data[i : i + 1] for i in range(len(data)))


def _body(data: bytes) -> Iterator[bytes]:
    head, mark, _ = data.partition(b"\r\n\r\n")
    yield head.replace(b"Content-Length: ", b"Content-Length: 99") + mark
    while True:
        yield b" "


def _informational(_: bytes) -> Iterator[bytes]:
    while True:
        yield b"HTTP/1.1 102 Processing\r\n\r\n"


def _monstrous(server: Server, connection: socket.socket, asked: Asked) -> None:
    good = json.dumps({"verdicts": []}).encode()
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\nConnection: close\r\n\r\n" + good)
    for _ in range(49):
        connection.sendall(b" " * 1_000_000)


def _redirect(code: int) -> Fault:
    return _says(lambda server, asked: http(code, "", f"Location: {server.elsewhere}/chat/completions"))


def _bomb(_: Server, __: Asked) -> bytes:
    import gzip

    return http(200, gzip.compress(b"[" + b" " * 30_000_000 + b"]", 1), "Content-Encoding: gzip")


def _said_well(**choice: Any) -> Fault:
    """Return a fault that looks like a reply and carries no verdict."""
    return _says(lambda server, asked: as_json(completion("", **choice) if choice else {"choices": []}))


FAULTS: dict[str, Fault] = {
    "well": _says(lambda server, asked: as_json(server.well(asked))),
    "well in pieces": lambda server, connection, asked: [  # type: ignore[dict-item, return-value]
        connection.sendall(piece) for piece in _halves(as_json(server.well(asked)))
    ],
    "wrong": _says(lambda server, asked: as_json(server.wrong(asked))),
    "close": lambda server, connection, asked: None,
    "reset": _reset,
    "hang": _hang,
    "drip": _drip(_bytes),
    "drip body": _drip(_body),
    "drip informational": _drip(_informational),
    "monstrous": _monstrous,
    "bomb": _says(_bomb),
    "400": _status(400, "Bad request."),
    "400 schema": _status(400, "response_format json_schema is not supported."),
    "400 max_tokens": _status(400, "Unsupported parameter: 'max_tokens'."),
    "400 temperature": _status(400, "temperature must be 1."),
    "400 context": _status(400, "This exceeds the context length."),
    "401": _status(401, "Incorrect key."),
    "403": _status(403),
    "404": _status(404),
    "408": _status(408),
    "409": _status(409),
    "429": _status(429),
    "429 soon": _status(429, "Slow down.", "Retry-After: 1"),
    "429 late": _status(429, "Slow down.", "Retry-After: 99999999999"),
    "429 past": _status(429, "Slow down.", "Retry-After: -5"),
    "429 nan": _status(429, "Slow down.", "Retry-After: nan"),
    "429 date": _status(429, "Slow down.", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"),
    "429 words": _status(429, "Slow down.", "Retry-After: \x01soon"),
    "429 quota": _status(429, "insufficient_quota: You exceeded your current quota."),
    "retry for ever": _status(400, "No.", "x-should-retry: true"),
    "500": _status(500),
    "502 page": _says(lambda server, asked: http(502, "<html>Bad gateway</html>", "Content-Type: text/html")),
    "503": _status(503, "Busy.", "Retry-After: 0"),
    "599": _status(599),
    "204": _says(lambda server, asked: http(204, "")),
    "page": _says(lambda server, asked: http(200, "<!doctype html><p>Log in</p>", "Content-Type: text/html")),
    "cut JSON": _says(lambda server, asked: http(200, '{"choices": [{"message": {"content": "Yes"')),
    "cut body": _says(lambda server, asked: http(200, "{}").replace(b"Length: 2", b"Length: 2000")),
    "not JSON": _says(lambda server, asked: http(200, "NaN NaN")),
    "not text": _says(lambda server, asked: http(200, bytes(range(256)), "Content-Type: application/json")),
    "deep": _says(lambda server, asked: http(200, "[" * 100_000)),
    "odd charset": _says(lambda server, asked: http(200, "{}", "Content-Type: application/json; charset=utf-7x")),
    "nothing": _says(lambda server, asked: http(200, "")),
    "no HTTP": _says(lambda server, asked: b"SSH-2.0-OpenSSH_9.7\r\n"),
    "long header": _says(lambda server, asked: http(200, "{}", "X-Long: " + "x" * 300_000)),
    "odd status": _says(lambda server, asked: http("999 Odd", "{}")),
    "no choices": _said_well(),
    "refusal": _says(
        lambda server, asked: as_json(
            {"choices": [{"message": {"content": None, "refusal": f"I cannot. {asked.key}"}}]}
        )
    ),
    "filtered": _said_well(finish_reason="content_filter"),
    "null choice": _says(lambda server, asked: as_json({"choices": [None]})),
    "echo": _says(lambda server, asked: as_json(completion(json.dumps({"verdicts": [], "key": asked.key})))),
    **{f"redirect {code}": _redirect(code) for code in (301, 302, 303, 307, 308)},
}
"""Whatever is done to a request, by name; add one here, and every suite knows it."""

SLOW = ("hang", "drip", "drip body", "drip informational", "monstrous", "bomb")
"""Those that cost seconds: each is tried, but seldom drawn."""

ADDRESSES: dict[str, Callable[[Server], str]] = {
    "refused": lambda server: f"http://127.0.0.1:{_closed_port()}/v1",
    "TLS not spoken": lambda server: server.url.replace("http:", "https:"),
    "TLS unknown issuer": lambda server: server.secured.url,  # type: ignore[attr-defined]
}
"""Addresses at which nobody is, or nobody who can be believed: not a word of an answer may go there."""


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _halves(data: bytes) -> Iterator[bytes]:
    middle = len(data) // 2
    yield data[:middle]
    yield data[middle:]


@contextmanager
def misbehaving(rubric: Rubric, quotes: list[str]) -> Iterator[Server]:
    """Hold a server, one that redirects lead to (who asks there has followed one), and one that speaks TLS."""
    server, other, secured = Server(rubric, quotes), Server(rubric, quotes), Server(rubric, quotes, CERTIFICATE)
    server.elsewhere = other.url.replace("127.0.0.1", "localhost")
    server.other, server.secured = other, secured  # type: ignore[attr-defined]
    try:
        yield server
    finally:
        for one in (server, other, secured):
            one.close()
