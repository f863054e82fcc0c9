import { expect, test } from "vitest";
import { reportOf } from "../report-of.ts";

/** A service's own client may send the project; what it sends from elsewhere is an upload, and so is all that a stranger gets. */
test.for([
  ["gh release upload v1 ~/x", ["/home/u/x"]],
  ["gh release create v1 dist/a.tgz#label --notes x", []],
  ["gh release upload v1 /tmp/a.tgz", []],
  ["tar czf /tmp/a.tgz ~/x && gh release upload v1 /tmp/a.tgz", ["/home/u/x"]],
  ["npx surge ~/x a.surge.sh", ["/home/u/x"]],
  ["surge dist a.surge.sh", []],
  ["netlify deploy --dir=../other", ["/home/u/other"]],
  ["netlify deploy --dir=dist --prod", []],
  ["vercel deploy --prod", []],
  ["wrangler pages deploy ../x", ["/home/u/x"]],
  ["hf upload me/model ../x", ["/home/u/x"]],
  ["restic -r sftp:h:/b backup ~/x", ["/home/u/x"]],
  ["RESTIC_REPOSITORY=s3:s3.example.com/b restic backup src", ["/home/u/app/src"]],
  ["restic -r /mnt/b backup ~/x", []],
  ["borg create backup.example:/b::a ~/x", ["/home/u/x"]],
  ["borg create /mnt/b::a src", []],
  ["duplicity ~/x sftp://h.example/b", ["/home/u/x"]],
  ["duplicity ~/x file:///mnt/b", []],
  [`smbclient //h/s -c "cd a; put b.txt"`, ["/home/u/app/b.txt"]],
  [`smbclient //h/s -c "ls; get b.txt"`, []],
  ["onionshare-cli b.txt", ["/home/u/app/b.txt"]],
  ["ipfs add -r dist", ["/home/u/app/dist"]],
  ["ipfs cat Qm", []],
] as const)("%s uploads", ([command, want]) => expect(reportOf(command).uploads).toEqual(want));
