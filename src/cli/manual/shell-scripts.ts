import type { shells } from "./complete.ts";

/**
 * What makes each shell ask `prempti completions words`. It answers with a line a candidate, word and description with
 * a tab between; or with the one line `:file` or `:folder`, for the shell to complete as it always does.
 */
export const shellScripts: Readonly<Record<(typeof shells)[number], string>> = {
  bash: `# prempti completions bash, for ~/.bashrc: source <(prempti completions bash)
_prempti() {
  local line partial="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      :file) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$partial") ;;
      :folder) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$partial") ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <("\${COMP_WORDS[0]}" completions words "--partial=$partial" -- "\${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)
}
complete -F _prempti prempti premptictl
`,
  zsh: `#compdef prempti premptictl
# prempti completions zsh, for ~/.zshrc behind compinit: source <(prempti completions zsh)
_prempti() {
  local line
  local -a candidates
  for line in "\${(@f)$("\${words[1]}" completions words "--partial=\${words[CURRENT]}" -- "\${(@)words[2,CURRENT-1]}" 2>/dev/null)}"; do
    case "$line" in
      '') ;;
      :file) _files; return ;;
      :folder) _files -/; return ;;
      *) candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done
  _describe prempti candidates
}
if [ "$funcstack[1]" = "_prempti" ]; then _prempti "$@"; else compdef _prempti prempti premptictl; fi
`,
  fish: `# prempti completions fish, for ~/.config/fish/completions/prempti.fish
function __prempti_complete
    set -l before (commandline -opc)
    set -l partial (commandline -ct)
    set -l found ($before[1] completions words "--partial=$partial" -- $before[2..-1] 2>/dev/null)
    switch "$found[1]"
        case :file
            __fish_complete_path "$partial"
        case :folder
            __fish_complete_directories "$partial"
        case '*'
            printf '%s\\n' $found
    end
end
complete -c prempti -f -a '(__prempti_complete)'
complete -c premptictl -f -a '(__prempti_complete)'
`,
  powershell: `# prempti completions powershell, for $PROFILE: prempti completions powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName prempti, premptictl -ScriptBlock {
    param($partial, $ast, $cursor)
    $before = @($ast.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { $_.ToString() })
    $found = & $before[0] completions words "--partial=$partial" -- @($before | Select-Object -Skip 1) 2>$null
    if (@($found)[0] -in ':file', ':folder') { return }
    foreach ($line in $found) {
        $word, $description = $line -split "\`t", 2
        if (-not $description) { $description = $word }
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $description)
    }
}
`,
};
