#!/bin/sh
# Downloads Prempti @VERSION@ for this system, checks it and installs it for the user who runs this:
#   curl -fsSL @URL@/install.sh | sh
#   curl -fsSL @URL@/install.sh | sh -s -- --yes
# Options go to "prempti install". Everything is in a function that is called at the end: a download that breaks off
# runs nothing.
set -eu

fail() {
  printf 'prempti: error: %s\nprempti: hint: %s\n' "$1" "$2" >&2
  exit 2
}

download() {
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL --proto '=https' --tlsv1.2 -o "$2" "$1"
  elif command -v wget >/dev/null 2>&1; then
    wget -q -O "$2" "$1"
  else
    fail 'there is neither curl nor wget' "download $1 by hand"
  fi
}

sha256_of() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum <"$1" | cut -d ' ' -f 1
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a 256 <"$1" | cut -d ' ' -f 1
  else
    openssl dgst -sha256 -r <"$1" | cut -d ' ' -f 1
  fi
}

main() {
  machine=$(uname -m)
  # Under Rosetta uname says x86_64 on Apple silicon, too.
  [ "$(sysctl -n hw.optional.arm64 2>/dev/null || echo 0)" = 1 ] && machine=arm64
  case "$(uname -s)-$machine" in
    Linux-x86_64) label=linux-x86_64 sum=@SHA256_LINUX_X86_64@ ;;
    Linux-aarch64 | Linux-arm64) label=linux-aarch64 sum=@SHA256_LINUX_AARCH64@ ;;
    Darwin-x86_64) label=darwin-x86_64 sum=@SHA256_DARWIN_X86_64@ ;;
    Darwin-arm64) label=darwin-arm64 sum=@SHA256_DARWIN_ARM64@ ;;
    *) fail "there is no package for $(uname -s) on $machine" 'see @URL@' ;;
  esac
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  trap 'exit 2' HUP INT TERM
  name=prempti-@VERSION@-$label
  download "@URL@/$name.tar.gz" "$folder/$name.tar.gz" || fail "can't download @URL@/$name.tar.gz" 'try again'
  [ "$(sha256_of "$folder/$name.tar.gz")" = "$sum" ] || fail "$name.tar.gz is not what was released" 'try again'
  tar -xzf "$folder/$name.tar.gz" -C "$folder"
  # Questions are for the person at the terminal, not for the rest of this script.
  if [ -t 1 ] && [ -r /dev/tty ]; then
    sh "$folder/$name/install.sh" "$@" </dev/tty
  else
    sh "$folder/$name/install.sh" "$@" </dev/null
  fi
}

main "$@"
