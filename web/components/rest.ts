/** What `late.ts` fetches. */
export { LensControls } from './controls/LensControls';
export { PhotoSheet } from './photos/PhotoSheet';
export { Banners } from './results/Banners';
export { CanSee } from './results/CanSee';
export { Readouts } from './results/Readouts';
export { AccessSheet } from './sheets/AccessSheet';
export { FrozenPicture } from './viewfinder/FrozenPicture';
export { LensGestures } from './viewfinder/LensGestures';
export { WorkflowPicture } from './viewfinder/WorkflowPicture';
