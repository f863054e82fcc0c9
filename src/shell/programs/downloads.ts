import { contact, post, read, send, sendFile, write } from "../act.ts";
import { type Flow, fromNetwork, joinAll, marked, networkFlow, nothing, unknownPart } from "../flow.ts";
import { has, value, values } from "../given.ts";
import { isLocalHost } from "../hosts.ts";
import { baseName } from "../paths.ts";
import { literalWord, type Word, wordFrom } from "../word.ts";
import { withConfig } from "./curl-config.ts";
import { listedNames } from "./lists.ts";
import type { Program, Run } from "./program.ts";

/** Options of curl whose value is only a value. */
const curlValues =
  "-A --user-agent -b --cookie -c --cookie-jar -C --continue-at -e --referer -H --header --proxy-header -m --max-time -o --output --output-dir -d --data --data-ascii --data-binary --data-raw --data-urlencode --json -F --form --form-string -T --upload-file -u --user -U --proxy-user -x --proxy -X --request -w --write-out -K --config --connect-timeout --retry --retry-delay --retry-max-time --max-redirs --limit-rate -r --range -y -Y -z --resolve --connect-to --cacert --capath --cert -E --key --cert-type --ciphers --interface --proto --proto-redir --tls-max --oauth2-bearer --unix-socket --url --url-query --dns-servers -D --dump-header --trace --trace-ascii --stderr --aws-sigv4 -t -Q --quote --netrc-file --noproxy --preproxy --socks5 --socks5-hostname";

/** URLs among words; curl takes a plain host for one too. */
function contactAll(run: Run, words: readonly Word[]): readonly string[] {
  return words.map((word) => contact(run, word.text)).filter((host) => host !== "");
}

/** A URL that is unknown as a whole names its host itself: nobody gets what stands in the list of URLs. */
const hasHost = ({ text }: Word): boolean => text !== unknownPart;

/** `@file` and `@-` in a value; what else it says is sent as it is. */
function sendValue(run: Run, word: Word, hosts: readonly string[], marker: RegExp): void {
  const file = marker.exec(word.text)?.[1];
  // With -G it is a part of the URL.
  const give = has(run, "-G", "--get") ? send : post;
  if (file === undefined) give(run, word, hosts);
  else if (file === "-") give(run, run.io.stdin, hosts);
  else sendFile(run, wordFrom(file, word.from, word.glob), hosts);
}

/** `@file` holds headers: what matters is whose secrets are in them. */
function sendHeaders(run: Run, word: Word, hosts: readonly string[]): void {
  const isFile = word.text.startsWith("@");
  const flow = isFile ? read(run, wordFrom(word.text.slice(1), word.from, word.glob)) : word;
  send(run, isFile ? marked(flow, { paths: [] }) : flow, hosts);
}

