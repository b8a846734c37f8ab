"""What the product is shipped with fits together: the calibration, the prompts it was fitted for, the questions."""

from mock_interview.bank import Bank
from mock_interview.grading import LogprobsJudge, calibration_for
from mock_interview.grading.calibration import baseline_key, kind_of

MODEL = "qwen2.5-coder-1.5b-instruct-q4_k_m"


def test_the_embedded_model_is_calibrated_for_the_prompts_as_they_are() -> None:
    """There is a calibration for exactly this model and wording, with figures; if not, run `make figures`."""
    calibration = calibration_for(MODEL, "logprobs", LogprobsJudge.prompt)

    assert calibration.figures is not None, "the prompts have changed since the last `make figures`"
    assert calibration.rule is not None
    assert set(calibration.probes) == {"own", "shared"}


def test_every_criterion_has_a_baseline_of_its_own() -> None:
    """Each claim of each shipped question was measured as it stands; if not, run `make figures`."""
    calibration = calibration_for(MODEL, "logprobs", LogprobsJudge.prompt)
    bank = Bank()

    missing = [
        f"{question.id}: {criterion.id}"
        for question in bank.questions
        for criterion in bank.rubric(question.id).criteria
        if baseline_key(question, criterion) not in calibration.baselines
        or kind_of(criterion) not in calibration.curves
    ]

    assert missing == []


def test_the_page_shows_the_figures_of_the_calibration() -> None:
    """`docs/grading.md` and the sentence in every grade come from the same run."""
    figures = calibration_for(MODEL, "logprobs", LogprobsJudge.prompt).figures
    page = (Bank().root / "docs" / "grading.md").read_text(encoding="utf-8")

    assert figures is not None
    assert f"Measured on {figures.answers} labelled answers to {figures.questions} questions" in page
    assert f"({figures.kappa_low:.2f} to {figures.kappa_high:.2f})".replace("0.", ".") in page


def test_the_faults_of_the_training_loop_are_in_its_code() -> None:
    """Each fault that the rubric's notes catalogue quotes a line that stands in the code, which is valid Python."""
    bank = Bank()
    code = bank.question("debug-training-loop").code
    faults = [note for note in bank.rubric("debug-training-loop").notes if note.startswith("Fault:")]
    compile(code, "the training loop", "exec")
    assert len(faults) >= 9
    assert [fault for fault in faults if fault.split("`")[1] not in code] == []
