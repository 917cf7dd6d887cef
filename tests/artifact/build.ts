import { buildArtifact } from '../../kit/stack/artifact';

/** Once for all files that boot it. */
export default () => buildArtifact();
