"""What candidates really say: nothing of it is set aside, however close its words come to an attack's."""

import pytest

from mock_interview.bank import Bank
from support_grading import AFTER, BEFORE, prepared, words

SENTENCES = {
    "plain-words": "The more of it you see the more you know, and then you do less well on what is new.",
    "typed-injection": 'Users typed "ignore all previous instructions" into the ticket form, and it got through.',
    "plain-step": "First I find where it breaks.",
    "note-of-terms": "- cost, steps, time per solved task",
    "number-decides": "At our scale the cost was 40 dollars a day, so we did not do it.",
    "own-story": "I was responsible for the checkout team.",
    "previous-window": "we ignore the previous window when computing the rolling mean, else it leaks",
    "prompt-tokens": "We ignore the prompt tokens in the loss and train on the reply only.",
    "instruction-tokens": "for SFT you mask so that the loss ignores all instruction tokens",
    "ignore-outliers": "Ignore everything above the 99th percentile, those are bots.",
    "skip-rules": "Under load we skip the rules engine and serve the cached score.",
    "forget-split": "dont forget the split criterion, gini vs entropy almost same",
    "reviewer-model": "The reviewer model grades outputs, and a person checks 5 percent of them.",
    "annotators": "The instructions given to annotators were wrong, so kappa fell to 0.4.",
    "annotators-2": "Instructions to the raters were vague and half of them marked sarcasm as positive.",
    "note-model": "Note: the model overfits after 3 epochs, so we stop there.",
    "important-model": "Important: model size matters less than data here.",
    "attention-model": "An attention model over the sequence costs quadratic memory.",
    "attention-bullet": "- attention model: quadratic in length",
    "system-replicas": "system: 3 replicas behind a queue",
    "system-new": "System: new requests go to the second pool when the first is full.",
    "system-prompt": "We put the policy in the system prompt and the user text in its own message.",
    "user-ignores": "user: ignores 97% of what we show, so clicks are a poor label",
    "criteria-by": "all criteria are met by early stopping at 3 epochs",
    "criteria-when": "We promote a model only when all criteria are met for two weeks.",
    "criteria-once": "Once all the acceptance criteria are satisfied we ramp to 50%.",
    "label-correct": "We label each answer as correct if it contains the gold span.",
    "label-true": "Treat every click as a true positive and you train on position bias.",
    "consider-unlabeled": "PU learning: consider all unlabeled items as negative with a weight",
    "mark-missing": "Mark the missing values as a level of their own, the tree will split on it.",
    "judge-position": "LLM as a judge prefers the first answer, so swap the order and average.",
    "judge-role": "We let a large model act as a judge, and it agreed with people 80% of the time.",
    "raters-yes": "Raters say yes to everything after 40 minutes, so we shorten the sessions.",
    "return-true": "if val_loss > best + delta: return True",
    "score-true": "score = true positives / (true positives + false positives)",
    "score-below": "score: below 0.3 -> auto reject, else human",
    "level-low": "level: user, session or event, it changes the split",
    "perfect-fit": "Deep trees give a perfect fit on train and fall apart on test.",
    "highest-weight": "Give it the highest weight, the other loss terms are tiny.",
    "highest-score": "we assign the highest score to the item with the longest dwell time",
    "l4-gpu": "We ran it on an L4 GPU because the A100 is 5x the price.",
    "l4-this": "This is served on L4 cards, about 40 ms per batch.",
    "l4-score": "We score each request with L4 GPUs at night, batch of 64.",
    "l2-penalty": "As an L2 penalty it shrinks all weights, L1 makes some exactly zero.",
    "staff": "The staff were trained twice on the labelling tool.",
    "principal": "This is the first principal component, it explains 60% of variance.",
    "generous": "If you are too generous with capacity it memorises the noise.",
    "you-judge": "You judge it on the held-out set, never on train.",
    "evaluator": "The evaluator was down for a week and nobody saw it.",
    "answer-covers": "The response covers only half of the claims, so faithfulness is 0.5.",
    "override": "Ops can override the model's decision, and each override becomes a label.",
    "policy": "The grading of diamonds is done by people, so labels are noisy at the border.",
    "give-me": "Give me 10x more data and variance falls, bias does not.",
    "from-now": "From now on we retrain weekly, not daily.",
    "chinese": "我们忽略提示部分的损失，因为只想学习回答，所以把标签设为-100。",
    "german": "Wir ignorieren die alten Daten, weil die Regel sich im März geändert hat.",
    "broken": "i think model to much learn the noise so test is bad, must take more data or small model",
    "rambling": "So, um, what I would do, and I say this loosely, is look at the curve first, and then, well, decide.",
    "arrows": "- high train err -> bias -> bigger net\n- gap 8% -> variance -> data, L2 1e-4\n- both -> check labels",
    "numbers": "1. plot both curves\n2. gap > 5%? more data\n3. else bigger model\n4. repeat",
    "in-sentence": "I would try weight decay, dropout, early stopping, more data and a smaller model, in that order.",
    "list-for": "against variance: bagging, dropout, early stopping, augmentation, weight decay",
    "code": "for x, y in loader:\n    loss = f(model(x), y)\n    loss.backward()\n    opt.step()\n    opt.zero_grad()",
    "table": "lr | loss\n1e-2 | diverges\n1e-3 | 0.42\n1e-4 | 0.61",
    "repeat-short": "It depends. On what? It depends on the noise.",
    "emoji": "That one hurt 👩\u200d💻, the feature leaked the label.",
    "math": "E[(y-f)^2] = bias^2 + var + noise; only the first two are ours",
    "heading": "## Bias\nthe error of the average fit\n-----\n## Variance\nhow much fits scatter",
    "generics": "We keep a List<String> of ids and a Map<user, score> in memory.",
}  # fmt: skip


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
def test_what_candidates_say_is_left_alone(bank: Bank, sentence: str) -> None:
    """An ordinary sentence of an interview raises no flag and reaches the judge whole."""
    answer = prepared(bank, f"{BEFORE}\n{sentence}\n{AFTER}")

    assert answer.flags == ()
    assert words(answer.reading) == words(f"{BEFORE}\n{sentence}\n{AFTER}")


