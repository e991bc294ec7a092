# On a machine with nothing but Python 3.11 to 3.13 and make:
#
#   make demo    build the graph of the sample articles and ask it a question
#   make test    all checks: style, types, tests, and the project's own files
#   make quality measure the reading on the annotated articles; fails when it got worse
#   make bench   measure what a build costs beside the bare parser, as ratios of one run (five minutes)
#   make kills   kill 200 builds at random moments and let them go on (half an hour)
#   make clean   remove what these made
#
# Another interpreter:  make demo PYTHON=/path/to/python3.12

PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	"$$python" -c "import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))" \
	>/dev/null 2>&1 && echo "$$python" && break; done)
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-warn-script-location
INSTALLED := .venv/installed
READY_TO_TEST := .venv/ready-to-test

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test style types tests rooms quality bench kills clean

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

# Exit code 1 of kg build is "done, but not with all articles"; nothing else is let pass.
demo: $(INSTALLED)
	@$(BIN)/kg build data/articles -o build --offline || { test $$? -eq 1 && \
		echo "The graph is built, without the articles named above."; }
	@echo
	@$(BIN)/kg ask arms-by-certainty -g build

test: style types tests rooms

style: $(READY_TO_TEST)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY_TO_TEST)
	$(BIN)/mypy
	$(BIN)/mypy data/wikidata

tests: $(READY_TO_TEST)
	$(BIN)/python -m pytest

rooms: $(READY_TO_TEST)
	$(BIN)/kg check

.venv/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "No Python 3.11, 3.12 or 3.13 with venv found." >&2; \
		echo "Install one (on Debian and Ubuntu also python3-venv), or name it:  make PYTHON=..." >&2; exit 3; }
	@echo "Making .venv with $(PYTHON)"
	@$(PYTHON) -m venv --clear .venv
	@$(INSTALL) --upgrade "pip>=25.1"

$(INSTALLED): .venv/pyvenv.cfg pyproject.toml
	@echo "Installing geoevents (the first time takes a minute or two)"
	@$(INSTALL) --editable .
	@touch $@

$(READY_TO_TEST): $(INSTALLED)
	@echo "Installing what the tests need"
	@$(INSTALL) --group dev
	@touch $@

# New floors:  .venv/bin/python -m tests.quality.run --update
quality: $(READY_TO_TEST)
	$(BIN)/python -m tests.quality.run

bench: $(READY_TO_TEST)
	$(BIN)/python -m tests.bench_build

kills: $(READY_TO_TEST)
	$(BIN)/python -m tests.bench_kill

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
