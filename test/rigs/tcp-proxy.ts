import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a server that others use too, so that one test can take the server away and give it back. */
export interface TcpProxy {
  readonly port: number;
  /** Cuts every connection and refuses new ones. */
  cut(): Promise<void>;
  restore(): Promise<void>;
  close(): Promise<void>;
}

export async function tcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const accept = (client: Socket): void => {
    const server = connect(target.port, target.host);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  };
  let listener = createServer(accept);
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => listener.once('error', reject).listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = listener.address() as AddressInfo;
  const cut = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    port,
    cut,
    restore: async () => {
      listener = createServer(accept);
      await listen(port);
    },
    close: async () => {
      if (listener.listening) await cut();
    },
  };
}
