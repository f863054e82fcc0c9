{
  description = "Prempti @VERSION@: judges every tool call of an AI coding agent by rules in the Falco language";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      archives = {
        x86_64-linux = { label = "linux-x86_64"; sha256 = "@SHA256_LINUX_X86_64@"; };
        aarch64-linux = { label = "linux-aarch64"; sha256 = "@SHA256_LINUX_AARCH64@"; };
        x86_64-darwin = { label = "darwin-x86_64"; sha256 = "@SHA256_DARWIN_X86_64@"; };
        aarch64-darwin = { label = "darwin-arm64"; sha256 = "@SHA256_DARWIN_ARM64@"; };
      };
      build = system: { label, sha256 }:
        let
          pkgs = nixpkgs.legacyPackages.${system};
        in
        pkgs.stdenv.mkDerivation {
          pname = "prempti";
          version = "@VERSION@";
          src = pkgs.fetchurl {
            url = "@URL@/prempti-@VERSION@-${label}.tar.gz";
            inherit sha256;
          };
          dontConfigure = true;
          dontBuild = true;
          # The program is a note in its own executable, which strip would take for none of its business.
          dontStrip = true;
          dontPatchELF = true;
          installPhase = ''
            install -Dm755 prempti $out/bin/prempti
            install -Dm644 LICENSE THIRD-PARTY-LICENCES.txt -t $out/share/doc/prempti
          '';
          postFixup = pkgs.lib.optionalString pkgs.stdenv.isLinux ''
            patchelf --set-interpreter ${pkgs.stdenv.cc.bintools.dynamicLinker} \
              --set-rpath ${pkgs.lib.makeLibraryPath [ pkgs.stdenv.cc.cc.lib ]} $out/bin/prempti
          '';
          doInstallCheck = true;
          installCheckPhase = "$out/bin/prempti version";
          meta = {
            license = pkgs.lib.licenses.asl20;
            mainProgram = "prempti";
            platforms = builtins.attrNames archives;
          };
        };
    in
    {
      packages = builtins.mapAttrs (system: archive: { default = build system archive; }) archives;
    };
}
