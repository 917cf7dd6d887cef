/** `npm run shots`: pictures of every state and every kind of result on the screen, to be looked at. */
import { parseShotArgs, USAGE } from './shots/args';
import { takeInstallShots } from './shots/install';
import { takeShots } from './shots/take';

const args = parseShotArgs(process.argv.slice(2));
if (args === null) console.log(USAGE);
else if (args.install) await takeInstallShots();
else await takeShots(args);
// Left to end by itself, @roamhq/wrtc 0.10 takes the process along as it clears up (SIGSEGV).
process.exit();
