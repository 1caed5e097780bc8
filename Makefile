# make run    serves the page            PORT=8501  ARTICLE=path/to/text.txt
# make test   runs every check           make bench  measures   EVAL=folder/of/corpora
PYTHON ?= python3
PORT ?= 8501
ARTICLE ?=
EVAL ?=
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint bench browser data train lock clean

run: $(VENV)/.run
	$(BIN)/atlas serve --port $(PORT) $(if $(ARTICLE),--article "$(ARTICLE)")

test: $(VENV)/.test browser lint
	$(BIN)/python -m pytest

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy geo
	$(BIN)/python data/seal.py --check

browser: $(VENV)/.test
	$(BIN)/python tests/browser/chromium.py

bench: $(VENV)/.test browser
	$(BIN)/python -m tests.bench
	EVAL="$(EVAL)" $(BIN)/python -m tests.bench.geoparse

# The shipped weights are its output; deterministic. Then pin the gate: see data/gold/README.md.
train: $(VENV)/.test
	$(BIN)/python -m geo.training.train

data: $(VENV)/.test
	$(BIN)/python data/seal.py

# Pins and hashes of everything that is installed; names no index.
COMPILE := $(VENV)/lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-header --no-annotate --extra build
lock:
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/pip install -q --disable-pip-version-check uv
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --extra test pyproject.toml -c requirements.lock -o requirements-test.lock

$(VENV)/.run: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ". Say make PYTHON=python3.12, for instance.") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.test: $(VENV)/.run requirements-test.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-test.lock
	touch $@

clean:
	rm -rf $(VENV) build dist
