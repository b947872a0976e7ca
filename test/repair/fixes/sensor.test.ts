/** What `poke` gives, where some ways through it give a value for XCom. */

import { expect, test } from 'vitest';
import type { DiagnosedError } from '../../../src/flow.js';
import { applyEdits } from '../../../src/python/index.js';
import { groundOf } from '../../../src/repair/fixes/index.js';
import { POKE_VALUE } from '../../../src/repair/fixes/sensor.js';
import { specFor } from '../../learn/story.js';

const SOURCE = `class DoorSensor(BaseSensorOperator):
    def poke(self, context):
        if not self.path:
            return  # nothing
        result = PokeReturnValue(is_done=True, xcom_value={"text": self.path})
        return result
`;

test('a value for XCom stays, and only the way that gives nothing is changed', () => {
  const error = { errorClass: 'sensor.poke', finding: { code: 'AS4140' } } as unknown as DiagnosedError;
  const edits = POKE_VALUE.edits(error, groundOf(SOURCE, specFor('DoorSensor'), []));
  expect(applyEdits(SOURCE, edits ?? [])).toBe(
    SOURCE.replace('return  # nothing', 'return False  # nothing'),
  );
});
