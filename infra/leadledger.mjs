// `npm run -s leadledger -- …` in a checkout: builds once where nothing is built yet, then runs the command line.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const main = `${root}/dist/apps/cli/src/main.js`;
if (!existsSync(main)) execFileSync('npm', ['run', '-s', 'build'], { cwd: root, stdio: ['ignore', process.stderr, process.stderr] });
process.argv[1] = main;
await import(pathToFileURL(main).href);
