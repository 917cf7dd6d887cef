import { buildArtifact } from './artifact';

/** Once for all files that boot it. */
export default () => buildArtifact();
