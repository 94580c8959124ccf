#!/usr/bin/env bash
# Fetches real Python trees for the corpus test: scripts/fetch-corpus.sh [DIR [PACKAGE…]]
#
# Each Debian package is unpacked, not installed, into DIR/PACKAGE, and its usr/lib/python3/dist-packages becomes a git
# repository with one commit. Prints one line per package: its name, a tab and that folder. What is there already stays
# as it is. DIR is by default degreen-corpus in the folder for temporary files; `python3-` may be left out of a name.
set -euo pipefail

all=(python3-nova python3-swift python3-heat python3-glance python3-oslo.service python3-engineio python3-socketio)

target=${1:-${TMPDIR:-/tmp}/degreen-corpus}
shift || true
if [ $# -eq 0 ]; then set -- "${all[@]}"; fi

for tool in apt-get dpkg git; do
  command -v "$tool" >/dev/null || { echo "fetch-corpus: needs $tool" >&2; exit 2; }
done
mkdir -p "$target"
target=$(cd "$target" && pwd)

partial=''
trap 'if [ -n "$partial" ]; then rm -rf "$partial"; fi' EXIT

# Nothing of the machine's or the user's configuration gets into the commit: one package has one commit id everywhere.
commit_tree() {
  local date='2024-01-01T00:00:00Z'
  local -a git=(env -u GIT_DIR -u GIT_WORK_TREE -u GIT_INDEX_FILE GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
    GIT_AUTHOR_DATE="$date" GIT_COMMITTER_DATE="$date" git -C "$1"
    -c user.name=Corpus -c user.email=corpus@example.invalid -c init.defaultBranch=main -c gc.auto=0)
  "${git[@]}" init -q --template=
  "${git[@]}" add -A
  "${git[@]}" commit -q -m "$2"
}

fetch() {
  local package=$1
  local tree="$target/$package/usr/lib/python3/dist-packages"
  if [ ! -e "$target/$package" ]; then
    # Made beside the target and renamed at the end: what has the final name is whole.
    partial=$(mktemp -d "$target/.partial-XXXXXX")
    (cd "$partial" && apt-get download -q "$package" >log 2>&1) || {
      cat "$partial/log" >&2
      echo "fetch-corpus: could not download $package; 'apt-get update' may be needed first" >&2
      exit 1
    }
    mkdir "$partial/root"
    dpkg -x "$partial"/*.deb "$partial/root"
    local deb
    deb=$(basename "$partial"/*.deb .deb)
    commit_tree "$partial/root/usr/lib/python3/dist-packages" "${deb//%3a/:}"
    # Another run may have been faster; its tree is the same.
    mv -T "$partial/root" "$target/$package" 2>/dev/null || [ -e "$tree/.git" ]
    rm -rf "$partial"
    partial=''
  fi
  if [ ! -e "$tree/.git" ]; then
    echo "fetch-corpus: $target/$package is there, but is not a tree that this script made; remove it" >&2
    exit 1
  fi
  printf '%s\t%s\n' "$package" "$tree"
}

for package in "$@"; do
  case $package in
    python3-*) ;;
    *) if apt-get download -q --print-uris "python3-$package" >/dev/null 2>&1; then package=python3-$package; fi ;;
  esac
  fetch "$package"
done
