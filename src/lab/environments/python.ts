import type { AirflowTarget } from '../../flow.js';
import { complaint } from './command.js';
import { findInterpreter, type Interpreter } from './interpreters.js';
import { type EnvironmentOptions, type Unavailable, unavailable } from './options.js';
import { runUv, type Uv } from './uv.js';

/** The interpreter for a target: the machine's, or one that uv can download. */
export async function obtainInterpreter(
  target: AirflowTarget,
  uv: Uv,
  options: EnvironmentOptions,
): Promise<({ readonly state: 'ready' } & Interpreter) | Unavailable> {
  const here = await findInterpreter(target.python, options);
  if (here !== undefined) return { state: 'ready', ...here };
  options.report?.(`Python ${target.python} is not on this machine; asking uv for it`);
  // Offline this fails at once instead of after four tries.
  const retries = options.environment['UV_HTTP_RETRIES'] ?? '1';
  const result = await runUv(uv, ['python', 'install', '--no-bin', target.python], options, {
    UV_HTTP_RETRIES: retries,
  });
  const fetched = result.status === 0 ? await findInterpreter(target.python, options) : undefined;
  if (fetched !== undefined) return { state: 'ready', ...fetched };
  return unavailable({
    code: 'AS3102',
    message: `Airflow ${target.airflow} was not run: there is no usable Python ${target.python} on this machine`,
    cause: `none is on PATH, in pyenv, in the runner's tool cache or with uv, and uv could not download one: ${complaint(result)}`,
    remedy: `add \`actions/setup-python\` with \`python-version: "${target.python}"\` before airsmith, or run \`pyenv install ${target.python}\` or \`uv python install ${target.python}\``,
  });
}