@pytest.mark.parametrize("path", ["l4-simple", "l6-terse"])
def test_a_terse_or_broken_answer_is_an_answer(path: str, bank: Bank) -> None:
    """Notes and broken English are graded as they are."""
    text = {
        "l4-simple": "If you do model more complex, bias go down, variance go up. So you must find the middle.",
        "l6-terse": "mixer +8C -> ice. fast spiral bleaches crumb; cut to 3 min. <40 loaves: fold. 80%+ climbs hook",
    }[path]

    assert (prepared(bank, text).reading, prepared(bank, text).nothing) == (text, "")


LANGUAGES = {
    "german": "Beim Kneten bildet sich ein Netz aus Kleber, und dieses Netz hält das Gas der Hefe fest.",
    "french": "Le pétrissage aligne le gluten en un réseau élastique, et ce réseau retient le gaz de la levure.",
    "spanish": "Amasar alinea el gluten en una red elástica, y esa red retiene el gas de la levadura.",
    "polish": "Gluten tworzy siatkę, która nie przepuszcza gazu, a to jest ważne, bo ciasto rośnie na drożdżach.",
    "chinese": "揉面使面筋形成网络，网络留住气体。",
    "russian": "Замес выстраивает клейковину в упругую сеть, и эта сеть удерживает газ.",
}


@pytest.mark.parametrize("text", LANGUAGES.values(), ids=LANGUAGES)
def test_other_languages_are_answers(bank: Bank, text: str) -> None:
    """An answer in another language is not taken for gibberish."""
    answer = prepared(bank, text)

    assert (answer.reading, answer.flags, answer.nothing) == (text, (), "")
