# Needs Python 3.11 or newer and make; everything else is installed into .venv, but for the browser that tests open
# the explorer's page in.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Exactly what the lock names, each file with its digest, and wheels alone: nothing is built on the way.
LOCKED := $(PIP) install --no-deps --require-hashes --only-binary :all:
LOCK := supply/lock
NODE_MODULES := explorer/node_modules/.package-lock.json
# One process of tests a core; test files stay whole (tests/conftest.py).
TESTS := $(BIN)/python -m pytest -n auto --maxprocesses 4
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
# What vite asks for.
NODE_FITS := const [a, b] = process.versions.node.split(".").map(Number); \
	process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)

.PHONY: demo test verify faults soak fuzz fuzz-covered coverage mutants lint types bench bench-full bench-oracle golden docking notebooks docs reference explorer browser dist sbom lock changelog clean

demo: $(VENV)/.installed  ## install hushed and run the main scenario beside the same people left free
	$(BIN)/hushed run sesame-credit --replicates 5 -o results/demo --overwrite

test: $(VENV)/.tests $(NODE_MODULES) browser  ## every test but the slow verifications
	$(TESTS) -m "not verification"

verify: $(VENV)/.tests $(NODE_MODULES) browser  ## the published trials in full, coverage of intervals, and all tests with bounds checked
	$(TESTS) -m verification
	NUMBA_BOUNDSCHECK=1 NUMBA_CACHE_DIR="$(CURDIR)/.cache/bounds-checked" $(TESTS) -m "not verification"

FUZZ_INPUTS := 100000
FUZZ_SEED := 1

fuzz: $(VENV)/.tests  ## hostile inputs for every way in, 100,000 of each of four kinds: many hours; goes on where it stopped
	$(BIN)/python tests/fuzz/fuzzing.py --inputs $(FUZZ_INPUTS) --seed $(FUZZ_SEED)

fuzz-covered: $(VENV)/.tests  ## the same for the three readers, guided by what inputs reach; fetches atheris (Linux)
	$(LOCKED) -r $(LOCK)/fuzz.txt
	for what in scenario study edges; do $(BIN)/python tests/fuzz/covered.py $$what -runs=$(FUZZ_INPUTS) || exit 1; done

coverage: $(VENV)/.tests  ## lines and branches of parsers and the store that tests reach; fails under 95 %, or under 90 % of one file
	$(BIN)/python tests/mutants/covered.py

mutants: $(VENV)/.tests  ## faults put into the rules and the store, and whether tests notice; goes on where it stopped, takes an hour
	$(BIN)/python tests/mutants/run.py

faults: $(VENV)/.tests  ## faults of every kind, at random: is anything lost, counted twice, or different in the end? Twenty minutes
	PYTHONPATH=tests $(BIN)/python -m faults.campaign --minutes 20 --json results/faults.json

soak: $(VENV)/.tests  ## a sweep whose workers are killed again and again: is anything lost, does memory grow? One hour
	PYTHONPATH=tests $(BIN)/python -m faults.soak --minutes 60 --folder results/soak

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

dist: $(VENV)/.tests  ## the wheel and the source distribution, in dist/; nothing is uploaded
	rm -rf dist
	$(BIN)/python -m build

sbom: $(VENV)/.installed  ## the bill of materials of the wheel, as CycloneDX, in dist/
	$(BIN)/python supply/bill.py

lock: $(VENV)/.renew  ## choose the newest releases that fit pyproject.toml, and lock them: supply/lock, docs/trust/supply-chain.md
	$(BIN)/python supply/renew.py

changelog: $(VENV)/.installed  ## move the fragments of changes/ into CHANGELOG.md: make changelog VERSION=0.2.0
	$(BIN)/python docs/tools/changelog.py "$(VERSION)" "$$(date -u +%F)"

notebooks: $(VENV)/.installed  ## run the notebooks of the documentation and write them with what they print and draw
	$(BIN)/python docs/tools/notebooks.py

explorer: $(NODE_MODULES)  ## build the explorer's page from its source in explorer/
	$(WITH_NODE) npm --prefix explorer run build
	cp explorer/.built/page/index.html src/hushed/explorer/page.html

clean:
	rm -rf $(VENV) dist explorer/node_modules explorer/.built .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .built results

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "hushed needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml $(LOCK)/run.txt | $(VENV)/bin/python
	@echo "Installing hushed into $(VENV); this happens once and takes a minute or two."
	$(LOCKED) -r $(LOCK)/run.txt
	$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(VENV)/.tests: $(LOCK)/test.txt $(VENV)/.installed
	$(LOCKED) -r $(LOCK)/test.txt
	@touch $@

$(VENV)/.lint: $(LOCK)/lint.txt $(VENV)/.installed
	$(LOCKED) -r $(LOCK)/lint.txt
	@touch $@

$(VENV)/.docs: $(LOCK)/docs.txt $(VENV)/.installed
	$(LOCKED) -r $(LOCK)/docs.txt
	@touch $@

$(VENV)/.renew: $(LOCK)/renew.txt | $(VENV)/bin/python
	$(LOCKED) -r $(LOCK)/renew.txt
	@touch $@

$(NODE_MODULES): explorer/package.json explorer/package-lock.json | $(VENV)/.node
	$(WITH_NODE) npm --prefix explorer ci --no-audit --no-fund
	@touch $@

# Debian's own Node.js can be too old; then one is installed beside Python.
$(VENV)/.node: | $(VENV)/bin/python
	@if ! { node -e '$(NODE_FITS)' && npm --version; } >/dev/null 2>&1; then \
	  echo "Installing Node.js into $(VENV); it builds and tests the explorer's page, and nobody needs it to use hushed."; \
	  $(LOCKED) -r $(LOCK)/node.txt || { \
	    echo "The explorer's page is built with Node.js 20.19 or newer, and npm: install them from nodejs.org."; exit 1; }; \
	fi
	@touch $@

browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  test "$$(id -u)" = 0 && command -v apt-get >/dev/null && echo "Installing Chromium, in which tests open the page." \
	  && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || { \
	  echo "Tests open the explorer's page in Chromium. As root: apt-get install chromium, or as your system has it."; exit 1; }
