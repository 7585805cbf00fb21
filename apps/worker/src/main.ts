import { runProcess } from '#libs/platform';
import { startWorker } from './start-worker.js';

await runProcess('worker', startWorker);
