"""The child process of `EmbeddedServer`: load a model, serve it on loopback, end when standard input closes."""

import json
import os
import sys


def main() -> None:
    """Read one JSON line of orders from standard input, serve, and print the address as one JSON line."""
    order = json.loads(sys.stdin.readline())
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = order["gguf"]
    params.n_ctx = order["context"]
    params.n_ubatch = 256  # a smaller compute buffer; no slower on few cores
    params.n_parallel = 1  # one slot: every criterion finds the answer already evaluated
    params.cpuparams.n_threads = order["threads"]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [order["key"]]
    params.cache_ram_mib = 0
    params.verbosity = -1
    server = xllamacpp.Server(params)
    print(json.dumps({"url": f"{server.listening_address}/v1"}), flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
