import { type Flow, fromCommand, literalFlow, unknownPart } from "../flow.ts";
import { isSecretName } from "../secrets.ts";
import type { Shell } from "../state.ts";

/** Variables of PowerShell and Windows that say where something lies, `~` standing for the home folder. */
const places: Readonly<Record<string, string>> = {
  home: "~",
  userprofile: "~",
  homepath: "~",
  appdata: "~/AppData/Roaming",
  localappdata: "~/AppData/Local",
  profile: "~/Documents/PowerShell/Microsoft.PowerShell_profile.ps1",
  onedrive: "~/OneDrive",
  windir: "C:/Windows",
  systemroot: "C:/Windows",
  systemdrive: "C:",
  homedrive: "",
  programfiles: "C:/Program Files",
  "programfiles(x86)": "C:/Program Files (x86)",
  programdata: "C:/ProgramData",
  allusersprofile: "C:/ProgramData",
  public: "C:/Users/Public",
  pshome: "C:/Program Files/PowerShell/7",
  comspec: "C:/Windows/System32/cmd.exe",
};

const constants: Readonly<Record<string, string>> = {
  null: "",
  true: "True",
  false: "False",
  _: unknownPart,
};

/** The value of a variable by name, without `$`, `env:` or `%`; names have no case. */
export function windowsVariable(shell: Shell, name: string, environment: boolean): Flow {
  const key = name.toLowerCase();
  const set = shell.variables.get(key)?.[0] ?? shell.variables.get(name)?.[0];
  if (set !== undefined) return set;
  if (environment) shell.draft.envReads.add(name);
  const text = placeText(shell, key);
  if (text !== undefined) return literalFlow(text);
  if (!environment && Object.hasOwn(constants, key)) return literalFlow(constants[key] ?? "");
  return {
    text: unknownPart,
    from: environment && isSecretName(name) ? { ...fromCommand, variables: [name] } : fromCommand,
  };
}

function placeText({ place, cwd }: Shell, key: string): string | undefined {
  if (key === "pwd" || key === "cd" || key === "psscriptroot") return cwd;
  if (key === "username" || key === "user") return place.user;
  if (key === "temp" || key === "tmp" || key === "tmpdir") return place.tmpdir || "/tmp";
  const known = Object.hasOwn(places, key) ? places[key] : undefined;
  return known?.startsWith("~") ? place.home + known.slice(1) : known;
}
