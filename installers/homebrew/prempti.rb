class Prempti < Formula
  desc "Judges every tool call of an AI coding agent by rules in the Falco language"
  homepage "@URL@"
  version "@VERSION@"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "@URL@/prempti-@VERSION@-darwin-arm64.tar.gz"
      sha256 "@SHA256_DARWIN_ARM64@"
    end
    on_intel do
      url "@URL@/prempti-@VERSION@-darwin-x86_64.tar.gz"
      sha256 "@SHA256_DARWIN_X86_64@"
    end
  end

  on_linux do
    on_arm do
      url "@URL@/prempti-@VERSION@-linux-aarch64.tar.gz"
      sha256 "@SHA256_LINUX_AARCH64@"
    end
    on_intel do
      url "@URL@/prempti-@VERSION@-linux-x86_64.tar.gz"
      sha256 "@SHA256_LINUX_X86_64@"
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
