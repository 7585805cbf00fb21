import { runProcess } from '#libs/platform';
import { startApi } from './start-api.js';

await runProcess('api', startApi);
