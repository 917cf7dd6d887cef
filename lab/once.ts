/**
 * One dial with ENH in each network, and six runs of the check, for `npm test`: `tsx lab/once.ts [REPORT]` leaves
 * its count there.
 */
import { writeFileSync } from 'node:fs';
import { dialEachOnce } from './run';

const count = await dialEachOnce();
const [, , report] = process.argv;
if (report !== undefined) writeFileSync(report, JSON.stringify(count));
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exit(count.failed > 0 ? 1 : 0);
