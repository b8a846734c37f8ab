"""Bounds on a server that cannot be trusted to end: how long a call may take, and how much it may send."""

import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import httpx2

T = TypeVar("T")

_mine = threading.local()
"""In a thread of `within`: `given_up`, set when nobody waits for its call any more."""

IDENTITY = {"Accept-Encoding": "identity"}
"""Header that asks for replies as they are: a compressed one may be a thousand times larger than it looks."""


def within(seconds: float, call: Callable[[], T]) -> T:
    """Return what a call returns or raise what it raises; raises `TimeoutError` when it takes longer.

    A call that is given up goes on by itself, in a thread that does not keep the program from ending; a reply that it
    reads is dropped, connection and all, when the next piece comes. Time-outs of sockets are no such bound: a server
    that sends a byte now and then meets them all.
    """
    done: list[Callable[[], T]] = []
    given_up = threading.Event()

    def run() -> None:
        _mine.given_up = given_up
        try:
            value = call()
        except BaseException as error:  # noqa: BLE001 - raised again where it belongs
            failure = error
            done.append(lambda: _raise(failure))
        else:
            done.append(lambda: value)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not done:
        given_up.set()
        raise TimeoutError
    return done[0]()


def _raise(error: BaseException) -> Any:
    raise error


def cut_after(largest: int, largest_file: int) -> Callable[[httpx2.Response], None]:
    """Return a hook that ends a reply's body one byte after `largest`, and takes it as it is, compressed or not.

    The content of a file, which goes to the disk and not into memory, is ended one byte after `largest_file`.
    """

    def hook(response: httpx2.Response) -> None:
        response.headers.pop("Content-Encoding", None)
        assert isinstance(response.stream, httpx2.SyncByteStream)
        is_file = response.request.url.path.endswith("/content")
        response.stream = _Cut(response.stream, (largest_file if is_file else largest) + 1)

    return hook


class _Cut(httpx2.SyncByteStream):
    """The beginning of a stream."""

    def __init__(self, stream: httpx2.SyncByteStream, left: int) -> None:
        self._stream, self._left = stream, left

    def __iter__(self) -> Iterator[bytes]:
        given_up = getattr(_mine, "given_up", None)
        for chunk in self._stream:
            if given_up and given_up.is_set():
                raise httpx2.ReadTimeout("nobody waits for the rest")
            yield chunk[: self._left]
            self._left -= len(chunk)
            if self._left <= 0:
                return

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()
