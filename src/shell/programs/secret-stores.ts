import { effect, printSecret, read, runWords, write } from "../act.ts";
import { type Flow, nothing, outputFlow, unknownPart } from "../flow.ts";
import { has, operand, value, values } from "../given.ts";
import { wordFrom } from "../word.ts";
import type { Behaviour, Program, Run } from "./program.ts";

/** In `X=$(pass show …) cmd` the secret is handed to a child, which is what stores are for. */
const prints: Behaviour = { does: printSecret };
const harmless: Behaviour = { style: "raw" };
const handsOver: Behaviour = {
  style: "posix",
  options: { "--env-file": "environment", "-p --project -c --config --env --path": "value" },
  does: (run) => afterDashes(run),
};

function afterDashes(run: Run): Flow {
  const marker = run.args.findIndex(({ text }) => text === "--");
  const command = marker === -1 ? run.operands : run.args.slice(marker + 1);
  return command.length === 0 ? outputFlow : runWords(run, command);
}

/** pass: `pass NAME` shows a password, as `pass show NAME` does. */
function passwordStore(run: Run): Flow {
  const verb = operand(run, 0);
  if (/^(insert|add|generate|rm|remove|delete|mv|rename|cp|copy|edit|init)$/.test(verb))
    write(run, wordFrom("~/.password-store", nothing.from));
  else if (
    verb !== "" &&
    !has(run, "-c", "--clip") &&
    !/^(ls|list|find|search|grep|git|help|version|--version|--help)$/.test(verb)
  )
    return printSecret(run);
  return outputFlow;
}

/** `op read op://vault/item/field [-o FILE]`. */
function readSecret(run: Run): Flow {
  const secret = printSecret(run);
  const out = value(run, "-o", "--out-file");
  if (out === undefined) return secret;
  write(run, out, secret);
  return outputFlow;
}

const onePassword: Behaviour = {
  style: "posix",
  options: { "--account --vault --session": "value" },
  subcommands: {
    run: handsOver,
    read: { style: "posix", options: { "--account -o --out-file --file-mode": "value" }, does: readSecret },
    inject: { options: { "-i --in-file": "read", "-o --out-file": "write" } },
    "item document": {
      style: "posix",
      subcommands: {
        get: {
          options: { "--fields --format --vault -o --output": "value" },
          does: (run) => (has(run, "--reveal", "--fields", "--format") ? printSecret(run) : outputFlow),
        },
        "delete edit": prints,
      },
      otherwise: harmless,
    },
  },
  otherwise: harmless,
};

const gpgFiles = (run: Run): Flow => {
  if (has(run, "--export-secret-keys", "--export-secret-subkeys", "--export-secret-key"))
    effect(run, "secret:print");
  if (has(run, "--delete-secret-keys", "--delete-secret-and-public-key")) effect(run, "secret:print");
  const out = value(run, "-o", "--output");
  const files = run.operands.map((word) =>
    has(run, "-k", "-K", "--list-keys", "--list-secret-keys", "--recv-keys", "--export", "--fingerprint")
      ? nothing
      : read(run, word),
  );
  const from = files[0]?.from ?? run.io.stdin.from;
  const flow: Flow = {
    text: unknownPart,
    from: { ...from, decoded: from.decoded || has(run, "-d", "--decrypt") },
  };
  for (const file of values(run, "--import", "--homedir", "--passphrase-file")) read(run, file);
  if (out === undefined)
    return files.length > 0 || has(run, "-d", "--decrypt", "-c", "-e") ? flow : outputFlow;
  write(run, out, flow);
  return nothing;
};

/** age, sops, minisign, keytool and their like: files in, files out. */
const convertsFile = (run: Run): Flow => {
  for (const file of values(run, "-i", "--identity", "-R", "-s", "-p", "-m", "-keystore", "-srckeystore"))
    read(run, file);
  const files = run.operands.map((word) => read(run, word));
  const out = value(run, "-o", "--output", "-destkeystore", "-file");
  const flow: Flow = { text: unknownPart, from: files[0]?.from ?? run.io.stdin.from };
  if (out === undefined) return flow;
  write(run, out, flow);
  return nothing;
};

export const secretStores: readonly Program[] = [
  { names: ["pass", "gopass", "passage"], style: "posix", does: passwordStore },
  { names: ["op"], ...onePassword },
  {
    names: ["bw", "rbw", "bws"],
    subcommands: { "get list export show": prints, run: handsOver },
    otherwise: harmless,
  },
  {
    names: ["lpass", "keepassxc-cli", "kpcli", "dcli", "enpasscli", "nordpass"],
    subcommands: { "show export clip get extract db-export attachment-export password": prints },
    otherwise: harmless,
  },
  {
    names: ["vault", "bao"],
    style: "posix",
    subcommands: {
      "read unwrap": prints,
      kv: {
        style: "posix",
        subcommands: { get: prints, "delete destroy": { effects: ["cloud:delete"] } },
        otherwise: harmless,
      },
      "print token": {
        style: "raw",
        does: (run) => (operand(run, 0) === "token" ? printSecret(run) : outputFlow),
      },
    },
    otherwise: harmless,
  },
  {
    names: [
      "doppler",
      "infisical",
      "chamber",
      "teller",
      "berglas",
      "envchain",
      "aws-vault",
      "saml2aws",
      "summon",
      "akeyless",
      "phase",
    ],
    style: "posix",
    subcommands: {
      "run exec": handsOver,
      "secrets export read": {
        does: (run) => (/^(delete|set)$/.test(operand(run, 0)) ? outputFlow : printSecret(run)),
      },
    },
    otherwise: harmless,
  },
  { names: ["secret-tool"], subcommands: { "lookup search": prints }, otherwise: harmless },
  {
    names: [
      "kwallet-query",
      "keyring",
      "gnome-keyring",
      "lsecret",
      "mimikatz",
      "lazagne",
      "hashdump",
      "secretsdump.py",
      "chainbreaker",
      "firefox_decrypt",
      "unshadow",
      "john",
      "hashcat",
      "pypykatz",
      "keychaindump",
    ],
    effects: ["secret:print"],
  },
  {
    names: ["gpg", "gpg2", "gpgsm", "gpgtar"],
    options: {
      "-o --output -r --recipient -u --local-user --passphrase --passphrase-file --homedir --keyserver --batch-x --recv-keys --list-keys-x --keyid-format --status-fd --cipher-algo --import":
        "value",
    },
    does: gpgFiles,
  },
  {
    names: [
      "age",
      "rage",
      "sops",
      "minisign",
      "signify",
      "keytool",
      "certutil-nss",
      "ssh-to-age",
      "step",
      "cfssl",
      "mkcert",
      "certbot",
      "acme.sh",
      "cosign",
    ],
    style: "gnu",
    options: {
      "-i --identity -R -r --recipient -o --output -s -p -m -keystore -srckeystore -destkeystore -file -alias -storepass -keypass":
        "value",
    },
    does: convertsFile,
  },
];
