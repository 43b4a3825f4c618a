# One command each. The first ones need Linux, Python 3.11 and make, and nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
RUN := .venv/.run
DEV := .venv/.dev
SAM := .venv-sam/.ready
PEERS := tests/peers/node_modules/.package-lock.json
CODE := src client scripts local bench tests
Q ?= Which EC2 instances are running?
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo ask chat up test test-all check sam fix catalog schemas bench lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{printf "  make %-10s %s\n", $$1, $$2}'

demo: $(RUN) ## ask the sample account a question through the whole chain, offline
	@$(PY) -m local demo

ask: $(RUN) ## ask your own: make ask Q="which buckets are public?"
	@$(PY) -m local ask "$(Q)"

chat: $(RUN) ## a conversation with the sample account
	@$(PY) -m local chat

up: $(RUN) ## the stack stays up and prints every endpoint
	@$(PY) -m local up

test: $(DEV) $(PEERS) $(SAM) ## the tests
	@$(PY) -m pytest -n 2 --dist loadfile -m "not slow"

test-all: test ## every test, the slow suites too
	@$(PY) -m pytest -n 2 --dist loadfile -m slow

check: $(DEV) ## format, lint, file length, layers, types, dead dependencies
	@$(PY) -m ruff format --check -q $(CODE)
	@$(PY) -m ruff check -q $(CODE)
	@.venv/bin/loq
	@.venv/bin/lint-imports --no-logo > .venv/layers.log || { cat .venv/layers.log; exit 1; }
	@$(PY) -m mypy
	@$(PY) -m deptry .

fix: $(DEV) ## format, and mend what the linter can
	@$(PY) -m ruff check -q --fix $(CODE); $(PY) -m ruff format -q $(CODE)

catalog: $(DEV) ## make the catalogue again from botocore's models and IAM's access levels
	@$(PY) scripts/generate-catalog.py

schemas: $(DEV) ## write the tool schemas into the gateway's configuration
	@$(PY) -m gatewayctl schemas

bench: $(DEV) $(PEERS) ## the figures, into bench/RESULTS.md
	@$(PY) -m bench

sam: $(SAM) ## the SAM CLI, in an environment of its own

lock: $(DEV) ## the hashed locks, from pyproject.toml
	@$(PY) scripts/lock.py

clean: ## remove what set-up and tests made
	@rm -rf .venv .local .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(RUN): requirements/run.txt requirements/uv.txt pyproject.toml
	@$(PYTHON) scripts/venv.py requirements/run.txt && touch $@

$(DEV): requirements/dev.txt requirements/uv.txt pyproject.toml
	@$(PYTHON) scripts/venv.py requirements/dev.txt && touch $@ $(RUN)

$(PEERS): tests/peers/package-lock.json | $(DEV)
	@$(PY) tests/peers/install.py && touch $@

$(SAM): requirements/sam.txt | $(DEV)
	@echo "Setting up .venv-sam, which the template's tests use" >&2
	@$(PY) -m uv venv -q --clear .venv-sam
	@$(PY) -m uv pip install -q --python .venv-sam --require-hashes --compile-bytecode -r $<
	@touch $@
