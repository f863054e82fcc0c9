#!/bin/sh
# Downloads Prempti 1.2.3 for this system, checks it and installs it for the user who runs this:
#   curl -fsSL https://example.org/releases/v1.2.3/install.sh | sh
#   curl -fsSL https://example.org/releases/v1.2.3/install.sh | sh -s -- --yes
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
    Linux-x86_64) label=linux-x86_64 sum=1ed2f145069009140864498d32288117646360738354749eb7820fda6fbd3c02 ;;
    Linux-aarch64 | Linux-arm64) label=linux-aarch64 sum=076dcb9eef10eb87155f0a573deea19e5c2bd9ec91c802f84b90fc3875b4a7ec ;;
    Darwin-x86_64) label=darwin-x86_64 sum=08d0ef6ac9d2a4a2126312590e90ff9215e0bd308bc49a2413082bd3352ed193 ;;
    Darwin-arm64) label=darwin-arm64 sum=1e65058fd1b8c25ee7584a7a313bd56dcf5d6eea60ad112e14a09eb44c14187b ;;
    *) fail "there is no package for $(uname -s) on $machine" 'see https://example.org/releases/v1.2.3' ;;
  esac
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  trap 'exit 2' HUP INT TERM
  name=prempti-1.2.3-$label
  download "https://example.org/releases/v1.2.3/$name.tar.gz" "$folder/$name.tar.gz" || fail "can't download https://example.org/releases/v1.2.3/$name.tar.gz" 'try again'
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
