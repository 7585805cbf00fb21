import { runProcess } from '#libs/platform';
import { startProjector } from './start-projector.js';

await runProcess('projector', startProjector);
