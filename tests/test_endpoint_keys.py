"""The key goes where it belongs and is shown nowhere."""

import pytest

from mock_interview.errors import BadInput
from mock_interview.llm import Endpoint, choose

KEY = "sk-test-0123456789"
OPENAI = "https://api.openai.com/v1"


@pytest.mark.parametrize(
    ("base", "grader", "key"),
    [
        ("", f"{OPENAI}#m", KEY),
        ("", "https://evil.example/v1#m", ""),
        ("", "http://api.openai.com/v1#m", ""),
        ("", "https://api.openai.com:8443/v1#m", ""),
        ("", "https://api.openai.com.evil.example/v1#m", ""),
        ("https://mine.example/v1", "https://mine.example/v1#m", KEY),
        ("https://mine.example/v1", f"{OPENAI}#m", ""),
        ("https://mine.example/v1", "http://mine.example/v1#m", ""),
        ("https://mine.example/v1", "https://mine.example:444/v1#m", ""),
    ],
)
def test_the_key_goes_only_to_the_server_it_is_for(
    monkeypatch: pytest.MonkeyPatch, base: str, grader: str, key: str
) -> None:
    """OPENAI_API_KEY goes where OPENAI_BASE_URL points, else to OpenAI; another host, port or plain http gets none."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", base)

    assert choose(grader).key == key


def test_a_key_is_in_no_repr() -> None:
    """An endpoint shown in a traceback or a log does not show its key."""
    assert repr(Endpoint("openai:x", OPENAI, "x", KEY)) == (
        f"Endpoint(grader='openai:x', url='{OPENAI}', model='x', gguf=None)"
    )


@pytest.mark.parametrize("address", [f"https://user:{KEY}@host/v1", f"https://{KEY}@host/v1", f"http://{KEY}@[bad/v1"])
def test_a_key_in_an_address_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """It would end up in sessions and process lists; the message says where it belongs."""
    with pytest.raises(BadInput) as by_flag:
        choose(address)
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    with pytest.raises(BadInput) as by_variable:
        choose(None)

    assert [(e.value.message, e.value.hint) for e in (by_flag, by_variable)] == [
        ("--grader: a key does not belong in the address", "Set OPENAI_API_KEY instead."),
        ("OPENAI_BASE_URL: a key does not belong in the address", "Set OPENAI_API_KEY instead."),
    ]


@pytest.mark.parametrize("key", ["sk-tést", "sk-1\nsk-2", "sk-…"])
def test_a_key_no_header_can_carry_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """A key pasted with a stray character is said to be wrong without being shown."""
    monkeypatch.setenv("OPENAI_API_KEY", key)

    with pytest.raises(BadInput) as caught:
        choose(None)

    assert (caught.value.message, caught.value.hint) == (
        "OPENAI_API_KEY has characters that no key has.",
        "Set it again.",
    )
