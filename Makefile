# make demo    score a real city, compare it with the official report, audit the national table
# make test    every check and test; what CI runs
# make dev     only build the package into .venv, with the tools of the tests
# make docs    the documentation site, into target/site
# make lint    formats, lints and types, without the tests
# make bench   the kernel beside numpy, polars, duckdb, pandas and numba; about five minutes
# make install PREFIX=/usr/local     the C library, its header, pkg-config and CMake files; DESTDIR is honoured
# make uninstall PREFIX=/usr/local   removes them
# make bench-cohort   peers, statistics and ranks beside numpy, scipy, scikit-learn and polars; a minute
# make bench-simulation   plans beside HiGHS, the distribution of the index beside numpy; some minutes
# make bench-c   what calls of the C library cost beside the core; a minute
# make clean   remove what was built
#
# Each installs what it needs into .venv and target, and does nothing twice.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

export PATH := $(PATH):$(HOME)/.cargo/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export VIRTUAL_ENV := $(CURDIR)/.venv
# PYTHONPATH and PYTHONHOME of the caller would mix another Python into .venv.
unexport PYTHONPATH PYTHONHOME

BIN := .venv/bin
PY_CONFIG := spbe-py/pyproject.toml
PY_SOURCES := spbe-py tests/python docs/site_hooks.py benches/peers
RUST_SOURCES := Cargo.toml Cargo.lock $(shell find spbe-core spbe-py -name '*.rs' -o -name '*.toml') \
	$(wildcard spbe-py/README.md spbe-py/LICENSE-*)

.PHONY: demo test dev docs lint lint-rust lint-python test-rust test-python test-php bench bench-cohort bench-simulation bench-c install uninstall clean
.DEFAULT_GOAL := demo

define step
	@printf '\n\033[1m==> %s\033[0m\n' '$(1)'
endef

# ---- Use -----------------------------------------------------------------------------------------

demo: .venv/.built
	@$(BIN)/python spbe-py/demo.py

dev: .venv/.built .venv/.dev
	@printf 'ready: %s/spbe, %s/python\n' '$(BIN)' '$(BIN)'

# ---- Checks --------------------------------------------------------------------------------------

test: lint docs test-rust test-python test-php
	@printf '\n\033[1m==> all checks passed\033[0m\n'

lint: lint-rust lint-python

# The build of the extension module asks the Python of .venv, so that must be there first.
lint-rust: | .venv/bin/python
	$(call step,format of Rust code)
	cargo fmt --all --check
	$(call step,lints of Rust code)
	cargo clippy --workspace --all-targets --locked -- -D warnings
	$(call step,documentation of Rust code)
	RUSTDOCFLAGS='-D warnings' cargo doc --workspace --exclude spbe-py --no-deps --locked

lint-python: .venv/.built .venv/.dev
	$(call step,format and lints of Python code)
	$(BIN)/ruff format --check $(PY_SOURCES)
	$(BIN)/ruff check $(PY_SOURCES)
	$(call step,types of Python code)
	$(BIN)/mypy --config-file $(PY_CONFIG) spbe-py/python spbe-py/demo.py tests/python docs/site_hooks.py
	$(call step,types of the Python interface by pyright)
	$(BIN)/basedpyright --project $(PY_CONFIG) --pythonpath $(BIN)/python
	$(call step,stub of the extension module)
	$(BIN)/python -m mypy.stubtest spbe._spbe

test-rust: | .venv/bin/python .venv/.system
	$(call step,tests of Rust code)
	cargo test --workspace --locked

	$(call step,instructions an assessment: the gate of speed)
	cargo test --release --locked -p spbe-benches --test instructions -- --nocapture

test-python: .venv/.built .venv/.dev
	$(call step,tests of the Python package and the command)
	$(BIN)/python -m pytest -c $(PY_CONFIG) --rootdir . tests/python

test-php: .venv/.php
	$(call step,library and program that PHP calls)
	cargo build --release --locked --package spbe-ffi
	$(call step,tests of the PHP package through FFI)
	$(PHP_TEST) SPBE_TRANSPORT=ffi phpunit -c tests/php/phpunit.xml
	$(call step,tests of the PHP package through the program)
	$(PHP_TEST) SPBE_TRANSPORT=process phpunit -c tests/php/phpunit.xml --exclude-group once

PHP_TEST = release=$$(realpath "$${CARGO_TARGET_DIR:-target}")/release; \
	SPBE_LIBRARY=$$release/libspbe.so SPBE_PROGRAM=$$release/spbe-json

# Warnings are errors: a broken link, a page that is in no menu, a reference to what does not exist.
docs: .venv/.built .venv/.dev
	$(call step,documentation site)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

# ---- What they need ------------------------------------------------------------------------------

# The tools that nothing here can install.
.venv/.tools:
	@command -v cargo >/dev/null || { \
		echo 'cargo is missing: install Rust from your system or with rustup, then run make again' >&2; exit 1; }
	@mkdir -p .venv && touch $@

