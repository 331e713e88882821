# make run    set up, build the demonstration and its report; in a terminal, serve the workbench
# make test   set up what tests need and run them all
# make check  what every commit must pass: format, lint, types, imports, fast tests
# make help   all targets

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEMO   ?= demo-workspace
SHARED ?= ../shared/data
SOURCE ?= e5-small-q4.bin
MODEL  ?= build/model
TRAIN  := PYTHONPATH=.:src .venv-model/bin/python -m models.encoder

.DEFAULT_GOAL := help
.PHONY: help run test check lint eval bench model lock exercise clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run ## build the demonstration; in a terminal, serve the workbench
	@if [ -t 1 ]; then $(BIN)/marsad demo $(DEMO) --serve; else $(BIN)/marsad demo $(DEMO); fi

test: $(VENV)/.dev ## run all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: lint ## what every commit must pass
	$(BIN)/python -m pytest -n 2 -q -m "not slow and not browser"

lint: $(VENV)/.dev ## format, lint, types and import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: $(VENV)/.dev ## score every task; development data from SHARED=DIR
	$(BIN)/python -m evaluation.run --data $(SHARED)

bench: $(VENV)/.dev ## print speed, memory and size (15 minutes); real posts from SHARED=DIR
	$(BIN)/python -m benchmarks.run --data $(SHARED)
	$(BIN)/python -m benchmarks.telegram_speed
	$(BIN)/python -m benchmarks.archive_speed --count 4000
	$(BIN)/python -m benchmarks.watch_speed
	$(BIN)/python -m benchmarks.rhythm --data $(SHARED)
	$(BIN)/python -m benchmarks.encoder_speed
	$(BIN)/python -m benchmarks.search_speed

model: .venv-model/.made ## train the language model anew (hours); texts from SHARED=DIR, encoder SOURCE=FILE
	mkdir -p $(MODEL)
	$(TRAIN).trim --source $(SOURCE) --data $(SHARED) --out $(MODEL)/start $(OPEN)
	$(TRAIN).train --start $(MODEL)/start --folder $(MODEL)/run --data $(SHARED) --own models/data $(OPEN)
	$(TRAIN).calibrate --start $(MODEL)/start --folder $(MODEL)/run --data $(SHARED) --own models/data
	$(TRAIN).export --start $(MODEL)/start --trained $(MODEL)/run --out $(MODEL)/weights
	$(if $(OPEN),,$(TRAIN).cues --model $(MODEL)/weights --data $(SHARED))
	$(TRAIN).names --model $(MODEL)/weights --data $(SHARED) --own models/data
	$(TRAIN).acts --model $(MODEL)/weights --own models/data
	$(TRAIN).score --model $(MODEL)/weights --data $(SHARED) --own models/data

.venv-model/.made: models/requirements.txt
	$(PYTHON) -m venv .venv-model
	.venv-model/bin/pip install --quiet --disable-pip-version-check -r models/requirements.txt
	@touch $@

exercise: $(VENV)/.dev ## rebuild the exercise's package data from its YAML
	$(BIN)/python exercise/build.py

lock: $(VENV)/.dev ## pin dependencies anew
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" --group dev -o requirements-dev.lock pyproject.toml

clean: ## remove what the other targets made
	rm -rf $(VENV) .venv-model $(DEMO) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
