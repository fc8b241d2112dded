# Two commands: `make demo` and `make test`. Everything else serves them.
# Needs Python 3.11 or newer, git and make; uv is fetched when it is not here, pip is the fallback.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-for-tests

.PHONY: demo install test lint clean

demo: install
	$(BIN)/tovholder demo --port $(PORT)

install: $(STAMP)

test: $(TEST_STAMP) lint
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

lint: $(TEST_STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(STAMP): pyproject.toml uv.lock
	PYTHON=$(PYTHON) sh tools/install.sh
	touch $@

$(TEST_STAMP): pyproject.toml uv.lock
	PYTHON=$(PYTHON) sh tools/install.sh --with-tests
	touch $(STAMP) $@

clean:
	rm -rf $(VENV) .uv var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
