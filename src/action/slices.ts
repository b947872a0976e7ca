/** How the specs of a pull request are dealt to runners, and what each may spend. */

/** One job of the matrix. Everything in it is data that the next job checks again. */
export interface Slice {
  /** `0`, `1` …: the name of the job and of its parcel. */
  readonly slice: string;
  readonly specs: readonly string[];
  /** Dollars, as the input `max-cost` takes them. */
  readonly 'max-cost': string;
}

/** GitHub makes no more jobs of one matrix. */
export const MOST_RUNNERS = 256;

/**
 * Deals `specs` to at most `runners` runners, one after the other, so that no runner has two more than another. The shares of
 * `maxCost` (micro-dollars) go by the number of specs, and their sum is never above it.
 */
export function slicesOf(specs: readonly string[], runners: number, maxCost: number): readonly Slice[] {
  const count = Math.min(runners, specs.length, MOST_RUNNERS);
  const sorted = [...specs].sort();
  return Array.from({ length: count }, (_, index) => {
    const dealt = sorted.filter((_spec, place) => place % count === index);
    return { slice: `${index}`, specs: dealt, 'max-cost': dollars((maxCost * dealt.length) / specs.length) };
  });
}

/** The slice that a job was given; undefined where the text is none. */
export function readSlice(text: string): Slice | undefined {
  try {
    const { slice, specs, 'max-cost': maxCost } = JSON.parse(text) as Partial<Slice>;
    const whole =
      typeof slice === 'string' &&
      /^\d{1,3}$/.test(slice) &&
      Array.isArray(specs) &&
      specs.every((path) => typeof path === 'string') &&
      typeof maxCost === 'string';
    return whole ? { slice, specs, 'max-cost': maxCost } : undefined;
  } catch {
    return undefined;
  }
}

/** Down to the micro-dollar, never up. */
function dollars(micro: number): string {
  return (Math.floor(micro) / 1e6).toFixed(6);
}
