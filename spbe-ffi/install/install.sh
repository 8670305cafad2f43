#!/bin/sh
# Installs or removes the C library: called by `make install` and `make uninstall`.
#
# usage: install.sh install|uninstall LIBRARIES
# environment: PREFIX (/usr/local), LIBDIR (PREFIX/lib), INCLUDEDIR (PREFIX/include), DESTDIR (empty)
set -eu

action=$1
libraries=$2
here=$(cd "$(dirname "$0")" && pwd)
: "${PREFIX:=/usr/local}" "${DESTDIR:=}"
: "${LIBDIR:=$PREFIX/lib}" "${INCLUDEDIR:=$PREFIX/include}"
lib=$DESTDIR$LIBDIR
include=$DESTDIR$INCLUDEDIR

# One source for each: the header for the ABI, the workspace for the version.
abi=$(sed -n 's/^#define SPBE_ABI_VERSION //p' "$here/../include/spbe.h")
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$here/../../Cargo.toml")
description=$(sed -n '/^\[workspace.package\]/,/^\[/s/^description = "\(.*\)"/\1/p' "$here/../../Cargo.toml")

filled() {
    sed -e "s|@PREFIX@|$PREFIX|" -e "s|@LIBDIR@|$LIBDIR|" -e "s|@INCLUDEDIR@|$INCLUDEDIR|" -e "s|@ABI@|$abi|" \
        -e "s|@VERSION@|$version|" -e "s|@DESCRIPTION@|$description|" "$here/$1" >"$2"
    chmod 644 "$2"
}

case $action in
install)
    mkdir -p "$lib/pkgconfig" "$lib/cmake/spbe" "$include"
    install -m 755 "$libraries/libspbe.so" "$lib/libspbe.so.$version"
    ln -sf "libspbe.so.$version" "$lib/libspbe.so.$abi"
    ln -sf "libspbe.so.$abi" "$lib/libspbe.so"
    install -m 644 "$libraries/libspbe.a" "$lib/libspbe.a"
    install -m 644 "$here/../include/spbe.h" "$include/spbe.h"
    filled spbe.pc.in "$lib/pkgconfig/spbe.pc"
    filled spbe-config.cmake.in "$lib/cmake/spbe/spbe-config.cmake"
    filled spbe-config-version.cmake.in "$lib/cmake/spbe/spbe-config-version.cmake"
    ;;
uninstall)
    rm -f "$lib/libspbe.so" "$lib/libspbe.so.$abi" "$lib/libspbe.so.$version" "$lib/libspbe.a" "$include/spbe.h" \
        "$lib/pkgconfig/spbe.pc" "$lib/cmake/spbe/spbe-config.cmake" "$lib/cmake/spbe/spbe-config-version.cmake"
    # Of the folders only this one is ours.
    if [ -d "$lib/cmake/spbe" ]; then rmdir "$lib/cmake/spbe"; fi
    ;;
*)
    echo "usage: install.sh install|uninstall LIBRARIES" >&2
    exit 2
    ;;
esac
