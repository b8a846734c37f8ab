"""Send chat requests to any OpenAI-compatible server, and turn whatever goes wrong into one sentence."""

import copy
import json
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, Literal

from mock_interview import config
from mock_interview.errors import GraderFailed, UnusableReply
from mock_interview.llm.completion import Reply, Usage, json_of, read_completion
from mock_interview.llm.embedded import EmbeddedServer
from mock_interview.llm.endpoint import Endpoint
from mock_interview.llm.failures import LATER, failure_of, refused_parameter, without_key
from mock_interview.llm.pace import Pace
from mock_interview.llm.quick import asked_to_wait, post

TIMEOUT = 60.0
"""Seconds a server may be silent before a request is given up, unless the setting `timeout` says otherwise."""
PATIENCE = 5
"""So many times as long may one request take in all, with its retries, the waits between them, and a slow reply."""
EMBEDDED_TIMEOUT = 900.0
RETRIES = 2
TOP_LOGPROBS = 20
LARGEST_REPLY = 20_000_000
LARGEST_FILE = 2_000_000_000
"""Bytes of a file of replies: 50,000 of them, the most a batch may have, take some 200 MB."""
FILE_PATIENCE = 60
"""What `PATIENCE` is for whole files: an hour, unless the setting `timeout` says otherwise."""
LONGEST_NAME = 200
"""Characters of a model's name."""

Chat = list[tuple[Literal["system", "user", "assistant"], str]]


