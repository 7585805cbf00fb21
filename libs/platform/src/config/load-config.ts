import { ProblemError, type Violation } from '../problem.js';
import { type Setting } from './setting.js';
import { type SettingName, settings } from './settings.js';

type ValueOf<S> = S extends Setting<infer T> & { readonly fallback: string } ? T : S extends Setting<infer T> ? T | null : never;

/** Every setting by name, checked; null where it is unset and has no default. */
export type Config = { readonly [K in SettingName]: ValueOf<(typeof settings)[K]> };

/** Reads the environment. Throws one `ProblemError` 422 `CONFIG.INVALID` that holds every problem; secrets are never repeated in it. */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const violations: Violation[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(settings) as [SettingName, Setting<unknown>][]) {
    const given = env[setting.env]?.trim();
    const written = given === undefined || given === '' ? setting.fallback : given;
    try {
      config[name] = written === null ? null : setting.parse(written);
    } catch (error) {
      const shown = setting.secret ? '' : ` (it is ${JSON.stringify(written)})`;
      violations.push({ code: 'CONFIG.INVALID', path: setting.env, message: `${setting.env} ${(error as Error).message}${shown}` });
    }
  }
  const [first, ...rest] = violations;
  if (first) throw new ProblemError(422, [first, ...rest]);
  return config as Config;
}

type Required<K extends SettingName> = Config & { readonly [N in K]: NonNullable<Config[N]> };

/** The same configuration, with these settings known to be there. Throws `ProblemError` 422 `CONFIG.MISSING` that names all that are not. */
export function requireSettings<K extends SettingName>(config: Config, names: readonly K[]): Required<K> {
  const [first, ...rest] = names
    .filter((name) => config[name] === null)
    .map((name): Violation => ({
      code: 'CONFIG.MISSING',
      path: settings[name].env,
      message: `${settings[name].env} is not set. ${settings[name].description}`,
    }));
  if (first) throw new ProblemError(422, [first, ...rest]);
  return config as Required<K>;
}

/** The environment that gives a child process these settings. */
export const environmentOf = (values: Partial<Record<SettingName, string | number | boolean>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [settings[name as SettingName].env, String(value)]));

/** For people: every setting with its value, secrets masked. */
export const describeConfig = (config: Config): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      settings[name as SettingName].env,
      settings[name as SettingName].secret && value !== null ? '***' : value,
    ]),
  );
