/** One end of a connection to a local socket. */
export type Pipe = { readonly write: (bytes: Buffer) => void };

export type PipeEvents = {
  readonly data: (chunk: Buffer) => void;
  /** The connection ended or never came about; nothing follows. */
  readonly fail: (why: string) => void;
};

/**
 * The runtime's own pipe handle, which `node:net` wraps. Loading and driving `node:net` takes 6 of the 31 ms that a
 * hook process would live; the embedded runtime's version is pinned, so what is written here is what runs.
 */
type Handle = {
  connect: (request: object, path: string) => number;
  readStart: () => number;
  writeBuffer: (request: object, bytes: Buffer) => number;
  onread: (bytes: ArrayBuffer | undefined) => void;
};

type Bindings = {
  readonly pipe: {
    Pipe: new (type: number) => Handle;
    PipeConnectWrap: new () => object;
    constants: { SOCKET: number };
  };
  readonly stream: {
    WriteWrap: new () => object;
    streamBaseState: Int32Array;
    kReadBytesOrError: number;
    kArrayBufferOffset: number;
  };
};

function findBindings(): Bindings | undefined {
  const { binding } = process as unknown as { binding?: (name: string) => unknown };
  try {
    const found = { pipe: binding?.("pipe_wrap"), stream: binding?.("stream_wrap") } as Bindings;
    return typeof found.pipe.Pipe === "function" && found.stream.streamBaseState !== undefined
      ? found
      : undefined;
  } catch {
    return undefined;
  }
}

/** Connects to a Unix socket or a named pipe. */
export function openPipe(path: string, events: PipeEvents): Pipe {
  const bindings = findBindings();
  return bindings === undefined ? openSocket(path, events) : openHandle(bindings, path, events);
}

function openHandle({ pipe, stream }: Bindings, path: string, events: PipeEvents): Pipe {
  const handle = new pipe.Pipe(pipe.constants.SOCKET);
  const early: Buffer[] = [];
  let isOpen = false;
  const write = (bytes: Buffer) => {
    const request = Object.assign(new stream.WriteWrap(), {
      oncomplete: (status: number) => status < 0 && events.fail(`it can't be written to (${status})`),
      buffer: bytes, // Kept from the garbage collector until written.
    });
    const status = handle.writeBuffer(request, bytes);
    if (status !== 0) events.fail(`it can't be written to (${status})`);
  };
  handle.onread = (bytes) => {
    if (bytes === undefined) return events.fail("it closed the connection");
    const length = stream.streamBaseState[stream.kReadBytesOrError] ?? 0;
    events.data(Buffer.from(bytes, stream.streamBaseState[stream.kArrayBufferOffset], length));
  };
  const request = Object.assign(new pipe.PipeConnectWrap(), {
    oncomplete: (status: number) => {
      if (status < 0) return events.fail(`it can't be connected to (${status})`);
      isOpen = true;
      handle.readStart();
      early.forEach(write);
    },
  });
  const status = handle.connect(request, path);
  if (status !== 0) queueMicrotask(() => events.fail(`it can't be connected to (${status})`));
  return { write: (bytes) => (isOpen ? write(bytes) : void early.push(bytes)) };
}

/** For a runtime without the handle. */
function openSocket(path: string, events: PipeEvents): Pipe {
  const socket = import("node:net").then(({ connect }) => {
    const opened = connect(path);
    opened.on("data", events.data);
    opened.on("end", () => events.fail("it closed the connection"));
    opened.on("error", (error) => events.fail(error.message));
    return opened;
  });
  return { write: (bytes) => void socket.then((opened) => opened.write(bytes)) };
}
