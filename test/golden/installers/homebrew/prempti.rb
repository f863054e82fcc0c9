class Prempti < Formula
  desc "Judges every tool call of an AI coding agent by rules in the Falco language"
  homepage "https://example.org/releases/v1.2.3"
  version "1.2.3"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "https://example.org/releases/v1.2.3/prempti-1.2.3-darwin-arm64.tar.gz"
      sha256 "1e65058fd1b8c25ee7584a7a313bd56dcf5d6eea60ad112e14a09eb44c14187b"
    end
    on_intel do
      url "https://example.org/releases/v1.2.3/prempti-1.2.3-darwin-x86_64.tar.gz"
      sha256 "08d0ef6ac9d2a4a2126312590e90ff9215e0bd308bc49a2413082bd3352ed193"
    end
  end

  on_linux do
    on_arm do
      url "https://example.org/releases/v1.2.3/prempti-1.2.3-linux-aarch64.tar.gz"
      sha256 "076dcb9eef10eb87155f0a573deea19e5c2bd9ec91c802f84b90fc3875b4a7ec"
    end
    on_intel do
      url "https://example.org/releases/v1.2.3/prempti-1.2.3-linux-x86_64.tar.gz"
      sha256 "1ed2f145069009140864498d32288117646360738354749eb7820fda6fbd3c02"
    end
  end

  # The program is at the end of its own executable; a linker's tools would cut it off.
  skip_clean "bin"

  def install
    system "codesign", "--sign", "-", "--force", "prempti" if OS.mac?
    bin.install "prempti"
    doc.install "README.md", "THIRD-PARTY-LICENCES.txt"
  end

  def caveats
    <<~TEXT
      Guard your agents with:
        prempti install
      Before you uninstall, take the hooks out again:
        prempti uninstall
    TEXT
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/prempti version")
  end
end