# What the tests of the C library need from the system; installed where apt-get can do it.
SYSTEM_TOOLS := gcc g++ nm readelf valgrind cmake pkg-config
SYSTEM_PACKAGES := gcc g++ libc6-dev binutils valgrind cmake pkg-config
.venv/.system: Makefile | .venv/.tools
	@missing() { for tool in $(SYSTEM_TOOLS); do command -v $$tool >/dev/null || echo $$tool; done; }; \
	if [ -n "$$(missing)" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "==> from the system: $$(missing | xargs)"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -qq -y --no-install-recommends $(SYSTEM_PACKAGES) >/dev/null; \
	fi; \
	if [ -n "$$(missing)" ]; then \
		echo "missing: $$(missing | xargs); on Debian: apt-get install $(SYSTEM_PACKAGES)" >&2; exit 1; \
	fi
	@touch $@

# What the tests of the PHP package need; phpunit brings the parser that holds the syntax to PHP 7.4.
PHP_PACKAGES := php-cli php-fpm php-mbstring php-sqlite3 php-xml phpunit libfcgi-bin
.venv/.php: | .venv/.tools
	@missing() { for tool in php phpunit cgi-fcgi; do command -v $$tool >/dev/null || echo $$tool; done; \
		ls /usr/sbin/php-fpm* >/dev/null 2>&1 || echo php-fpm; \
		for extension in dom FFI mbstring pcntl pdo_sqlite posix; do \
			php -r "exit((int) !extension_loaded('$$extension'));" 2>/dev/null || echo "PHP's $$extension"; done; }; \
	if [ -n "$$(missing)" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "==> from the system: $$(missing | xargs -d '\n')"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -qq -y --no-install-recommends $(PHP_PACKAGES) >/dev/null; \
	fi; \
	if [ -n "$$(missing)" ]; then \
		echo "missing: $$(missing | xargs -d '\n'); on Debian: apt-get install $(PHP_PACKAGES)" >&2; exit 1; \
	fi
	@touch $@

.venv/bin/python: | .venv/.tools
	@for python in $${PYTHON:-python3 python3.13 python3.12 python3.11 python3.10}; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$${found:-}" ]; then \
		echo 'Python 3.10 or newer is missing: install it, or name it: make PYTHON=/path/to/python3' >&2; exit 1; \
	fi; \
	echo "==> virtual environment .venv with $$($$found --version)"; \
	$$found -m venv .venv || { rm -f .venv/bin/python; \
		echo 'the module venv does not work; on Debian: apt-get install python3-venv' >&2; exit 1; }

.venv/.run: requirements/run.txt | .venv/bin/python
	$(call step,libraries of the command line)
	$(BIN)/python -m pip install -q -r $<
	@touch $@

.venv/.dev: requirements/dev.txt requirements/docs.txt requirements/run.txt | .venv/bin/python
	$(call step,tools of the tests)
	$(BIN)/python -m pip install -q -r $<
	@touch $@ .venv/.run

.venv/.built: .venv/.run $(RUST_SOURCES) $(PY_CONFIG)
	$(call step,extension module: about a minute the first time)
	$(BIN)/maturin develop --release --locked --manifest-path spbe-py/Cargo.toml
	@touch $@

# ---- Benchmarks ----------------------------------------------------------------------------------

.venv-bench/.peers: benches/peers/requirements.txt | .venv/bin/python
	$(call step,peers of the benchmark: about 700 MB in .venv-bench)
	test -x .venv-bench/bin/python || $(BIN)/python -m venv .venv-bench
	.venv-bench/bin/python -m pip install -q -r $<
	@touch $@

bench: .venv-bench/.peers
	$(call step,library for release)
	cargo build --release --locked --package spbe-ffi
	$(call step,beside the peers: about five minutes)
	.venv-bench/bin/python -W ignore benches/peers/bench.py "$${CARGO_TARGET_DIR:-target}/release/libspbe.so" $(BENCH)

bench-cohort: .venv-bench/.peers
	$(call step,library for the benchmark)
	cargo build --release --locked --package spbe-benches --example cohort_library
	$(call step,beside the peers)
	.venv-bench/bin/python -W ignore benches/peers/cohort.py \
		"$${CARGO_TARGET_DIR:-target}/release/examples/libcohort_library.so" $(BENCH)

bench-simulation: .venv-bench/.peers
	$(call step,libraries for the benchmark)
	cargo build --release --locked --package spbe-benches --example plan_library --example forecast_library \
		--example robustness_library --example sensitivity_library
	$(call step,plans beside HiGHS)
	.venv-bench/bin/python -W ignore benches/peers/plan.py \
		"$${CARGO_TARGET_DIR:-target}/release/examples/libplan_library.so" $(BENCH)
	$(call step,forecasts beside numpy)
	.venv-bench/bin/python -W ignore benches/peers/forecast.py \
		"$${CARGO_TARGET_DIR:-target}/release/examples/libforecast_library.so" $(BENCH)
	$(call step,draws of ranks beside numpy)
	.venv-bench/bin/python -W ignore benches/peers/robustness.py \
		"$${CARGO_TARGET_DIR:-target}/release/examples/librobustness_library.so" $(BENCH)
	$(call step,Sobol indices beside SALib)
	.venv-bench/bin/python -W ignore benches/peers/sensitivity.py \
		"$${CARGO_TARGET_DIR:-target}/release/examples/libsensitivity_library.so" $(BENCH)

bench-c:
	$(call step,what calls of the C library cost)
	cargo build --release --locked --package spbe-ffi --package spbe-benches --bin calls --lib
	"$${CARGO_TARGET_DIR:-target}/release/calls"

# ---- The C library ---------------------------------------------------------------------------------

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
export PREFIX LIBDIR INCLUDEDIR DESTDIR

install:
	$(call step,C library for release)
	cargo build --release --locked --package spbe-ffi
	spbe-ffi/install/install.sh install "$${CARGO_TARGET_DIR:-target}/release"

uninstall:
	spbe-ffi/install/install.sh uninstall -

clean:
	rm -rf .venv .venv-bench target spbe-py/python/spbe/_spbe*.so
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
