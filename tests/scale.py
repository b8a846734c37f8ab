"""What a day of so many answers takes: requests, tokens, money, machines, and which limit is met first.

    make scale            or    python tests/scale.py --rpm 30000 --price-input 0.5 --price-cached 0.05 --price-output 2

Requests and characters are those of our own prompts for every labelled answer of the bank; time and memory of our own
are measured on this machine. Everything else is an assumption and a parameter: see --help. The day is simulated minute
by minute: answers arrive in a wave with its peak in the evening, a queue takes what the limits leave over.
"""

import argparse
import json
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mock_interview.bank import Bank
from mock_interview.grading import StructuredJudge, grade, prepare, standard_for
from mock_interview.llm import Client, Endpoint, Prices
from mock_interview.models import Question, Rubric, Turn

DAY = 24 * 60


@dataclass(frozen=True)
class Sample:
    """What one answer takes, on average over the labelled answers of the bank."""

    requests: float
    criteria: float
    sent: float
    """Characters sent, all requests together."""
    for_question: float
    """Of them the beginning that all answers to a question share."""
    for_answer: float
    """Of them what the second and later requests about the same answer repeat beyond that."""
    seconds: float
    """Processor time of our own."""
    line: float
    """Bytes of the grade in JSON."""


class Instant(Client):
    """A client whose model says at once that the first claim is met, quoting the answer."""

    def send(self, request: dict[str, Any]) -> str:
        """Return a reply."""
        shape = request["response_format"]["json_schema"]["schema"]
        claims = shape["properties"]["verdicts"]["items"]["properties"]["claim"]["enum"]
        words = request["messages"][1]["content"].split("\n", 2)[1][:200]
        verdicts = [
            {"claim": c, "quotes": [] if i else [words], "reason": "", "verdict": "UNMET" if i else "MET"}
            for i, c in enumerate(claims)
        ]
        reply = {"message": {"content": json.dumps({"verdicts": verdicts})}}
        return json.dumps({"choices": [reply], "usage": {"prompt_tokens": 1, "completion_tokens": 1}})


def labelled(bank: Bank) -> Iterator[tuple[Question, Rubric, tuple[Turn, ...]]]:
    """Yield every labelled answer of the bank with its question and rubric."""
    for path in bank.paths("questions"):
        question, rubric = bank.question(path.stem), bank.rubric(path.stem)
        for answer in bank.gold(path.stem):
            yield question, rubric, (Turn(role="candidate", text=answer.text),)


def measure(at_once: int | None) -> Sample:
    """Return what an answer takes of requests and characters, and of our own time."""
    bank = Bank()
    judge = StructuredJudge(Instant(Endpoint("http://x/v1#m", "http://x/v1", "m")))
    if at_once:
        judge.ask_at_once(at_once)
    standard = standard_for(judge, bank.levels.rule)
    rows = []
    for question, rubric, turns in labelled(bank):
        answer = prepare(question, rubric, turns)
        requests = [] if answer.nothing else list(judge.requests(question, rubric, answer))
        sizes = [[len(m["content"]) for m in r["messages"]] for r in requests]
        system, reply = (sizes[0][0], sum(sizes[0][1:-1])) if sizes else (0, 0)
        begun = time.process_time()
        result = grade(question, rubric, turns, judge, standard)
        line = json.dumps(result.model_dump(mode="json"), ensure_ascii=False).encode()
        spent = time.process_time() - begun
        later = max(len(sizes) - 1, 0)
        sent = sum(map(sum, sizes)) + sum(len(json.dumps(r["response_format"])) for r in requests)
        rows.append(
            (len(sizes), len(rubric.criteria), sent, system * len(sizes), reply * later, spent, float(len(line)))
        )
    return Sample(*(sum(column) / len(rows) for column in zip(*rows, strict=True)))


def arrivals(a_day: float, peak: float) -> list[float]:
    """Return how many answers come in each minute: a wave around the mean, `peak` times the mean at 20:00.

    A wave that would go below nothing is raised to a power instead.
    """
    wave = [math.cos((minute - 20 * 60) / DAY * 2 * math.pi) for minute in range(DAY)]
    power, height = 1.0, min(peak - 1, 1.0)
    shape = [1 + height * value for value in wave]
    while DAY * max(shape) / sum(shape) < peak - 1e-9 and power < 50:
        power += 0.05
        shape = [(1 + value) ** power for value in wave]
    return [a_day * value / sum(shape) for value in shape]


def queue(coming: list[float], a_minute: float) -> tuple[float, float]:
    """Return the longest queue and the longest wait in minutes, when so many answers a minute can be served."""
    waiting = most = 0.0
    for new in coming * 2:  # the second day begins with what the first left over
        waiting = max(waiting + new - a_minute, 0.0)
        most = max(most, waiting)
    return most, most / a_minute


