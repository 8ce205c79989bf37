# Every command of the project; `make` alone lists them. Variables may follow: make run PORT=9000 DEMO=0
.DEFAULT_GOAL := help
.PHONY: help setup run test check fmt migrate lock bench oracle validate test-ops clean
.PHONY: quality types complexity duplication dead-code docs migrations
SHELL := /bin/sh
PY := .venv/bin/python
PRODUCT := app.py pages sales_core db ops migrations bench
CODE := $(PRODUCT) tests
# Cognitive complexity of the hardest function there is: a branch inside a loop counts more than one beside it.
# It may only fall.
HARDEST := 24
# Docstrings of public packages, modules, classes, functions and methods, and none that is empty.
DOCSTRINGS := D100,D101,D102,D103,D104,D419
LOCK := .venv/bin/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@printf '\n  Variables: PORT=8501 SIDECAR_PORT=8600 DATA_DIR=.data DEMO=200000 (0: none) DATABASE_URL= REDIS_URL= …\n'

setup: ## make the environment with the development tools
	@ops/environment.sh dev

run: ## run the dashboard: servers, demo data, app; Ctrl-C stops it all
	@ops/environment.sh run
	@exec $(PY) -m ops.launch

test: setup ## install what the tests need and run all that needs no root
	@ops/chromium.sh
	@ops/nginx.sh
	@$(PY) -m pytest -m "not containers" $(ARGS)

check: types ## lint, format, types, layers
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@.venv/bin/lint-imports --no-cache

quality: types complexity duplication dead-code docs migrations ## all that a reviewer need not look for

types: setup ## mypy, strict, over all code
	@$(PY) -m mypy --strict $(CODE)

complexity: setup ## no function is hard to follow: branches, statements, cognitive complexity
	@$(PY) -m ruff check --quiet --select C90,PLR0915 $(CODE)
	@.venv/bin/complexipy --plain --failed --max-complexity-allowed $(HARDEST) $(PRODUCT)

duplication: setup ## no block of code stands twice
	@$(PY) -m ops.quality.duplication

dead-code: setup ## no name stands that nothing uses
	@$(PY) -m ops.quality.dead_code

docs: setup ## public names say what they are; links lead somewhere; docs/metrics.md is the catalog
	@$(PY) -m ruff check --quiet --select $(DOCSTRINGS) $(PRODUCT)
	@$(PY) -m ops.quality.links
	@$(PY) -m sales_core.catalog | diff -u docs/metrics.md - || { echo "run: $(PY) -m sales_core.catalog > docs/metrics.md" >&2; exit 1; }

migrations: setup ## no revision holds a lock for long or loses rows
	@$(PY) -m ops.quality.frozen_sql

fmt: setup ## format the code and sort its imports
	@$(PY) -m ruff check --quiet --fix-only .
	@$(PY) -m ruff format .

migrate: ## bring the database of DATABASE_URL to the newest schema
	@ops/environment.sh run
	@exec $(PY) -m db.migrate

lock: setup ## resolve the dependencies anew into the hashed locks
	@$(LOCK) -o requirements-uv.lock requirements-uv.in
	@$(LOCK) -o requirements.lock pyproject.toml
	@$(LOCK) -c requirements.lock --group pyproject.toml:embedded -o requirements-run.lock pyproject.toml
	@$(LOCK) -c requirements.lock --group pyproject.toml:observe -o requirements-observe.lock
	@$(LOCK) -c requirements.lock --group pyproject.toml:embedded --group pyproject.toml:observe --group pyproject.toml:dev -o requirements-dev.lock pyproject.toml
	@$(LOCK) -c requirements-dev.lock -o requirements-sbom.lock requirements-sbom.in

bench: setup ## measure, and print tables
	@exec $(PY) -m bench

oracle: setup ## ask 50,000 random questions of engine, plain Python and SQL, and print what was asked (SEED=, QUESTIONS=)
	@ORACLE_QUESTIONS=$(or $(QUESTIONS),50000) ORACLE_SEED=$(SEED) $(PY) -m pytest -q tests/properties/test_many_questions.py

validate: setup ## sign in to a deployed system and check it (URL= VALIDATE_USER= VALIDATE_PASSWORD_FILE= VALIDATE_DATABASE_URL=)
	@exec $(PY) -m ops.validate

test-ops: setup ## build the images and run the laws of the containers in them (root, apt)
	@ops/chromium.sh
	@exec bash ops/image/test_ops.sh $(ARGS)

clean: ## remove what can be made again; the data in .data stays
	@rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -not -path './.data/*' -prune -exec rm -rf {} +
