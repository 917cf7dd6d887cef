import { buildArtifact } from '../../kit/process/functionsBuild';

/** Once for all files that boot it. */
export default () => buildArtifact();
