.DEFAULT_GOAL := help
SHELL := /bin/sh
export UV_PYTHON_DOWNLOADS := never
# Whatever the surroundings say: without its bytecode, every process compiles Python and templates.
export PYTHONDONTWRITEBYTECODE :=

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
FIND_PYTHON := blueprints/infrastructure/template/tools/find-python
EXAMPLE := build/p2p-lending
KEEP ?= 0
SEED ?= 1
COUNT ?= 100
WORKERS ?= 2
SIDE_BY_SIDE := --no-print-directory -j 3
# What takes longest comes first.
LINT := types style floors

.PHONY: help
help: ## Show what can be done here
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(INSTALLED): pyproject.toml requirements.txt $(FIND_PYTHON)
	@python=$$(sh $(FIND_PYTHON)) && "$$python" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements-bootstrap.txt
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

.PHONY: install
install: $(INSTALLED) ## Install msc and its tools into .venv

.PHONY: example
example: $(INSTALLED) ## Build P2P lending, run its five services and tell its story (KEEP=1 leaves it running)
	@$(BIN)/msc build specs/examples/p2p-lending --out $(EXAMPLE)
	@$(BIN)/msc story $(EXAMPLE) $(if $(filter 1,$(KEEP)),--keep)

.PHONY: test
test: test-fast ## Run everything: lint, types, unit, property, cases, golden, emitted systems on real servers
	@$(MAKE) $(SIDE_BY_SIDE) WORKERS=1 test-emitted test-slow

.PHONY: test-fast
test-fast: $(INSTALLED) ## The loop of a working day: lint, and everything that needs no server
	@$(MAKE) $(SIDE_BY_SIDE) $(LINT) tests-without-servers

# A worker keeps to neighbours, which share what they build, until the other has nothing left.
tests-without-servers:
	@$(BIN)/pytest -n 2 --dist worksteal -m "not emitted and not servers" tests

.PHONY: test-slow
# Emitted systems wait for servers half of the time; this uses what they leave.
test-slow: $(INSTALLED) ## Thousands of mutated and hostile specs, drawn systems, and the built wheel
	@nice -n 5 $(BIN)/pytest -n $(WORKERS) --dist worksteal -m slow tests

# The emitted Makefiles start as from a shell, without the flags of this one.
.PHONY: test-emitted
test-emitted: $(INSTALLED) ## Build the examples and run their own gates and tests on real servers
	@env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL $(BIN)/pytest -m "emitted or servers" tests

.PHONY: test-containers
test-containers: $(INSTALLED) ## Build the images of P2P lending and run its overlays in a container engine
	@env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL $(BIN)/pytest -m containers tests/containers

.PHONY: soak
soak: soak-specs soak-live soak-merges soak-storm soak-rolling ## Hold the laws to many random cases: drawn specs, merged branches, storms, a takeover

.PHONY: soak-specs
soak-specs: $(INSTALLED) ## Build, lint, type-check and test drawn specs (FROM=0 SPECS=300, JOBS: one for each core)
	@$(BIN)/python -m tests.generated --from $(or $(FROM),0) --count $(or $(SPECS),300) $(if $(JOBS),--jobs $(JOBS)) --write docs/law.md

.PHONY: soak-live
soak-live: $(INSTALLED) ## Call every operation of drawn specs on real servers (FROM=0 SAMPLE=20)
	@$(BIN)/python -m tests.generated.live --from $(or $(FROM),0) --count $(or $(SAMPLE),20) --write docs/law-on-servers.md

.PHONY: soak-merges
soak-merges: $(INSTALLED) ## Merge pairs of branches, and upgrade a real database of either (SEED=1 COUNT=100)
	@echo "SEED=$(SEED) COUNT=$(COUNT)"
	@SEED=$(SEED) COUNT=$(COUNT) $(BIN)/pytest -m soak tests

.PHONY: soak-wire
soak-wire: $(INSTALLED) ## Hold running systems to their OpenAPI documents by drawn requests (SEED=1 EXAMPLES=25)
	@$(BIN)/python -m tests.wire --seed $(SEED) --examples $(or $(EXAMPLES),25)

.PHONY: soak-matrix
soak-matrix: $(INSTALLED) ## Try who is let in to what in drawn systems, on real servers (FROM=0 COUNT=20)
	@$(BIN)/python -m tests.matrix --from $(or $(FROM),0) --count $(if $(filter file,$(origin COUNT)),20,$(COUNT))