def options() -> argparse.Namespace:
    """Return the parameters."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--answers", type=float, default=1e6, help="a day")
    add("--peak", type=float, default=3.0, help="busiest minute against the mean (assumption)")
    add("--at-once", type=int, default=None, help="criteria in a request; usually 8, 40 for all")
    add("--characters", type=float, default=4.0, help="of English a token (assumption; OpenAI's rule of thumb)")
    add("--output", type=float, default=60.0, help="tokens a criterion in the reply (assumption; at most 160)")
    add("--hits", type=float, default=0.8, help="share of what could come from the prompt cache that does (assumption)")
    add("--latency", type=float, default=8.0, help="seconds a request (assumption)")
    add("--rpm", type=float, default=10_000, help="requests a minute your account may send (assumption)")
    add("--tpm", type=float, default=10e6, help="tokens a minute your account may use (assumption)")
    add("--prefill", type=float, default=10_000, help="input tokens a second of one GPU of your own (assumption)")
    add("--decode", type=float, default=2_000, help="output tokens a second of one GPU, batched (assumption)")
    add("--price-input", type=float, default=None, help="USD for a million tokens")
    add("--price-cached", type=float, default=None, help="USD for a million tokens from the cache")
    add("--price-output", type=float, default=None, help="USD for a million tokens")
    return parser.parse_args()


def table(o: argparse.Namespace, s: Sample) -> list[tuple[str, str, str]]:
    """Return rows of what, how much, and from what it was computed."""
    tokens_in, tokens_out = s.sent / o.characters, s.criteria * o.output
    cached = (s.for_question + s.for_answer) / o.characters * o.hits
    coming = arrivals(o.answers, o.peak)
    top = max(coming)
    limits = {"requests a minute": o.rpm / s.requests, "tokens a minute": o.tpm / (tokens_in + tokens_out)}
    first = min(limits, key=lambda name: limits[name])
    waiting, longest = queue(coming, limits[first])
    gpus = top / 60 * ((tokens_in - cached) / o.prefill + tokens_out / o.decode)
    fits = sum(coming) <= limits[first] * DAY
    rows = [
        ("requests an answer", f"{s.requests:.2f}", "counted: our prompts, every labelled answer"),
        ("input tokens an answer", f"{tokens_in:,.0f}", f"counted: {s.sent:,.0f} characters; --characters"),
        ("of which can come from a cache", f"{cached / tokens_in:.0%}", "counted: beginnings that repeat; --hits"),
        ("output tokens an answer", f"{tokens_out:,.0f}", f"counted: {s.criteria:.1f} criteria; --output"),
        ("requests a day", f"{o.answers * s.requests:,.0f}", ""),
        (
            "input, output tokens a day",
            f"{o.answers * tokens_in / 1e9:.1f}, {o.answers * tokens_out / 1e9:.1f} 10^9",
            "",
        ),
        ("answers a second, mean and peak", f"{o.answers / 86400:.1f}, {top / 60:.1f}", "--answers, --peak"),
        ("requests in flight at the peak", f"{top / 60 * s.requests * o.latency:,.0f}", "Little's law; --latency"),
        ("answers a minute within --rpm", f"{limits['requests a minute']:,.0f}", "--rpm"),
        ("answers a minute within --tpm", f"{limits['tokens a minute']:,.0f}", "--tpm"),
        ("limit met first", first, f"at {limits[first] / (o.answers / DAY):.0%} of the day's mean"),
        ("longest queue", f"{waiting:,.0f} answers" if fits else "grows without end", "simulated minute by minute"),
        ("longest wait", f"{longest:,.0f} minutes" if fits else "grows without end", "simulated minute by minute"),
        ("GPUs of your own at the peak", f"{math.ceil(gpus):,}", "--prefill, --decode"),
        ("GPUs, the peak spread over the day", f"{math.ceil(gpus * sum(coming) / DAY / top):,}", "a queue of hours"),
        ("our own processor time an answer", f"{s.seconds * 1000:.0f} ms", "measured here, without the network"),
        ("cores for it at the peak", f"{math.ceil(top / 60 * s.seconds)}", "one process uses one core"),
        ("grades a day on disk", f"{o.answers * s.line / 1e9:.1f} GB", f"measured: {s.line:,.0f} bytes each"),
    ]
    if None in (o.price_input, o.price_cached, o.price_output):
        return [*rows, ("cost a day", "unknown", "give --price-input, --price-cached, --price-output")]
    prices = Prices(o.price_input, o.price_output, o.price_cached)
    each = prices.cost(round(tokens_in), round(tokens_out), round(cached))
    return [*rows, ("cost a day", f"{each * o.answers:,.0f} USD", f"{each:.5f} USD an answer; your prices")]


def main() -> None:
    """Print the table as Markdown."""
    chosen = options()
    print("| what | how much | from |\n|---|---|---|")
    for what, found, source in table(chosen, measure(chosen.at_once)):
        print(f"| {what} | {found} | {source} |")


if __name__ == "__main__":
    main()
