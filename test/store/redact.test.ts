import { describe, expect, test } from "vitest";
import { redact } from "../../src/store/redact.ts";

describe("what is redacted", () => {
  test.for([
    [
      `curl -H "Authorization: Bearer abcdef123456" https://x`,
      `curl -H "Authorization: [redacted]" https://x`,
    ],
    [`curl -H 'authorization: token abc123def' x`, `curl -H 'authorization: [redacted]' x`],
    [`{"Authorization":"Basic dXNlcjpwYXNz"}`, `{"Authorization":"[redacted]"}`],
    [`{\\"Authorization\\": \\"Bearer aaaaaaaa\\"}`, `{\\"Authorization\\": \\"[redacted]\\"}`],
    ["x-api-key: abcdef123", "x-api-key: [redacted]"],
    ["Cookie: session=abcdef; theme=dark", "Cookie: [redacted]; theme=dark"],
    [
      "git clone https://user:hunter2@example.com/r.git",
      "git clone https://user:[redacted]@example.com/r.git",
    ],
    ["psql postgres://app:s3cr3t@db/x", "psql postgres://app:[redacted]@db/x"],
    ["https://0123456789abcdef0123456789@github.com/a", "https://[redacted]@github.com/a"],
    ["curl -u bob:hunter2 https://x", "curl -u bob:[redacted] https://x"],
    ["curl -s --user 'bob:hunter2' https://x", "curl -s --user 'bob:[redacted]' https://x"],
    ["mysql -u root -phunter2 db", "mysql -u root -p[redacted] db"],
    ["sshpass -p 'hunter2' ssh h", "sshpass -p '[redacted]' ssh h"],
    ["docker login -u bob -p hunter2 reg", "docker login -u bob -p [redacted] reg"],
    [
      "echo hunter2 | docker login -u bob --password-stdin",
      "echo [redacted] | docker login -u bob --password-stdin",
    ],
    ["redis-cli -a hunter2 ping", "redis-cli -a [redacted] ping"],
    ["openssl enc -pass pass:hunter2", "openssl enc -pass [redacted]"],
    [
      "kubectl create secret generic s --from-literal=pw=abc",
      "kubectl create secret generic s --from-literal=pw=[redacted]",
    ],
    ["tool --password hunter2 --verbose", "tool --password [redacted] --verbose"],
    [`tool --token "hunter 2"`, `tool --token "[redacted]"`],
    ["tool --api-key=abcdef", "tool --api-key=[redacted]"],
    ["export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG", "export AWS_SECRET_ACCESS_KEY=[redacted]"],
    ["PGPASSWORD=hunter2 psql", "PGPASSWORD=[redacted] psql"],
    // What would run stays to be seen.
    [`TOKEN="hunter2$(git push -f)" ls`, `TOKEN="[redacted]$(git push -f)" ls`],
    ["TOKEN=hunter2`id` ls", "TOKEN=[redacted]`id` ls"],
    ["TOKEN=hunter2$HOME ls", "TOKEN=[redacted] ls"],
    ["mysql -phunter2$(id)", "mysql -p[redacted]$(id)"],
    ["DB_PASS=hunter2", "DB_PASS=[redacted]"],
    [`passphrase="correct horse battery"`, `passphrase="[redacted]"`],
    [`{"password":"hunter2","user":"bob"}`, `{"password":"[redacted]","user":"bob"}`],
    [`{\\"db_password\\": \\"hunter2\\"}`, `{\\"db_password\\": \\"[redacted]\\"}`],
    ["password: hunter2", "password: [redacted]"],
    ["AccountName=a;AccountKey=abc123def456==;E=f", "AccountName=a;AccountKey=[redacted];E=f"],
    ["//registry.example.com/:_authToken=abcdef-12", "//registry.example.com/:_authToken=[redacted]"],
    ["use ghp_0123456789abcdefghijABCDEFGHIJ0123 now", "use [redacted] now"],
    ["AKIAIOSFODNN7EXAMPLE", "[redacted]"],
    ["sk-proj-abcdefghij0123456789", "[redacted]"],
    ["xoxb-1234567890-abcdef", "[redacted]"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc-def", "[redacted]"],
    ["https://hooks.slack.com/services/T00/B00/XXXXXXXXXXXX", "https://hooks.slack.com/services/[redacted]"],
    [
      "-----BEGIN OPENSSH PRIVATE KEY-----\na\nb\n-----END OPENSSH PRIVATE KEY-----\nc",
      "-----BEGIN OPENSSH PRIVATE KEY-----[redacted]-----END OPENSSH PRIVATE KEY-----\nc",
    ],
    ["-----BEGIN RSA PRIVATE KEY-----\\nMIIE", "-----BEGIN RSA PRIVATE KEY-----[redacted]"],
  ] as const)("%s", ([text, want]) => {
    expect(redact(text)).toBe(want);
    expect(redact(want)).toBe(want);
  });
});

describe("what is left as it is", () => {
  test.for([
    "git push --force",
    "const token: string = getToken();",
    "password = os.environ['PW']",
    "if (password === null) return",
    "export TOKEN=$OTHER",
    "TOKEN=$(cat file)",
    "max_tokens=4096",
    "tokenizer: fast",
    "git commit -m 'fix token handling'",
    "tool --token-file /etc/x",
    "docker login --password-stdin ghcr.io",
    "docker run -u 1000:1000 image",
    "git push -u origin HEAD:main",
    "mysql -u root -p db",
    "kubectl get secret my-secret",
    "cat ~/.ssh/id_rsa",
    "ssh git@github.com:a/b.git",
    "http://localhost:3000/a@b",
    "https://example.com:8080/x",
    "task-management-for-people-1234567",
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "import { token } from './token'",
    "credentials: include",
    "secret: null",
    "pwd; ls",
    "the bearer of news",
  ])("%s", (text) => expect(redact(text)).toBe(text));
});

describe("hostile text takes time in proportion to its length", () => {
  test.for([
    "password",
    "-----BEGIN PRIVATE KEY-----",
    "curl ",
    "curl -u a",
    "mysql -u x ",
    "://a:",
    "eyJaaaaaaaaaa.",
    "sk-aaaaaaaaaaaaaaaaaaaaaaaaaaa ",
    "token ",
    "-token",
    "--",
    "echo a | ",
    "login -",
    `"\\`,
    " ",
  ])("%j", (unit) => {
    const time = (length: number) => {
      const text = unit.repeat(Math.ceil(length / unit.length));
      const began = performance.now();
      redact(text);
      return performance.now() - began;
    };
    time(1 << 12);
    // Linear work takes 16 times as long, quadratic work 256 times; what is between is for a busy machine.
    expect(time(1 << 18)).toBeLessThan(100 * Math.max(time(1 << 14), 1));
  });
});
