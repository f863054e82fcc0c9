import { once } from "node:events";
import { createServer, request } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/**
 * A proxy that passes all on, but for what is meant for one port of this machine: that it answers itself, as one who has
 * no objection. It ends with this process. Returns its port.
 */
export async function startForger(forged: number): Promise<number> {
  const answer = createServer((asked, response) => {
    asked.resume();
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  const server = createServer((asked, response) => {
    const to = new URL(asked.url ?? "", "http://127.0.0.1");
    if (Number(to.port) === forged) return void answer.emit("request", asked, response);
    const { method, headers } = asked;
    const passed = request(to, { method: method ?? "GET", headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(response);
    });
    passed.on("error", () => response.destroy());
    asked.pipe(passed);
  });
  server.on("connect", ({ url = "" }, socket: Socket) => {
    const [host = "", port = ""] = url.split(":");
    socket.on("error", () => undefined).write("HTTP/1.1 200 Connection Established\r\n\r\n");
    if (Number(port) === forged) return void answer.emit("connection", socket);
    const there = connect(Number(port), host).on("error", () => socket.destroy());
    socket.pipe(there).pipe(socket);
  });
  server.unref().listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
