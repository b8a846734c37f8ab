"""Ask the embedded model about gold answers it was not asked about, faster than an audit does (`make replies`).

The same engine in the same version, built for this machine from the source that PyPI has, evaluates all claims about an
answer in one batch: twice as fast where the processor has AVX-512. Replies differ from the product's by what two builds
of one engine differ by. They are kept where audits keep theirs, and go to the file of replies after each turn of the
questions.
"""

import json
import os
import subprocess
import sys
from importlib.metadata import version
from itertools import zip_longest
from pathlib import Path
from typing import Any

from rich.progress import Progress

from mock_interview import llm
from mock_interview.audit.kept import KeptClient
from mock_interview.audit.replies import Replies
from mock_interview.audit.signals import ask_about, spread
from mock_interview.bank import Bank
from mock_interview.config import models_folder
from mock_interview.grading import LogprobsJudge
from mock_interview.grading.calibration import Calibration
from mock_interview.llm import Chat, Client, Reply

FILE = Path(__file__).parents[1] / "docs" / "audit" / "qwen2.5-coder-1.5b-instruct-q4_k_m.replies.xz"
NO_AMX = "-march=native -mno-amx-tile -mno-amx-int8 -mno-amx-bf16"
"""Virtual machines name AMX among what the processor can do, and do not let programs use it."""
SWITCHES = ["GGML_NATIVE=OFF", "BUILD_SHARED_LIBS=OFF", "LLAMA_OPENSSL=OFF", "CMAKE_BUILD_TYPE=Release"]
SWITCHES += [f"LLAMA_BUILD_{part}=OFF" for part in ("COMMON", "TESTS", "TOOLS", "EXAMPLES", "SERVER", "APP")]


def build(folder: Path) -> Path:
    """Return the program made from `packed.cpp`, building it and the engine where that was not done before."""
    wanted = version("xllamacpp")
    program = folder / f"packed-{wanted}"
    if program.exists():
        return program
    folder.mkdir(parents=True, exist_ok=True)

    def run(*command: str | Path) -> None:
        subprocess.run([str(c) for c in command], check=True, cwd=folder)

    pip = [sys.executable, "-m", "pip"]
    run(*pip, "install", "--quiet", "cmake", "ninja")
    run(*pip, "download", "--quiet", "--no-deps", "--no-binary", "xllamacpp", f"xllamacpp=={wanted}")
    run("tar", "xzf", f"xllamacpp-{wanted}.tar.gz")
    source = folder / f"xllamacpp-{wanted}" / "thirdparty" / "llama.cpp"
    flags = [f"-DCMAKE_{language}_FLAGS={NO_AMX}" for language in ("C", "CXX")]
    tools = Path(sys.executable).parent
    run(tools / "cmake", "-G", "Ninja", f"-DCMAKE_MAKE_PROGRAM={tools / 'ninja'}", "-S", source, "-B", "build",
        *flags, *(f"-D{switch}" for switch in SWITCHES))  # fmt: skip
    run(tools / "ninja", "-C", "build", "llama")
    places = [f"-I{source / place}" for place in ("include", "ggml/include", "vendor")]
    made = [folder / "build" / "src" / "libllama.a"]
    made += [folder / "build" / "ggml" / "src" / f"lib{name}.a" for name in ("ggml", "ggml-cpu", "ggml-base")]
    here = Path(__file__).with_name("packed.cpp")
    run("g++", "-O2", "-std=c++17", *places, here, *made, "-fopenmp", "-ldl", "-o", program.name)
    return program


class Noting(Client):
    """A client that notes what it is asked, and knows nothing."""

    def __init__(self, client: Client) -> None:
        self.endpoint, self.usage = client.endpoint, client.usage
        self.chats: list[Chat] = []

    @property
    def model(self) -> str:
        """Return the name of no model."""
        return "none"

    def chat(self, chat: Chat, **_: Any) -> Reply:
        """Note the chat."""
        self.chats.append(chat)
        return Reply("")


class Packed(Client):
    """The embedded model in a child process that evaluates many chats together; `ask` first, then `chat`."""

    def __init__(self, client: Client, program: Path, gguf: Path) -> None:
        self.client, self.endpoint, self.usage = client, client.endpoint, client.usage
        command = [str(program), str(gguf), str(len(os.sched_getaffinity(0)))]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.said: dict[str, dict[str, float]] = {}

    @property
    def model(self) -> str:
        """Return the model's name."""
        return self.client.model

    def ask(self, chats: list[Chat], top: int) -> None:
        """Have the replies to chats at hand, those that begin alike evaluated together."""
        alike: dict[str, list[Chat]] = {}
        for chat in chats:
            alike.setdefault(_marked(chat[:-1]), []).append(chat)
        assert self.process.stdin
        assert self.process.stdout
        self.said = {}
        for prefix, group in alike.items():
            endings = [f"{_marked(chat[-1:])}<|im_start|>assistant\n" for chat in group]
            print(json.dumps({"prefix": prefix, "endings": endings, "top": top}), file=self.process.stdin, flush=True)
            replies = json.loads(self.process.stdout.readline())
            for chat, reply in zip(group, replies, strict=True):
                self.said[_marked(chat)] = {token: min(logprob, 0.0) for token, logprob in reversed(reply)}

    def chat(self, chat: Chat, **_: Any) -> Reply:
        """Return a reply that is at hand."""
        return Reply("", self.said[_marked(chat)])


def _marked(chat: Chat) -> str:
    """Return a chat in the marks the embedded model was trained on (ChatML)."""
    return "".join(f"<|im_start|>{role}\n{text}<|im_end|>\n" for role, text in chat)


def main() -> None:
    """Ask about all gold answers, one of each question in turn, and say how that goes."""
    bank = Bank()
    plain = llm.Client(llm.choose("embedded"))
    assert plain.endpoint.gguf
    cache = models_folder().parent
    packed = Packed(plain, build(cache / "packed"), plain.endpoint.gguf)
    replies = Replies(FILE)
    kept = KeptClient(packed, cache / "audit", replies)
    every = Calibration(wide=True)
    judge = LogprobsJudge(kept, every)
    turns = zip_longest(*([(q, answer) for answer in spread(bank.gold(q.id), q, None)] for q in bank.questions))
    with Progress() as bar:
        for turn in bar.track(list(turns), description="Answers to each question"):
            for question, answer in filter(None, turn):
                rubric = bank.rubric(question.id)
                kept.ask_nothing = True
                if ask_about(judge, question, rubric, answer):
                    continue
                kept.ask_nothing = False
                noting = Noting(plain)
                ask_about(LogprobsJudge(noting, every), question, rubric, answer)
                packed.ask(noting.chats, every.top_logprobs)
                ask_about(judge, question, rubric, answer)
                kept.flush()
            replies.write()


if __name__ == "__main__":
    main()