function curl(given: Run): Flow {
  const run = withConfig(given);
  const urls = [...run.operands, ...values(run, "--url")];
  const hosts = contactAll(run, urls);
  for (const word of [
    ...urls.filter(hasHost),
    ...values(run, "-u", "--user", "-b", "--cookie", "-A", "-e", "--oauth2-bearer", "-X"),
  ])
    send(run, word, hosts);
  for (const word of values(run, "-H", "--header", "--proxy-header")) sendHeaders(run, word, hosts);
  for (const word of values(run, "-d", "--data", "--data-ascii", "--data-binary", "--json"))
    sendValue(run, word, hosts, /^@(.*)$/s);
  for (const word of values(run, "--data-urlencode", "--url-query"))
    sendValue(run, word, hosts, /^[^=@]*@(.*)$/s);
  for (const word of values(run, "-F", "--form")) sendValue(run, word, hosts, /^[^=]*=["']?[@<]([^;"']*)/s);
  for (const word of values(run, "--data-raw", "--form-string")) post(run, word, hosts);
  for (const word of values(run, "-T", "--upload-file")) {
    if (word.text === "-" || word.text === ".") post(run, run.io.stdin, hosts);
    else sendFile(run, word, hosts);
  }
  for (const word of values(run, "-x", "--proxy", "--socks5", "--socks5-hostname")) contact(run, word.text);
  for (const { text } of values(run, "--resolve")) contactAddresses(run, text.split(":").slice(2).join(":"));
  for (const { text } of values(run, "--connect-to"))
    contactAddresses(run, text.replace(/^(\[[^\]]*\]|[^:]*):[^:]*:/, ""));
  return received(run, urls, hosts);
}

/** Where a name or a URL's host really leads: `1.2.3.4,[::1]`, `host:port`. */
function contactAddresses(run: Run, addresses: string): void {
  for (const address of addresses.split(",")) contact(run, address);
}

/** `file:` reads this machine's own files. */
const localFiles = (run: Run, urls: readonly Word[]): readonly Flow[] =>
  urls
    .filter(({ text }) => /^file:/i.test(text))
    .map((word) =>
      read(run, wordFrom(word.text.replace(/^file:(\/\/(localhost)?)?/i, ""), word.from, word.glob)),
    );

/** What a host sends goes to a file or is printed. */
function received(run: Run, urls: readonly Word[], hosts: readonly string[]): Flow {
  const flow = joinAll([...localFiles(run, urls), fromHosts(urls, hosts)]);
  const folder = value(run, "--output-dir");
  const inFolder = (name: string): Word =>
    literalWord(folder === undefined ? name : `${folder.text}/${name}`);
  for (const file of values(
    run,
    "-D",
    "--dump-header",
    "--trace",
    "--trace-ascii",
    "--stderr",
    "-c",
    "--cookie-jar",
  ))
    if (file.text !== "-") write(run, file);
  const outputs = values(run, "-o", "--output");
  const named = run.options.some(
    ({ name }) => name === "-O" || name === "--remote-name" || name === "--remote-name-all" || name === "-J",
  );
  if (named) for (const url of urls) write(run, inFolder(baseName(url.text.split(/[?#]/, 1)[0] ?? "")), flow);
  for (const file of outputs)
    if (file.text !== "-") write(run, folder === undefined ? file : inFolder(file.text), flow);
  return named || outputs.some(({ text }) => text !== "-") ? nothing : flow;
}

/** `file:` is no network, and what this machine's own servers send is theirs. */
function fromHosts(urls: readonly Word[], hosts: readonly string[]): Flow {
  if (urls.length > 0 && urls.every(({ text }) => text.startsWith("file:"))) return nothing;
  if (hosts.length > 0 && hosts.every(isLocalHost))
    return { text: networkFlow.text, from: { ...fromNetwork, network: true } };
  return networkFlow;
}

function wget(run: Run): Flow {
  const urls = [...run.operands, ...listedNames(run, "-i", "--input-file")];
  const hosts = contactAll(run, urls);
  for (const word of [...urls.filter(hasHost), ...values(run, "--header", "--user", "--password", "-U")])
    send(run, word, hosts);
  for (const word of values(run, "--post-data", "--body-data")) post(run, word, hosts);
  for (const word of values(run, "--post-file", "--body-file")) sendFile(run, word, hosts);
  const flow = joinAll([...localFiles(run, urls), fromHosts(urls, hosts)]);
  const file = value(run, "-O", "--output-document");
  const log = value(run, "-o", "--output-file", "-a");
  if (log !== undefined) write(run, log);
  if (file !== undefined) {
    if (file.text === "-") return flow;
    write(run, file, flow);
    return nothing;
  }
  const folder = value(run, "-P", "--directory-prefix")?.text;
  if (has(run, "--spider")) return nothing;
  for (const url of urls) {
    const name = baseName((url.text.split(/[?#]/, 1)[0] ?? "").replace(/^[a-z]+:\/\//i, "")) || "index.html";
    write(run, literalWord(folder === undefined ? name : `${folder}/${name}`), flow);
  }
  return nothing;
}

export const downloads: readonly Program[] = [
  { names: ["curl", "curlie"], options: { [curlValues]: "value" }, does: curl },
  {
    names: ["wget", "wget2"],
    options: {
      "-O --output-document -o --output-file -a --append-output -P --directory-prefix -i --input-file -U --user-agent --header --user --password --post-data --post-file --body-data --body-file --method -t --tries -T --timeout -w --wait -Q -l --level -A -R -D -e --execute --ca-certificate --certificate --private-key --referer --limit-rate -B":
        "value",
    },
    does: wget,
  },
];
