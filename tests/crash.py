"""The crash suite: processes killed in the middle, disks that are full, files that were cut or altered.

Run by `make crash`; every case has a seed. Counted are words lost (of what was saved, or was typed more than two
seconds before the end), files that are neither whole nor refused with a reason, levels that no judge gave, and
tracebacks.
"""

import argparse
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path
from unittest.mock import patch

from crash_disk import AT_ONCE, clock, damaged, full, read_only, small
from crash_kills import bulk, grading, importing, looping, saving, two, typing
from support_crash import Tally

KINDS = {
    "saving": (saving, 400),
    "grading": (grading, 60),
    "bulk": (bulk, 60),
    "importing": (importing, 60),
    "two": (two, 100),
    "full": (full, 100),
    "read-only": (read_only, 6),
    "clock": (clock, 20),
    "typing": (typing, 40),
    "looping": (looping, 20),
    "damaged": (damaged, 3 * len(small()) // AT_ONCE + 1),
}
"""Kinds of cases, and how many of each make the whole suite; add one here."""


def run(kind: str, seeds: range, tally: Tally, ends: float) -> None:
    """Run the cases of a kind, each in a home of its own."""
    work, _ = KINDS[kind]
    for seed in seeds:
        if time.monotonic() > ends:
            break
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            with patch.dict(os.environ, MOCK_INTERVIEW_HOME=folder, COLUMNS="80", NO_COLOR="1"):
                tally.cases[kind] += 1
                try:
                    work(seed, home, tally)
                except Exception:  # noqa: BLE001 - that is what is looked for
                    tally.problem("traceback", f"{kind} {seed}", traceback.format_exc()[-1500:])


def main() -> int:
    """Run the suite and print what came of it."""
    options = argparse.ArgumentParser()
    options.add_argument("--share", type=float, default=1.0, help="of the cases of each kind")
    options.add_argument("--kinds", nargs="*", default=list(KINDS))
    options.add_argument("--seed", type=int, default=0, help="of the first case")
    options.add_argument("--seconds", type=float, default=1800)
    given = options.parse_args()
    tally = Tally()
    begun = time.monotonic()
    for number, kind in enumerate(given.kinds, 1):
        count = max(int(KINDS[kind][1] * given.share), 1)
        step = KINDS[kind][1] // count
        seeds = range(given.seed, given.seed + step * count, step)
        run(kind, seeds, tally, begun + given.seconds * number / len(given.kinds))
    print(f"seeds from {given.seed}; cases:", ", ".join(f"{kind} {n}" for kind, n in tally.cases.items()))
    for kind in ("words lost", "level invented", "half-written", "left over", "traceback", "without a word"):
        print(f"{kind}: {tally.kinds[kind]}")
    print(f"kills: {tally.kills}; temporary files left by them: {tally.left_over}")
    print(
        f"oldest word lost by a kill: typed {tally.oldest_lost:.1f} s before; {time.monotonic() - begun:.0f} s in all"
    )
    print(*tally.problems[:20], sep="\n")
    return 1 if tally.problems else 0


if __name__ == "__main__":
    sys.exit(main())
