{
  description = "Prempti 1.2.3: judges every tool call of an AI coding agent by rules in the Falco language";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      archives = {
        x86_64-linux = { label = "linux-x86_64"; sha256 = "1ed2f145069009140864498d32288117646360738354749eb7820fda6fbd3c02"; };
        aarch64-linux = { label = "linux-aarch64"; sha256 = "076dcb9eef10eb87155f0a573deea19e5c2bd9ec91c802f84b90fc3875b4a7ec"; };
        x86_64-darwin = { label = "darwin-x86_64"; sha256 = "08d0ef6ac9d2a4a2126312590e90ff9215e0bd308bc49a2413082bd3352ed193"; };
        aarch64-darwin = { label = "darwin-arm64"; sha256 = "1e65058fd1b8c25ee7584a7a313bd56dcf5d6eea60ad112e14a09eb44c14187b"; };
      };
      build = system: { label, sha256 }:
        let
          pkgs = nixpkgs.legacyPackages.${system};
        in
        pkgs.stdenv.mkDerivation {
          pname = "prempti";
          version = "1.2.3";
          src = pkgs.fetchurl {
            url = "https://example.org/releases/v1.2.3/prempti-1.2.3-${label}.tar.gz";
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
