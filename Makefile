# The two commands of the README: `make run` and `make test`. Everything else is a step of theirs.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export DEMARCHES_MODE ?= demo
export PIP_DISABLE_PIP_VERSION_CHECK := 1

NODE_ENV_BIN := $(CURDIR)/$(BIN)
ASSET_SOURCES := $(shell find citizen_portal/styles citizen_portal/scripts backoffice/styles backoffice/scripts backoffice/studio workflows/forms/styles -type f 2>/dev/null)

.PHONY: run test check assets lock clean

run: .venv/.installed assets
	$(BIN)/demarches migrate
	PORT=$(PORT) $(BIN)/demarches seed --demo
	PORT=$(PORT) $(BIN)/demarches serve --with-worker

test: .venv/.installed-dev assets check
	$(BIN)/pytest -n 2 --dist loadgroup

check: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/demarches check bpmn/*/

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 ou plus récent est nécessaire (PYTHON=python3.12 make run)."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

assets: .venv/.assets

.venv/.assets: .venv/.npm $(ASSET_SOURCES)
	PATH="$(NODE_ENV_BIN):$$PATH" npm run --silent build
	@touch $@

.venv/.npm: .venv/.node package.json package-lock.json
	PATH="$(NODE_ENV_BIN):$$PATH" npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

# node of the machine when it has one (18 or newer), else the one of the Python registry
.venv/.node: .venv/.installed requirements-node.lock
	@if node -e 'process.exit(+(parseInt(process.versions.node) < 18))' 2>/dev/null && npm --version >/dev/null 2>&1; then :; \
	else $(BIN)/python -m pip install --quiet --require-hashes -r requirements-node.lock; fi
	@touch $@

lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra build --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.lock
	$(BIN)/uv pip compile pyproject.toml --extra build --extra node --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements-node.lock

clean:
	rm -rf .venv node_modules var dist citizen_portal/static/build backoffice/static/build