class Client:
    """A door to one endpoint. Nothing heavy is imported and nothing connects before the first call."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.usage = Usage()
        self.server = EmbeddedServer(endpoint.gguf) if endpoint.gguf else None
        self._model = endpoint.model
        self.refused: set[str] = set()
        """Parameters that the server turned out not to take."""
        self._openai: Any = None
        self._http: Any = None
        self.pace: Pace | None = None
        """The pace it shares with others; alone, it retries by itself."""

    def share(self, pace: Pace, model: str = "") -> None:
        """Take part in a pace that all clients on this endpoint share, before anything is sent.

        `model` is what the server has said already that it has.
        """
        self._model = self._model or model
        if self._openai is not None:
            self._openai.close()
        self.pace, self._openai = pace, None

    def beside(self) -> "Client":
        """Return a client on the same connections that counts for itself, for another thread."""
        self._connect()
        other = copy.copy(self)
        other.usage = Usage()
        return other

    def start(self) -> None:
        """Begin to load the embedded model, if it is one; returns at once."""
        if self.server:
            self.server.start()

    def close(self) -> None:
        """Let the embedded model go."""
        if self._openai is not None:
            self._openai.close()
            self._openai = None
        if self.server:
            self.server.stop()

    @property
    def model(self) -> str:
        """Return the model's name, asking the server when none was given."""
        if not self._model:
            self._model = self._ask_model()
        return self._model

    def _connect(self) -> Any:
        if self._openai is None:
            import openai

            from mock_interview.llm import bounds

            url, key = self.endpoint.url, self.endpoint.key
            if self.server:
                url, key = self.server.url, self.server.key
            http = openai.DefaultHttpxClient(
                timeout=self._timeout,
                follow_redirects=False,  # an answer goes to the server that was named and to no other
                headers=bounds.IDENTITY,
                event_hooks={"response": [bounds.cut_after(LARGEST_REPLY, LARGEST_FILE)]},
                trust_env=not self.server,  # no proxy stands between the program and its own child
            )
            self._openai = openai.OpenAI(
                base_url=url,
                api_key=key or "none",
                max_retries=0 if self.server or self.pace else RETRIES,
                timeout=self._timeout,
                http_client=http,
            )
            self._http = http
            if not self.endpoint.openai:  # what the environment says of an OpenAI account is nobody else's business
                self._openai.organization = self._openai.project = None
        return self._openai

    @cached_property
    def _timeout(self) -> float:
        return EMBEDDED_TIMEOUT if self.server else config.seconds("timeout", TIMEOUT)

    def _ask_model(self) -> str:
        raw = self.guarded(lambda client: client.models.with_raw_response.list())
        try:
            names = [str(entry["id"]) for entry in json_of(raw)["data"]]
        except (KeyError, TypeError) as error:
            raise GraderFailed(
                f"{self._place} does not say which models it has.", "Add #MODEL to the address."
            ) from error
        if not names:
            raise GraderFailed(f"{self._place} has no model.", "Load one, or add #MODEL to the address.")
        if len(names[0]) > LONGEST_NAME:
            raise GraderFailed(f"{self._place} has a model without a usable name.", "Add #MODEL to the address.")
        return without_key(names[0], self.endpoint.key)

    def chat(
        self,
        chat: Chat,
        *,
        max_tokens: int,
        top_logprobs: int = 0,
        schema: dict[str, Any] | None = None,
        cache_key: str = "",
    ) -> Reply:
        """Send one chat and return the reply.

        `top_logprobs` asks for that many candidates of the first token. `schema` asks for JSON of that shape, which a
        server may ignore. `cache_key` is the same for chats that begin alike: it leads them to the same prompt cache at
        a provider that has several, and is not sent to the embedded model. Raises `GraderFailed` when no reply came and
        `UnusableReply` when it cannot be read.
        """
        return self._read(self.send(self.request(chat, max_tokens, top_logprobs, schema, cache_key)))

    def request(
        self,
        chat: Chat,
        max_tokens: int,
        top_logprobs: int = 0,
        schema: dict[str, Any] | None = None,
        cache_key: str = "",
    ) -> dict[str, Any]:
        """Return the request for a chat, without the model."""
        request: dict[str, Any] = {
            "messages": [{"role": role, "content": content} for role, content in chat],
            "max_tokens": max_tokens,
            "temperature": 0,
        }
        if top_logprobs:
            request |= {"logprobs": True, "top_logprobs": top_logprobs}
        if schema:
            shape = {"name": "reply", "strict": True, "schema": schema}
            request["response_format"] = {"type": "json_schema", "json_schema": shape}
        if cache_key and not self.server:
            request["prompt_cache_key"] = cache_key
        return request

    def final(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return a request as it is sent: with the model, without what the server does not take."""
        return {"model": self.model, **_without(request, self.refused)}

    def send(self, request: dict[str, Any]) -> str:
        """Send a request and return the body of the reply; once more without each parameter the server refuses."""
        from openai import BadRequestError, UnprocessableEntityError

        while True:  # each time with a parameter less
            final = self.final(request)
            try:
                return self.guarded(partial(self._create, request=final))
            except GraderFailed as failure:
                cause = failure.__cause__
                unfit = isinstance(cause, BadRequestError | UnprocessableEntityError)
                refused = refused_parameter(str(cause), final) if unfit else None
                if refused is None:  # another thread may have learned of one meanwhile: what this request had counts
                    raise
                if refused in ("logprobs", "top_logprobs"):
                    why = f"{self._place} gives no log-probabilities for {self.model}."
                    raise GraderFailed(why, "Use --engine structured.", retryable=False) from cause
                self.refused.add(refused)

    def _create(self, client: Any, request: dict[str, Any]) -> Any:
        if self.pace:
            return post(client, self._http, "chat/completions", json.dumps(request))
        return client.chat.completions.with_raw_response.create(**request)

    @property
    def _place(self) -> str:
        if self.server:
            return "The embedded model"
        return f"The server at {self.endpoint.goes_to}"

    def guarded(self, call: Callable[[Any], Any], patience: int = PATIENCE) -> str:
        """Make a call and return the body; every failure becomes a `GraderFailed` that says what to do."""
        if self.pace:
            return self.pace.keep(partial(self._guarded, call, patience), asked_to_wait)
        return self._guarded(call, patience)

    def _guarded(self, call: Callable[[Any], Any], patience: int) -> str:
        client = self._connect()
        import openai

        from mock_interview.llm.bounds import within

        limit = patience * self._timeout
        try:
            response = call(client) if self.server else within(limit, partial(call, client))
            if len(response.content) > LARGEST_REPLY:
                raise UnusableReply(f"{self._place} sent a reply of more than {LARGEST_REPLY:,} bytes.")
            return str(response.text)
        except TimeoutError as error:
            if self.pace is None:  # else others have requests under way on the same connections
                client.close()
                self._openai = None
            raise GraderFailed(f"{self._place} did not finish its reply within {limit:g} s.", LATER) from error
        except (openai.OpenAIError, UnicodeError, ValueError) as error:
            if self.server and isinstance(error, openai.APIConnectionError) and self.server.ended():
                raise GraderFailed("The embedded model's process has ended.", "Run the command again.") from error
            raise failure_of(error, self._place, self._model, self.endpoint.key, self._timeout) from error

    def _read(self, body: str) -> Reply:
        completion = read_completion(body, self._place)
        self.usage.add(completion.usage)
        if not completion.choices:
            raise UnusableReply(f"{self._place} sent a reply with no choices.")
        choice = completion.choices[0]
        if choice.message.refusal:
            raise GraderFailed(f"The model refused: {without_key(choice.message.refusal, self.endpoint.key)[:200]}")
        if choice.finish_reason == "content_filter":
            raise GraderFailed(f"{self._place} filtered the reply.", retryable=False)
        first: dict[str, float] = {}
        if choice.logprobs and choice.logprobs.content:
            for top in choice.logprobs.content[0].top_logprobs or ():
                first.setdefault(top.token, top.logprob)
        return Reply(without_key(choice.message.content or "", self.endpoint.key), first)


def _without(request: dict[str, Any], refused: set[str]) -> dict[str, Any]:
    """Return the request with refused parameters left out; `max_tokens` takes its newer name."""
    kept = {name: value for name, value in request.items() if name not in refused}
    if "max_tokens" in request.keys() - kept.keys():  # another thread may have added it to `refused` since
        kept["max_completion_tokens"] = request["max_tokens"]
    return kept
