#!/usr/bin/env bash
# Nova's own unit tests before and after a rewrite: scripts/nova-unit-tests.sh safe|review|policy [baseline]
#
# Installs what Nova's tests import (Debian's packages, as root), copies the Nova tree, runs four test modules, applies
# the hunks of the level, runs them again and prints the counts and every test that fails now and did not before. Exit 1
# where there is one, or where fewer tests ran. `policy` is level review with a configuration that does what Nova did: a
# function of its own for yields, and a class of its own for events that carry a value. With `baseline` only the first
# run is made. The rewritten tree and both logs stay in the folder that the last line names.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

level=${1:-}
case $level in
  safe | review | policy) ;;
  *) echo "usage: scripts/nova-unit-tests.sh safe|review|policy [baseline]" >&2; exit 2 ;;
esac
program=$PWD/dist/bin/degreen.js
if [ "${2:-}" != baseline ] && [ ! -e "$program" ]; then
  echo "nova-unit-tests: the program is not built: npm run build" >&2
  exit 2
fi

packages=(python3-nova python3-stestr python3-oslotest python3-ddt python3-fixtures python3-testtools python3-osprofiler
  python3-wsgi-intercept python3-oslo.vmware python3-requests-mock python3-gabbi)

# Two processes, as the modules share global state in ways that nobody promised to keep apart.
first=(nova.tests.unit.compute.test_compute_mgr nova.tests.unit.test_utils nova.tests.unit.virt.libvirt.test_host)
second=(nova.tests.unit.virt.libvirt.test_driver)

work=$(mktemp -d "${TMPDIR:-/tmp}/degreen-nova-XXXXXX")

install_missing() {
  local absent=() package
  for package in "${packages[@]}"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || absent+=("$package")
  done
  if [ "${#absent[@]}" -eq 0 ]; then return; fi
  echo "installing ${absent[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi
  {
    "${as_root[@]}" apt-get update &&
      DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y --no-install-recommends "${absent[@]}"
  } >"$work/install.log" 2>&1 </dev/null || { cat "$work/install.log" >&2; exit 1; }
}

# One process of testtools in the tree. A failing test is a result and no error of this script, and so is one that hangs:
# oslotest ends it after OS_TEST_TIMEOUT seconds, and a run that hangs all the same leaves a stack in its log.
run_modules() {
  local log=$1
  shift
  (cd "$tree" && PYTHONDONTWRITEBYTECODE=1 OS_TEST_TIMEOUT=${OS_TEST_TIMEOUT:-60} \
    timeout -s ABRT -k 10 1200 /usr/bin/python3 -X faulthandler -m testtools.run "$@") >"$log" 2>&1 </dev/null || true
  grep -q '^Ran [0-9]' "$log" || {
    tail -n 30 "$log" >&2
    echo "nova-unit-tests: testtools.run $* did not come to its end; see $log" >&2
  }
}

run_tests() {
  local log=$1 started=$SECONDS
  run_modules "$log.1" "${first[@]}"
  run_modules "$log.2" "${second[@]}"
  cat "$log.1" "$log.2" >"$log"
  # A module that cannot be imported counts as one failing test with the module's name.
  sed -n -E 's/^(FAIL|ERROR): //p' "$log" | sort -u >"$log.failed"
  sed -n -E 's/^Ran ([0-9]+) tests? .*/\1/p' "$log" | awk '{ ran += $1 } END { print ran + 0 }' >"$log.ran"
  echo "$(cat "$log.ran") run, $(wc -l <"$log.failed") failed, $((SECONDS - started)) s"
}

install_missing
fetched=$(scripts/fetch-corpus.sh "${TMPDIR:-/tmp}/degreen-corpus" nova | cut -f 2)
tree=$work/nova
cp -a "$fetched" "$tree"

echo "before: $(run_tests "$work/before.log")"
if [ "${2:-}" = baseline ]; then
  cat "$work/before.log.failed"
  echo "$work"
  exit 0
fi

if [ "$level" = policy ]; then
  printf '\n\ndef cooperative_yield():\n    import time\n    time.sleep(0)\n' >>"$tree/nova/utils.py"
  printf '%s\n' 'yield = "nova.utils.cooperative_yield"' 'helpers = "nova/native.py"' 'level = "review"' \
    >"$tree/degreen.toml"
  git -C "$tree" add -A
  git -C "$tree" -c user.name=degreen -c user.email=degreen@example.org commit -q -m 'Set the policy'
  (cd "$tree" && node "$program" apply)
else
  (cd "$tree" && node "$program" apply --level "$level")
fi
git -C "$tree" diff --shortstat
echo "after apply --level $level: $(run_tests "$work/after.log")"

comm -13 "$work/before.log.failed" "$work/after.log.failed" >"$work/newly-failed"
echo "newly failing: $(wc -l <"$work/newly-failed")"
cat "$work/newly-failed"
echo "$work"

if [ -s "$work/newly-failed" ] || [ "$(cat "$work/after.log.ran")" -lt "$(cat "$work/before.log.ran")" ]; then exit 1; fi
