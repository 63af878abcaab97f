#!/usr/bin/env bash
# Installs the Debian packages that are missing, once. As root or with sudo; without either it names them and stops.
set -euo pipefail

packages=(
    g++ libavcodec-dev libavformat-dev libavutil-dev libswscale-dev libswresample-dev   # decode; g++ for the C++ runtime Swift links
    libdnnl-dev libopenblas-dev                                                         # networks, linear algebra
    libarchive-dev libhdf5-dev libsqlite3-dev                                           # archives, feature files, cache
)

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
    if [ "$(id -u)" -eq 0 ]; then sudo=(); elif command -v sudo >/dev/null; then sudo=(sudo); else
        echo "These Debian packages are missing, and installing them needs root:" >&2
        echo "    apt-get install ${missing[*]}" >&2
        exit 1
    fi
    echo "Installing ${missing[*]}" >&2
    "${sudo[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if ! command -v swift >/dev/null; then
    echo "Swift is missing: install Swift 6.3 or later from https://www.swift.org/install/linux/ and put it on PATH" >&2
    exit 1
fi
