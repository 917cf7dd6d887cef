/**
 * Runs before `npm start`, `npm test` and the like, on a fresh clone without node_modules: puts in place what
 * they need. Whatever cannot be done becomes one line that says what to type.
 */
const MINIMUM = '20.19';

/** @param {string} version */
const rank = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
};
if (rank(process.versions.node) < rank(MINIMUM)) {
  console.error(
    `Sightline needs Node ${MINIMUM} or newer; this is ${process.versions.node}. Install one from https://nodejs.org`,
  );
  process.exit(1);
}

// Imported only now: an older Node would stumble over their syntax and never get to the line above.
const { provision } = await import('./provision/main.mjs');
process.exitCode = await provision(process.argv[2] ?? '');
