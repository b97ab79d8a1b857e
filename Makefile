# make demo   a picture and an edit of it, ordered from the bundled fake server; with WORK=1 a small film, too
# make test   everything that guards the project; a part of it: make lint, types, arrows, limits, unit
# make bench  what it costs, with the figures of several machines, which take minutes and guard nothing of their own
# Needs Python >= 3.11, pip and make; all else goes into .venv.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Of two cores: many a test waits for a process or a server, and leaves its core to another.
WORKERS ?= 3
PIN := -c constraints/tests.txt
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

# No folder of ours is a top-level module, wherever Python is started.
export PYTHONSAFEPATH := 1

# Tests start Python some thousand times: what it compiled is kept.
unexport PYTHONDONTWRITEBYTECODE

# The words reach the demo untouched, whatever quotes or dollars they hold. (Some shells export a PROMPT of their own.)
ifeq ($(origin PROMPT),command line)
export IMA_DEMO_PROMPT := $(value PROMPT)
endif
unexport PROMPT

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: docs tables words help demo test checks collection lint types arrows limits unit coverage bench bench-peers test-all py312 py313 format clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

demo: $(VENV)/.ready-demo$(if $(WORK),-work)
	@$(BIN)/python -m imastudio.adapters.cli.demo $(if $(WORK),--work) $${IMA_DEMO_PROMPT:+--prompt "$$IMA_DEMO_PROMPT"}

test: checks coverage

# Limits are measured in CPU, ours beside a rival's in turn: what is read meanwhile on the other core disturbs both alike.
checks: $(VENV)/.ready-test
	$(MAKE) -j 2 limits lint types arrows collection

lint: $(VENV)/.ready-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready-test
	$(BIN)/mypy

arrows: $(VENV)/.ready-test
	$(BIN)/lint-imports

# That every test can be found; what is compiled for it is kept for the processes that run them.
collection: $(VENV)/.ready-test
	@$(BIN)/python -m pytest --collect-only -qqq --ignore=tests/bench

# What it may cost at most. Figures are measured without coverage.
limits: $(VENV)/.ready-test
	$(BIN)/python -m pytest tests/bench -q --ignore=tests/bench/test_machines.py

bench: $(VENV)/.ready-test
	$(BIN)/python -m pytest tests/bench -q

# This client beside others that generate media, those of them that are installed (tests/bench/peers.py).
bench-peers: $(VENV)/.ready-test
	@$(BIN)/python tests/bench/peers.py

unit: $(VENV)/.ready-test
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n $(WORKERS) --dist worksteal --ignore=tests/bench
	@$(BIN)/coverage combine -q

coverage: unit
	$(BIN)/coverage report --include='domain/*' --fail-under=100
	$(BIN)/coverage report --omit='domain/*' --fail-under=95

# Changes to what decides over money, each made in a copy, alone: its tests have to notice. WORDS="recorder sender" narrows them.
mutants: $(VENV)/.ready-test
	$(BIN)/python -c "import runpy, sys; sys.path.insert(0, '.'); runpy.run_module('tests.mutants', run_name='__main__')" $(WORDS)

# What parts of a turn do, learnt anew from tests/intent/turns, into domain/intent/tables.
words: $(VENV)/.ready-test
	@$(PIP) install -c constraints/words.txt scikit-learn
	$(BIN)/python -c "import runpy, sys; sys.path.insert(0, '.'); runpy.run_module('tests.intent.learning', run_name='__main__')"

# The documentation as a site, in build/site.
docs: $(VENV)/.ready-test
	$(BIN)/sphinx-build -E -W --keep-going -q -b html docs build/site
	@echo "build/site/index.html"

# The tables of the reference that are made from the code.
tables: $(VENV)/.ready-test
	$(BIN)/python docs/tables.py

# The other Pythons, where they are present.
test-all: test py312 py313

py312 py313: py3%:
	@if python3.$* -c '' 2>/dev/null; then \
		$(MAKE) PYTHON=python3.$* VENV=.venv-3.$* plain; \
	else \
		echo "python3.$* is not here: skipped"; \
	fi

.PHONY: plain
plain: $(VENV)/.ready-test
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --ignore=tests/bench

format: $(VENV)/.ready-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .venv-3.* .venv-peers .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* build dist

# Some systems have pip but not the part of Python that puts it into a new environment.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with make PYTHON=…")'
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || \
		{ $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip -qq --python $(BIN)/python install pip; }

# The build backend first, so that it is a pinned one that builds.
$(VENV)/.ready-demo: pyproject.toml constraints/tests.txt | $(BIN)/python
	@echo "Setting up $(VENV) …"
	@$(PIP) install $(PIN) hatchling editables
	@$(PIP) install $(PIN) --no-build-isolation -e '.[fake]'
	@touch $@

# A film takes ffmpeg besides.
$(VENV)/.ready-demo-work: $(VENV)/.ready-demo
	@$(PIP) install $(PIN) --no-build-isolation -e '.[fake,film]'
	@touch $@

$(VENV)/.ready-test: pyproject.toml constraints/tests.txt | $(BIN)/python
	@echo "Setting up $(VENV) with the tools …"
	@$(PIP) install $(PIN) hatchling editables
	@$(PIP) install $(PIN) --no-build-isolation -e '.[dev,fake]'
	@touch $@ $(VENV)/.ready-demo $(VENV)/.ready-demo-work
