import { commandsOverHttp } from './http/http.bench.js';
import { commandsInProcess } from './commands/in-process.bench.js';
import { dispatch } from './dispatch/dispatch.bench.js';
import { type Benchmark } from './harness/benchmark.js';
import { imports } from './import/import.bench.js';
import { liveLag } from './live-lag/live-lag.bench.js';
import { lookUps } from './look-ups/look-ups.bench.js';
import { rebuilds } from './rebuild/rebuild.bench.js';
import { reports } from './reports/reports.bench.js';
import { simulation } from './simulation/simulation.bench.js';
import { store } from './store/store.bench.js';
import { timers } from './timers/timers.bench.js';
import { workingTime } from './working-time/working-time.bench.js';

/** Every benchmark, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  commandsInProcess,
  commandsOverHttp,
  store,
  imports,
  rebuilds,
  liveLag,
  lookUps,
  reports,
  dispatch,
  workingTime,
  timers,
  simulation,
];
