# Two commands are all the set-up: `make up` serves the command centre, `make test` runs the tests.
# Everything is installed into .venv from hashed locks.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
KONDUSIF := $(BIN)/kondusif

.DEFAULT_GOAL := help
.PHONY: help up demo test check format bench validate model rulebase daft analysis lock translations clean

help: ## Show what make can do
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

up: demo ## Install, load the demonstration, serve the command centre on 127.0.0.1:8000
	$(KONDUSIF) serve

demo: $(VENV)/base ## The same without the server: it ends by itself
	$(KONDUSIF) demo

test: $(VENV)/dev ## Install and run the tests
	$(BIN)/python -m pytest

check: $(VENV)/dev ## Format, lint, types, imports, rule base, migrations, translations, docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m kondusif.rulebase --check
	$(BIN)/python -m django makemigrations --check --dry-run --settings kondusif.config.settings
	$(BIN)/python tools/translations.py --check
	$(BIN)/python tools/schemas.py --check
	$(BIN)/python tools/check_docs.py
	$(BIN)/python tools/check_corpus.py tests/corpora/texts/*.jsonl tests/corpora/heldout/*.jsonl > /dev/null

format: $(VENV)/dev ## Put code into the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only .

bench: $(VENV)/dev ## Measure speed and accuracy against peers, in one run; prints the README's table
	$(PIP) install --quiet --require-hashes -r requirements-bench.txt
	$(BIN)/python bench/run.py

validate: $(VENV)/dev ## Hold the methods against their goals on thousands of simulated worlds, write docs/validation.md
	$(BIN)/python -m kondusif.kerawanan.validation --full --write docs/validation.md

model: $(VENV)/dev ## Train the reader's model from the corpus, bit for bit
	$(BIN)/python tools/word_lists.py
	$(BIN)/python tools/train_model.py

rulebase: $(VENV)/dev ## Validate the rule base and say in words what changed
	$(BIN)/python -m kondusif.rulebase

daft: $(VENV)/base ## Install the bulk engine (kondusif read --engine daft)
	$(PIP) install --quiet --require-hashes -r requirements-daft.txt

analysis: $(VENV)/base ## Install what the sensitivity analysis of the index needs (Sobol)
	$(PIP) install --quiet --require-hashes -r requirements-analysis.txt

translations: $(VENV)/dev ## Collect the strings of the pages and compile the English catalogue
	$(BIN)/python tools/translations.py

# Locks hold hashes and no addresses; uv.lock itself stays out of the repository.
lock: $(VENV)/dev ## Resolve the dependencies anew
	$(PIP) install --quiet uv
	$(BIN)/uv lock --quiet --upgrade
	$(BIN)/uv export --quiet --frozen --format requirements-txt --no-emit-project --no-header --no-annotate --extra install -o requirements.txt
	$(BIN)/uv export --quiet --frozen --format requirements-txt --no-emit-project --no-header --no-annotate --extra dev -o requirements-dev.txt
	$(BIN)/uv export --quiet --frozen --format requirements-txt --no-emit-project --no-header --no-annotate --extra install --extra daft -o requirements-daft.txt
	$(BIN)/uv export --quiet --frozen --format requirements-txt --no-emit-project --no-header --no-annotate --extra install --extra analysis -o requirements-analysis.txt
	$(BIN)/uv export --quiet --frozen --format requirements-txt --no-emit-project --no-header --no-annotate --extra dev --extra bench -o requirements-bench.txt

clean: ## Remove what make installed and the demonstration's data
	rm -rf $(VENV) var

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Kondusif perlu Python 3.11 atau lebih baru (Debian: apt install python3)."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Modul venv belum ada (Debian: apt install python3-venv)."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/base: $(VENV)/python requirements.txt pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements.txt
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: $(VENV)/base requirements-dev.txt
	$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@touch $@
