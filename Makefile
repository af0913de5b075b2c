# Needs Python 3.11 or newer and make; everything else is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test verify lint types bench bench-full bench-oracle golden docking docs reference clean

demo: $(VENV)/.installed  ## install hushed and run the main scenario beside the same people left free
	$(BIN)/hushed run sesame-credit --replicates 5 -o results/demo --overwrite

test: $(VENV)/.tests  ## every test but the slow verifications
	$(BIN)/python -m pytest -m "not verification"

verify: $(VENV)/.tests  ## the published trials in full, coverage of intervals, and all tests with bounds checked
	$(BIN)/python -m pytest -m verification
	NUMBA_BOUNDSCHECK=1 NUMBA_CACHE_DIR=.cache/bounds-checked $(BIN)/python -m pytest -m "not verification"

lint: $(VENV)/.lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.lint
	$(BIN)/mypy

bench: $(VENV)/.tests  ## hushed against its peers, the short form: under two minutes once their environments exist
	$(BIN)/python benchmarks/run.py

bench-full: $(VENV)/.tests  ## every size, degree, thread count and instrument; writes docs/benchmarks.md
	$(BIN)/python benchmarks/run.py --full
	$(BIN)/python benchmarks/page.py

bench-oracle: $(VENV)/.tests  ## kernels against the NumPy oracle on one scenario, in one run
	$(BIN)/python benchmarks/oracle.py

golden: $(VENV)/.tests  ## write golden vectors and societies anew; only when the model is changed on purpose
	$(BIN)/python tests/golden/write.py
	$(BIN)/python tests/golden/societies.py

docking: $(VENV)/.installed  ## every rebuilt model in full (goes on where it stopped), and docs/docking.md from what they give
	@echo "A target that is missed is on the page; it stops nothing."
	$(BIN)/hushed replicate all -o results/replications || test $$? -eq 1
	$(BIN)/python docs/tools/docking.py results/replications

docs: reference $(VENV)/.docs  ## the documentation as a site in .built/site, which opens from the disk; a broken link is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	$(BIN)/python docs/tools/built.py .built/site
	@echo "Open .built/site/index.html"

reference: $(VENV)/.installed  ## docs/reference, from hushed itself: after a parameter, outcome, option or public name changed
	$(BIN)/python docs/tools/reference.py

clean:
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .built results

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "hushed needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	@echo "Installing hushed into $(VENV); this happens once and takes a minute or two."
	$(PIP) install --editable .
	@touch $@

$(VENV)/.tests: pyproject.toml | $(VENV)/.installed
	$(PIP) install --editable ".[test]"
	@touch $@

$(VENV)/.lint: pyproject.toml | $(VENV)/.installed
	$(PIP) install --editable ".[lint]"
	@touch $@

$(VENV)/.docs: pyproject.toml | $(VENV)/.installed
	$(PIP) install --editable ".[docs]"
	@touch $@
