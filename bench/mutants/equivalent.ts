/** Mutants that behave as the component does, or differ only in what neither the spec nor Airflow asks for, each with the reason. */
export const EQUIVALENT: { readonly [mutant: string]: string } = {};
