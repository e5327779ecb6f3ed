# mouvement: `make demo` shows it at work, `make test` proves it. Needs Python 3.11 or later.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types bench check clean

$(VENV)/ready: pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint requirements.lock --editable ".[dev]"
	touch $@

# A full-size campaign (3,000 candidats, 60,000 vœux; barèmes computed by the rules of Orléans-Tours
# 2022), its mouvement, its proof, one explanation.
demo: $(VENV)/ready
	mkdir -p demo
	$(BIN)/mouvement generer demo --sortie demo/campagne --ecraser
	$(BIN)/mouvement affecter demo/campagne --sortie demo/resultat --ecraser
	$(BIN)/mouvement verifier demo/resultat --campagne demo/campagne
	$(BIN)/mouvement expliquer demo/resultat C000146

test: $(VENV)/ready
	$(BIN)/python -m pytest -q -n auto --dist loadfile

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/ready
	$(BIN)/mypy

# Minutes; rewrites the committed table benchmarks/resultats.md.
bench: $(VENV)/ready
	$(BIN)/pip install --quiet --constraint requirements.lock --editable ".[banc]"
	$(BIN)/python -m mouvement.benchmarks full

check: lint types test

clean:
	rm -rf $(VENV) demo build dist src/*.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
