# Two commands matter: `make run` and `make test`. Needed: Python 3.11 or newer with venv, and make.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 5000
# server processes, and processes of the test run
WORKERS ?= 2
JOBS ?= 2
# a folder of wheels to install from instead of the network (made by `make wheelhouse`)
WHEELHOUSE ?= $(wildcard wheelhouse)
# sections of `make prove`, tools of `make scan`; none: all
SECTIONS ?=
TOOLS ?=
# more arguments for pytest: make test ARGS="-k clocks -x"
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check --quiet --require-hashes
PIP += $(if $(WHEELHOUSE),--no-index --find-links $(WHEELHOUSE))
WENZE_INSTANCE ?= instance
export WENZE_INSTANCE

.DEFAULT_GOAL := help
.PHONY: help run test check docs coverage-report wheelhouse bench prove scan clean

help:  ## Say what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.installed  ## Serve the application with demo data (HOST, PORT, WORKERS)
	@$(PY) -m flask db upgrade
	@$(PY) -m flask demo --if-empty
	@echo
	@echo "  http://$(HOST):$(PORT)"
	@if [ -f $(WENZE_INSTANCE)/demo-passwords.txt ]; then \
	  echo "  Sign-in names; the passwords stand in $(WENZE_INSTANCE)/demo-passwords.txt:"; \
	  awk -F '\t' '{ printf "    %-20s %s\n", $$1, $$3 }' $(WENZE_INSTANCE)/demo-passwords.txt; fi
	@echo
	@exec $(PY) -m granian --interface wsgi --factory app:create_app --host $(HOST) --port $(PORT) \
	  --workers $(WORKERS) --blocking-threads 1 --no-ws --respawn-failed-workers

test: $(VENV)/.installed-dev  ## Run all tests, on SQLite and on PostgreSQL (ARGS, JOBS)
	PYTHONHASHSEED=0 WENZE_TEST_ENGINE=sqlite $(PY) -m pytest -n $(JOBS) $(ARGS)
	PYTHONHASHSEED=0 WENZE_TEST_ENGINE=postgresql $(PY) -m pytest -n $(JOBS) $(ARGS)

check: $(VENV)/.installed-dev  ## Check format, lint, types, rule packs, migrations, generated pages
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy --strict .
	$(PY) -m flask regulations check
	$(PY) scripts/procedures_page.py --check
	rm -rf build/check && mkdir -p build/check
	WENZE_INSTANCE=build/check $(PY) -m flask db upgrade
	WENZE_INSTANCE=build/check $(PY) -m flask db check

docs: $(VENV)/.installed-dev  ## Write the pages that are drawn from the code (procedures)
	$(PY) scripts/procedures_page.py

coverage-report: $(VENV)/.installed-dev  ## Write which test proves which requirement into docs/
	$(PY) scripts/requirements_coverage.py

wheelhouse: $(VENV)/bin/python  ## Download all packages into wheelhouse/, for machines without a network
	$(PY) -m pip download --quiet --require-hashes --dest wheelhouse -r requirements.txt
	$(PY) -m pip download --quiet --require-hashes --dest wheelhouse --no-deps -r requirements-assets.txt
	$(PY) -m pip download --quiet --require-hashes --dest wheelhouse -r requirements-dev.txt

bench: $(VENV)/.installed-dev  ## Measure the list at 10 k, 100 k and 1 M cases beside the bare floor, and a notice beside plain reportlab
	$(PY) -m bench
	$(PY) -m bench.documents

prove: $(VENV)/.installed-dev  ## Attack the application from outside, and a twin with planted faults (SECTIONS="a b c e g g2 h i")
	PYTHONHASHSEED=0 WENZE_TEST_ENGINE=sqlite $(PY) -m tests.blackbox $(SECTIONS)
	PYTHONHASHSEED=0 WENZE_TEST_ENGINE=postgresql $(PY) -m tests.blackbox $(SECTIONS)

scan: $(VENV)/.installed-dev .venv-scan/.installed  ## Let bandit, semgrep, wapiti and sqlmap look for faults (TOOLS="bandit semgrep wapiti sqlmap")
	$(PY) scripts/scan.py $(TOOLS)

clean:  ## Remove what can be made again (not instance/, which holds data and keys)
	rm -rf $(VENV) .venv-scan build .mypy_cache .ruff_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt requirements-assets.txt | $(VENV)/bin/python
	$(PIP) -r requirements.txt
	$(PIP) --no-deps -r requirements-assets.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(PIP) -r requirements-dev.txt
	@touch $@

.venv-scan/.installed: requirements-scan.txt
	$(PYTHON) -m venv .venv-scan
	.venv-scan/bin/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements-scan.txt
	@touch $@
