# Everything on a machine that has only Python 3.11 or newer (with venv) and, for the browser, apt.
.DEFAULT_GOAL := help
.PHONY: help run test unit wider check bare bench import-score probe chaos mutants screenshots lock clean wheel migration release ready bundle browser

UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
BIN := .venv/bin
# Four workers on two cores: journeys wait half of their time. `make test ARGS="-k inbox"` narrows it down.
WORKERS ?= 4
ARGS ?=

# The Python that is here is the one we use.
export UV_PYTHON_DOWNLOADS := never

help:
	@echo "make run          Alur with demo accounts and instances on http://127.0.0.1:8000"
	@echo "make test         all tests; one part: make test ARGS=\"-k inbox\""
	@echo "make unit         the pure rules alone, in seconds"
	@echo "make wider        every diagram that others made, where these files are at hand"
	@echo "make check        style, types, imports, diagrams, then all tests"
	@echo "make bench        what a request costs; BENCH_JSON=FILE writes it as JSON too"
	@echo "make import-score how well tables of SOPs are read, in every form: errors in silence, corrections"
	@echo "make probe        slow lines, memory and the like, tried long and hard; one: make probe ARGS=slow_lines"
	@echo "make chaos        people at work while servers, database, lines, disk and clock fail; ARGS=\"--seed 7 --minutes 5\""
	@echo "make mutants      whether the tests notice a broken rule (a night); one file: make mutants ARGS=engine/people/rights.py"
	@echo "make screenshots  the pictures of the manual"
	@echo "make bare         both commands on a Debian that has nothing else; for root, half an hour"
	@echo "make wheel        the installable package, in dist/"
	@echo "make migration m=\"what changes\"   writes a migration after a change of engine/tables"
	@echo "make release v=0.2.0   keeps a database and the formats of this release for the tests of later ones"
	@echo "make lock         resolves the dependencies anew"
	@echo "make clean        removes all that was built"

# Who only runs Alur does without what checks and tests the front end: 15 MB to fetch, not 93.
run: OMIT := --omit=dev
run: ready bundle
	@exec $(BIN)/alur serve --demo

# The front end's own tests take seconds; ARGS are for pytest.
test: ready bundle browser
	@$(if $(ARGS),,.ci/quietly .ci/node npm --prefix webforms/frontend test)
	@exec $(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

unit: ready
	@exec .ci/unit $(ARGS)

# All files that others made, of which `make test` looks at every fifth diagram, and pure rules tried ten times as
# often. ALUR_WIDER=all make test: everything so.
wider: ready bundle browser
	@ALUR_WIDER=all exec $(BIN)/pytest -n $(WORKERS) -m "wider or thorough" $(ARGS)

check: ready bundle style test

.PHONY: style
style: ready bundle
	@echo "Style"; $(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@echo "Types"; $(BIN)/mypy --no-error-summary
	@echo "Imports"; .ci/quietly $(BIN)/lint-imports
	@echo "JavaScript"; .ci/quietly .ci/node npm --prefix webforms/frontend run check
	@echo "Diagrams"; $(BIN)/alur process lint processes/*.bpmn
	@echo "Tests"

# The style first: it takes seconds, the tests minutes.
test: | $(if $(filter check,$(MAKECMDGOALS)),style)

bench: ready bundle browser
	@exec $(BIN)/python -m tests.benchmarks $(ARGS)

import-score: ready
	@exec $(BIN)/python -m tests.import_score

probe: ready bundle
	@exec $(BIN)/python -m tests.probe $(ARGS)

chaos: ready bundle
	@exec $(BIN)/python -m tests.chaos $(ARGS)

# Its packages are needed by nothing else. They go again with the next change of the lock.
mutants: ready bundle
	@$(UV) sync --frozen --quiet --inexact --group mutants
	@exec $(BIN)/python -m tests.mutants $(ARGS)

screenshots: ready bundle browser
	@exec $(BIN)/python -m tests.journeys.screenshots $(ARGS)

# Not `ready`: nothing of what is installed here is used.
bare:
	@.ci/bare $(ARGS)

wheel: ready bundle
	@$(UV) build --quiet --wheel && ls dist/*.whl

migration: ready
	@test -n "$(m)" || { echo 'Say what changes: make migration m="instances have a colour"'; exit 2; }
	@$(BIN)/python -c 'import sys; from engine import migrations; migrations.write(sys.argv[1])' "$(m)"
	@$(BIN)/ruff check --quiet --fix engine/migrations && $(BIN)/ruff format --quiet engine/migrations
	@$(BIN)/python -m tests.releases.shapes

# What a release leaves behind, for all later ones to be tested with: make release v=0.2.0
release: ready
	@test -n "$(v)" || { echo 'Say which: make release v=0.2.0'; exit 2; }
	@$(BIN)/python -m tests.releases.make "$(v)"

lock: $(UV)
	@$(UV) lock

clean:
	@rm -rf .venv .uv dist webforms/static/dist webforms/frontend/node_modules .mypy_cache .ruff_cache
	@rm -rf mutants mutants.log
	@rm -rf .pytest_cache .hypothesis .import_linter_cache .grimp_cache
	@find engine webforms processes tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Compiled once, not at each start: that is half of the time a start takes, and of each test worker's.
unexport PYTHONDONTWRITEBYTECODE

# The environment: made anew only when what it consists of has changed.
ready: .venv/.synced

.venv/.synced: pyproject.toml uv.lock | $(UV)
	@.ci/python >/dev/null
	@echo "Installing packages"; $(UV) sync --frozen --quiet --compile-bytecode
	@touch $@

.uv/bin/uv:
	@echo "Installing uv"; python=$$(.ci/python) && "$$python" -m venv .uv && .uv/bin/pip install --quiet uv

# The browser's part of the pages: built anew only when its sources differ from what was built.
bundle: ready
	@.ci/bundle $(OMIT)

browser: ready
	@.ci/browser
