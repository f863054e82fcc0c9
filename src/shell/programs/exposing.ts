import { effect } from "../act.ts";
import { outputFlow } from "../flow.ts";
import type { Behaviour, Program } from "./program.ts";

const exposes: Behaviour = {
  style: "raw",
  does: (run) => {
    const asks =
      run.args.length > 0 &&
      run.args.every(({ text }) => /^(-v|-V|-h|--?version|--?help|version|help)$/.test(text));
    if (!asks) effect(run, "net:expose-port");
    return outputFlow;
  },
};
const harmless: Behaviour = { style: "raw" };

/** Programs that make a port of this machine reachable from elsewhere. */
export const exposing: readonly Program[] = [
  {
    names: ["ngrok"],
    style: "posix",
    options: { "--config --log --authtoken": "value" },
    subcommands: { "version help config update credits diagnose completion authtoken --version": harmless },
    otherwise: exposes,
  },
  {
    names: ["cloudflared"],
    style: "posix",
    options: { "--config --loglevel --logfile --origincert": "value", "--url": "host" },
    when: { "--url": "net:expose-port", "--hello-world": "net:expose-port" },
    subcommands: {
      tunnel: {
        style: "posix",
        options: {
          "--config --loglevel --logfile --hostname --name --token --protocol --credentials-file": "value",
          "--url": "host",
        },
        when: { "--url --hello-world --hostname --name -n --token": "net:expose-port" },
        subcommands: { "list info cleanup token diag": harmless, "delete create route login": harmless },
        otherwise: exposes,
      },
      "version update help service login proxy-dns": harmless,
    },
    otherwise: harmless,
  },
  {
    names: [
      "chisel",
      "gost",
      "frpc",
      "frps",
      "rathole",
      "lcx",
      "ew",
      "iodine",
      "dnscat",
      "dnscat2",
      "ptunnel",
      "revsocks",
      "ligolo",
      "ligolo-ng",
    ],
    ...exposes,
  },
  {
    names: [
      "lt",
      "localtunnel",
      "bore",
      "lcl",
      "pagekite",
      "localxpose",
      "loclx",
      "telebit",
      "zrok",
      "serveo",
      "sish",
      "pinggy",
      "instatunnel",
      "burrow",
      "holepunch",
      "srv.us",
      "tunnelmole",
      "tmole",
      "untun",
      "beame-insta-ssl",
      "packetriot",
      "pktriot",
      "playit",
    ],
    ...exposes,
  },
  { names: ["tmate", "upterm", "teleconsole", "sshx", "gotty", "ttyd", "wetty"], ...exposes },
  {
    names: ["tailscale"],
    style: "posix",
    options: { "--socket": "value" },
    subcommands: { funnel: exposes, serve: exposes, file: { subcommands: { cp: { operands: ["upload"] } } } },
    otherwise: harmless,
  },
  { names: ["devtunnel"], subcommands: { host: exposes }, otherwise: harmless },
  { names: ["expose"], subcommands: { share: exposes }, otherwise: harmless },
];
