# `make` lists the targets. Everything is installed into .venv, from locks with hashes; nothing is installed twice.

PYTHON ?= python3
UV ?= uv

BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
LOCKED := $(PIP) --require-hashes --only-binary :all:
# Every processor has a share of the tests; whoever is done takes over some of another's.
SHARED := --numprocesses=logical --dist=worksteal --durations=10
COMPILE := UV_CUSTOM_COMPILE_COMMAND='make lock' $(UV) pip compile pyproject.toml --quiet --no-config --universal \
	--python-version 3.11 --generate-hashes --group build $(if $(UPGRADE),--upgrade)

# MkDocs is pinned below 2.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help site test test-long coverage bench serve kinds lock clean remake

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: .venv/site.stamp ## check the records, then build the site into public/
	@$(BIN)/registry build

test: .venv/test.stamp ## lint, types and all tests; browser tests need Chromium and a Chinese font
	@tests/browser/ensure.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest $(SHARED)

test-long: .venv/test.stamp ## the tests that are as thorough as time allows, which `test` leaves out
	$(BIN)/pytest $(SHARED) -m long

coverage: .venv/test.stamp ## tests, and which lines and branches they reach in the rules and the lifecycle
	@tests/browser/ensure.sh
	@$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(SHARED)
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

lock: ## renew requirements/ after a change in pyproject.toml; needs uv; UPGRADE=1 takes the newest versions
	@$(COMPILE) --output-file requirements/site.txt
	@$(COMPILE) --extra test --extra cluster --constraints requirements/site.txt --output-file requirements/test.txt

clean: ## remove everything that was made here: .venv, public/, caches
	rm -rf .venv public .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache test-results build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is written last, so an interrupted installation leaves none.

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
