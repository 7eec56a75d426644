# Every target does its own set-up in .venv and says what it does.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help serve test check fmt lint build wheel bench-check bench-reasoning bench-service clean

help:
	@echo "make serve   build the knowledge base and serve it on http://$(HOST):$(PORT)/"
	@echo "make test    all tests, lint and type checks"
	@echo "make check   check the ontology and the data"
	@echo "make fmt     bring Turtle and Python into canonical form"
	@echo "make build   build the knowledge base and print its folder"
	@echo "make wheel   build the wheel and the source distribution into dist/"
	@echo "make bench-check       measure the check: cold, unchanged, and after edits"
	@echo "make bench-reasoning   measure OWL 2 RL engines side by side (QUICK=1: a couple of minutes)"
	@echo "make bench-service     measure SPARQL endpoints side by side over HTTP (QUICK=1: a few minutes)"
	@echo "make clean   remove .venv and what was built here"

$(VENV)/made: pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "no $(PYTHON) found: install Python 3.11, or name one with make PYTHON=…"; exit 1; }
	@echo "== creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { echo "no venv module: on Debian, apt install python3-venv"; exit 1; }
	@echo "== installing acquis and what it needs into $(VENV) (a minute or two)"
	@$(PIP) install -c constraints.txt -e ".[dev,dl]"
	@touch $@

serve: $(VENV)/made
	@echo "== serving on http://$(HOST):$(PORT)/ (Ctrl-C stops; the first start reasons over the data, a few seconds)"
	@$(BIN)/acquis serve --host $(HOST) --port $(PORT)

test: $(VENV)/made
	@echo "== ruff"
	@$(BIN)/ruff check service tests bench
	@$(BIN)/ruff format --check service tests bench
	@echo "== mypy --strict"
	@$(BIN)/mypy
	@echo "== canonical Turtle"
	@$(BIN)/acquis fmt --check
	@echo "== acquis check"
	@$(BIN)/acquis check
	@echo "== pytest"
	@$(BIN)/pytest --numprocesses auto --dist loadfile

check: $(VENV)/made
	@$(BIN)/acquis check

fmt: $(VENV)/made
	@$(BIN)/acquis fmt
	@$(BIN)/ruff check --fix service tests bench
	@$(BIN)/ruff format service tests bench

build: $(VENV)/made
	@$(BIN)/acquis build

wheel: $(VENV)/made
	@$(BIN)/python -m build --outdir dist

bench-check: $(VENV)/made
	@$(BIN)/python -m bench.check.check
	@$(BIN)/python -m bench.check.watch

bench-reasoning: $(VENV)/made
	@echo "== installing the engines to compare with"
	@$(PIP) install -c constraints.txt -e ".[bench]"
	@echo "== measuring in one process after the other on one core (three quarters of an hour; QUICK=1: a couple of minutes)"
	@$(BIN)/python -m bench.reasoning $(if $(QUICK),--quick,--results bench/reasoning/results.json --plot docs/reasoning-growth.svg)

bench-service: $(VENV)/made
	@echo "== installing the servers to compare with (Virtuoso: apt install virtuoso-opensource-7-bin)"
	@$(PIP) install -c constraints.txt -e ".[bench]"
	@echo "== measuring one server after the other (half an hour; QUICK=1: a few minutes)"
	@$(BIN)/python -m bench.service $(if $(QUICK),--quick,--results bench/service/results.json --plot docs/service-speed.svg)

clean:
	rm -rf $(VENV) build dist
