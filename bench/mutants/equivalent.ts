/**
 * Mutants that behave as the component does, or differ only in what neither the spec nor Airflow asks for, each with the reason.
 * The key is the component, the operator and the diff.
 */
export const EQUIVALENT: { readonly [mutant: string]: string } = {
  [[
    'file_arrival | one more',
    '- trigger=FileArrivalTrigger(self.path, datetime.timedelta(milliseconds=10)),',
    '+ trigger=FileArrivalTrigger(self.path, datetime.timedelta(milliseconds=11)),',
  ].join('\n')]: 'How often a trigger looks is promised by nobody.',
  [[
    'recorded TicketDeskHook | return a list around the value',
    '- return host, token',
    '+ return [host, token]',
  ].join('\n')]: 'A list and a tuple of two unpack alike, and the method is private.',
};