.PHONY: soak-conversations
soak-conversations: $(INSTALLED) ## Ask drawn systems and the reference the same, on real servers (FROM=0 COUNT=50 SEED=1)
	@$(BIN)/python -m tests.conversations --seed $(SEED) --from $(or $(FROM),0) --drawn $(if $(filter file,$(origin COUNT)),50,$(COUNT))

.PHONY: soak-storm
soak-storm: $(INSTALLED) ## Let everything fail beneath busy clients of P2P lending (SEEDS="1 2 3" OPERATIONS=2000)
	@$(BIN)/python -m tests.storm --seeds $(or $(SEEDS),1 2 3) --operations $(or $(OPERATIONS),2000)

.PHONY: soak-rolling
soak-rolling: $(INSTALLED) ## Have a new version take over under load, with many rows (ROWS=1000000)
	@$(BIN)/python -m tests.rolling --rows $(or $(ROWS),1000000)

.PHONY: soak-hostile
soak-hostile: $(INSTALLED) ## Send what no honest client sends, beside one that is (SEED=1 SECONDS=240, for each spec)
	@$(BIN)/python -m tests.hostile --seed $(SEED) --seconds $(or $(SECONDS),240)

.PHONY: soak-mutants
soak-mutants: $(INSTALLED) ## Make mistakes in msc and see which tests notice (SEED=1 EACH=12, for each of five areas)
	@rm -rf build/mutation
	@$(BIN)/python -m tests.mutation --seed $(SEED) --each $(or $(EACH),12)

.PHONY: soak-emitted-mutants
soak-emitted-mutants: $(INSTALLED) ## Make mistakes in an emitted system and see which its tests notice (SEED=1 COUNT=120)
	@rm -rf build/mutation-emitted
	@$(BIN)/python -m tests.mutation.emitted --seed $(SEED) --count $(if $(filter file,$(origin COUNT)),120,$(COUNT))

.PHONY: lint
lint: $(INSTALLED) ## Ruff, mypy and the floors
	@$(MAKE) $(SIDE_BY_SIDE) $(LINT)

types:
	@$(BIN)/mypy

style:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

floors:
	@$(BIN)/lint-imports --no-cache

.PHONY: format
format: $(INSTALLED) ## Format msc's own code
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

.PHONY: docs
docs: $(INSTALLED) ## Write the pages and schemas that are made from the code
	@$(BIN)/python -m pages

.PHONY: golden
golden: $(INSTALLED) ## Write the reviewed output of the examples anew; read the difference before you commit
	@$(BIN)/pytest --regen tests/golden

.PHONY: bench
bench: $(INSTALLED) ## Measure check, build and diff beside their limits (WRITE=docs/performance.md keeps it)
	@$(BIN)/python -m benchmarks $(if $(WRITE),--write $(WRITE))

.PHONY: bench-load
bench-load: $(INSTALLED) ## Measure the emitted P2P system under load (WRITE=docs/load.md keeps it)
	@$(BIN)/msc build specs/examples/p2p-lending --out build/load
	@$(MAKE) --no-print-directory -C build/load install PYTHON="$(CURDIR)/$(BIN)/python"
	@$(BIN)/python -m benchmarks.load build/load $(if $(WRITE),--write $(WRITE))

.PHONY: bench-backlog
bench-backlog: $(INSTALLED) ## Measure 100,000 waiting events, one that tells 20,000 people, lists of 1,000,000 rows (WRITE=docs/volume.md keeps it)
	@$(BIN)/msc build specs/examples/p2p-lending --out build/load
	@$(MAKE) --no-print-directory -C build/load install PYTHON="$(CURDIR)/$(BIN)/python"
	@$(BIN)/python -m benchmarks.volume build/load $(if $(WRITE),--write $(WRITE))

.PHONY: requirements
requirements: $(INSTALLED) ## Resolve the pinned requirements anew
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --group dev pyproject.toml -o requirements.txt
	@echo uv | $(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links - -o requirements-bootstrap.txt

.PHONY: clean
clean: ## Remove everything that can be made again
	rm -rf $(VENV) build dist .cache .mypy_cache .ruff_cache .pytest_cache
