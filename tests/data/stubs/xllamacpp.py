"""Stands in for xllamacpp in the child process: serves any file that begins with GGUF, over the standard library."""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any


class CommonParams(SimpleNamespace):
    """Takes whatever is set on it."""

    def __init__(self) -> None:
        super().__init__(model=SimpleNamespace(), cpuparams=SimpleNamespace())


class Server:
    """Loads a file and serves it, in threads."""

    def __init__(self, params: CommonParams) -> None:
        if not Path(params.model.path).read_bytes().startswith(b"GGUF"):
            print("loading ...", file=sys.stderr)
            raise RuntimeError("failed to load the model")

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
                if asked["messages"][-1]["content"] == "die":
                    os._exit(7)
                known = self.headers["authorization"] in [f"Bearer {key}" for key in params.api_keys]
                text = json.dumps({"context": params.n_ctx, "slots": params.n_parallel, "host": params.hostnames})
                body = json.dumps({"choices": [{"message": {"content": text}}]}).encode()
                self.send_response(200 if known else 401)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        http = ThreadingHTTPServer((params.hostnames[0], params.port), Handler)
        self.listening_address = f"http://127.0.0.1:{http.server_port}"
        Thread(target=http.serve_forever, daemon=True).start()
