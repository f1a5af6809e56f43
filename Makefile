# The verbs of the project. `make help` lists them.
PORT ?= 8000
STORE ?= store
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SECONDS ?= 1800
HARNESS ?= ../shared/conformance/conformance.py

.DEFAULT_GOAL := help
.PHONY: help run test lint types contracts tests format conformance clients clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.installed ## install, build the store from the packaged facts, serve on 127.0.0.1 (PORT=8000)
	@$(BIN)/depositary serve --store $(STORE) --port $(PORT)

test: lint types contracts tests ## install, then format, lint, types, import contracts and all tests

lint: $(VENV)/.installed-dev ## format and lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.installed-dev ## static types, strict
	$(BIN)/mypy

contracts: $(VENV)/.installed-dev ## the direction of imports
	$(BIN)/lint-imports

tests: $(VENV)/.installed-dev ## the tests alone
	$(BIN)/pytest

conformance: $(VENV)/.installed-dev ## the tests of the W3C by HTTP; keeps the score in docs/conformance.md (HARNESS=file)
	@$(BIN)/python -m tests.conformance.score "$(HARNESS)"

clients: ## install the SPARQL clients from npm that the tests try (Comunica, YASGUI)
	@cd tests/clients && npm ci --ignore-scripts --no-audit --no-fund

soak: $(VENV)/.installed ## half an hour of mixed load on one server, with a verdict (SECONDS=1800)
	@$(BIN)/python benchmarks/soak $(SECONDS)

format: $(VENV)/.installed-dev ## format the code and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove the environment, the store and what tools left
	rm -rf $(VENV) $(STORE) tests/clients/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@echo "Creating a Python environment in $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Depositary needs Python 3.11 or later; name one with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python cannot make environments here. On Debian: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing Depositary and what it needs from the package registry …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	@echo "Installing Depositary and its development tools from the package registry …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed
