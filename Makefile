# One command each. The first ones need Linux, Python 3.11 and make, and nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
RUN := .venv/.run
DEV := .venv/.dev
SAM := .venv-sam/.ready
CHECKOV := .venv-checkov/.ready
PAGE := web/node_modules/.package-lock.json
PEERS := tests/peers/node_modules/.package-lock.json
CODE := src client web scripts local bench evals tests
TEMPLATES := template.yaml reader-role.yaml
Q ?= Which EC2 instances are running?
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo ask chat up test test-all images-test soak check sam fix catalog schemas policies \
  bench eval page lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{printf "  make %-11s %s\n", $$1, $$2}'

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

test-all: test $(PAGE) images-test ## every test, the slow suites too
	@$(PY) -m pytest -n 2 --dist loadfile -m slow --ignore tests/images --ignore tests/browser
	@$(PY) -m pytest -m slow -rs tests/browser # apart: Playwright leaves an event loop in its process

images-test: $(DEV) $(SAM) ## both images with sam build and sam local invoke; needs a Docker engine
	@$(PY) -m pytest -m slow -rs tests/images

soak: $(DEV) ## 2,000 turns on the running stack: make soak N=200
	@$(PY) -m tests.soak $(N)

check: $(DEV) $(SAM) $(CHECKOV) ## format, lint, layers, types, dead dependencies, the templates
	@$(PY) -m ruff format --check -q $(CODE)
	@$(PY) -m ruff check -q $(CODE)
	@.venv/bin/loq
	@.venv/bin/lint-imports --no-logo > .venv/layers.log || { cat .venv/layers.log; exit 1; }
	@$(PY) -m mypy
	@$(PY) -m deptry .
	@$(PY) -m policies --check
	@.venv-sam/bin/cfn-lint $(TEMPLATES)
	@SAM_CLI_TELEMETRY=0 .venv-sam/bin/sam validate --lint --region us-east-1 > .venv-sam/validate.log \
	  || { cat .venv-sam/validate.log; exit 1; }
	@.venv-checkov/bin/checkov --quiet --compact --skip-download --framework cloudformation -f $(TEMPLATES)
	@if command -v shellcheck > /dev/null; then shellcheck scripts/*.sh .ci/run; \
	  else echo "shellcheck is missing, so the shell scripts are not checked: apt-get install shellcheck"; fi

fix: $(DEV) ## format, and mend what the linter can
	@$(PY) -m ruff check -q --fix $(CODE); $(PY) -m ruff format -q $(CODE)

catalog: $(DEV) ## make the catalogue again from botocore's models and IAM's access levels
	@$(PY) scripts/generate-catalog.py

schemas: $(DEV) ## write the tool schemas into the gateway's configuration
	@$(PY) -m gatewayctl schemas

policies: $(DEV) ## write the roles' lists of IAM actions into the templates
	@$(PY) -m policies

eval: $(DEV) ## how well plain words are understood, into evals/RESULTS.md
	@$(PY) -m evals

page: $(PAGE) ## build the page of `awsops web` into client/web/static
	@$(PY) web/npm.py run build

bench: $(DEV) $(PEERS) ## the figures, into bench/RESULTS.md
	@$(PY) -m bench

sam: $(SAM) ## the SAM CLI, in an environment of its own

lock: $(DEV) ## the hashed locks, from pyproject.toml
	@$(PY) scripts/lock.py

clean: ## remove what set-up and tests made
	@rm -rf .venv .venv-sam .venv-checkov .aws-sam .local .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(RUN): requirements/run.txt requirements/uv.txt pyproject.toml
	@$(PYTHON) scripts/venv.py requirements/run.txt && touch $@

$(DEV): requirements/dev.txt requirements/uv.txt pyproject.toml
	@$(PYTHON) scripts/venv.py requirements/dev.txt && touch $@ $(RUN)

$(PEERS): tests/peers/package-lock.json | $(DEV)
	@$(PY) tests/peers/install.py && touch $@

$(PAGE): web/package-lock.json | $(DEV)
	@$(PY) web/npm.py ci --no-progress --loglevel=error && touch $@

# What pins years-old versions of the others' packages has an environment of its own.
.venv-%/.ready: requirements/%.txt | $(DEV)
	@echo "Setting up .venv-$*" >&2
	@$(PY) -m uv venv -q --clear .venv-$*
	@$(PY) -m uv pip install -q --python .venv-$* --require-hashes --compile-bytecode -r $<
	@touch $@
