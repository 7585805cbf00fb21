import { type AddressInfo } from 'node:net';
import { type Config, type Logger, unavailable } from '#libs/platform';
import { connectStores } from './connect-stores.js';
import { createApp } from './create-app.js';

export interface RunningApi {
  readonly url: string;
  /** Open streams end, running requests finish (up to the configured time), connections close. */
  stop(): Promise<void>;
}

/** The API on its address, with all that is behind it. What was opened is closed again where a later step fails. */
export async function startApi(config: Config, logger: Logger): Promise<RunningApi> {
  let url = config.baseUrl ?? `http://${config.apiHost}:${config.apiPort}`;
  const stores = await connectStores(config, logger, () => url);
  try {
    const app = await createApp(stores.services, { bodyBytes: config.requestBodyBytes });
    await app.listen(config.apiPort, config.apiHost).catch((error: unknown) => {
      throw addressProblem(error, config);
    });
    const { port } = app.getHttpServer().address() as AddressInfo;
    url = config.baseUrl ?? `http://${config.apiHost}:${port}`;
    return {
      url: `http://${config.apiHost}:${port}`,
      stop: async () => {
        stores.endStreams();
        await Promise.race([app.close(), new Promise((resolve) => setTimeout(resolve, config.shutdownTimeoutMs).unref())]);
        await stores.close();
      },
    };
  } catch (error) {
    await stores.close();
    throw error;
  }
}

/** `API.ADDRESS_IN_USE`, `API.ADDRESS_REFUSED` (503): the port is taken, or not ours to take. */
function addressProblem(error: unknown, { apiHost, apiPort }: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return unavailable(
      'API.ADDRESS_IN_USE',
      `Port ${apiPort} of ${apiHost} is taken by another program: stop it, or set LEADLEDGER_API_PORT`,
      error,
    );
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    return unavailable(
      'API.ADDRESS_REFUSED',
      `The system refuses ${apiHost}:${apiPort} (${code}): set LEADLEDGER_API_HOST and LEADLEDGER_API_PORT`,
      error,
    );
  }
  return error;
}
