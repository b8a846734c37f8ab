"""A server that speaks as an OpenAI-compatible one does, in a process of its own: fast, and as moody as it is told.

    python tests/stub_llm.py '{"latency": 0.2}'

prints its address on a line. It says MET of the first claim of each request, quoting the answer, and UNMET of the
rest. Moods: `latency` in seconds; `limit`, requests answered at once, above which it refuses; `refuse`, so many
refusals after request number `after`; `status` and `retry_after`, what it refuses with; `batch_ends`, how a batch ends:
`completed`, `failed`, `useless` (completed, with no usable reply). `GET /stats` says what it has counted.
"""

import asyncio
import json
import sys
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Stub:
    """What the server is told, and what it has counted."""

    latency: float = 0.0
    limit: int = 0
    refuse: int = 0
    after: int = 0
    retry_after: str = ""
    status: int = 429
    usage: tuple[int, int, int] = (1000, 200, 600)
    """Input, output and cached tokens it says each request took."""
    batch_polls: int = 1
    """How often a batch is asked about before it is done."""
    batch_ends: str = "completed"
    requests: int = 0
    refused: int = 0
    now: int = 0
    most: int = 0
    refusals: list[float] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    batches: dict[str, dict[str, Any]] = field(default_factory=dict)

    def chat(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the reply to a chat."""
        schema = request["response_format"]["json_schema"]["schema"]
        claims = schema["properties"]["verdicts"]["items"]["properties"]["claim"]["enum"]
        words = request["messages"][1]["content"].split("\n", 1)[1].split("\n")[0]
        verdicts = [
            {"claim": claim, "quotes": [] if i else [words], "reason": "so", "verdict": "UNMET" if i else "MET"}
            for i, claim in enumerate(claims)
        ]
        taken, given, cached = self.usage
        return {
            "id": "chat",
            "object": "chat.completion",
            "created": 0,
            "model": request["model"],
            "choices": [
                {
                    "index": 0,
                    "finish_reason": "stop",
                    "message": {"role": "assistant", "content": json.dumps({"verdicts": verdicts})},
                }
            ],
            "usage": {
                "prompt_tokens": taken,
                "completion_tokens": given,
                "total_tokens": taken + given,
                "prompt_tokens_details": {"cached_tokens": cached},
            },
        }

    def stats(self) -> dict[str, Any]:
        """Return what was counted."""
        names = ("requests", "refused", "most", "keys")
        return {**{name: getattr(self, name) for name in names}, "batches": list(self.batches.values())}

    async def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Return status and body."""
        if path == "/stats":
            return 200, json.dumps(self.stats()).encode()
        if path == "/v1/models":
            return 200, json.dumps({"object": "list", "data": [{"id": "stub-1", "object": "model"}]}).encode()
        if path.startswith(("/v1/files", "/v1/batches")):
            return self.batch(method, path, body)
        self.requests += 1
        if (self.limit and self.now >= self.limit) or (self.after < self.requests <= self.after + self.refuse):
            self.refused += 1
            return self.status, b'{"error": {"message": "slow down", "type": "rate_limit"}}'
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            if self.latency:
                await asyncio.sleep(self.latency)
            request = json.loads(body)
            if (key := request.get("prompt_cache_key")) and key not in self.keys:
                self.keys.append(key)
            return 200, json.dumps(self.chat(request)).encode()
        finally:
            self.now -= 1

    def batch(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Return what the files and batches endpoints say."""
        parts = path.removeprefix("/v1/").split("/")
        if parts[0] == "files" and method == "POST":
            name = f"file-{len(self.files)}"
            start = body.index(b"\r\n\r\n", body.index(b'name="file"')) + 4
            self.files[name] = body[start : body.index(b"\r\n--", start)]
            value: Any = {
                "id": name,
                "object": "file",
                "bytes": 1,
                "created_at": 0,
                "filename": "x",
                "purpose": "batch",
            }
            return 200, json.dumps({**value, "status": "processed"}).encode()
        if parts[0] == "files":
            if parts[1] not in self.files:
                return 404, b'{"error": {"message": "No such File object"}}'
            return 200, self.files[parts[1]]
        if (len(parts) == 1 and method == "GET") or parts[1:] == [""] or "?" in path:
            return 200, json.dumps({"object": "list", "data": list(self.batches.values()), "has_more": False}).encode()
        if method == "POST":
            asked = json.loads(body)
            name = f"batch-{len(self.batches)}"
            self.batches[name] = {
                "id": name, "object": "batch", "endpoint": asked["endpoint"], "completion_window": "24h",
                "created_at": 0, "input_file_id": asked["input_file_id"], "status": "in_progress", "polls": 0,
            }  # fmt: skip
        else:
            name = parts[1]
            if name not in self.batches:
                return 404, b'{"error": {"message": "No such batch"}}'
            found = self.batches[name]
            found["polls"] += 1
            if found["polls"] > self.batch_polls and found["status"] == "in_progress":
                if self.batch_ends == "failed":
                    found["status"] = "failed"
                    return 200, json.dumps(found).encode()
                status = 200 if self.batch_ends == "completed" else 500
                rows = [json.loads(line) for line in self.files[found["input_file_id"]].splitlines()]
                replies = [
                    {
                        "custom_id": row["custom_id"],
                        "error": None,
                        "response": {"status_code": status, "request_id": "r", "body": self.chat(row["body"])},
                    }
                    for row in reversed(rows)
                ]
                out = f"file-{len(self.files)}"
                self.files[out] = "".join(json.dumps(row) + "\n" for row in replies).encode()
                found |= {"status": "completed", "output_file_id": out}
        return 200, json.dumps(self.batches[name]).encode()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it is closed."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                first, _, rest = head.partition(b"\r\n")
                method, path, _ = first.decode().split(" ")
                low = rest.lower()
                size = int(low.split(b"content-length:")[1].split(b"\r\n")[0]) if b"content-length:" in low else 0
                status, body = await self.answer(method, path, await reader.readexactly(size))
                wait = f"retry-after: {self.retry_after}\r\n" if status != 200 and self.retry_after else ""
                wait += f"content-length: {len(body)}\r\n\r\n"
                top = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{wait}"
                writer.write(top.encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


async def main(moods: dict[str, Any]) -> None:
    """Serve until it is ended."""
    stub = Stub(**moods)
    server = await asyncio.start_server(stub.serve, "127.0.0.1", 0, limit=2**26, backlog=1000)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
