/** A start in a process of its own, which a test may kill: fetches the model for tests. */
import { fetchModel } from '../fetching/fetch';
import { RECIPE } from './registry';

await fetchModel(RECIPE, { onProgress: ({ kind }) => console.log(kind) }).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
