"""`mock-interview sessions import`: transcripts, sessions and reviews from files."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mock_interview.cli.import_asking import ask_which, ask_who, likely, short
from mock_interview.cli.options import BankFolder, Json, open_bank
from mock_interview.errors import BadInput, ExitCode, MockInterviewError

if TYPE_CHECKING:
    from mock_interview.bank import Bank
    from mock_interview.interview.importing import Part
    from mock_interview.interview.matching import Match, Matcher
    from mock_interview.models import Turn
    from mock_interview.records.imported import Kept
    from mock_interview.records.transcripts import Candidate, Source, Transcript


def import_sessions(
    files: Annotated[list[Path], typer.Argument(help="Transcripts, session files, or reviews.", show_default=False)],
    question: Annotated[
        list[str] | None, typer.Option("--question", "-q", help="What a transcript is about; once for each question.")
    ] = None,
    candidate: Annotated[
        str | None,
        typer.Option("--candidate", help="Who the candidate is: a name in the transcript, or its beginning."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask; what is not clear is refused.")] = False,
    json: Json = False,
    bank: BankFolder = None,
) -> None:
    """Import transcripts (text, chats, WebVTT, SRT, JSON Lines), session files, and mentors' reviews.

    Example: mock-interview sessions import interview.vtt --candidate Ana
    """
    from mock_interview.terminal.console import complain, print_json, say

    work = _Import(open_bank(bank), question or [], candidate, yes, json)
    for one in question or ():
        work.bank.question(one)
    try:
        for file in files:
            try:
                work.take(file)
            except MockInterviewError as error:
                work.broken += 1
                complain(error)
                if json:
                    print_json(_dumps({"file": str(file), "error": error.message}))
    except KeyboardInterrupt:
        say(f"\nStopped; what was imported stays: {work.summary()}.")
        raise typer.Exit(int(ExitCode.INTERRUPTED)) from None
    say(f"{work.summary()[:1].upper()}{work.summary()[1:]}.", "dim")
    if work.made:
        again = f"it: mock-interview grade {work.last}" if work.made == 1 else "them: mock-interview grade --pending"
        say(f"Grade {again}", "dim")
    if work.broken:
        raise typer.Exit(int(ExitCode.PROBLEM))


def _dumps(value: Any) -> str:
    from json import dumps

    return dumps(value, ensure_ascii=False)


class _Import:
    """Takes one file after the other, and counts."""

    def __init__(self, bank: "Bank", questions: list[str], candidate: str | None, yes: bool, json: bool) -> None:
        from mock_interview.terminal.console import at_terminal

        self.bank, self._questions, self._candidate, self._json = bank, questions, candidate or "", json
        self._ask = at_terminal() and not yes
        self._matcher: Matcher | None = None
        self.made = self.there = self.joined = self.left = self.broken = 0
        self.last = ""
        """The id of the session made last."""

    def summary(self) -> str:
        """Return in words what came of the files so far."""
        counts = {
            "imported": self.made,
            "already there": self.there,
            "reviews joined": self.joined,
            "left out": self.left,
            "not read": self.broken,
        }
        return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing imported"

    def take(self, file: Path) -> None:
        """Import one file; raises `MockInterviewError` with what is wrong."""
        from mock_interview.records.imported import keep_session
        from mock_interview.records.transcripts import kind_of, read_source, read_transcript

        source = read_source(file)
        match kind_of(source, file):
            case "session":
                self._tell(file, [keep_session(file)])
            case "review":
                self._join(file)
            case "answers":
                self._take_answers(file)
            case "transcript":
                self._take_transcript(file, source, read_transcript(source, file))

    def _join(self, file: Path) -> None:
        from mock_interview.records import join_review
        from mock_interview.terminal.console import print_json, say

        joined = join_review(file)
        self.joined += 1
        again = ", in place of the earlier one" if joined.replaced else ""
        say(f"{file}: the review by {joined.review.reviewer} is now part of {joined.session.id}{again}.")
        if self._json:
            value = {"file": str(file), "status": "joined", "id": joined.session.id, "path": str(joined.path)}
            print_json(_dumps(value | {"question": joined.session.question.id, "reviewer": joined.review.reviewer}))

    def _take_answers(self, file: Path) -> None:
        """Import lines of answers, each a session; a broken line is said and stops nothing."""
        from mock_interview.models import Turn
        from mock_interview.records import read_submissions
        from mock_interview.records.imported import keep_turns
        from mock_interview.terminal.console import complain, print_json

        for line in read_submissions(file):
            try:
                if line.problem or not line.answer.strip():
                    raise BadInput(line.problem or f"{file}: {line.id}: the answer is empty")
                question, rubric = self.bank.question(line.question), self.bank.rubric(line.question)
                name = "" if line.id.isdigit() else line.id
                kept = keep_turns(question, rubric, (Turn(role="candidate", text=line.answer),), name)
            except MockInterviewError as error:
                self.broken += 1
                place = "" if error.message.startswith(str(file)) else f"{file}: {line.id}: "
                complain(BadInput(place + error.message, error.hint))
                if self._json:
                    print_json(_dumps({"file": str(file), "line": line.id, "error": place + error.message}))
                continue
            self._tell(file, [kept])

    def _take_transcript(self, file: Path, source: "Source", transcript: "Transcript") -> None:
        from mock_interview.interview.importing import with_probes
        from mock_interview.records.imported import keep_loop
        from mock_interview.records.transcripts import join
        from mock_interview.terminal.console import say

        if source.guessed:
            say(f"{file}: is not UTF-8; it was read as {source.guessed}, which is a guess.", "yellow")
        if transcript.left_out:
            count = "1 line" if transcript.left_out == 1 else f"{transcript.left_out} lines"
            say(f"{file}: left out before the first speaker: {count}.", "dim")
        candidate = self._who(file, transcript)
        others = [short(voice.name) for voice in transcript.voices if voice.name != candidate.name]
        if len(others) > 1:
            more = f" and {len(others) - 5} more" if len(others) > 5 else ""
            say(f"{file}: taken for interviewers: {', '.join(others[:5])}{more}.", "dim")
        turns = join(transcript.pieces, candidate.name)
        parts = self._which(file, turns)
        if not parts:
            say(f"{file}: is left out. To say which question it is about: --question ID", "yellow")
            self.left += 1
            return
        answers = []
        for part in parts:
            if part.words:
                rubric = self.bank.rubric(part.question)
                answers.append((self.bank.question(part.question), rubric, with_probes(part.turns, rubric)))
            else:
                say(f"{file}: {part.question} was asked and not answered; it is left out.", "yellow")
        if not answers:
            raise BadInput(f"{file}: the candidate says nothing in it", "Another speaker: --candidate NAME")
        kept, loop = keep_loop(answers, candidate.person)
        self._tell(file, kept)
        if loop:
            say(f"Its {len(kept)} questions are one interview: mock-interview loop --debrief {loop.id}")

    def _who(self, file: Path, transcript: "Transcript") -> "Candidate":
        """Return who the candidate is, and say so unless that is sure."""
        from mock_interview.records.transcripts import choose_candidate
        from mock_interview.terminal.console import say

        found = choose_candidate(transcript, self._candidate, str(file))
        if found.sure:
            return found
        if self._ask and len(transcript.voices) > 1:
            return ask_who(file, transcript.voices, found)
        if found.name:
            other = " Another: --candidate NAME" if len(transcript.voices) > 1 else ""
            say(f"{file}: the candidate is {short(found.name)} ({short(found.why)}).{other}", "yellow")
        else:
            say(f"{file}: {found.why}.", "yellow")
        return found

    def _which(self, file: Path, turns: "tuple[Turn, ...]") -> "Sequence[Part]":
        """Return what was said on each question; nothing when the user would rather leave the file out."""
        from mock_interview.interview.importing import Part, parts
        from mock_interview.terminal.console import say

        if len(self._questions) == 1:
            return (Part(self._questions[0], turns),)
        matches = self._match(turns)
        if self._questions:
            if missing := set(self._questions) - {match.likely[0] for match in matches}:
                names = ", ".join(sorted(missing))
                raise BadInput(f"{file}: it is not to be seen where {names} begins", "Cut the file there.")
            return parts(turns, matches)
        if self._ask:
            return ask_which(file, turns, matches, {one.id: one.title for one in self.bank.questions})
        if not all(match.clear for match in matches):
            raise BadInput(
                f"{file}: it is not clear which question it is about; most likely {', '.join(likely(matches)[:3])}",
                "Say which: --question ID; once for each, when there are several.",
            )
        found = parts(turns, matches)
        say(f"{file}: is about {', '.join(part.question for part in found)}. Another: --question ID", "yellow")
        return found

    def _match(self, turns: "tuple[Turn, ...]") -> "tuple[Match, ...]":
        from mock_interview.interview.matching import Matcher
        from mock_interview.terminal.console import err

        if self._matcher is None:
            with err().status("Reading the questions"):
                matcher = Matcher((one, self.bank.rubric(one.id)) for one in self.bank.questions)
                self._matcher = matcher.only(self._questions) if self._questions else matcher
        return self._matcher.match(turns)

    def _tell(self, file: Path, kept: "Sequence[Kept]") -> None:
        """Print what was made, a row or an object for each session."""
        from mock_interview.terminal.console import print_json, print_line, say

        for one in kept:
            self.made += not one.there
            self.there += one.there
            session = one.session
            self.last = self.last if one.there else session.id
            words = sum(len(turn.text.split()) for turn in session.answers)
            value = {
                "file": str(file),
                "status": "already there" if one.there else "imported",
                "id": session.id,
                "question": session.question.id,
                "candidate": session.candidate,
                "turns": len(session.turns),
                "words": words,
                "loop": session.loop,
                "path": str(one.path),
            }
            if one.there:
                say(f"{file}: is here already: {session.id}")
            if self._json:
                print_json(_dumps(value))
            elif not one.there:
                who = " ".join(session.candidate.split())
                print_line(f"{session.id}\t{session.question.id}\t{who}\t{words}")
