import { contact, effect, read, write } from "../act.ts";
import { fromBase64 } from "../decode.ts";
import { blurred, decodedFlow, type Flow, join, marked, networkFlow, nothing, outputFlow } from "../flow.ts";
import { has, value, values } from "../given.ts";
import { encoded } from "../perform.ts";
import { connect } from "./netcat.ts";
import type { Behaviour, Program, Run } from "./program.ts";

const values_ =
  "-in -inkey -key -cert -CAfile -CApath -CA -CAkey -signkey -config -out -keyout -k -K -iv -pass -passin -passout -md -salt_x -S -days -subj -addext -newkey -nodes_x -connect -port -accept -host -servername -proxy -cipher -ciphersuites -starttls -name -certfile -caname -recip -signer -to -from -subject -outform -inform -rand -writerand -extfile -extensions -sha_x -algorithm -pkeyopt -engine -url -issuer -data -bits -kdf -iter -WWW_x -content -sigfile -signature -verify -prverify -sign";

/** Options that name files: private keys among them. */
function files(run: Run): Flow {
  let flow = nothing;
  for (const word of values(
    run,
    "-in",
    "-inkey",
    "-key",
    "-CAkey",
    "-signkey",
    "-kfile",
    "-sign",
    "-data",
    "-content",
    "-certfile",
    "-cert",
    "-recip",
    "-signer",
    "-passin-file",
  )) {
    flow = join(flow, read(run, word));
  }
  for (const { text, from, glob } of values(run, "-pass", "-passin", "-passout"))
    if (text.startsWith("file:")) read(run, { text: text.slice(5), from, glob });
  return flow;
}

function output(run: Run, flow: Flow): Flow {
  for (const word of values(run, "-keyout")) write(run, word);
  const out = value(run, "-out");
  if (out === undefined) return flow;
  write(run, out, flow);
  return nothing;
}

/** `openssl enc`, `openssl base64`, `openssl aes-256-cbc`: base64 alone can be read by anybody. */
function encode(run: Run): Flow {
  const input = files(run);
  const flow = input === nothing ? run.io.stdin : input;
  const ciphers =
    run.options.some(({ name }) => /^-(aes|des|camellia|chacha|rc4|bf|aria|seed|sm4|cast)/.test(name)) ||
    /^(aes|des|camellia|chacha|rc4|bf|aria)/.test(run.program);
  if (!has(run, "-d")) return output(run, encoded(run, flow));
  return output(run, ciphers ? marked(blurred(flow), { decoded: true }) : decodedFlow(flow, fromBase64));
}

function client(run: Run): Flow {
  files(run);
  const host = value(run, "-connect", "-host") ?? run.operands[0];
  return host === undefined ? networkFlow : connect(run, contact(run, host.text));
}

function server(run: Run): Flow {
  files(run);
  if (has(run, "-WWW", "-HTTP", "-www")) effect(run, "net:expose-port");
  return connect(run, "", true);
}

const encodes: Behaviour = { style: "dashed", options: { [values_]: "value" }, does: encode };

const other: Behaviour = {
  style: "dashed",
  options: { [values_]: "value" },
  does: (run) => {
    const flow = files(run);
    for (const word of run.operands) if (!/^\d+$/.test(word.text)) read(run, word);
    for (const url of values(run, "-url")) contact(run, url.text);
    return output(run, flow === nothing ? outputFlow : blurred(flow));
  },
};

export const cryptography: readonly Program[] = [
  {
    names: ["openssl", "libressl"],
    style: "posix",
    subcommands: {
      "enc base64 aes-128-cbc aes-192-cbc aes-256-cbc aes-256-ctr des3 des chacha20 zlib": encodes,
      s_client: { style: "dashed", options: { [values_]: "value" }, does: client },
      s_server: { style: "dashed", options: { [values_]: "value" }, does: server },
      "version help list ciphers speed errstr prime": { style: "raw" },
    },
    otherwise: other,
  },
];
