"""The one door to models: endpoints, the client with its retries, and the embedded engine.

Only this room imports openai or xllamacpp, and only when a model is really called.
"""

from mock_interview.llm import fetch, store
from mock_interview.llm.client import Chat, Client
from mock_interview.llm.completion import Reply, Usage
from mock_interview.llm.decisions import decide
from mock_interview.llm.embedded import EmbeddedServer, engine_installed
from mock_interview.llm.endpoint import Endpoint, choose
from mock_interview.llm.pace import NOT_ASKED, Pace
from mock_interview.llm.parse import parse_json
from mock_interview.llm.prices import Prices, prices_for

__all__ = [
    "NOT_ASKED",
    "Chat",
    "Client",
    "EmbeddedServer",
    "Endpoint",
    "Pace",
    "Prices",
    "Reply",
    "Usage",
    "choose",
    "decide",
    "engine_installed",
    "fetch",
    "parse_json",
    "prices_for",
    "store",
]
