#!/bin/sh
# Installs Prempti for the user who runs it, without root: sh install.sh [options]. The options are those of
# "prempti install" (--yes, --agents, --no-service, --dry-run). Checks this package first; the rest is the program's.
set -eu

fail() {
  printf 'prempti: error: %s\nprempti: hint: %s\n' "$1" "$2" >&2
  exit 2
}

# The checks that sha256sum, shasum or openssl can do, whichever the system has.
sha256_of() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum <"$1" | cut -d ' ' -f 1
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a 256 <"$1" | cut -d ' ' -f 1
  elif command -v openssl >/dev/null 2>&1; then
    openssl dgst -sha256 -r <"$1" | cut -d ' ' -f 1
  else
    fail 'no program here can check the package' 'install sha256sum (coreutils), shasum or openssl'
  fi
}

check_package() {
  [ -f SHA256SUMS ] || fail "this package is incomplete: no SHA256SUMS in $PWD" 'unpack the archive again'
  while read -r sum file; do
    [ -f "$file" ] || fail "this package is incomplete: no $file in $PWD" 'unpack the archive again'
    [ "$(sha256_of "$file")" = "$sum" ] || fail "$file is not what was released" 'download the archive again'
  done <SHA256SUMS
}

check_system() {
  system="$(uname -s)-$(uname -m)"
  case $system in
    @SYSTEM@) ;;
    *) fail "this package is for @LABEL@, and this system is $system" 'download the package for this system' ;;
  esac
}

# macOS starts no program without a signature; one made here, by nobody in particular, will do.
sign() {
  if command -v codesign >/dev/null 2>&1 && ! codesign --verify ./prempti >/dev/null 2>&1; then
    codesign --sign - --force ./prempti >/dev/null 2>&1 || fail 'can not sign ./prempti' 'run: codesign --sign - --force ./prempti'
  fi
}

cd "$(dirname "$0")"
check_system
check_package
case $(uname -s) in Darwin) sign ;; esac
chmod +x ./prempti 2>/dev/null || :
./prempti version >/dev/null 2>&1 || fail "prempti does not start here: $(./prempti version 2>&1 | head -n 1)" \
  'it needs glibc 2.28 or later and libstdc++ (Alpine and other systems with musl: not yet)'
exec ./prempti install "$@"
