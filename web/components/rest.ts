/** What `late.ts` fetches. */
export { LensControls } from './controls/LensControls';
export { PictureSwitch } from './controls/PictureSwitch';
export { PhotoSheet } from './photos/PhotoSheet';
export { Banners } from './results/Banners';
export { CanSee } from './results/CanSee';
export { Readouts } from './results/Readouts';
export { AccessSheet } from './sheets/AccessSheet';
export { InstallHint } from './status/InstallHint';
export { TroubleCard } from './status/TroubleCard';
export { UpdateToast } from './status/UpdateToast';
export { FrozenPicture } from './viewfinder/FrozenPicture';
export { LensGestures } from './viewfinder/LensGestures';
export { WorkflowPicture } from './viewfinder/WorkflowPicture';
